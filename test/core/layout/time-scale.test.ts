import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { formatMoment, tickFormat } from "../../../core/layout/duration";
import { clampTo, fit, focusOn, panBy, reveal, toNs, toPx, zoomAt } from "../../../core/layout/time-scale";

const WIDTH = 1200;
const end = fc.integer({ min: 1000, max: 1e13 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

test("what is under the pointer stays under it, in and out", () => {
  fc.assert(
    fc.property(end, share, fc.double({ min: 0.2, max: 5, noNaN: true }), (endNs, at, factor) => {
      const scale = fit(0, endNs, WIDTH);
      const anchorPx = at * WIDTH;
      const before = toNs(scale, anchorPx);
      const after = toNs(zoomAt(scale, factor, anchorPx), anchorPx);
      assert.ok(Math.abs(after - before) <= endNs * 1e-12 + 1e-6);
    }),
  );
});

test("a pan there and back is where it was; no view leaves the trace", () => {
  fc.assert(
    fc.property(end, share, share, fc.double({ min: -3000, max: 3000, noNaN: true }), (endNs, from, width, deltaPx) => {
      const scale = clampTo(fit(from * endNs, (from + width) * endNs, WIDTH), endNs, WIDTH);
      const moved = clampTo(panBy(scale, deltaPx), endNs, WIDTH);
      // The deepest zoom shows 120 ns at this width: shorter traces are seen whole with room around.
      fc.pre(endNs / WIDTH >= 0.1);
      assert.ok(moved.t0Ns >= -1e-3 && toNs(moved, WIDTH) <= endNs * (1 + 1e-12) + 1e-3);
      assert.ok(
        Math.abs(panBy(panBy(scale, deltaPx), -deltaPx).t0Ns - scale.t0Ns) <=
          Math.abs(scale.t0Ns) * 1e-9 + Math.abs(deltaPx * scale.nsPerPx) * 1e-15 + 1e-6,
      );
    }),
  );
});

test("what is revealed or focused on is in view", () => {
  fc.assert(
    fc.property(end, share, share, share, (endNs, a, b, viewAt) => {
      const [fromNs, toNs_] = [Math.min(a, b) * endNs, Math.max(a, b) * endNs];
      const view = clampTo(fit(viewAt * endNs, viewAt * endNs + endNs / 50, WIDTH), endNs, WIDTH);
      for (const scale of [reveal(view, fromNs, toNs_, endNs, WIDTH), focusOn(fromNs, toNs_, endNs, WIDTH)]) {
        assert.ok(toPx(scale, fromNs) >= -1e-3 && toPx(scale, toNs_) <= WIDTH + 1e-3, JSON.stringify(scale));
      }
    }),
  );
});

test("labels of an axis are in one unit; at deep zoom they count from the first tick", () => {
  const wide = tickFormat(0, 400e6, 50e6);
  assert.deepEqual([0, 50e6, 400e6].map(wide.label), ["0", "50 ms", "400 ms"]);
  const fine = tickFormat(0, 3e6, 5e5);
  assert.deepEqual([0, 5e5, 3e6].map(fine.label), ["0", "0.5 ms", "3.0 ms"]);
  const deep = tickFormat(1_234_567_000, 1_234_567_400, 200);
  assert.equal(deep.originNs, 1_234_567_000);
  assert.deepEqual([1_234_567_000, 1_234_567_200].map(deep.label), ["1.234\u2009567 s", "+200 ns"]);
});

test("a moment loses no nanosecond", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e14 }), (ns) => {
      const [number, unit] = formatMoment(ns).replaceAll("\u2009", "").split(" ");
      const scale = { s: 9, ms: 6, µs: 3, ns: 0 }[unit] ?? Number.NaN;
      const [whole, fraction = ""] = number.split(".");
      assert.equal(Number(whole + fraction.padEnd(scale, "0")), ns);
    }),
  );
});
