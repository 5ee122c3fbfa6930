/** Orders over columns, held against plain sorting. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { gather, groupOf, groupRows, INITIAL_ROWS, lowerBound, sortRows, Table } from "../../../core/trace/column";

const keys = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 });
const rowsOf = (length: number): Uint32Array => Uint32Array.from({ length }, (_, row) => row);

test("sortRows is a stable sort", () => {
  fc.assert(
    fc.property(keys, (keys) => {
      const expected = keys.map((_, row) => row).sort((a, b) => keys[a] - keys[b] || a - b);
      assert.deepEqual([...sortRows(rowsOf(keys.length), keys)], expected);
    }),
  );
});

test("groupRows keeps every row of a group, in order, and leaves keys outside out", () => {
  fc.assert(
    fc.property(keys, fc.integer({ min: 0, max: 25 }), (keys, groups) => {
      const grouped = groupRows(keys, keys.length, groups);
      for (let group = 0; group < groups; group++) {
        const expected = keys.flatMap((key, row) => (key === group ? [row] : []));
        assert.deepEqual([...groupOf(grouped, group)], expected);
      }
    }),
  );
});

test("groupRows takes the rows in the order that it is given", () => {
  fc.assert(
    fc.property(keys, (keys) => {
      const backwards = rowsOf(keys.length).reverse();
      const grouped = groupRows(keys, keys.length, 21, backwards);
      for (let group = 0; group < 21; group++) {
        const rows = [...groupOf(grouped, group)];
        assert.deepEqual(
          rows,
          [...rows].sort((a, b) => b - a),
        );
      }
    }),
  );
});

test("lowerBound finds the first row that is not less", () => {
  fc.assert(
    fc.property(keys, fc.integer({ min: -1, max: 22 }), (keys, value) => {
      const rows = sortRows(rowsOf(keys.length), keys);
      const expected = [...rows].findIndex((row) => keys[row] >= value);
      assert.equal(lowerBound(rows, keys, value), expected < 0 ? rows.length : expected);
    }),
  );
});

test("gather picks values and keeps the column's type", () => {
  const picked = gather(Float64Array.of(1.5, 2.5, 3.5), Uint32Array.of(2, 0));
  assert.deepEqual(picked, Float64Array.of(3.5, 1.5));
});

test("a table keeps its rows when it grows", () => {
  class Pairs extends Table {
    a = new Float64Array(INITIAL_ROWS);
    b = new Uint8Array(INITIAL_ROWS);
  }
  const pairs = new Pairs();
  for (let i = 0; i < 10 * INITIAL_ROWS + 1; i++) {
    const row = pairs.addRow();
    pairs.a[row] = i;
    pairs.b[row] = i % 256;
  }
  assert.equal(pairs.length, 10 * INITIAL_ROWS + 1);
  for (let row = 0; row < pairs.length; row++) {
    assert.equal(pairs.a[row], row);
    assert.equal(pairs.b[row], row % 256);
  }
});
