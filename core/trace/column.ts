/**
 * Columns that grow, and orders over them. A table is a plain class whose fields are typed arrays of one capacity: rows are
 * stored straight into `table.field[row]`, which stays monomorphic and costs about a nanosecond.
 */
export type Column = Float64Array | Uint32Array | Int32Array | Uint8Array;

/** A copy so many times as long. */
export function longer<C extends Column>(column: C, times = 2): C {
  const Type = column.constructor as new (length: number) => C;
  const copy = new Type(column.length * times);
  copy.set(column);
  return copy;
}

/** The same array, or where it has no room for `needed` rows a copy that has, with some to spare. */
export function grown<C extends Column>(have: C, needed: number, Type: new (length: number) => C): C {
  if (have.length >= needed) return have;
  const larger = new Type(Math.max(needed, 2 * have.length));
  larger.set(have);
  return larger;
}

/** 0, 1, … length−1. */
export function allRows(length: number): Uint32Array {
  const rows = new Uint32Array(length);
  for (let row = 0; row < length; row++) rows[row] = row;
  return rows;
}

/** The values of `column` at these rows, in their order. */
export function gather<C extends Column>(column: C, rows: Uint32Array): C {
  const Type = column.constructor as new (length: number) => C;
  const gathered = new Type(rows.length);
  for (let i = 0; i < rows.length; i++) gathered[i] = column[rows[i]];
  return gathered;
}

/** Every column of a `Table` starts with room for this many rows. */
export const INITIAL_ROWS = 64;

/** Base of the tables: `addRow` makes room in every typed array field and returns the number of the new row. */
export abstract class Table {
  length = 0;
  private capacity = INITIAL_ROWS;

  addRow(): number {
    if (this.length === this.capacity) this.grow();
    return this.length++;
  }

  /** Room for so many rows in all, at once: growing to them would copy each row twice. */
  reserve(rows: number): void {
    while (this.capacity < rows) this.grow(Math.ceil(rows / this.capacity));
  }

  private grow(times = 2): void {
    const fields = this as unknown as Record<string, unknown>;
    for (const [name, column] of Object.entries(fields)) {
      if (ArrayBuffer.isView(column)) fields[name] = longer(column as Column, times);
    }
    this.capacity *= times;
  }
}

/** Rows in groups: the rows of group g are `rows[offsets[g]] … rows[offsets[g + 1] − 1]`, in their first order. */
export interface Groups {
  offsets: Uint32Array;
  rows: Uint32Array;
}

/**
 * Counting sort: groups the rows 0 … length−1 by `keys[row]`, stable, O(rows + groups).
 * Rows whose key is negative or ≥ `groups` are left out. `order` gives the rows in another first order.
 */
export function groupRows(keys: ArrayLike<number>, length: number, groups: number, order?: Uint32Array): Groups {
  const offsets = new Uint32Array(groups + 1);
  for (let row = 0; row < length; row++) {
    const key = keys[row];
    if (key >= 0 && key < groups) offsets[key + 1]++;
  }
  for (let group = 0; group < groups; group++) offsets[group + 1] += offsets[group];
  const rows = new Uint32Array(offsets[groups]);
  const next = offsets.slice(0, groups);
  for (let i = 0; i < length; i++) {
    const row = order === undefined ? i : order[i];
    const key = keys[row];
    if (key >= 0 && key < groups) rows[next[key]++] = row;
  }
  return { offsets, rows };
}

export const groupOf = ({ offsets, rows }: Groups, group: number): Uint32Array =>
  rows.subarray(offsets[group], offsets[group + 1]);

/**
 * Sorts `rows` in place, ascending by `keys[row]`, stable. A natural merge sort: already ordered input costs one pass, and
 * k ordered runs (one a lane) cost n · log k, which is what recordings look like. Runs that follow each other once their
 * neighbours are merged are joined: a recording that was read in many polls costs no more than one that was read at once.
 */
export function sortRows(rows: Uint32Array, keys: ArrayLike<number>): Uint32Array {
  let runs = runStarts(rows, keys);
  if (runs.length <= 2) return rows;
  let from: Uint32Array = rows;
  let to: Uint32Array = new Uint32Array(rows.length);
  while (runs.length > 2) {
    const merged = [0];
    for (let run = 0; run + 1 < runs.length; run += 2) {
      const end = runs[Math.min(run + 2, runs.length - 1)];
      mergeRuns(from, to, keys, runs[run], runs[run + 1], end);
      const before = runs[run] - 1;
      if (before >= 0 && keys[to[before]] <= keys[to[runs[run]]]) merged.pop();
      merged.push(end);
    }
    runs = merged;
    [from, to] = [to, from];
  }
  if (from !== rows) rows.set(from);
  return rows;
}

function runStarts(rows: Uint32Array, keys: ArrayLike<number>): number[] {
  const starts = [0];
  for (let i = 1; i < rows.length; i++) if (keys[rows[i]] < keys[rows[i - 1]]) starts.push(i);
  starts.push(rows.length);
  return starts;
}

function mergeRuns(
  from: Uint32Array,
  to: Uint32Array,
  keys: ArrayLike<number>,
  a: number,
  b: number,
  end: number,
): void {
  // What is new mostly belongs near the end of what is there: all before that is copied at once.
  const begin = b < end ? a + countUpTo(from.subarray(a, b), keys, keys[from[b]]) : end;
  to.set(from.subarray(a, begin), a);
  let left = begin;
  let right = b;
  for (let i = begin; i < end; i++) {
    const takeLeft = right >= end || (left < b && keys[from[left]] <= keys[from[right]]);
    to[i] = takeLeft ? from[left++] : from[right++];
  }
}

/** How many of `rows`, ascending by key, have a key ≤ `limit`. */
export function countUpTo(rows: Uint32Array, keys: ArrayLike<number>, limit: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[rows[middle]] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first of `rows` whose key is ≥ `value` (rows ascending by key); `rows.length` when there is none. */
export function lowerBound(rows: Uint32Array, keys: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[rows[middle]] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of the first `length` values, which ascend, are less than `limit`. */
export function countBelow(values: ArrayLike<number>, length: number, limit: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
