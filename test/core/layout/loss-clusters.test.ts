import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { COLUMN_PX, diamondAt, lanesOf, lossClusters } from "../../../core/layout/loss-clusters";
import { type LossMarks, lossMarks } from "../../../core/layout/losses";
import { toPx } from "../../../core/layout/time-scale";
import type { Loss, RaceAccess } from "../../../core/trace/race-types";
import type { Trace } from "../../../core/trace/types";

/** Losses of one variable, as `[time, who wrote, who lost]`. */
function marksOf(...losses: [atNs: number, by: number, over: number][]): LossMarks {
  const access = (lane: number, timeNs: number): RaceAccess => ({ site: 0, lane, timeNs, version: 1 });
  const rows = losses.map(
    ([atNs, by, over]): Loss => ({
      read: access(by, atNs),
      victimRead: null,
      victim: access(over, atNs),
      write: access(by, atNs),
    }),
  );
  return lossMarks({ races: [{ losses: rows, byValue: true }] } as unknown as Trace, []);
}

test("what falls into one column is one; one alone stands where it is", () => {
  const losses = marksOf([5, 0, 1], [20, 0, 1], [40, 2, 0]);
  const clusters = lossClusters(losses, { t0Ns: 0, nsPerPx: 1 }, 100);
  assert.deepEqual(
    clusters.map(({ first, end, timeNs }) => [first, end, timeNs]),
    [
      [0, 2, COLUMN_PX / 2],
      [2, 3, 40],
    ],
  );
  assert.deepEqual(
    [...lanesOf(losses, clusters[0])],
    [
      [0, { wrote: 2, lost: 0, marks: [0, 1] }],
      [1, { wrote: 0, lost: 2, marks: [0, 1] }],
    ],
  );
});

test("panning neither tears a diamond apart nor moves it; the window has all of its own", () => {
  const times = fc.array(fc.nat({ max: 10_000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(
      times,
      fc.integer({ min: -500, max: 10_000 }),
      fc.integer({ min: 1, max: 40 }),
      (all, t0Ns, nsPerPx) => {
        const losses = marksOf(...all.map((ns, i): [number, number, number] => [ns, i % 3, (i + 1) % 3]));
        const whole = lossClusters(losses, { t0Ns: 0, nsPerPx }, 10_000);
        const keys = new Set(whole.map(({ first, end, timeNs }) => `${first} ${end} ${timeNs}`));
        assert.equal(
          whole.reduce((sum, { first, end }) => sum + end - first, 0),
          all.length,
        );
        const scale = { t0Ns, nsPerPx };
        const seen = lossClusters(losses, scale, 200);
        for (const { first, end, timeNs } of seen) assert.ok(keys.has(`${first} ${end} ${timeNs}`));
        const inWindow = losses.marks.filter(({ endNs }) => toPx(scale, endNs) >= 0 && toPx(scale, endNs) < 200).length;
        const shown = seen.reduce((sum, { first, end }) => sum + end - first, 0);
        assert.ok(shown >= inWindow);
      },
    ),
    { numRuns: 300, seed: 1 },
  );
});

test("the pointer finds what the painter drew, on its own lanes only", () => {
  const losses = marksOf([100, 0, 1], [500, 1, 2], [505, 1, 2]);
  const scale = { t0Ns: 0, nsPerPx: 1 };
  assert.deepEqual(diamondAt(losses, scale, 0, 104), [0]);
  assert.deepEqual(diamondAt(losses, scale, 1, 96), [0]);
  assert.deepEqual(diamondAt(losses, scale, 2, 100), []);
  assert.deepEqual(diamondAt(losses, scale, 0, 140), []);
  const [, pair] = lossClusters(losses, scale, 1000);
  assert.deepEqual(diamondAt(losses, scale, 2, pair.timeNs), [1, 2]);
});
