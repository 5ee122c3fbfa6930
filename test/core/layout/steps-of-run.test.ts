/** Walking a run event by event, against the simplest list of all that happened. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { buildModel, type Model } from "../../../core/layout/model";
import { LOSS_ROLES, STEP_KINDS, type StepFilter, type StepKind } from "../../../core/layout/run-series";
import { scaleForStep, stepFacts } from "../../../core/layout/step-facts";
import { before, behind, compare, type StepKey, StepsOfRun } from "../../../core/layout/steps-of-run";
import { waitsForResource } from "../../../core/layout/tracks";
import { RecordKind, type Trace, WaitOp, WaitResult } from "../../../core/trace/types";
import { arbitraryRecording } from "../support/arbitrary-recording";
import { arbitrarySchedule, growing } from "../support/growing";
import { deadlock, handOver, office } from "./scenes";

type Found = [timeNs: number, kind: StepKind, row: number];
const text = ([timeNs, kind, row]: Found) => `${timeNs} ${kind} ${row}`;
const textOf = ({ timeNs, kind, row }: StepKey) => text([timeNs, kind, row]);

/** Each table from its first row to its last, and by hand what counts. */
function everything(model: Model, filter: StepFilter): Set<string> {
  const { trace, losses } = model;
  const { lanes, waits, holds, events, items } = trace;
  const found: Found[] = [];
  const walks = (lane: number) =>
    filter.only === "lane" ? lane === filter.lane : filter.only === "resource" || lanes[lane]?.internal === false;
  const isOn = (resource: number) => filter.only !== "resource" || resource === filter.resource;
  for (let row = 0; row < waits.length; row++) {
    if (!walks(waits.lane[row])) continue;
    if (filter.only === "resource" && !(waitsForResource(waits.op[row]) && isOn(waits.object[row]))) continue;
    found.push([waits.startNs[row], "waitBegins", row]);
    if (waits.result[row] !== WaitResult.open) found.push([waits.endNs[row], "waitEnds", row]);
  }
  if (filter.only === "waits") return new Set(found.map(text));
  const isByWait = (hold: number) =>
    Array.from({ length: waits.length }, (_, wait) => wait).some(
      (wait) =>
        waits.op[wait] === WaitOp.lock &&
        waits.result[wait] === WaitResult.got &&
        waits.lane[wait] === holds.lane[hold] &&
        waits.object[wait] === holds.resource[hold] &&
        waits.endNs[wait] === holds.startNs[hold],
    );
  for (let row = 0; row < holds.length; row++) {
    if (!walks(holds.lane[row]) || !isOn(holds.resource[row])) continue;
    if (!isByWait(row)) found.push([holds.startNs[row], "held", row]);
    if (holds.closed[row] === 1) found.push([holds.endNs[row], "released", row]);
  }
  for (let row = 0; row < events.length; row++)
    if (walks(events.lane[row]) && isOn(events.resource[row]) && events.kind[row] !== RecordKind.took)
      found.push([events.timeNs[row], "instant", row]);
  if (filter.only === "resource") return new Set(found.map(text));
  const calls = new Set<string>();
  for (let row = 0; row < items.length; row++) {
    const isSubmitterWalked = filter.only === "all" || items.submitLane[row] === filter.lane;
    const call = `${items.pool[row]} ${items.job[row]} ${items.submitNs[row]}`;
    if (isSubmitterWalked && !Number.isNaN(items.submitNs[row]) && !calls.has(call)) {
      calls.add(call);
      found.push([items.submitNs[row], "submitted", row]);
    }
    const started = !Number.isNaN(items.startNs[row]);
    const isRunnerWalked = items.lane[row] >= 0 && walks(items.lane[row]);
    if (started && isRunnerWalked) found.push([items.startNs[row], "itemBegins", row]);
    const isDropped = !started && isSubmitterWalked && !Number.isNaN(items.submitNs[row]);
    if (!Number.isNaN(items.endNs[row]) && (isDropped || (started && isRunnerWalked)))
      found.push([items.endNs[row], "itemEnds", row]);
  }
  lanes.forEach(({ startNs, endNs, ended }, lane) => {
    if (!walks(lane)) return;
    found.push([startNs, "laneBegins", lane]);
    if (ended) found.push([endNs, "laneEnds", lane]);
  });
  losses.marks.forEach((mark, number) => {
    LOSS_ROLES.forEach((role, i) => {
      const access = mark[role];
      if (access && walks(access.lane)) found.push([access.timeNs, "lossAccess", 4 * number + i]);
    });
  });
  if (filter.only !== "all") return new Set(found.map(text));
  trace.processes.forEach(({ startNs, endNs, exitCode }, process) => {
    if (process === 0) return;
    found.push([startNs, "processStarts", process]);
    if (exitCode !== null) found.push([endNs, "processEnds", process]);
  });
  trace.pools.forEach(({ createdNs }, pool) => {
    found.push([createdNs, "poolBegins", pool]);
  });
  return new Set(found.map(text));
}

