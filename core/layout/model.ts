/** One trace, prepared for drawing and asking. Tracks are built when they are first seen. */
import type { Finding } from "../analysis/finding";
import { type Trace, WaitOp } from "../trace/types";
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

/** The longest waits, longest first. Sleeps are chosen, not suffered, and who has nothing to do waits for nobody: they do not count. */
export function longestWaits(model: Model, most: number): number[] {
  const { waits, lanes } = model.trace;
  const loops = new Set(lanes.map(({ loop }) => loop));
  const durationNs = (wait: number) => waits.endNs[wait] - waits.startNs[wait];
  const best: number[] = [];
  for (let wait = 0; wait < waits.length; wait++) {
    const op = waits.op[wait];
    // An event loop that waits for something to happen is at rest as well.
    const isLoop = op === WaitOp.io && loops.has(waits.lane[wait]);
    if (op === WaitOp.sleep || op === WaitOp.idle || isLoop || lanes[waits.lane[wait]].internal) continue;
    if (best.length === most && durationNs(wait) <= durationNs(best[most - 1])) continue;
    let at = best.length;
    while (at > 0 && durationNs(best[at - 1]) < durationNs(wait)) at--;
    best.splice(at, 0, wait);
    if (best.length > most) best.pop();
  }
  return best;
}

/** True when anything but running was ever seen, or more than one lane: there is something to look at. */
export function hasConcurrency(model: Model): boolean {
  const lanes = model.trace.lanes.filter(({ internal }) => !internal).length;
  return lanes > 1 || model.laneTimes.some((times) => times.some((ns, tone) => tone !== Tone.running && ns > 0));
}
