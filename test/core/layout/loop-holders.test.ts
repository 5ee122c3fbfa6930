/** Who had the event loop while a task was ready, and which span of a task makes its loop wait. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type SpanFacts, select } from "../../../core/layout/facts";
import { buildModel } from "../../../core/layout/model";
import { Tone } from "../../../core/layout/tones";
import { WaitOp } from "../../../core/trace/types";
import { draw } from "../support/draw";

const model = buildModel(
  draw(`
    0    Loop  creates-task sleeper
    0    Loop  creates-task patient
    10   Loop  steps sleeper
    20   Loop  sleeps 900        @7
    930  Loop  suspends sleeper sleep 50
    940  Loop  steps patient 15
    960  Loop  suspends patient sleep 50
    2000 Loop  ends
  `).trace(),
  [],
);

function factsAt(name: string, us: number): SpanFacts {
  const lane = model.trace.lanes.findIndex((each) => each.name === name);
  const { facts } = select(model, { kind: "span", lane, span: model.lanes[lane].spanAt(us * 1000) });
  assert.equal(facts.kind, "span");
  return facts as SpanFacts;
}

test("a ready task tells whose step had the loop, and what that waited for at which line", () => {
  const { tone, loopHeldBy } = factsAt("patient", 500);
  assert.equal(tone, Tone.ready);
  const [{ lane, startNs, endNs, wait }, ...others] = loopHeldBy;
  assert.equal(model.trace.lanes[lane].name, "sleeper");
  assert.deepEqual([startNs, endNs], [10_000, 930_000]);
  assert.equal(wait?.op, WaitOp.sleep);
  assert.equal(model.trace.sites[wait?.site ?? 0].line, 7);
  assert.deepEqual(others, []);
});

test("a sleep inside a step blocks the loop, an awaited one does not", () => {
  const inStep = factsAt("sleeper", 500);
  const awaited = factsAt("sleeper", 1500);
  assert.deepEqual([inStep.tone, inStep.blocksLoop], [Tone.sleeping, true]);
  assert.deepEqual([awaited.tone, awaited.blocksLoop], [Tone.sleeping, false]);
  assert.equal(factsAt("Loop", 500).blocksLoop, false, "its thread only sleeps");
  assert.equal(factsAt("sleeper", 925).blocksLoop, false, "to compute is no blocking call");
});
