import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { StateStore } from "../../../core/layout/state-store";
import { forEachWide } from "../../../core/layout/wide";

test("all wide spans of a window are found, in order, and no others", () => {
  const lengths = fc.array(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 5000 })), {
    minLength: 1,
    maxLength: 400,
  });
  fc.assert(
    fc.property(
      lengths,
      fc.integer({ min: 0, max: 50_000 }),
      fc.integer({ min: 1, max: 100_000 }),
      fc.integer({ min: 2, max: 3000 }),
      (ns, fromNs, lengthNs, leastNs) => {
        let atNs = 0;
        const startNs = Float64Array.from(ns, (length) => {
          const start = atNs;
          atNs += length;
          return start;
        });
        const store = new StateStore(1, atNs);
        const [state, object] = [new Uint8Array(ns.length), new Int32Array(ns.length)];
        store.append({ startNs, state, object, from: 0, length: ns.length }, atNs);
        const toNs = fromNs + lengthNs;
        const found: number[] = [];
        forEachWide(store, fromNs, toNs, leastNs, (span) => found.push(span));
        // A span that only peeks into the window by a thousandth of the least width may be left out.
        const surely = ns.flatMap((length, span) =>
          length >= leastNs && startNs[span] < toNs - leastNs * 0.001 && startNs[span] + length > fromNs ? [span] : [],
        );
        const maybe = ns.flatMap((length, span) =>
          length >= leastNs && startNs[span] < toNs && startNs[span] + length > fromNs ? [span] : [],
        );
        assert.deepEqual(
          found.filter((span) => surely.includes(span)),
          surely,
        );
        for (const span of found) assert.ok(maybe.includes(span), `span ${span} is not wide or not in the window`);
      },
    ),
  );
});

test("the cost depends on the window, not on the spans", () => {
  const length = 1_000_000;
  const store = new StateStore(1, length);
  const startNs = Float64Array.from({ length }, (_, i) => i);
  store.append({ startNs, state: new Uint8Array(length), object: new Int32Array(length), from: 0, length }, length);
  let looks = 0;
  const { spanAt } = StateStore.prototype;
  store.spanAt = (timeNs, hint) => {
    looks++;
    return spanAt.call(store, timeNs, hint);
  };
  forEachWide(store, 0, length, 10_000, () => assert.fail("no span is so wide"));
  // One look a mesh of 10,000 ns, and those within the last thousandth of a mesh.
  assert.ok(looks < 100 + 20, `${looks} looks`);
});
