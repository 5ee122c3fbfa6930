/** Text in a terminal's columns: a Chinese character takes two. */

/** East Asian Wide and Fullwidth (Unicode TR 11), as far as names and our texts use them: CJK, kana, hangul, full-width forms. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/**
 * A name from a trace must not move the cursor, change colours or turn the direction of the text around it: control and format
 * characters (Unicode's Cc and Cf: U+202E among them), line separators, and halves of surrogate pairs.
 */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

export function printable(text: string): string {
  return text.replace(CONTROL, "�");
}

export function widthOf(text: string): number {
  let width = 0;
  for (const char of text) width += WIDE.test(char) ? 2 : 1;
  return width;
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(width - widthOf(text), 0));
}

export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(width - widthOf(text), 0)) + text;
}

/** Cut to `width` columns, the last of which is then `…`. */
export function clip(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let clipped = "";
  for (const char of text) {
    if (widthOf(clipped + char) > width - 1) break;
    clipped += char;
  }
  return `${clipped}…`;
}

/** Lines of at most `width` columns; a word that is longer, such as a path, stays whole. Chinese breaks between any two characters. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const [piece] of text.matchAll(PIECES)) {
    if (line !== "" && widthOf(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += line === "" ? piece.trimStart() : piece;
  }
  return line === "" ? lines : [...lines, line.trimEnd()];
}

/** A word with the space before it, or one wide character with the punctuation that must not begin a line. */
const PIECES = new RegExp(`\\s*(?:(?:${WIDE.source})[，。；：、？！）]*|(?:(?!${WIDE.source})\\S)+|\\s+$)`, "gu");

/**
 * Rows of cells as lines: the first column to the left, the others to the right, each as wide as its widest cell.
 * The first row is the heading.
 */
export function table(rows: readonly string[][], gap = "  "): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]))));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? padEnd(cell, widths[0]) : padStart(cell, widths[column])))
      .join(gap)
      .trimEnd(),
  );
}
