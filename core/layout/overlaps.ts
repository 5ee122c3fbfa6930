/**
 * Rows that last from one moment to another, ascending by start: which of them touch a stretch of time. Beside each row stands
 * the latest end up to it, which only grows: all rows before the first one whose latest end lies in the stretch have ended.
 *
 *   start        0   5   9  12        rows that touch [10, 11): the first whose latest end > 10 is row 1,
 *   end          4  20  10  15        the last that begins before 11 is row 2: two to look at, of which row 2 has ended.
 *   latest end   4  20  20  20
 */
import { lowerBound } from "../trace/column";

export class Overlaps {
  readonly #latestNs: Float64Array;

  constructor(
    readonly rows: Uint32Array,
    readonly startNs: ArrayLike<number>,
    readonly endNs: ArrayLike<number>,
  ) {
    this.#latestNs = new Float64Array(rows.length);
    let latestNs = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < rows.length; i++) {
      if (endNs[rows[i]] > latestNs) latestNs = endNs[rows[i]];
      this.#latestNs[i] = latestNs;
    }
  }

  /** Each row that touches [fromNs, toNs), with how much of it lies there; one that lasts no time touches where it stands. */
  forEach(fromNs: number, toNs: number, visit: (row: number, ns: number) => void): void {
    const { rows, startNs, endNs } = this;
    const behind = lowerBound(rows, startNs, toNs);
    for (let i = this.#firstOpen(fromNs); i < behind; i++) {
      const row = rows[i];
      if (endNs[row] <= fromNs && startNs[row] < fromNs) continue;
      visit(row, Math.max(0, Math.min(endNs[row], toNs) - Math.max(startNs[row], fromNs)));
    }
  }

  /** The first row before which all have ended by then, and which has not, or begins later. */
  #firstOpen(timeNs: number): number {
    const { rows, startNs } = this;
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#latestNs[middle] > timeNs || startNs[rows[middle]] >= timeNs) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
