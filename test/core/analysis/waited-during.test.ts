import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { waitedDuring } from "../../../core/analysis/waited-during";

const spans = fc.array(fc.tuple(fc.nat(60), fc.nat(40)), { maxLength: 20 });

/** Holds one behind another, each as [gap before it, length]. */
const holds = fc.array(fc.tuple(fc.nat(8), fc.nat(12)), { maxLength: 12 });

test("each hold gets as much waiting as overlaps it, as brute force counts it", () => {
  fc.assert(
    fc.property(spans, holds, (waits, gaps) => {
      let nowNs = 0;
      const held = gaps.map(([gap, length]) => {
        const start = nowNs + gap;
        nowNs = start + length;
        return { start, end: nowNs };
      });
      const expected = held.map(({ start, end }) =>
        waits.reduce(
          (sum, [from, length]) => sum + Math.max(0, Math.min(end, from + length) - Math.max(start, from)),
          0,
        ),
      );
      const found = waitedDuring(
        Float64Array.from(waits, ([from]) => from),
        Float64Array.from(waits, ([from, length]) => from + length),
        held.map(({ start }) => start),
        held.map(({ end }) => end),
      );
      assert.deepEqual([...found], expected);
    }),
  );
});
