/** `co_linetable` of CPython 3.10 (source: PEP 626 and Objects/lnotab_notes.txt of that version). */
import { NOWHERE, onLine, type Position, signed } from "./position";

const NO_LINE = -128;

/**
 * Pairs (unsigned length in bytes, signed line increment); an increment of −128 marks bytes that belong to no line and
 * leaves the running line as it is.
 * @param lasti offset of the instruction in bytes
 */
export function linetable310Position(table: Uint8Array, firstLine: number, lasti: number): Position {
  let end = 0;
  let line = firstLine;
  for (let at = 0; at + 1 < table.length; at += 2) {
    end += table[at];
    const increment = signed(table[at + 1]);
    if (increment !== NO_LINE) line += increment;
    if (lasti < end) return increment === NO_LINE ? NOWHERE : onLine(line);
  }
  return NOWHERE;
}
