/** Looking rows up by time. */

/** How many of the ascending rows have timesNs[row] ≤ limitNs: a binary search. */
export function countUpTo(rows: Uint32Array, timesNs: Float64Array, limitNs: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timesNs[rows[middle]] <= limitNs) low = middle + 1;
    else high = middle;
  }
  return low;
}
