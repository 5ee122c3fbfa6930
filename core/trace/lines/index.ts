/** From an instruction's offset to its place in the source, for every table format that CPython 3.8 to 3.14 writes. */
import { linetable310Position } from "./linetable310";
import { lnotabPosition } from "./lnotab";
import { locations311Position } from "./locations311";
import { onLine, type Position } from "./position";

export type { Position } from "./position";

export type LineFormat = "lnotab" | "linetable310" | "locations311";

/** What is needed of a code object. */
export interface LineTable {
  /** null = a format that this version does not know. */
  format: LineFormat | null;
  table: Uint8Array;
  /** `co_firstlineno`. */
  first: number;
}

/**
 * Where the instruction at `lasti` (in bytes, as `f_lasti` counts) stands. Where the table cannot tell, because it is damaged
 * or its format is not known, the answer is the first line of the code object.
 */
export function positionOf({ format, table, first }: LineTable, lasti: number): Position {
  const position = lookUp(format, table, first, lasti);
  return position.line > 0 ? position : onLine(first);
}

function lookUp(format: LineTable["format"], table: Uint8Array, first: number, lasti: number): Position {
  switch (format) {
    case "lnotab":
      return lnotabPosition(table, first, lasti);
    case "linetable310":
      return linetable310Position(table, first, lasti);
    case "locations311":
      return locations311Position(table, first, lasti);
    case null:
      return onLine(first);
  }
}
