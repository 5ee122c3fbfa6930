import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { countOpen, StepSeries } from "../../../core/layout/steps";

const series = fc
  .array(fc.record({ afterNs: fc.integer({ min: 1, max: 50 }), value: fc.nat({ max: 30 }) }), {
    minLength: 1,
    maxLength: 700,
  })
  .map((steps) => {
    let atNs = 0;
    const timeNs = Float64Array.from(steps, ({ afterNs }) => (atNs += afterNs));
    return new StepSeries(
      timeNs,
      Float64Array.from(steps, ({ value }) => value),
    );
  });

test("the range of a level in a window is what looking at every step finds", () => {
  fc.assert(
    fc.property(
      series,
      fc.integer({ min: -20, max: 20_000 }),
      fc.integer({ min: 1, max: 20_000 }),
      (level, fromNs, lengthNs) => {
        const toNs = fromNs + lengthNs;
        const seen = [level.valueAt(fromNs)];
        level.timeNs.forEach((timeNs, i) => {
          if (timeNs > fromNs && timeNs < toNs) seen.push(level.value[i]);
        });
        assert.deepEqual(level.rangeIn(fromNs, toNs), [Math.min(...seen), Math.max(...seen)]);
      },
    ),
  );
});

test("the largest value is known without a window", () => {
  fc.assert(fc.property(series, (level) => assert.equal(level.max, Math.max(0, ...level.value))));
});

test("how many wait at once, against counting at every moment", () => {
  const interval = fc
    .tuple(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 30 }))
    .map(([start, length]) => [start, start + length]);
  fc.assert(
    fc.property(fc.array(interval, { minLength: 1, maxLength: 40 }), (intervals) => {
      const open = countOpen(
        Float64Array.from(intervals, ([start]) => start),
        Float64Array.from(intervals, ([, end]) => end),
      );
      for (let timeNs = 0; timeNs < 100; timeNs++) {
        const expected = intervals.filter(([start, end]) => start <= timeNs && timeNs < end).length;
        assert.equal(open.valueAt(timeNs), expected, `at ${timeNs}`);
      }
    }),
  );
});
