/**
 * A table of the assembled trace. Rows are numbered anew here: a row of a group gets the next free place of the table when it
 * first comes, and keeps it as long as the group has so many rows. So what others remember of a row stays true while all
 * groups grow at their ends:
 *
 *   group 0   0 1 2 │ 5 6   │ 9        numbers in the table, after each of three generations
 *   group 1   3 4   │ 7 8   │ 10 11
 *
 * Rows of one group ascend in the table as they do in the group.
 */
import { type Column, type ColumnType, GROUPS, newColumn, sentColumns, TABLES, type TableName } from "./messages";

/** Rows that a generation puts in the place of all from `first` on, in parts as they came. */
export interface Replacement {
  first: number;
  length: number;
  parts: { columns: Record<string, Column>; from: number; length: number }[];
}

/** What a generation did to a group. */
export interface Change {
  group: number;
  /** Rows of the table that are new or were replaced, in the order of the group. */
  rows: Uint32Array;
  /** So many of them, the first ones, were there before, with these values. */
  replaced: number;
  before: Record<string, Column>;
}

/** `rows[i]`: where row i of the group stands in the table. There may be room for more than `length`. */
interface Group {
  rows: Uint32Array;
  length: number;
}

export class GrowingTable {
  length = 0;
  columns: Record<string, Column> = {};
  #groups: Group[] = [];

  /** @param single all rows are of one group */
  constructor(
    readonly name: TableName,
    readonly single: boolean,
  ) {
    for (const [column, type] of this.#types()) this.columns[column] = newColumn(type, 0);
  }

  lengthOf(group: number): number {
    return this.single ? this.length : (this.#groups[group]?.length ?? 0);
  }

  /** The row of the table for a row of a group that is there. */
  rowOf(group: number, row: number): number {
    return this.single ? row : this.#groups[group].rows[row];
  }

  /** Rows in groups from `groups` on. */
  rowsBeyond(groups: number): number {
    return this.#groups.slice(groups).reduce((sum, { length }) => sum + length, 0);
  }

  /** Makes room once for all that comes; a first generation gets exactly what it needs. */
  reserve(rows: number): void {
    const needed = this.length + rows;
    for (const [name, type] of this.#types()) {
      if (this.columns[name].length >= needed) continue;
      const larger = newColumn(type, this.length === 0 ? needed : Math.max(needed, 2 * this.length));
      larger.set(this.columns[name].subarray(0, this.length));
      this.columns[name] = larger;
    }
  }

  /** Where the group gets shorter, rows of the table are left over until `compact`. */
  replace(group: number, replacement: Replacement): Change {
    const { first, length } = replacement;
    const own = this.#group(group);
    const replaced = Math.min(own.length - first, length);
    const before = this.#picked(this.#rowsOf(own, first, first + replaced));
    this.#setLength(own, first + length);
    const rows = this.#rowsOf(own, first, own.length);
    this.#write(rows, replaced, replacement);
    const { column } = GROUPS[this.name];
    if (column !== null) for (const row of rows) this.columns[column][row] = group;
    return { group, rows, replaced, before };
  }

  /** The one of a single table has no list of rows: row i stands in row i. */
  #group(group: number): Group {
    const index = this.single ? 0 : group;
    while (this.#groups.length <= index) this.#groups.push({ rows: new Uint32Array(0), length: 0 });
    return this.#groups[index];
  }

  #rowsOf({ rows }: Group, from: number, to: number): Uint32Array {
    return this.single ? Uint32Array.from({ length: to - from }, (_, i) => from + i) : rows.slice(from, to);
  }

  /** Rows that are new get the next places. */
  #setLength(own: Group, length: number): void {
    if (this.single) this.length = length;
    else {
      if (own.rows.length < length) {
        const larger = new Uint32Array(own.length === 0 ? length : Math.max(length, 2 * own.length));
        larger.set(own.rows.subarray(0, own.length));
        own.rows = larger;
      }
      for (let row = own.length; row < length; row++) own.rows[row] = this.length++;
    }
    own.length = length;
  }

  #write(rows: Uint32Array, replaced: number, { parts }: Replacement): void {
    let at = 0;
    for (const { columns, from, length } of parts) {
      // Those that were there stand apart, the new ones in one piece.
      const apart = Math.max(0, Math.min(replaced - at, length));
      for (const [name] of sentColumns(this.name)) {
        const target = this.columns[name];
        const source = columns[name];
        for (let i = 0; i < apart; i++) target[rows[at + i]] = source[from + i];
        if (apart < length) target.set(source.subarray(from + apart, from + length), rows[at + apart]);
      }
      at += length;
    }
  }

  #picked(rows: Uint32Array): Record<string, Column> {
    const picked: Record<string, Column> = {};
    for (const [name, type] of this.#types()) {
      const column = newColumn(type, rows.length);
      for (let i = 0; i < rows.length; i++) column[i] = this.columns[name][rows[i]];
      picked[name] = column;
    }
    return picked;
  }

  /** Puts the rows of the first `groups` groups one behind the other and forgets all else. Returns the new row of each old one. */
  compact(groups: number): Int32Array {
    this.#groups.length = Math.min(this.#groups.length, groups);
    const moved = new Int32Array(this.length).fill(-1);
    let next = 0;
    const order: number[] = [];
    for (const { rows, length } of this.#groups) {
      for (let row = 0; row < length; row++) {
        order.push(rows[row]);
        moved[rows[row]] = next;
        rows[row] = next++;
      }
    }
    this.columns = this.#picked(Uint32Array.from(order));
    this.length = next;
    return moved;
  }

  #types(): [string, ColumnType][] {
    return Object.entries(TABLES[this.name]);
  }
}
