/** Rows that differ from what was sent become `append` messages: few and large ones, however many groups have changed. */
import { type AppendMessage, type Column, type ColumnType, newColumn, sentColumns, type TableName } from "./messages";
import type { GroupRows } from "./sent-form";

/** One clone of everything would block the page, small messages cost more in all. */
const BYTES_PER_MESSAGE = 4 << 20;
const BYTES: Record<ColumnType, number> = { u8: 1, u32: 4, i32: 4, f64: 8 };

/** Rows `first` … of a group, to be sent; none: the group ends there. */
interface Piece {
  group: number;
  first: number;
  rows: GroupRows;
}

/** What turns the rows `before` into `now`, with `seq` still to be set. Every column has a buffer of its own. */
export function* appendsOf(
  table: TableName,
  before: readonly GroupRows[],
  now: readonly GroupRows[],
): Generator<AppendMessage> {
  const most = Math.floor(BYTES_PER_MESSAGE / bytesPerRow(table));
  let pieces: Piece[] = [];
  let length = 0;
  for (let group = 0; group < now.length; group++) {
    let first = firstDifference(before[group], now[group]);
    if (first < 0) continue;
    do {
      const rows = part(now[group], first, most - length);
      pieces.push({ group, first, rows });
      length += rows.length;
      first += rows.length;
      if (length < most) continue;
      yield message(table, pieces, length);
      pieces = [];
      length = 0;
    } while (first < now[group].length);
  }
  if (pieces.length > 0) yield message(table, pieces, length);
}

function bytesPerRow(table: TableName): number {
  return sentColumns(table).reduce((sum, [, type]) => sum + BYTES[type], 0);
}

function part({ columns, from, length }: GroupRows, first: number, most: number): GroupRows {
  return { columns, from: from + first, length: Math.min(length - first, most) };
}

/** The first row of the group that is not what it was, -1 = all are. */
function firstDifference(before: GroupRows | undefined, now: GroupRows): number {
  if (before === undefined) return now.length > 0 ? 0 : -1;
  const common = Math.min(before.length, now.length);
  let same = common;
  for (const name of Object.keys(before.columns)) {
    same = sameRows(before.columns[name], before.from, now.columns[name], now.from, same);
  }
  return same < common || before.length !== now.length ? same : -1;
}

/** How many of the first `length` rows are equal, one after the other: bit by bit, which NaN does not disturb. */
function sameRows(a: Column, aFrom: number, b: Column, bFrom: number, length: number): number {
  const width = a.BYTES_PER_ELEMENT;
  if (width === 1) return sameBytes(a as Uint8Array, aFrom, b as Uint8Array, bFrom, length);
  return Math.floor(sameWords(words(a, aFrom, length), words(b, bFrom, length)) / (width / 4));
}

/** One function for each kind of array: millions of numbers go through, and the compiler is fast with one kind only. */
function sameBytes(a: Uint8Array, aFrom: number, b: Uint8Array, bFrom: number, length: number): number {
  let i = 0;
  while (i < length && a[aFrom + i] === b[bFrom + i]) i++;
  return i;
}

function sameWords(a: Uint32Array, b: Uint32Array): number {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i;
}

function words(column: Column, from: number, length: number): Uint32Array {
  const width = column.BYTES_PER_ELEMENT;
  return new Uint32Array(column.buffer, column.byteOffset + from * width, (length * width) / 4);
}

function message(table: TableName, pieces: readonly Piece[], length: number): AppendMessage {
  const columns: Record<string, Column> = {};
  for (const [name, type] of sentColumns(table)) {
    const column = newColumn(type, length);
    let at = 0;
    for (const { rows } of pieces) {
      column.set(rows.columns[name].subarray(rows.from, rows.from + rows.length), at);
      at += rows.length;
    }
    columns[name] = column;
  }
  const runs = pieces.flatMap(({ group, first, rows }) => [group, first, rows.length]);
  return { type: "append", seq: 0, table, runs, length, columns };
}
