/**
 * A column of integers as bytes: the difference to the row before, zigzag and LEB128 (as in Protocol Buffers), so that a
 * nanosecond time that took 8 bytes takes 2 or 3, and deflate finds what is left. Code 0 stands for NaN ("nobody", as in
 * wakerNs); a difference d is written as zigzag(d) + 1.
 */
import { type Column, type ColumnType, newColumn, ProtocolError } from "./messages";

/** zigzag doubles and the code adds one: everything stays an exact integer in a double up to here. */
const LIMIT = 2 ** 51;

/** The bytes, or null when a value is no integer below 2^51: then the column has to be stored as it is. */
export function encodeDelta(column: Column): Uint8Array | null {
  let bytes = new Uint8Array(Math.max(16, column.length * 3));
  let used = 0;
  let last = 0;
  for (const value of column) {
    // A code is at most 8 bytes: 2^53 takes 53 / 7.
    if (used + 8 > bytes.length) {
      const larger = new Uint8Array(bytes.length * 2);
      larger.set(bytes);
      bytes = larger;
    }
    let code = 0;
    if (!Number.isNaN(value)) {
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

export function decodeDelta(bytes: Uint8Array, type: ColumnType, length: number): Column {
  const column = newColumn(type, length);
  let at = 0;
  let last = 0;
  for (let row = 0; row < length; row++) {
    let byte = bytes[at++];
    let code = byte & 127;
    for (let weight = 128; byte >= 128; weight *= 128) {
      byte = bytes[at++];
      code += (byte & 127) * weight;
    }
    if (code === 0) {
      column[row] = Number.NaN;
      continue;
    }
    const zigzag = code - 1;
    last += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
    column[row] = last;
  }
  if (at !== bytes.length) throw new ProtocolError("A column of the trace is cut off. Write the page again.");
  return column;
}
