/** Totals of a stretch of time against the simplest way to compute them: every span, every wait, every hold, cut to it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { buildModel } from "../../../core/layout/model";
import { MOST_LANES, MOST_RESOURCES, type RangeTotals, rangeTotals } from "../../../core/layout/range-totals";
import { TONE_COUNT, toneOf } from "../../../core/layout/tones";
import { waitsForResource } from "../../../core/layout/tracks";
import type { Trace } from "../../../core/trace/types";
import { arbitraryRecording } from "../support/arbitrary-recording";
import { arbitrarySchedule, growing } from "../support/growing";
import { handOver, office } from "./scenes";

const stretch = fc.tuple(fc.integer({ min: -20, max: 900 }), fc.integer({ min: 1, max: 700 }));

const part = (startNs: number, endNs: number, fromNs: number, toNs: number) =>
  Math.max(0, Math.min(endNs, toNs) - Math.max(startNs, fromNs));
const touches = (startNs: number, endNs: number, fromNs: number, toNs: number) =>
  startNs < toNs && (endNs > fromNs || startNs >= fromNs);

function laneTimes(trace: Trace, lane: number, fromNs: number, toNs: number): number[] {
  const { length, startNs, state, wait } = trace.laneSpans[lane];
  const times = new Array<number>(TONE_COUNT).fill(0);
  for (let span = 0; span < length; span++) {
    const endNs = span + 1 < length ? startNs[span + 1] : trace.lanes[lane].endNs;
    const tone = toneOf(state[span], wait[span] >= 0 ? trace.waits.op[wait[span]] : 0);
    times[tone] += part(startNs[span], endNs, fromNs, toNs);
  }
  return times;
}

function resourceTotals(trace: Trace, resource: number, fromNs: number, toNs: number) {
  const { waits, holds } = trace;
  const total = { waitedNs: 0, waits: 0, heldNs: 0, holds: 0, holderNs: 0 };
  for (let wait = 0; wait < waits.length; wait++) {
    const [startNs, endNs] = [waits.startNs[wait], waits.endNs[wait]];
    if (!waitsForResource(waits.op[wait]) || waits.object[wait] !== resource) continue;
    if (!touches(startNs, endNs, fromNs, toNs)) continue;
    total.waits++;
    total.waitedNs += part(startNs, endNs, fromNs, toNs);
  }
  const byLane = new Map<number, number>();
  for (let hold = 0; hold < holds.length; hold++) {
    const [startNs, endNs] = [holds.startNs[hold], holds.endNs[hold]];
    if (holds.resource[hold] !== resource || !touches(startNs, endNs, fromNs, toNs)) continue;
    const ns = part(startNs, endNs, fromNs, toNs);
    total.holds++;
    total.heldNs += ns;
    byLane.set(holds.lane[hold], (byLane.get(holds.lane[hold]) ?? 0) + ns);
  }
  total.holderNs = Math.max(0, ...byLane.values());
  return { ...total, byLane };
}

function check(trace: Trace, fromNs: number, toNs: number): RangeTotals {
  const totals = rangeTotals(buildModel(trace, []), fromNs, toNs);
  const lanes = trace.lanes.flatMap(({ internal }, lane) => (internal ? [] : [laneTimes(trace, lane, fromNs, toNs)]));
  const sum = Array.from({ length: TONE_COUNT }, (_, tone) => lanes.reduce((all, times) => all + times[tone], 0));
  assert.deepEqual(totals.timesNs, sum, "by state");
  for (const { lane, timesNs } of totals.lanes) assert.deepEqual(timesNs, laneTimes(trace, lane, fromNs, toNs));
  const shown = sum.map((_, tone) => totals.lanes.reduce((all, { timesNs }) => all + timesNs[tone], 0));
  assert.deepEqual(
    totals.otherLanes.timesNs.map((ns, tone) => ns + shown[tone]),
    sum,
    "the lanes that are told and all others are all",
  );
  const expected = trace.resources.map((_, resource) => resourceTotals(trace, resource, fromNs, toNs));
  for (const { resource, holderLane, ...total } of totals.resources) {
    const { byLane, ...own } = expected[resource];
    assert.deepEqual(total, own);
    assert.equal(byLane.get(holderLane) ?? 0, total.holderNs);
  }
  for (const field of ["waitedNs", "waits", "heldNs", "holds"] as const) {
    const told = totals.resources.reduce((all, total) => all + total[field], totals.otherResources[field]);
    assert.equal(
      told,
      expected.reduce((all, own) => all + own[field], 0),
      field,
    );
  }
  return totals;
}

test("whatever was recorded, the totals of a stretch are exact", () => {
  fc.assert(
    fc.property(arbitraryRecording, arbitrarySchedule, stretch, (drawing, schedule, [fromNs, lengthNs]) => {
      let trace: Trace | null = null;
      for (const builder of growing(drawing, schedule)) trace = builder.snapshot();
      if (trace) check(trace, fromNs, fromNs + lengthNs);
    }),
  );
});

test("stretches of a busy office, from a nanosecond to all of it", () => {
  const trace = office();
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: trace.endNs }),
      fc.integer({ min: 1, max: trace.endNs }),
      (fromNs, lengthNs) => {
        check(trace, fromNs, fromNs + lengthNs);
      },
    ),
    { numRuns: 60 },
  );
});

test("the lock of the hand-over: waited for by two, held by one after the other", () => {
  const { resources, lanes, otherLanes } = check(handOver(), 20e6, 50e6);
  assert.deepEqual(resources, [
    // A from 20 to 50, B from 20 to 30; C holds it until 30, B from then on.
    { resource: 0, waitedNs: 40e6, waits: 2, heldNs: 30e6, holds: 2, holderLane: 1, holderNs: 20e6 },
  ]);
  assert.deepEqual(
    lanes.map(({ lane }) => lane),
    [0, 1, 2],
    "the one that was blocked longest first",
  );
  assert.equal(otherLanes.count, 0);
});

test("of many lanes and resources the first are told, the rest is counted", () => {
  const trace = office();
  for (let i = 0; i < 40; i++) {
    trace.lanes.push({ ...trace.lanes[0], name: `more-${i}` });
    trace.laneSpans.push(trace.laneSpans[0]);
  }
  const totals = check(trace, 0, trace.endNs);
  assert.equal(totals.lanes.length, MOST_LANES);
  assert.equal(totals.otherLanes.count + MOST_LANES, trace.lanes.filter(({ internal }) => !internal).length);
  assert.ok(totals.resources.length <= MOST_RESOURCES);
});
