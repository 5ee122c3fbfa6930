/** One trace, prepared for drawing and asking. Tracks are built when they are first seen. */
import type { Finding } from "../analysis/finding";
import type { Trace } from "../trace/types";
import type { GilUse } from "./gil-use";
import { GrowingModel } from "./growing-model";
import type { LossMarks } from "./losses";
import type { ItemTables, PoolUse } from "./pool-use";
import type { StateStore } from "./state-store";
import type { TimeGroups } from "./time-groups";
import { Tone } from "./tones";
import type { Track, TrackTables } from "./tracks";

/** Of a growing trace there is one for each generation; it may be asked until the next one is there. */
export interface Model {
  trace: Trace;
  findings: Finding[];
  losses: LossMarks;
  /** A lane's tones; `object` is the wait's row. */
  lanes: readonly StateStore[];
  /** What a lane holds over time: how many locks; `object` is the hold's row. */
  held(lane: number): StateStore;
  /** Time in each tone over the lane's whole life. */
  laneTimes: Float64Array[];
  /** Each lane's rows, ascending by start. */
  waitsOfLane: TimeGroups;
  holdsOfLane: TimeGroups;
  byResource: TrackTables;
  items: ItemTables;
  /** Of each resource: rows that mention it, and time spent waiting for it. */
  uses: Uint32Array;
  waitedNs: Float64Array;
  track(resource: number): Track;
  pool(pool: number): PoolUse;
  /** Of a process; null where none of its lanes was seen to want the GIL. */
  gil(process: number): GilUse | null;
  /** A lane's items over time; null where it never ran one. */
  itemsOf(lane: number): StateStore | null;
  /** So many of the longest waits (longest-waits.ts). */
  longest(most: number): number[];
  /** Waits that this lane let go on, ascending by when it did. */
  wakesOf(lane: number): Uint32Array;
}

export function buildModel(trace: Trace, findings: Finding[]): Model {
  return new GrowingModel(trace).model(findings);
}

/**
 * The wait that a span is, -1 = none. While a task runs, what holds it up (a lock of threads, time.sleep) is its thread's wait:
 * it is looked up there.
 */
export function waitOfSpan({ lanes, trace }: Model, lane: number, span: number): number {
  const store = lanes[lane];
  const wait = store.objectOf(span);
  const { kind, loop } = trace.lanes[lane];
  const tone = store.stateOf(span);
  if (wait >= 0 || kind !== "task" || loop < 0 || tone === Tone.running || tone === Tone.ready) return wait;
  const thread = lanes[loop];
  const at = thread.spanAt(store.startNsOf(span));
  return at >= 0 && thread.stateOf(at) === tone ? thread.objectOf(at) : -1;
}

/** The longest waits, longest first. */
export const longestWaits = (model: Model, most: number): number[] => model.longest(most);

/** True when anything but running was ever seen, or more than one lane: there is something to look at. */
export function hasConcurrency(model: Model): boolean {
  const lanes = model.trace.lanes.filter(({ internal }) => !internal).length;
  return lanes > 1 || model.laneTimes.some((times) => times.some((ns, tone) => tone !== Tone.running && ns > 0));
}
