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
 * @param column 1-based, in UTF-8 bytes; 0 = unknown
 */
export function codeSpan(text: string, column: number): CodeSpan {
  const from = column > 0 ? editorColumn(text, column) : 0;
  const named = column > 0 ? NAMED.exec(text.slice(from)) : null;
  if (named) return { from, to: from + named[0].length };
  const start = text.length - text.trimStart().length;
  return { from: start, to: Math.max(start, text.trimEnd().length) };
}
