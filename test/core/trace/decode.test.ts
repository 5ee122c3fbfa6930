/** Records and side tables, field by field. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  argAt,
  codeAt,
  committedRecords,
  endAt,
  extArgAt,
  halvesOf,
  isOpenAt,
  kindAt,
  lastiAt,
  objectAt,
  relativeTo,
  seqAt,
  startAt,
  wordsOf,
} from "../../../core/trace/decode";
import { parseMeta } from "../../../core/trace/meta";

/** Four 64-bit words as they lie in memory. */
const record = (...words: bigint[]): Uint32Array => new Uint32Array(BigUint64Array.from(words).buffer);
const MAX_TIME = 2n ** 62n;

test("every field of a record comes back, whatever its neighbours hold", () => {
  const fields = fc.record({
    origin: fc.bigInt({ min: 0n, max: MAX_TIME }),
    start: fc.bigInt({ min: 0n, max: 2n ** 52n }),
    length: fc.bigInt({ min: 1n, max: 2n ** 40n }),
    object: fc.bigInt({ min: 0n, max: 2n ** 23n - 1n }),
    seq: fc.bigInt({ min: 0n, max: 2n ** 40n - 1n }),
    kind: fc.bigInt({ min: 1n, max: 127n }),
    code: fc.bigInt({ min: 0n, max: 2n ** 24n - 1n }),
    lasti: fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }),
  });
  fc.assert(
    fc.property(fields, ({ origin, start, length, object, seq, kind, code, lasti }) => {
      const t0 = origin + start;
      const words = record(
        0n,
        0n,
        0n,
        0n,
        t0,
        t0 + length,
        (object << 40n) | seq,
        (kind << 56n) | (code << 32n) | lasti,
      );
      const from = halvesOf(String(origin));
      assert.equal(startAt(words, 8, from), Number(start));
      assert.equal(endAt(words, 8, from), Number(start + length));
      assert.equal(objectAt(words, 8), Number(object));
      assert.equal(seqAt(words, 8), Number(seq));
      assert.equal(kindAt(words, 8), Number(kind));
      assert.equal(codeAt(words, 8), Number(code));
      assert.equal(lastiAt(words, 8), Number(lasti));
      assert.equal(isOpenAt(words, 8), false);
      assert.equal(relativeTo(halvesOf(String(t0)), from), Number(start));
    }),
  );
});

test("arguments, open ends and the argument of an EXT", () => {
  const words = record(5n, 0n, 0n, 1n << 56n, 0n, 2n ** 40n + 3n, 1n, (127n << 56n) | (2n ** 50n + 7n));
  assert.equal(isOpenAt(words, 0), true);
  assert.equal(argAt(words, 8), 2 ** 40 + 3);
  assert.equal(extArgAt(words, 8), 2 ** 50 + 7);
});

test("the first record without a kind ends what is committed", () => {
  const words = record(1n, 0n, 0n, 1n << 56n, 2n, 0n, 0n, 1n << 56n, 3n, 0n, 0n, 0n, 4n, 0n, 0n, 1n << 56n);
  assert.equal(committedRecords(words), 2);
  assert.equal(committedRecords(words, 1), 1);
  assert.equal(committedRecords(new Uint32Array(0)), 0);
});

test("bytes that do not begin at a word's boundary are read all the same", () => {
  const bytes = new Uint8Array([9, 1, 0, 0, 0, 2, 0, 0, 0]);
  assert.deepEqual(wordsOf(bytes.subarray(1)), Uint32Array.of(1, 2));
});

test("times in the side tables are exact beyond 2^53", () => {
  const row = parseMeta('{"k":"end","ns":9007199254740993}');
  assert.ok(row?.k === "end");
  assert.equal(BigInt(row.ns.hi) * 2n ** 32n + BigInt(row.ns.lo), 9007199254740993n);
});

test("a program whose arguments look like our keys does not confuse a line", () => {
  const argv = ['"startNs": 1', "startNs"];
  const row = parseMeta(JSON.stringify({ k: "process", v: 1, pid: 7, argv, startNs: 42, startMethod: "main" }));
  assert.ok(row?.k === "process");
  assert.deepEqual(row.startNs, { lo: 42, hi: 0 });
  assert.deepEqual(row.argv, argv);
});

test("a damaged line is null, a line of an unknown kind is passed over", () => {
  for (const line of ["", "{", "null", "7", '{"k":"process"}', '{"k":"end","ns":-3}'])
    assert.equal(parseMeta(line), null, line);
  assert.deepEqual(parseMeta('{"k":"something new"}'), { k: "other" });
  const code = parseMeta('{"k":"code","id":1,"file":"a.py","first":3,"format":"next","table":"%%%"}');
  assert.ok(code?.k === "code");
  assert.equal(code.format, null);
  assert.equal(code.table.length, 0);
});
