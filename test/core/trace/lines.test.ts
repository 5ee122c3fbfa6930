/** Every instruction's position, as the interpreters themselves tell it (test/fixtures/line-tables/generate.py). */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { type LineFormat, positionOf } from "../../../core/trace/lines";

interface Golden {
  python: string;
  codes: {
    name: string;
    first: number;
    format: LineFormat;
    table: string;
    bytes: number;
    /** [offset, line, column, endLine, endColumn], from each offset up to the next row's. */
    positions: [number, number, number, number, number][];
  }[];
}

const FOLDER = join(process.cwd(), "test/fixtures/line-tables");
const goldens = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

test("there are golden tables of every supported interpreter", () => {
  assert.deepEqual(goldens.map((name) => name.replace(/^cpython-|\.json$/g, "")).sort(), [
    "3.10",
    "3.11",
    "3.12",
    "3.13",
    "3.8",
    "3.9",
  ]);
});

for (const file of goldens) {
  const { python, codes }: Golden = JSON.parse(readFileSync(join(FOLDER, file), "utf8"));
  test(`CPython ${python}: each instruction of ${codes.length} code objects`, () => {
    let instructions = 0;
    for (const { name, first, format, table, bytes, positions } of codes) {
      const lineTable = { format, first, table: Buffer.from(table, "base64") };
      for (let offset = 0, row = 0; offset < bytes; offset += 2, instructions++) {
        while (row + 1 < positions.length && positions[row + 1][0] <= offset) row++;
        const [, line, column, endLine, endColumn] = positions[row];
        // An instruction of no line is given the code object's first, which is where a reader would look.
        const expected =
          line > 0 ? { line, column, endLine, endColumn } : { line: first, column: 0, endLine: first, endColumn: 0 };
        assert.deepEqual(positionOf(lineTable, offset), expected, `${name} at ${offset}`);
      }
    }
    assert.ok(instructions > 300);
  });
}

test("any bytes are a table of some kind: a position always comes out", () => {
  const format = fc.constantFrom<LineFormat | null>("lnotab", "linetable310", "locations311", null);
  fc.assert(
    fc.property(format, fc.uint8Array({ maxLength: 200 }), fc.nat(5000), (format, table, lasti) => {
      const { line, column } = positionOf({ format, table, first: 7 }, lasti);
      assert.ok(Number.isInteger(line) && line > 0);
      assert.ok(Number.isInteger(column) && column >= 0);
    }),
  );
});
