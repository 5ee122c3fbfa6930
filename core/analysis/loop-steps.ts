/** Which task's step an event loop ran last before a moment. */
import { countBelow } from "../trace/column";
import { State, type Trace } from "../trace/types";
import type { LaneIndex, Ns } from "../units";
import { once } from "./once";

export interface LoopStep {
  lane: LaneIndex;
  /** At most the moment that was asked for. */
  endNs: Ns;
}

/** Steps of one loop, ascending; they do not overlap. */
interface Steps {
  startNs: Float64Array;
  endNs: Float64Array;
  lane: Uint32Array;
}

export class LoopSteps {
  readonly #byLoop: Map<LaneIndex, Steps>;

  constructor(trace: Trace) {
    const found = new Map<LaneIndex, [startNs: Ns, endNs: Ns, lane: LaneIndex][]>();
    trace.lanes.forEach(({ loop, kind }, lane) => {
      if (kind !== "task" || loop < 0) return;
      const rows = found.get(loop) ?? [];
      found.set(loop, rows);
      for (const [startNs, endNs] of stepsOf(trace, lane)) rows.push([startNs, endNs, lane]);
    });
    this.#byLoop = new Map([...found].map(([loop, rows]) => [loop, columns(rows)]));
  }

  /** The step that ran at `timeNs`, from its begin to its end; null = none did. */
  at(loop: LaneIndex, timeNs: Ns): { lane: LaneIndex; startNs: Ns; endNs: Ns } | null {
    const steps = this.#byLoop.get(loop);
    if (steps === undefined) return null;
    const last = countBelow(steps.startNs, steps.startNs.length, timeNs + 1) - 1;
    if (last < 0 || steps.endNs[last] <= timeNs) return null;
    return { lane: steps.lane[last], startNs: steps.startNs[last], endNs: steps.endNs[last] };
  }

  /** Null where none began before `timeNs`, or the last one is of `except` itself. */
  lastBefore(loop: LaneIndex, timeNs: Ns, except: LaneIndex): LoopStep | null {
    const steps = this.#byLoop.get(loop);
    if (steps === undefined) return null;
    let from = 0;
    let to = steps.startNs.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (steps.startNs[middle] < timeNs) from = middle + 1;
      else to = middle;
    }
    if (from === 0 || steps.lane[from - 1] === except) return null;
    return { lane: steps.lane[from - 1], endNs: Math.min(steps.endNs[from - 1], timeNs) };
  }
}

export const loopSteps = once((trace) => new LoopSteps(trace));

/** Neighbouring spans that are neither a wait nor readiness are one step. */
export function* stepsOf({ lanes, laneSpans }: Trace, lane: LaneIndex): Generator<[Ns, Ns]> {
  const { length, startNs, state, wait } = laneSpans[lane];
  let sinceNs = -1;
  for (let span = 0; span < length; span++) {
    const isStep = wait[span] < 0 && state[span] !== State.ready && state[span] !== State.unknown;
    if (isStep && sinceNs < 0) sinceNs = startNs[span];
    if (isStep || sinceNs < 0) continue;
    yield [sinceNs, startNs[span]];
    sinceNs = -1;
  }
  if (sinceNs >= 0) yield [sinceNs, lanes[lane].endNs];
}

function columns(rows: [Ns, Ns, LaneIndex][]): Steps {
  rows.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  return {
    startNs: Float64Array.from(rows, ([startNs]) => startNs),
    endNs: Float64Array.from(rows, ([, endNs]) => endNs),
    lane: Uint32Array.from(rows, ([, , lane]) => lane),
  };
}
