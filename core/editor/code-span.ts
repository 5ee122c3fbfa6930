/** What is underlined of a line that has a problem. */
import { editorColumn } from "./column";

/** From and to a character of the line, from 0; `to` is behind the last one. */
export interface CodeSpan {
  from: number;
  to: number;
}

/** A name with what belongs to it: `total`, `self.total`, `seats[number]`. */
const NAMED = /^[\p{L}\p{N}_]+(?:\.[\p{L}\p{N}_]+|\[[^[\]]*\])*/u;

/**
 * The name at the column where that is known, else the line's code.
 * @param column 1-based, in UTF-8 bytes; 0 = unknown; null = the line is not what it was: the name that it begins with
 */
export function codeSpan(text: string, column: number | null): CodeSpan {
  const from = editorColumn(text, column ?? 0);
  const named = column === 0 ? null : NAMED.exec(text.slice(from));
  return { from, to: named ? from + named[0].length : Math.max(from, text.trimEnd().length) };
}
