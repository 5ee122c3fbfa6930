import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { codeSpan } from "../../../core/editor/code-span";

function underlined(line: string, column: number | null): string {
  const { from, to } = codeSpan(line, column);
  return line.slice(from, to);
}

test("the name at the column, with what belongs to it", () => {
  assert.equal(underlined("    counter = seen + 1", 5), "counter");
  assert.equal(underlined("    self.total += call()", 5), "self.total");
  assert.equal(underlined("    seats[number] = guest", 5), "seats[number]");
  assert.equal(underlined("    box.items['a'].left = 1", 5), "box.items['a'].left");
});

test("columns are Python's: bytes of UTF-8", () => assert.equal(underlined("é = 1; 值 = seen", 9), "值"));

test("without a column the line's code", () => assert.equal(underlined("\tlock.release()  \t", 0), "lock.release()"));

test("of a line that was changed the name that it begins with", () => {
  assert.equal(underlined("    counter += 1", null), "counter");
  assert.equal(underlined("    (a, b) = c ", null), "(a, b) = c");
});

test("it is always a part of the line", () => {
  fc.assert(
    fc.property(fc.string(), fc.option(fc.nat(40)), (line, column) => {
      const { from, to } = codeSpan(line, column);
      assert.ok(0 <= from && from <= to && to <= line.length);
    }),
  );
});
