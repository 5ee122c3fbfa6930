/** Python counts columns in bytes of UTF-8, the editor in units of UTF-16. */

/**
 * @param line the text of the line, without its end
 * @param column 1-based, in UTF-8 bytes, as CPython's code objects tell; 0 = unknown
 * @returns 0-based, in UTF-16 units, never inside a pair and never behind the end; for an unknown column where the text begins
 */
export function editorColumn(line: string, column: number): number {
  // CPython takes a byte order mark for no part of the first line; editors take it out as well.
  const start = line.startsWith("\uFEFF") ? 1 : 0;
  if (column < 1) return line.length - line.slice(start).trimStart().length;
  let unit = start;
  for (let bytes = column - 1; bytes > 0 && unit < line.length; ) {
    const point = line.codePointAt(unit)!;
    bytes -= point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    // A column inside a character, which only a changed file gives, is that character.
    if (bytes < 0) break;
    unit += point < 0x10000 ? 1 : 2;
  }
  return unit;
}
