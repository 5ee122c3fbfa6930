/** Rows of a table in groups, each group ascending by a time. */
import { type Groups, groupRows, sortRows } from "../trace/column";

/** The rows 0 … length-1 by `keys[row]`, within a group by `timesNs[row]`. Rows whose key is outside belong to no group. */
export function groupByTime(keys: ArrayLike<number>, timesNs: Float64Array, length: number, groups: number): Groups {
  const order = sortRows(
    Uint32Array.from({ length }, (_, row) => row),
    timesNs,
  );
  return groupRows(keys, length, groups, order);
}

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
