import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { editorColumn } from "../../../core/editor/column";

/** Where `mark` begins, as Python counts it. */
const pythonColumn = (line: string, mark: string) => Buffer.byteLength(line.slice(0, line.indexOf(mark))) + 1;

const LINES: Record<string, string> = {
  "plain text": "    lock.acquire()",
  tabs: "\t\tlock.acquire()",
  "letters with accents": 'run("café", lock.acquire())',
  Chinese: "等待 = 锁.取(lock.acquire())",
  "an emoji, which is two units": 'print("🧵🧵", lock.acquire())',
  "an emoji of several": 'print("👩‍💻", lock.acquire())',
  "a letter with its accent apart": 'print("é", lock.acquire())',
  "wide spaces": "\u3000lock.acquire()",
};

for (const [name, line] of Object.entries(LINES)) {
  test(`a column behind ${name}`, () => {
    assert.equal(editorColumn(line, pythonColumn(line, "lock")), line.indexOf("lock"));
  });
}

test("a byte order mark takes no column of Python's", () => {
  assert.equal(editorColumn("\uFEFFlock.acquire()", 1), 1);
  assert.equal(editorColumn("\uFEFFlock.acquire()", 6), 6);
});

test("an unknown column is where the text of the line begins", () => {
  assert.equal(editorColumn("  \tlock.acquire()", 0), 3);
  assert.equal(editorColumn("", 0), 0);
  assert.equal(editorColumn("    ", 0), 4);
});

test("a column behind the end of a line that has become shorter is its end", () => {
  assert.equal(editorColumn("x = 1", 40), 5);
});

test("a column inside a character is that character, never half of it", () => {
  assert.equal(editorColumn("🧵x", 3), 0);
  assert.equal(editorColumn("锁x", 2), 0);
});

test("the columns of all characters of any line are found again", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 20 }), (text) => {
      const line = text.replace(/^\uFEFF/, "");
      let unit = 0;
      for (const character of line) {
        assert.equal(editorColumn(line, Buffer.byteLength(line.slice(0, unit)) + 1), unit);
        unit += character.length;
      }
    }),
  );
});
