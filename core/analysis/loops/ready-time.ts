/** How long the tasks of an event loop could have gone on and did not, within any stretch of time: what held the loop up cost them that. */
import { countBelow } from "../../trace/column";
import { State, type Trace } from "../../trace/types";
import type { LaneIndex, Ns } from "../../units";
import { once } from "../once";

/** When tasks of one loop became ready, and when they went on: each ascending, with the sums up to each. */
interface Moments {
  startNs: Float64Array;
  startSums: Float64Array;
  endNs: Float64Array;
  endSums: Float64Array;
}

export class ReadyTime {
  readonly #byLoop: Map<LaneIndex, Moments>;

  constructor({ lanes, laneSpans }: Trace) {
    const found = new Map<LaneIndex, { starts: Ns[]; ends: Ns[] }>();
    lanes.forEach(({ kind, loop, internal, endNs }, lane) => {
      if (kind !== "task" || loop < 0 || internal) return;
      const own = found.get(loop) ?? { starts: [], ends: [] };
      found.set(loop, own);
      const { length, startNs, state } = laneSpans[lane];
      for (let span = 0; span < length; span++) {
        if (state[span] !== State.ready) continue;
        own.starts.push(startNs[span]);
        own.ends.push(span + 1 < length ? startNs[span + 1] : endNs);
      }
    });
    this.#byLoop = new Map([...found].map(([loop, { starts, ends }]) => [loop, momentsOf(starts, ends)]));
  }

  /** Ready time of all tasks of the loop between the two moments, added up. */
  between(loop: LaneIndex, fromNs: Ns, toNs: Ns): Ns {
    const moments = this.#byLoop.get(loop);
    return moments === undefined ? 0 : Math.max(0, before(moments, toNs) - before(moments, fromNs));
  }

  /** How many became ready before `toNs` and had not gone on by `fromNs`. Within one step no task can be counted twice. */
  count(loop: LaneIndex, fromNs: Ns, toNs: Ns): number {
    const moments = this.#byLoop.get(loop);
    if (moments === undefined) return 0;
    const { startNs, endNs } = moments;
    return countBelow(startNs, startNs.length, toNs) - countBelow(endNs, endNs.length, fromNs + 1);
  }
}

export const readyTime = once((trace) => new ReadyTime(trace));

/** Σ (time − start) over starts before it, less Σ (time − end) over ends before it. */
function before({ startNs, startSums, endNs, endSums }: Moments, timeNs: Ns): Ns {
  const began = countBelow(startNs, startNs.length, timeNs);
  const ended = countBelow(endNs, endNs.length, timeNs);
  return began * timeNs - startSums[began] - (ended * timeNs - endSums[ended]);
}

function momentsOf(starts: readonly Ns[], ends: readonly Ns[]): Moments {
  const startNs = Float64Array.from(starts).sort();
  const endNs = Float64Array.from(ends).sort();
  return { startNs, startSums: sums(startNs), endNs, endSums: sums(endNs) };
}

function sums(values: Float64Array): Float64Array {
  const result = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) result[i + 1] = result[i] + values[i];
  return result;
}
