/** What each line of the program waited: the answer that stands beside the line in the editor. */
import type { Trace } from "../trace/types";
import type { LaneIndex, Ns } from "../units";

/** Whom a line waited for most, where somebody in particular is known. */
export interface LineHolder {
  lane: LaneIndex;
  laneName: string;
  /** Where it had got what it held; file "" = unknown. */
  file: string;
  line: number;
  ns: Ns;
}

export interface LineWaits {
  /** Absolute, as Python names it. */
  file: string;
  /** 1-based. */
  line: number;
  /** Of these `blockedNs` were spent on locks and semaphores; the rest waited for conditions, events, queues, barriers, joins. */
  totalNs: Ns;
  blockedNs: Ns;
  waits: number;
  /** Lanes that waited here. */
  lanes: number;
  worstNs: Ns;
  /** The longest one: leads to its span. */
  worst: { lane: LaneIndex; laneName: string; startNs: Ns };
  /** Names of the resources waited for, the longest first; at most 3. */
  resources: string[];
  /** At most 3, the longest first. */
  holders: LineHolder[];
}

/** Lines of program code that waited, sleeps and internal lanes left out; by file, then by line. */
export function lineWaits(_trace: Trace): LineWaits[] {
  return [];
}
