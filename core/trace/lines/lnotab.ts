/** `co_lnotab` of CPython 3.8 and 3.9 (source: Objects/lnotab_notes.txt, PyCode_Addr2Line). */
import { onLine, type Position, signed } from "./position";

/**
 * Pairs (unsigned byte increment, signed line increment); an instruction has the line reached before its offset is passed.
 * @param lasti offset of the instruction in bytes
 */
export function lnotabPosition(table: Uint8Array, firstLine: number, lasti: number): Position {
  let offset = 0;
  let line = firstLine;
  for (let at = 0; at + 1 < table.length; at += 2) {
    offset += table[at];
    if (offset > lasti) break;
    line += signed(table[at + 1]);
  }
  return onLine(line);
}
