/** How much of the processor a thread used within any stretch of time, as its samples tell. */
import { lowerBound } from "../../trace/column";
import type { Trace } from "../../trace/types";
import type { LaneIndex, Ns } from "../../units";
import { once } from "../once";

export interface Computed {
  cpuNs: Ns;
  /** As much of the stretch as samples cover. */
  sampledNs: Ns;
}

export class Computing {
  readonly #rowsOf = new Map<LaneIndex, Uint32Array>();

  constructor(private readonly trace: Trace) {
    const { length, lane } = trace.samples;
    for (let from = 0, to = 0; from < length; from = to) {
      while (to < length && lane[to] === lane[from]) to++;
      this.#rowsOf.set(
        lane[from],
        Uint32Array.from({ length: to - from }, (_, i) => from + i),
      );
    }
  }

  /** What an interval of samples used counts evenly over it. */
  between(lane: LaneIndex, fromNs: Ns, toNs: Ns): Computed {
    const { startNs, endNs, cpuNs } = this.trace.samples;
    const rows = this.#rowsOf.get(lane);
    const sums = { cpuNs: 0, sampledNs: 0 };
    if (rows === undefined) return sums;
    for (let i = lowerBound(rows, endNs, fromNs); i < rows.length && startNs[rows[i]] < toNs; i++) {
      const row = rows[i];
      const overNs = Math.min(toNs, endNs[row]) - Math.max(fromNs, startNs[row]);
      if (overNs <= 0) continue;
      sums.sampledNs += overNs;
      sums.cpuNs += (cpuNs[row] * overNs) / (endNs[row] - startNs[row]);
    }
    return sums;
  }
}

export const computingOf = once((trace) => new Computing(trace));
