import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ANY_RESULT, type Step, type Submitter, simulate, type Work } from "../../../core/analysis/pools/simulate";

const SECOND = 1e9;

const work = (needsNs: number[], submitters: Submitter[], rest: Partial<Work> = {}): Work => ({
  needsNs,
  keys: needsNs.map((_, unit) => unit + 1),
  submitters,
  computing: 0,
  processors: Number.POSITIVE_INFINITY,
  ...rest,
});
const submitAll = (atNs: number[]): Submitter => ({
  unit: -1,
  beganNs: 0,
  steps: atNs.map((at, unit) => ({ does: "submit", unit, atNs: at })),
});

/** By another way: each unit, in the order of submit, goes to the worker that is free first. Returns when each ends. */
function listScheduling(atNs: readonly number[], needsNs: readonly number[], workers: number): number[] {
  const freeNs = new Array<number>(workers).fill(0);
  return atNs.map((at, unit) => {
    const worker = freeNs.indexOf(Math.min(...freeNs));
    freeNs[worker] = Math.max(freeNs[worker], at) + needsNs[unit];
    return freeNs[worker];
  });
}

const units = fc.array(
  fc.record({ afterNs: fc.integer({ min: 0, max: 5 * SECOND }), needsNs: fc.integer({ min: 1, max: 3 * SECOND }) }),
  {
    minLength: 1,
    maxLength: 40,
  },
);

test("units that are submitted when they are submitted: to the nanosecond what list scheduling gives", () => {
  fc.assert(
    fc.property(units, fc.integer({ min: 1, max: 9 }), (drawn, workers) => {
      let now = 0;
      const atNs = drawn.map(({ afterNs }) => (now += afterNs));
      const needsNs = drawn.map((unit) => unit.needsNs);
      const ends = listScheduling(atNs, needsNs, workers);
      const { durationNs, busyNs } = simulate(work(needsNs, [submitAll(atNs)]), workers);
      assert.equal(durationNs, Math.max(...ends) - atNs[0]);
      assert.equal(
        busyNs,
        needsNs.reduce((sum, ns) => sum + ns, 0),
      );
    }),
  );
});

/** Rounds: submit some, wait for all their results, do something of one's own, and again. Measured with `workers`. */
function rounds(drawn: readonly { needsNs: number[]; ownNs: number }[], workers: number) {
  const needsNs = drawn.flatMap((round) => round.needsNs);
  const steps: Step[] = [];
  let [now, unit] = [1000, 0];
  for (const { needsNs: needs, ownNs } of drawn) {
    for (const _ of needs) steps.push({ does: "submit", unit: unit++, atNs: now });
    const ends = listScheduling(
      needs.map(() => now),
      needs,
      workers,
    );
    const untilNs = Math.max(...ends);
    steps.push({ does: "wait", key: ANY_RESULT, results: unit, fromNs: now, untilNs, lagNs: 0 });
    now = untilNs + ownNs;
  }
  return {
    work: work(needsNs, [{ unit: -1, beganNs: 0, steps }]),
    durationNs: now - drawn[drawn.length - 1].ownNs - 1000,
  };
}

test("who waits for results before it submits more does so with any number of workers", () => {
  const round = fc.record({
    needsNs: fc.array(fc.integer({ min: 1, max: SECOND }), { minLength: 1, maxLength: 8 }),
    ownNs: fc.integer({ min: 0, max: SECOND }),
  });
  fc.assert(
    fc.property(
      fc.array(round, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 6 }),
      (drawn, measuredWith, playedWith) => {
        const measured = rounds(drawn, measuredWith);
        const truth = rounds(drawn, playedWith);
        assert.equal(simulate(measured.work, measuredWith).durationNs, measured.durationNs);
        assert.equal(simulate(measured.work, playedWith).durationNs, truth.durationNs);
      },
    ),
  );
});

test("a unit that submits others does so when it runs", () => {
  // Unit 0 ran from 100 to 300 and submitted unit 1 at 150; with one worker that begins after it.
  const nested = work(
    [200, 50],
    [submitAll([0]), { unit: 0, beganNs: 100, steps: [{ does: "submit", unit: 1, atNs: 150 }] }],
  );
  assert.equal(simulate(nested, 1).durationNs, 250);
  assert.equal(simulate(nested, 2).durationNs, 200);
});

test("threads that compute together are no faster than one; those that wait are", () => {
  const same = (computing: number, processors: number) =>
    work(new Array(12).fill(SECOND), [submitAll(new Array(12).fill(0))], { computing, processors });
  const seconds = (one: Work, workers: number) => simulate(one, workers).durationNs / SECOND;
  for (const workers of [1, 2, 3, 4, 6, 12]) {
    assert.ok(Math.abs(seconds(same(1, 1), workers) - 12) < 1e-6, "all of it on one processor");
    assert.equal(seconds(same(0, 1), workers), 12 / workers, "they only wait");
    const onTwo = 12 / Math.min(workers, 2);
    assert.ok(Math.abs(seconds(same(1, 2), workers) - onTwo) < 1e-6, "two processors");
    const half = Math.max(12 / workers, 6);
    assert.ok(Math.abs(seconds(same(0.5, 1), workers) - half) < 1e-6, "half of it");
  }
});
