/** A mark follows its line's code through edits. `▨` stands before the code that is marked. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Edit, LineMap, movedCode } from "../../../core/editor/moved-lines";

const PROGRAM = "for job in jobs:\n    ▨lock.acquire()\n    work()\n";

/** Puts `text` in place of the characters from … to of the program without its mark; gives it back with the mark moved. */
function edited(marked: string, from: number, to: number, text: string): string {
  const at = marked.indexOf("▨");
  const before = marked.replace("▨", "");
  const place = (offset: number) => {
    const lines = before.slice(0, offset).split("\n");
    return { line: lines.length - 1, character: lines[lines.length - 1].length };
  };
  const [start, end, mark] = [place(from), place(to), place(at)];
  const edit: Edit = {
    startLine: start.line,
    startCharacter: start.character,
    endLine: end.line,
    endCharacter: end.character,
    newLines: text.split("\n").length - 1,
    lastLineLength: text.length - text.lastIndexOf("\n") - 1,
  };
  const moved = movedCode(mark, edit);
  const after = (before.slice(0, from) + text + before.slice(to)).split("\n");
  if (moved !== null) {
    const { line, character } = moved;
    after[line] = `${after[line].slice(0, character)}▨${after[line].slice(character)}`;
  }
  return after.join("\n");
}

const clean = PROGRAM.replace("▨", "");
const offsetOf = (text: string) => clean.indexOf(text);

test("it goes down when a line is put in above", () => {
  assert.equal(edited(PROGRAM, 0, 0, "import os\n"), `import os\n${PROGRAM}`);
});

test("it goes down with its code when Enter is pressed before it", () => {
  const at = offsetOf("lock");
  assert.equal(edited(PROGRAM, at, at, "\n    "), "for job in jobs:\n    \n    ▨lock.acquire()\n    work()\n");
});

test("it goes down when Enter is pressed at the beginning of its line", () => {
  const at = offsetOf("    lock");
  assert.equal(edited(PROGRAM, at, at, "\n"), "for job in jobs:\n\n    ▨lock.acquire()\n    work()\n");
});

test("it stays when Enter is pressed behind its code", () => {
  const at = offsetOf("\n    work");
  assert.equal(
    edited(PROGRAM, at, at, "\n    x = 1"),
    "for job in jobs:\n    ▨lock.acquire()\n    x = 1\n    work()\n",
  );
});

test("it stays when its code is changed behind the first character", () => {
  const at = offsetOf("acquire");
  assert.equal(edited(PROGRAM, at, at + 7, "release"), "for job in jobs:\n    ▨lock.release()\n    work()\n");
});

test("it stays when its line is indented", () => {
  const at = offsetOf("    lock");
  assert.equal(edited(PROGRAM, at, at, "    "), "for job in jobs:\n        ▨lock.acquire()\n    work()\n");
});

test("it goes up when the line above is deleted", () => {
  assert.equal(edited(PROGRAM, 0, offsetOf("    lock"), ""), "    ▨lock.acquire()\n    work()\n");
});

test("it goes up when its line is joined to the one above", () => {
  assert.equal(edited("a\n    ▨b\n", 1, 6, "; "), "a; ▨b\n");
});

test("it is gone with its line, and does not jump to the next", () => {
  assert.equal(edited(PROGRAM, offsetOf("    lock"), offsetOf("    work"), ""), "for job in jobs:\n    work()\n");
});

test("it is gone when its code is replaced", () => {
  const at = offsetOf("lock");
  assert.equal(edited(PROGRAM, at, at + 14, "pass"), "for job in jobs:\n    pass\n    work()\n");
});

test("after any edit that leaves its first character, it stands before that character", () => {
  const lines = fc.array(fc.constantFrom("", "a", "  b", "    c"), { minLength: 1, maxLength: 6 });
  const edits = fc.tuple(fc.nat(40), fc.nat(12), fc.constantFrom("", "x", "\n", "  \n", "x\n  y"));
  fc.assert(
    fc.property(lines, fc.nat(6), edits, (before, position, [start, removed, text]) => {
      // The marked line is one of its own kind, so that it can be found again.
      const marked = [...before.slice(0, position), "  MARK", ...before.slice(position)];
      const source = marked.join("\n");
      const code = source.indexOf("MARK");
      const from = Math.min(start, source.length);
      const to = Math.min(from + removed, source.length);
      const drawn = edited(source.replace("MARK", "▨MARK"), from, to, text);
      const isLeft = to <= code || from > code;
      assert.equal(drawn.includes("▨"), isLeft, drawn);
      if (to <= code) assert.match(drawn, /▨MARK/);
    }),
  );
});

test("a map of all lines agrees with the text itself, whatever was edited at once", () => {
  const lines = fc.array(fc.constantFrom("  ", "      "), { minLength: 1, maxLength: 8 });
  const spots = fc.array(
    fc.record({ at: fc.nat(60), removed: fc.nat(10), text: fc.constantFrom("", "\n", "y", "\n  y\n", "    ") }),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(lines, fc.array(spots, { minLength: 1, maxLength: 4 }), (indents, changes) => {
      // Every line's code begins with a sign of its own.
      let text = indents.map((indent, line) => `${indent}${String.fromCodePoint(0x4e00 + line)}code`).join("\n");
      const map = new LineMap(text);
      let gone = new Set<number>();
      for (const change of changes) {
        const { edits, after, hit } = applyAll(text, change, indents.length);
        text = after;
        assert.equal(map.apply(edits), hit.length > 0);
        gone = new Set([...gone, ...hit]);
        for (let line = 0; line < indents.length; line++) {
          const at = text.split("\n").findIndex((each) => each.includes(String.fromCodePoint(0x4e00 + line)));
          assert.equal(map.lineNow(line), gone.has(line) || at < 0 ? null : at, JSON.stringify(text));
        }
      }
      assert.equal(map.lineNow(indents.length), null);
    }),
  );
});

/** Edits that do not overlap, as an editor reports them; `hit`: the lines whose sign was deleted. */
function applyAll(text: string, spots: readonly { at: number; removed: number; text: string }[], signs: number) {
  const edits: Edit[] = [];
  const hit: number[] = [];
  let after = text;
  let limit = Number.POSITIVE_INFINITY;
  for (const spot of [...spots].sort((a, b) => b.at - a.at)) {
    const from = Math.min(spot.at, text.length);
    const to = Math.min(from + spot.removed, text.length, limit);
    if (to < from || from >= limit) continue;
    limit = from;
    const before = (offset: number) => text.slice(0, offset).split("\n");
    const [start, end] = [before(from), before(to)];
    edits.push({
      startLine: start.length - 1,
      startCharacter: start[start.length - 1].length,
      endLine: end.length - 1,
      endCharacter: end[end.length - 1].length,
      newLines: spot.text.split("\n").length - 1,
      lastLineLength: spot.text.length - spot.text.lastIndexOf("\n") - 1,
    });
    for (let line = 0; line < signs; line++) {
      const at = text.indexOf(String.fromCodePoint(0x4e00 + line));
      if (at >= from && at < to) hit.push(line);
    }
    after = after.slice(0, from) + spot.text + after.slice(to);
  }
  return { edits, after, hit };
}
