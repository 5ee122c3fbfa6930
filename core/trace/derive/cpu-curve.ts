/** How much of the processor several lanes used together, from a point in time to another. */
import { allRows, countBelow, sortRows } from "../column";
import type { Samples } from "../types";

export class CpuCurve {
  private readonly timeNs: Float64Array;
  /** CPU ns before that time, and CPU ns a ns after it. */
  private readonly usedNs: Float64Array;
  private readonly rate: Float64Array;

  /** @param rows of `samples`; within each interval its CPU time is spread evenly */
  constructor({ startNs, endNs, cpuNs }: Samples, rows: readonly number[]) {
    const edges = new Float64Array(2 * rows.length);
    const change = new Float64Array(2 * rows.length);
    rows.forEach((row, i) => {
      const rate = cpuNs[row] / (endNs[row] - startNs[row]);
      edges[2 * i] = startNs[row];
      edges[2 * i + 1] = endNs[row];
      change[2 * i] = rate;
      change[2 * i + 1] = -rate;
    });
    const order = sortRows(allRows(edges.length), edges);
    this.timeNs = new Float64Array(edges.length);
    this.usedNs = new Float64Array(edges.length);
    this.rate = new Float64Array(edges.length);
    for (let i = 0; i < order.length; i++) {
      const timeNs = edges[order[i]];
      this.timeNs[i] = timeNs;
      this.usedNs[i] = i === 0 ? 0 : this.usedNs[i - 1] + (timeNs - this.timeNs[i - 1]) * this.rate[i - 1];
      this.rate[i] = (i === 0 ? 0 : this.rate[i - 1]) + change[order[i]];
    }
  }

  between(fromNs: number, toNs: number): number {
    return this.before(toNs) - this.before(fromNs);
  }

  private before(timeNs: number): number {
    const last = countBelow(this.timeNs, this.timeNs.length, timeNs) - 1;
    return last < 0 ? 0 : this.usedNs[last] + (timeNs - this.timeNs[last]) * this.rate[last];
  }
}
