/** `co_linetable` of CPython 3.11 and newer (source: Objects/locations.md, since 3.13 InternalDocs/code_objects.md). */
import { NOWHERE, onLine, type Position } from "./position";

/** A code unit is two bytes; the table counts in units, `f_lasti` in bytes. */
const UNIT_BYTES = 2;

/** Codes of an entry's first byte, `1 code:4 length−1:3`. Below FIRST_ONE_LINE are the ten short forms. */
const FIRST_ONE_LINE = 10;
const NO_COLUMNS = 13;
const LONG = 14;
const NO_LOCATION = 15;

/** Reads the variable-length numbers of the table: six bits a byte, least significant first, bit 6 = more follow. */
class Reader {
  at = 0;
  constructor(readonly bytes: Uint8Array) {}

  byte(): number {
    return this.at < this.bytes.length ? this.bytes[this.at++] : 0;
  }

  varint(): number {
    let value = 0;
    let shift = 1;
    let byte = this.byte();
    while (byte & 0x40) {
      value += (byte & 0x3f) * shift;
      shift *= 64;
      byte = this.byte();
    }
    return value + (byte & 0x3f) * shift;
  }

  /** The sign is the lowest bit. */
  signedVarint(): number {
    const value = this.varint();
    return value % 2 === 1 ? -(value - 1) / 2 : value / 2;
  }
}

/** @param lasti offset of the instruction in bytes */
export function locations311Position(table: Uint8Array, firstLine: number, lasti: number): Position {
  const reader = new Reader(table);
  const unit = Math.floor(lasti / UNIT_BYTES);
  let end = 0;
  let line = firstLine;
  while (reader.at < table.length) {
    const head = reader.byte();
    end += (head & 7) + 1;
    const [position, lineAfter] = entry(reader, (head >> 3) & 15, line);
    if (unit < end) return position;
    line = lineAfter;
  }
  return NOWHERE;
}

/** Reads the rest of an entry; the second result is the running line after it. */
function entry(reader: Reader, code: number, line: number): [Position, number] {
  switch (code) {
    case NO_LOCATION:
      return [NOWHERE, line];
    case LONG: {
      const start = line + reader.signedVarint();
      const endLine = start + reader.varint();
      // Columns are stored plus one, 0 for none: that is our own form.
      const column = reader.varint();
      return [{ line: start, column, endLine, endColumn: reader.varint() }, start];
    }
    case NO_COLUMNS: {
      const start = line + reader.signedVarint();
      return [onLine(start), start];
    }
    default: {
      if (code >= FIRST_ONE_LINE) {
        const start = line + code - FIRST_ONE_LINE;
        return [{ line: start, column: reader.byte() + 1, endLine: start, endColumn: reader.byte() + 1 }, start];
      }
      // Short form: the column is code · 8 + three bits, the width the other four bits; the line stays.
      const byte = reader.byte();
      const column = code * 8 + ((byte >> 4) & 7) + 1;
      return [{ line, column, endLine: line, endColumn: column + (byte & 15) }, line];
    }
  }
}
