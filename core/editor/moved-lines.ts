/** Where the mark of a line is after an edit of its file. */

/** One replacement, in places before the edit; lines and characters from 0. */
export interface Edit {
  startLine: number;
  startCharacter: number;
  endLine: number;
  endCharacter: number;
  /** Line ends in what was put in. */
  newLines: number;
  /** Characters of what was put in, behind its last line end. */
  lastLineLength: number;
}

/** The place of the first character of a line's code; of a line without any, its end. */
export interface CodeStart {
  /** From 0, both. */
  line: number;
  character: number;
}

/**
 * A mark follows the first character of its line's code. It goes with the code when lines come or go above, also when Enter is
 * pressed before it; it stays where text is cut or typed behind; it is gone when that character is.
 *
 *   0    for job in jobs:                    0    for job in jobs:
 *   1  ▨     lock.acquire()    Enter at ▨    1
 *   2                              →         2  ▨     lock.acquire()
 *
 * @returns where it is now; null where it was deleted
 */
export function movedCode({ line, character }: CodeStart, edit: Edit): CodeStart | null {
  const isBehind = edit.startLine > line || (edit.startLine === line && edit.startCharacter > character);
  if (isBehind) return { line, character };
  const isBefore = edit.endLine < line || (edit.endLine === line && edit.endCharacter <= character);
  if (!isBefore) return null;
  const moved = line + edit.newLines - (edit.endLine - edit.startLine);
  if (edit.endLine < line) return { line: moved, character };
  const before = edit.lastLineLength + (edit.newLines === 0 ? edit.startCharacter : 0);
  return { line: moved, character: character - edit.endCharacter + before };
}

/** Where every line of a text is after the edits since. */
export class LineMap {
  /** Index = line of the first text; -1 = its code was deleted. */
  readonly #line: Int32Array;
  readonly #character: Int32Array;

  constructor(text: string) {
    const lines = text.split("\n");
    this.#line = Int32Array.from(lines, (_, line) => line);
    this.#character = Int32Array.from(lines, (line) => line.length - line.trimStart().length);
  }

  /** @returns where the line (from 0) is now; null where it is gone, or never was */
  lineNow(line: number): number | null {
    const now = this.#line[line];
    return now === undefined || now < 0 ? null : now;
  }

  /**
   * @param edits of one change, in places before any of them, none over another
   * @returns whether the code of a line is gone by them
   */
  apply(edits: readonly Edit[]): boolean {
    let hasLost = false;
    // From the end on: no edit then moves the places of one that is still to come.
    const fromEnd = [...edits].sort((a, b) => b.startLine - a.startLine || b.startCharacter - a.startCharacter);
    for (const edit of fromEnd) {
      for (let line = 0; line < this.#line.length; line++) {
        if (this.#line[line] < edit.startLine) continue;
        const moved = movedCode({ line: this.#line[line], character: this.#character[line] }, edit);
        hasLost ||= moved === null;
        this.#line[line] = moved?.line ?? -1;
        this.#character[line] = moved?.character ?? 0;
      }
    }
    return hasLost;
  }
}
