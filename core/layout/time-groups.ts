/**
 * Rows of a table in groups, each group ascending by a time; at equal times by row. Groups may grow. They are made when somebody
 * first asks for one: a picture is there before all that can be asked about it.
 */
import type { Change } from "../protocol/growing-table";
import { groupRows, sortRows } from "../trace/column";

/** A table: typed arrays by name, of which the first `length` rows count. */
export type Rows<Column extends string> = { length: number } & Record<Column, ArrayLike<number>>;

interface Group {
  rows: Uint32Array;
  length: number;
  /** While it grows: from this time on the order is made anew, with these rows besides those that are there. */
  cutNs: number;
  incoming: number[];
}

export class TimeGroups<Column extends string = string> {
  #groups: Group[] = [];
  /** Makes them, as long as nobody has asked. */
  #make: (() => Group[]) | null = null;

  /** @param keyOf the group of a row; what is no number of a group means none */
  constructor(
    readonly keyOf: (columns: Record<Column, ArrayLike<number>>, row: number) => number,
    readonly time: Column,
  ) {}

  /** The rows of a group. */
  of(group: number): Uint32Array {
    const { rows, length } = this.#made()[group];
    return rows.subarray(0, length);
  }

  lengthOf(group: number): number {
    return this.#made()[group].length;
  }

  /** Everything anew. */
  build(table: Rows<Column>, groups: number): void {
    this.#make = () => this.#anew(table, groups);
  }

  #made(): Group[] {
    if (this.#make) this.#groups = this.#make();
    this.#make = null;
    return this.#groups;
  }

  #anew(table: Rows<Column>, groups: number): Group[] {
    const keys = new Int32Array(table.length);
    for (let row = 0; row < keys.length; row++) keys[row] = this.keyOf(table, row);
    const { offsets, rows } = groupRows(keys, keys.length, groups);
    return Array.from({ length: groups }, (_, group) => {
      const own = sortRows(rows.subarray(offsets[group], offsets[group + 1]), table[this.time]);
      return newGroup(own);
    });
  }

  /** After rows were added or replaced: each group keeps what lies before the first change of its order. */
  grow(table: Rows<Column>, { rows, replaced, before }: Change, groups: number): void {
    if (this.#make || rows.length - replaced === table.length) {
      this.build(table, groups);
      return;
    }
    while (this.#groups.length < groups) this.#groups.push(newGroup(new Uint32Array(0)));
    const times = table[this.time];
    const touched = new Set<Group>();
    const moved = new Set<number>();
    const touch = (key: number, timeNs: number): Group | undefined => {
      const group = this.#groups[key];
      if (group === undefined) return undefined;
      if (timeNs < group.cutNs) group.cutNs = timeNs;
      touched.add(group);
      return group;
    };
    const old = before as Record<Column, ArrayLike<number>>;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      const key = this.keyOf(table, row);
      if (i < replaced) {
        const oldKey = this.keyOf(old, i);
        if (oldKey === key && old[this.time][i] === times[row]) continue;
        moved.add(row);
        touch(oldKey, old[this.time][i]);
      }
      touch(key, times[row])?.incoming.push(row);
    }
    for (const group of touched) mend(group, times, moved);
  }
}

function newGroup(rows: Uint32Array): Group {
  return { rows, length: rows.length, cutNs: Number.POSITIVE_INFINITY, incoming: [] };
}

/** Rows that were moved stood at or behind the cut: before it, times are as they were. */
function mend(group: Group, times: ArrayLike<number>, moved: ReadonlySet<number>): void {
  const { rows, length, cutNs, incoming } = group;
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (!moved.has(row) && times[row] < cutNs) low = middle + 1;
    else high = middle;
  }
  const behind = rows.subarray(low, length).filter((row) => !moved.has(row));
  const tail = new Uint32Array(behind.length + incoming.length);
  tail.set(behind);
  tail.set(incoming, behind.length);
  sortRows(tail.sort(), times);
  group.length = low + tail.length;
  if (group.length > rows.length) {
    group.rows = new Uint32Array(Math.max(group.length, 2 * rows.length));
    group.rows.set(rows.subarray(0, low));
  }
  group.rows.set(tail, low);
  group.cutNs = Number.POSITIVE_INFINITY;
  group.incoming = [];
}
