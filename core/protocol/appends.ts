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

function part({ columns, bits, from, length }: GroupRows, first: number, most: number): GroupRows {
  return { columns, bits, from: from + first, length: Math.min(length - first, most) };
}

/** The first row of the group that is not what it was, -1 = all are. Bit by bit, which NaN does not disturb. */
function firstDifference(before: GroupRows | undefined, now: GroupRows): number {
  if (before === undefined) return now.length > 0 ? 0 : -1;
  const common = Math.min(before.length, now.length);
  let same = common;
  for (const name in now.bits) {
    const [a, b] = [before.bits[name], now.bits[name]];
    if (a instanceof Uint8Array) same = sameBytes(a, before.from, b as Uint8Array, now.from, same);
    else {
      const width = now.columns[name].BYTES_PER_ELEMENT / 4;
      const words = sameWords(a, before.from * width, b as Uint32Array, now.from * width, same * width);
      same = Math.floor(words / width);
    }
  }
  return same < common || before.length !== now.length ? same : -1;
}

/** One function for each kind of array: millions of numbers go through, and the compiler is fast with one kind only. */
function sameBytes(a: Uint8Array, aFrom: number, b: Uint8Array, bFrom: number, length: number): number {
  let i = 0;
  while (i < length && a[aFrom + i] === b[bFrom + i]) i++;
  return i;
}

function sameWords(a: Uint32Array, aFrom: number, b: Uint32Array, bFrom: number, length: number): number {
  let i = 0;
  while (i < length && a[aFrom + i] === b[bFrom + i]) i++;
  return i;
}

function message(table: TableName, pieces: readonly Piece[], length: number): AppendMessage {
  const columns: Record<string, Column> = {};
  for (const [name, type] of sentColumns(table)) {
    const column = newColumn(type, length);
    let at = 0;
    for (const { rows } of pieces) {
      copyRows(rows.columns[name], rows.from, rows.length, column, at);
      at += rows.length;
    }
    columns[name] = column;
  }
  const runs: number[] = [];
  for (const { group, first, rows } of pieces) runs.push(group, first, rows.length);
  return { type: "append", seq: 0, table, runs, length, columns };
}

/** Fewer rows are copied faster one by one. */
const FEW_ROWS = 32;

function copyRows(source: Column, from: number, length: number, target: Column, at: number): void {
  if (length >= FEW_ROWS) target.set(source.subarray(from, from + length), at);
  else for (let i = 0; i < length; i++) target[at + i] = source[from + i];
}
