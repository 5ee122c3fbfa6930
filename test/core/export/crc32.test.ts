import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { crc32, crc32ByTable } from "../../../core/export/crc32";

test("the check value of CRC-32, and both ways agree on anything", () => {
  const check = new TextEncoder().encode("123456789");
  assert.equal(crc32(check), 0xcbf43926);
  assert.equal(crc32ByTable(check), 0xcbf43926);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      assert.equal(crc32(bytes), crc32ByTable(bytes));
    }),
  );
});
