/**
 * A column of integers as bytes: the difference to the row before, zigzag and LEB128 (as in Protocol Buffers), so that a
 * nanosecond time that took 8 bytes takes 2 or 3, and deflate finds what is left. Code 0 stands for NaN ("nobody", as in
 * wakerNs) and in columns of 32 bits with a sign for -1 ("nothing", as in spans.wait), and the difference of the next row is one to the row
 * before that; a difference d is written as zigzag(d) + 1.
 */
import { type Column, type ColumnType, newColumn, ProtocolError } from "./messages";

/** zigzag doubles and the code adds one: everything stays an exact integer in a double up to here. */
const LIMIT = 2 ** 51;

/** The bytes, or null when a value is no integer below 2^51: then the column has to be stored as it is. */
export function encodeDelta(column: Column): Uint8Array | null {
  let bytes = new Uint8Array(Math.max(16, column.length * 3));
  let used = 0;
  let last = 0;
  const nothing = nothingOf(column);
  for (const value of column) {
    // A code is at most 8 bytes: 2^53 takes 53 / 7.
    if (used + 8 > bytes.length) {
      const larger = new Uint8Array(bytes.length * 2);
      larger.set(bytes);
      bytes = larger;
    }
    let code = 0;
    if (!Object.is(value, nothing)) {
      if (!Number.isInteger(value) || Math.abs(value) >= LIMIT / 2) return null;
      const difference = value - last;
      code = (difference >= 0 ? 2 * difference : -2 * difference - 1) + 1;
      last = value;
    }
    while (code >= 128) {
      bytes[used++] = (code % 128) | 128;
      code = Math.floor(code / 128);
    }
    bytes[used++] = code;
  }
  return bytes.subarray(0, used);
}

const nothingOf = (column: Column): number => (column instanceof Int32Array ? -1 : Number.NaN);

/** Rows that are decoded at a time: into one kind of array, which is what makes the loop fast, and copied from there. */
const BLOCK = 4096;
const block = new Float64Array(BLOCK);

export function decodeDelta(bytes: Uint8Array, type: ColumnType, length: number): Column {
  const column = newColumn(type, length);
  let at = 0;
  let last = 0;
  const nothing = nothingOf(column);
  for (let row = 0; row < length; row += BLOCK) {
    const rows = Math.min(BLOCK, length - row);
    for (let i = 0; i < rows; i++) {
      let byte = bytes[at++];
      let code = byte & 127;
      // Bits up to the 28th; the few numbers beyond go on as doubles.
      for (let shift = 7; byte >= 128 && shift < 28; shift += 7) {
        byte = bytes[at++];
        code |= (byte & 127) << shift;
      }
      for (let weight = 2 ** 28; byte >= 128; weight *= 128) {
        byte = bytes[at++];
        code += (byte & 127) * weight;
      }
      if (code === 0) {
        block[i] = nothing;
        continue;
      }
      const zigzag = code - 1;
      last += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
      block[i] = last;
    }
    column.set(rows < BLOCK ? block.subarray(0, rows) : block, row);
  }
  if (at !== bytes.length) throw new ProtocolError("A column of the trace is cut off. Write the page again.");
  return column;
}
