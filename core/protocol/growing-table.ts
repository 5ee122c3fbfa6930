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
import { grown } from "../trace/column";
import { type Column, type ColumnType, GROUPS, newColumn, sentColumns, TABLES, type TableName } from "./messages";

/** Rows that a generation puts in the place of all from `first` on, in parts as they came. */
export interface Replacement {
  first: number;
  length: number;
  parts: { columns: Record<string, Column>; from: number; length: number }[];
}

/** What a generation did to a table. */
export interface Change {
  /** Rows of the table: first those that were there and may differ now, then the new ones. */
  rows: Uint32Array;
  /** How many were there, and what was in them. */
  replaced: number;
  before: Record<string, Column>;
}

/** `rows[i]`: where row i of the group stands in the table. There may be room for more than `length`. */
interface Group {
  rows: Uint32Array;
  length: number;
}

/** Fewer rows are copied faster one by one. */
const FEW_ROWS = 32;

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

  /** The row of the table for a row of a group; -1 where there is none. */
  rowOf(group: number, row: number): number {
    if (row >= this.lengthOf(group)) return -1;
    return this.single ? row : this.#groups[group].rows[row];
  }

  /** Rows in groups from `groups` on. */
  rowsBeyond(groups: number): number {
    return this.#groups.slice(groups).reduce((sum, { length }) => sum + length, 0);
  }

  /**
   * Takes in what came for each group. Where a group gets shorter, rows of the table are left over until `compact`.
   * @param tells whether anybody wants to know what changed
   */
  take(news: ReadonlyMap<number, Replacement>, tells: boolean): Change | null {
    for (const group of news.keys()) this.#makeGroup(group);
    const before = tells ? this.#rowsThere(news) : null;
    const change = before && { rows: before, replaced: before.length, before: this.#picked(before) };
    const added = this.#lengthen(news);
    for (const [name] of sentColumns(this.name)) {
      for (const [group, { first, parts }] of news) this.#write(name, group, first, parts);
    }
    const { column } = GROUPS[this.name];
    if (column !== null) for (const [group, { first }] of news) this.#fill(this.columns[column], group, first);
    if (!change) return null;
    const rows = new Uint32Array(change.replaced + added);
    rows.set(change.rows);
    for (let i = 0; i < added; i++) rows[change.replaced + i] = this.length - added + i;
    return { ...change, rows };
  }

  /** The rows that are there already and are replaced. */
  #rowsThere(news: ReadonlyMap<number, Replacement>): Uint32Array {
    const rows: number[] = [];
    for (const [group, { first, length }] of news) {
      const end = Math.min(this.lengthOf(group), first + length);
      for (let row = first; row < end; row++) rows.push(this.rowOf(group, row));
    }
    return Uint32Array.from(rows);
  }

  /** Gives every new row the next place; returns how many there are. */
  #lengthen(news: ReadonlyMap<number, Replacement>): number {
    const lengthBefore = this.length;
    for (const [group, { first, length }] of news) {
      if (this.single) this.length = first + length;
      else {
        const own = this.#groups[group];
        own.rows = grown(own.rows, first + length, Uint32Array);
        for (let row = own.length; row < first + length; row++) own.rows[row] = this.length++;
        own.length = first + length;
      }
    }
    for (const [name, type] of this.#types()) {
      if (this.columns[name].length >= this.length) continue;
      // A first generation, often the only one, gets exactly what it needs.
      const larger = newColumn(type, lengthBefore === 0 ? this.length : Math.max(this.length, 2 * lengthBefore));
      larger.set(this.columns[name].subarray(0, lengthBefore));
      this.columns[name] = larger;
    }
    return Math.max(0, this.length - lengthBefore);
  }

  #write(name: string, group: number, first: number, parts: Replacement["parts"]): void {
    const target = this.columns[name];
    let at = first;
    for (const { columns, from, length } of parts) {
      const source = columns[name];
      const begin = length > 0 ? this.rowOf(group, at) : 0;
      // Rows that came together stand together.
      const together = length >= FEW_ROWS && this.rowOf(group, at + length - 1) - begin === length - 1;
      if (together) target.set(source.subarray(from, from + length), begin);
      else for (let i = 0; i < length; i++) target[this.rowOf(group, at + i)] = source[from + i];
      at += length;
    }
  }

  #fill(column: Column, group: number, first: number): void {
    for (let row = first; row < this.lengthOf(group); row++) column[this.rowOf(group, row)] = group;
  }

  #makeGroup(group: number): void {
    if (this.single) return;
    while (this.#groups.length <= group) this.#groups.push({ rows: new Uint32Array(0), length: 0 });
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