function walked(steps: StepsOfRun, by: 1 | -1): StepKey[] {
  const keys: StepKey[] = [];
  let key: StepKey | null = by > 0 ? before(Number.NEGATIVE_INFINITY) : behind(Number.POSITIVE_INFINITY);
  for (;;) {
    key = by > 0 ? steps.after(key) : steps.before(key);
    if (!key) return keys;
    keys.push(key);
  }
}

function check(trace: Trace, filter: StepFilter): StepKey[] {
  const model = buildModel(trace, []);
  const steps = new StepsOfRun(model, filter);
  const forward = walked(steps, 1);
  assert.deepEqual([...forward.map(textOf)].sort(), [...everything(model, filter)].sort(), "each of them once");
  assert.deepEqual(walked(steps, -1).reverse().map(textOf), forward.map(textOf), "backward the same");
  for (let i = 1; i < forward.length; i++) assert.ok(compare(forward[i - 1], forward[i]) < 0, "in order");
  forward.forEach((key, i) => {
    const facts = stepFacts(model, steps, key);
    assert.deepEqual(facts.count, { number: i + 1, of: forward.length });
    assert.ok(facts.previousNs === null || facts.previousNs < key.timeNs);
    assert.ok(facts.nextNs === null || facts.nextNs > key.timeNs);
  });
  return forward;
}

test("whatever happened, a walk meets each of it once, in order, forward and backward", () => {
  let met = 0;
  fc.assert(
    fc.property(arbitraryRecording, arbitrarySchedule, fc.nat(), fc.nat(3), (drawing, schedule, number, which) => {
      const trace = [...growing(drawing, schedule)].at(-1)?.snapshot();
      if (!trace) return;
      const filters: StepFilter[] = [
        { only: "all" },
        { only: "waits" },
        { only: "lane", lane: number % Math.max(1, trace.lanes.length) },
        { only: "resource", resource: number % Math.max(1, trace.resources.length) },
      ];
      const filter = filters[which];
      if (filter.only === "lane" && trace.lanes.length === 0) return;
      if (filter.only === "resource" && trace.resources.length === 0) return;
      met += check(trace, filter).length;
    }),
    { numRuns: 250 },
  );
  assert.ok(met > 1000, `${met} events`);
});

test("what is handed over is told in the order of causes", () => {
  const trace = handOver();
  const told = check(trace, { only: "all" }).map(({ timeNs, kind, row }) => {
    const lane = kind.startsWith("wait")
      ? trace.waits.lane[row]
      : kind.startsWith("lane")
        ? row
        : trace.holds.lane[row];
    return `${timeNs / 1e6} ${trace.lanes[lane].name} ${kind}`;
  });
  assert.deepEqual(told.slice(0, 8), [
    "0 A laneBegins",
    "0 B laneBegins",
    "0 C laneBegins",
    "0 C held",
    "5 B waitBegins",
    "10 A waitBegins",
    "30 C released",
    "30 B waitEnds",
  ]);
});

test("who never gets it does not go on", () => {
  const kinds = check(deadlock(), { only: "waits" }).map(({ kind }) => kind);
  assert.deepEqual(kinds, ["waitBegins", "waitBegins"]);
});

test("in the middle one begins with what comes next", () => {
  const model = buildModel(office(), []);
  const steps = new StepsOfRun(model, { only: "all" });
  const all = walked(steps, 1);
  const middle = all[all.length >> 1];
  assert.deepEqual(steps.after(before(middle.timeNs))?.timeNs, middle.timeNs);
  assert.deepEqual(steps.before(behind(middle.timeNs))?.timeNs, middle.timeNs);
});

test("the window zooms until neighbours stand apart, and stays where they do", () => {
  const at = (timeNs: number, previousNs: number | null, nextNs: number | null) => ({
    key: { timeNs, rank: 0, kind: STEP_KINDS[0], row: 0 },
    previousNs,
    nextNs,
  });
  const scale = { t0Ns: 0, nsPerPx: 1000 };
  assert.equal(scaleForStep(scale, at(500_000, 400_000, 600_000), 1000), scale, "100 px on both sides");
  const near = scaleForStep(scale, at(500_000, 499_000, 900_000), 1000);
  assert.ok(1000 / near.nsPerPx >= 20, "from 1 px to a distance that one sees");
  const far = scaleForStep({ t0Ns: 0, nsPerPx: 1 }, at(1_000_000, null, 2_000_000), 1000);
  assert.ok((2_000_000 - far.t0Ns) / far.nsPerPx < 1000, "the next one is in the window");
  const beside = scaleForStep(scale, at(990_000, 890_000, null), 1000);
  assert.equal(beside.nsPerPx, 1000);
  assert.ok((990_000 - beside.t0Ns) / 1000 < 800, "not at the edge");
});
