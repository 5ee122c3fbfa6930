/** A large trace comes in two generations: first the picture, then what is asked about it. Together they are the trace. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { GrowingModel } from "../../../core/layout/growing-model";
import { Assembler, type Committed } from "../../../core/protocol/assemble";
import { decodeFrame, encodeFrame } from "../../../core/protocol/frame";
import { packTrace } from "../../../core/protocol/live-packer";
import { inStages } from "../../../core/protocol/stages";
import { viewTrace } from "../../bench/support/view-trace";
import { handOver } from "../layout/scenes";
import { assertSameTrace } from "../support/same-trace";

test("a small trace comes at once", () => {
  const messages = packTrace(handOver(), []);
  assert.deepEqual(inStages(messages), [messages]);
});

test("of a large one the lanes come first, as they will stay; then all else", () => {
  const trace = viewTrace({ spans: 170_000, lanes: 5 });
  const stages = inStages(packTrace(trace, []));
  assert.equal(stages.length, 2);
  const assembler = new Assembler();
  const take = (stage: number): Committed => {
    const messages = decodeFrame(encodeFrame(stages[stage]));
    const committed = Array.from(messages, (message) => assembler.accept(message)).findLast((each) => each !== null);
    assert.ok(committed);
    return committed;
  };
  assert.equal(take(0).isPartial, true);
  const first = assembler.trace;
  assert.equal(first.waits.length + first.holds.length + first.events.length, 0);
  const { lanes, laneTimes } = new GrowingModel(first).model([]);
  assert.ok(
    lanes.every((store) => store.objectOf(1) === -1),
    "no wait is there that could be named",
  );
  assert.deepEqual({ ...take(1), seq: 0 }, { seq: 0, ended: true, isPartial: false, growth: null });
  assert.deepEqual(new GrowingModel(assembler.trace).model([]).laneTimes, laneTimes);
  assertSameTrace(assembler.trace, trace);
});
