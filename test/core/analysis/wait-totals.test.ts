import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { waitTotals } from "../../../core/analysis/wait-totals";
import { draw } from "../support/draw";

/** Waits of up to six lanes for one lock that Main holds, each as [start, length] in microseconds. */
const waits = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 50 })), {
  minLength: 1,
  maxLength: 6,
});

test("the most waiters at one time are as many as brute force finds", () => {
  fc.assert(
    fc.property(waits, (spans) => {
      const steps = spans.flatMap(([start, length], lane) => [
        { at: 100 + start, text: `T${lane} wants L` },
        { at: 100 + start + length, text: `T${lane} gives-up L` },
      ]);
      steps.sort((a, b) => a.at - b.at);
      const trace = draw(
        [
          "0 Main creates lock L",
          "1 Main acquires L",
          ...spans.map((_, lane) => `2 Main starts T${lane}`),
          ...steps.map(({ at, text }) => `${at} ${text}`),
        ].join("\n"),
      ).trace();
      const [total] = waitTotals(trace);
      const atOnce = (time: number) => spans.filter(([start, length]) => start <= time && time < start + length).length;
      const most = Math.max(...Array.from({ length: 101 }, (_, time) => atOnce(time)));
      assert.equal(total.maxWaiters, most);
      assert.equal(total.count, spans.length);
      assert.equal(total.timedOut, spans.length);
      assert.equal(
        total.blockedNs,
        spans.reduce((sum, [, length]) => sum + length * 1000, 0),
      );
      assert.equal(total.maxBlockedNs, Math.max(...spans.map(([, length]) => length * 1000)));
    }),
  );
});
