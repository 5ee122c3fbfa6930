/** asyncio tasks: lanes whose records stand among those of their loop's thread. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { WaitResult } from "../../../core/trace/types";
import { draw } from "../support/draw";
import { edgesOf, holdsOf, laneNamed, statesOf, wakersOf } from "../support/reading";

test("a task is ready, runs, waits, and is ready again until its next step", () => {
  const trace = draw(`
    0  Loop  begins
    1  Loop  creates-task A
    3  Loop  steps A 1
    5  Loop  suspends A sleep 10
    17 Loop  steps A 15
    20 Loop  ends-task A
    25 Loop  ends
  `).trace();
  assert.equal(statesOf(trace, "A"), "ready 1-3, running 3-5, sleeping 5-15, ready 15-17, running 17-20");
  const { kind, loop, parent, ended, coroutine } = trace.lanes[laneNamed(trace, "A")];
  assert.deepEqual(
    { kind, loop, parent, ended, coroutine },
    { kind: "task", loop: 0, parent: 0, ended: true, coroutine: "work" },
  );
  assert.deepEqual(edgesOf(trace), ["start→run Loop@1 A@3"]);
});

test("a sleep that is over makes a task ready, though its loop is held up and notices late", () => {
  const trace = draw(`
    0  Loop  begins
    0  Loop  creates-task A
    1  Loop  steps A
    2  Loop  suspends A sleep 5
    31 Loop  steps A 30
    32 Loop  ends-task A
    35 Loop  ends
  `).trace();
  assert.equal(statesOf(trace, "A"), "ready 0-1, running 1-2, sleeping 2-7, ready 7-31, running 31-32");
});

test("within a step a task does what its thread does; the wait is the thread's", () => {
  const trace = draw(`
    0  Loop  begins
    0  Loop  creates lock L
    1  T1    acquires L
    1  Loop  creates-task A
    2  Loop  steps A
    4  Loop  wants L
    6  T1    releases L
    6  Loop  gets L
    8  Loop  releases L
    9  Loop  suspends A
    11 Loop  steps A 9
    12 Loop  ends-task A raised
    15 Loop  ends
  `).trace();
  assert.equal(statesOf(trace, "A"), "ready 1-2, running 2-4, blocked 4-6, running 6-9, ready 9-11, running 11-12");
  assert.equal(statesOf(trace, "Loop"), "running 0-4, blocked 4-6, running 6-15");
  assert.deepEqual([...trace.waits.lane], [laneNamed(trace, "Loop")]);
  assert.deepEqual(holdsOf(trace, "L"), ["T1 1-6", "A 6-8"]);
});

test("a lock of asyncio is handed on from task to task", () => {
  const trace = draw(`
    0  Loop  creates asyncio.lock L
    0  Loop  creates-task A
    0  Loop  creates-task B
    1  Loop  steps A
    1  Loop  acquires L   @7
    2  Loop  suspends A sleep 5
    3  Loop  steps B
    4  Loop  suspends B lock L  @9
    8  Loop  steps A 7
    8  Loop  releases L
    9  Loop  ends-task A
    10 Loop  steps B 8 A  @7
    10 Loop  acquires L   @9
    12 Loop  releases L
    13 Loop  ends-task B
  `).trace();
  assert.deepEqual(wakersOf(trace, "B"), ["A@8:7"]);
  assert.equal(statesOf(trace, "B"), "ready 0-3, running 3-4, blocked 4-8, ready 8-10, running 10-13");
  assert.equal(trace.resources[0].module, "asyncio");
  assert.ok(edgesOf(trace).includes("release→acquire A@8 B@8"));
});

test("a wait that is given up was ended by who cancelled it, and nothing was handed on", () => {
  const trace = draw(`
    0  Loop  creates asyncio.lock L
    0  Loop  creates-task A
    1  Loop  steps A
    2  Loop  suspends A lock L
    6  Loop  steps A 5 Loop  @4
    7  Loop  ends-task A cancelled
  `).trace();
  assert.deepEqual(wakersOf(trace, "A"), ["Loop@5:4"]);
  assert.equal(trace.waits.result[0], WaitResult.exception);
  assert.deepEqual(edgesOf(trace), ["start→run Loop@0 A@1"]);
});

test("who is woken in vain goes on with the same wait", () => {
  const trace = draw(`
    0  Loop  creates asyncio.queue Q
    0  Loop  creates-task A
    0  Loop  creates-task B
    1  Loop  steps A
    2  Loop  suspends A get Q
    4  Loop  steps A 3
    5  Loop  suspends A get Q
    6  Loop  steps B
    6  Loop  puts Q       @8
    7  Loop  ends-task B
    9  Loop  steps A 6 B  @8
    9  Loop  gets Q
    11 Loop  ends-task A
  `).trace();
  assert.equal(trace.waits.length, 1);
  assert.deepEqual([trace.waits.startNs[0], trace.waits.endNs[0]], [2000, 6000]);
  assert.equal(
    statesOf(trace, "A"),
    "ready 0-1, running 1-2, waiting 2-3, ready 3-4, running 4-5, waiting 5-6, ready 6-9, running 9-11",
  );
  assert.deepEqual(wakersOf(trace, "A"), ["B@6:8"]);
  assert.equal(edgesOf(trace).filter((edge) => edge.startsWith("put→get")).length, 1);
});

test("a task that awaits another one goes on when that ends; of several, when the last one does", () => {
  const trace = draw(`
    0  Loop  creates-task A
    0  Loop  creates-task B
    0  Loop  creates-task C
    1  Loop  steps A
    2  Loop  suspends A task B
    3  Loop  steps C
    4  Loop  suspends C tasks
    5  Loop  steps B
    7  Loop  ends-task B
    8  Loop  steps A 7 B
    9  Loop  ends-task A
    10 Loop  steps C 9 A  @11
    11 Loop  ends-task C
  `).trace();
  assert.deepEqual([...wakersOf(trace, "A"), ...wakersOf(trace, "C")], ["B@7:0", "A@9:11"]);
  assert.deepEqual(
    edgesOf(trace).filter((edge) => edge.startsWith("end→join")),
    ["end→join B@7 A@7", "end→join A@9 C@9"],
  );
});

test("an eager task's creation may be told of after its first step", () => {
  const trace = draw(`
    0  Loop  begins
    2  Loop  steps A
    2  Loop  creates-task A
    3  Loop  ends-task A
    5  Loop  ends
  `).trace();
  assert.equal(statesOf(trace, "A"), "running 2-3");
});

test("a step whose end is lost ends where the next one of its thread begins", () => {
  const trace = draw(`
    0  Loop  creates-task A
    0  Loop  creates-task B
    1  Loop  steps A
    4  Loop  steps B
    6  Loop  ends-task B
    9  Loop  ends
  `).trace();
  assert.equal(statesOf(trace, "A"), "ready 0-1, running 1-4, ready 4-9");
  assert.equal(trace.lanes[laneNamed(trace, "A")].ended, false);
});
