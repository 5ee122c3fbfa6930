/** Rows of a table by the value of one column: members[offsets[g] … offsets[g + 1]) are the rows of group g, in their order. */
export interface Grouped {
  offsets: Uint32Array;
  members: Uint32Array;
}

/** A counting sort: O(rows + groups). Rows whose value is outside 0 … groups-1 belong to none. */
export function groupRows(column: ArrayLike<number>, length: number, groups: number): Grouped {
  const offsets = new Uint32Array(groups + 1);
  for (let row = 0; row < length; row++) {
    const group = column[row];
    if (group >= 0 && group < groups) offsets[group + 1]++;
  }
  for (let group = 0; group < groups; group++) offsets[group + 1] += offsets[group];
  const next = offsets.slice();
  const members = new Uint32Array(offsets[groups]);
  for (let row = 0; row < length; row++) {
    const group = column[row];
    if (group >= 0 && group < groups) members[next[group]++] = row;
  }
  return { offsets, members };
}

export function rowsOf(grouped: Grouped, group: number): Uint32Array {
  return grouped.members.subarray(grouped.offsets[group], grouped.offsets[group + 1]);
}

/** How many of the ascending rows have values[row] ≤ limit: a binary search. */
export function countUpTo(rows: Uint32Array, values: Float64Array, limit: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[rows[middle]] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
