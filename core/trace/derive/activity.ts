/** When the threads of one process may have run, and how much of the processor they used together. */
import { allRows, countBelow, sortRows } from "../column";
import type { Samples } from "../types";
import type { Uncovered } from "./uncovered";

/** Stretches of time, ascending and apart. */
interface Stretches {
  startNs: number[];
  endNs: number[];
}

/**
 * A thread may have run where no wait of it is recorded, in an interval in which it used the processor. What it used in one is
 * spread evenly over that time.
 *
 *   A            ████        ████████
 *   B              ████████████
 *   at least 1   ████████████████████
 *   at least 2     ██        ██
 */
export class Activity {
  private readonly timeNs: Float64Array;
  /** CPU ns before that time, and CPU ns a ns after it. */
  private readonly usedNs: Float64Array;
  private readonly rate: Float64Array;
  private readonly stretches: [Stretches, Stretches];

  /** @param lanes of one process */
  constructor({ cpuNs }: Samples, lanes: readonly Uncovered[]) {
    const edges: number[] = [];
    const rates: number[] = [];
    for (const { from, row, startNs, endNs, sumNs } of lanes) {
      for (let i = 0; i < row.length; i++) {
        const rate = Math.min(1, cpuNs[row[i]] / sumNs[row[i] - from]);
        if (rate === 0) continue;
        edges.push(startNs[i], endNs[i]);
        rates.push(rate, -rate);
      }
    }
    const { length } = edges;
    const order = sortRows(allRows(length), Float64Array.from(edges));
    this.timeNs = new Float64Array(length);
    this.usedNs = new Float64Array(length);
    this.rate = new Float64Array(length);
    this.stretches = [newStretches(), newStretches()];
    for (let i = 0, active = 0; i < length; i++) {
      const timeNs = edges[order[i]];
      this.timeNs[i] = timeNs;
      this.usedNs[i] = i === 0 ? 0 : this.usedNs[i - 1] + (timeNs - this.timeNs[i - 1]) * this.rate[i - 1];
      this.rate[i] = (i === 0 ? 0 : this.rate[i - 1]) + rates[order[i]];
      const before = active;
      active += rates[order[i]] > 0 ? 1 : -1;
      for (const lanes of [1, 2]) {
        const { startNs, endNs } = this.stretches[lanes - 1];
        if (before < lanes && active >= lanes) {
          // One that ends where the next begins goes on.
          if (endNs.at(-1) === timeNs) endNs.pop();
          else startNs.push(timeNs);
        } else if (before >= lanes && active < lanes) endNs.push(timeNs);
      }
    }
  }

  /** CPU time of all of them. */
  between(fromNs: number, toNs: number): number {
    return this.before(toNs) - this.before(fromNs);
  }

  /** The stretches within this time in which at least so many of them may have run. */
  eachStretch(lanes: 1 | 2, fromNs: number, toNs: number, visit: (fromNs: number, toNs: number) => void): void {
    const { startNs, endNs } = this.stretches[lanes - 1];
    for (let i = countBelow(endNs, endNs.length, fromNs); i < startNs.length && startNs[i] < toNs; i++) {
      const [from, to] = [Math.max(startNs[i], fromNs), Math.min(endNs[i], toNs)];
      if (from < to) visit(from, to);
    }
  }

  private before(timeNs: number): number {
    const last = countBelow(this.timeNs, this.timeNs.length, timeNs) - 1;
    return last < 0 ? 0 : this.usedNs[last] + (timeNs - this.timeNs[last]) * this.rate[last];
  }
}

const newStretches = (): Stretches => ({ startNs: [], endNs: [] });
