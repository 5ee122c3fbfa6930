/** Who waited for whom when the run stopped, as far as a reader should be told: the page's counterpart of the CLI's summary. */
import type { StuckLane } from "../protocol/messages";
import type { Program } from "../trace/types";
import type { LaneIndex } from "../units";

export interface Stuck {
  /** Lanes in a circle first, then by lane. Empty: nothing to tell. */
  waiting: StuckLane[];
  /** Each circle once, beginning with its first lane. */
  cycles: LaneIndex[][];
}

/**
 * Nothing where the program ended by itself and nobody waited in a circle: a daemon thread that waits for its next task is no
 * news then. Without an exit code or a signal its end was not seen, which counts as stopped.
 * @param live it still runs: everybody waits for something now and then, and only a circle is news. So it is where the trace
 *   was saved while it ran
 */
export function stuckToTell(program: Program, lanes: readonly StuckLane[], live = false): Stuck {
  const waiting = live || program.stillRunning ? lanes.filter(({ cycle }) => cycle !== null) : lanes;
  const cycles = waiting.flatMap(({ lane, cycle }) => (cycle !== null && lane === Math.min(...cycle) ? [cycle] : []));
  const stopAsked = program.stopAskedNs !== null && program.stopAskedNs !== undefined;
  const endedByItself = program.exitCode !== null && program.signal === null && !stopAsked;
  if (endedByItself && cycles.length === 0) return { waiting: [], cycles: [] };
  const sorted = [...waiting].sort((a, b) => Number(b.cycle !== null) - Number(a.cycle !== null) || a.lane - b.lane);
  return { waiting: sorted, cycles };
}

/** When the last lane of a circle began to wait: from then on none of them could go on. */
export function closedAtNs(cycle: readonly LaneIndex[], waiting: readonly StuckLane[]): number {
  return Math.max(...waiting.filter(({ lane }) => cycle.includes(lane)).map(({ sinceNs }) => sinceNs));
}
