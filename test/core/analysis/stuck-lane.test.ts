import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze } from "../../../core/analysis/analyze";
import type { Trace } from "../../../core/trace/types";
import { draw } from "../support/draw";

function stopped(drawing: string): Trace {
  const trace = draw(drawing).trace();
  Object.assign(trace.program, { stopAskedNs: 900_000_000, exitCode: 130 });
  return trace;
}

const found = (trace: Trace) => analyze(trace).filter(({ rule }) => rule === "stuck-lane");

const CONSUMERS = `
  0    Main  creates queue Q    @1
  10   Main  starts T1
  10   Main  starts T2
  20   Main  puts Q
  30   T1    gets Q
  40   T1    awaits Q           @5
  40   T2    awaits Q           @5
  50   Main  joins T1           @9
`;

test("consumers for whom nobody is left to put are one finding at their line", () => {
  const [finding, ...others] = found(stopped(CONSUMERS));
  assert.equal(others.length, 0);
  assert.equal(finding.severity, "warning");
  assert.equal(finding.count, 2);
  assert.match(finding.message, /^T1 waits at app.py:5 for an item of Q \(2 lanes wait there\)/);
});

test("nothing of a run that ended by itself, nor where anybody could still put", () => {
  const healthy = draw(CONSUMERS).trace();
  Object.assign(healthy.program, { exitCode: 0, signal: null });
  assert.deepEqual(found(healthy), []);
  assert.deepEqual(found(stopped(CONSUMERS.replace("50   Main  joins T1           @9", ""))), []);
  assert.deepEqual(found(stopped(`${CONSUMERS}\n 15 Main starts T3\n 60 T3 sleeps 2000000`)), []);
});

test("an item that is on its way wakes somebody", () => {
  assert.deepEqual(found(stopped(CONSUMERS.replace("30   T1    gets Q", ""))), []);
});

test("the main thread may wait for an event that a signal's handler sets; another may not", () => {
  const drawing = (waiter: string) => `
    0    Main  creates event E   @1
    10   Main  starts T1
    20   ${waiter}  awaits E  @5
    30   ${waiter === "Main" ? "T1 ends" : "Main joins T1"}
  `;
  assert.deepEqual(found(stopped(drawing("Main"))), []);
  assert.match(found(stopped(drawing("T1")))[0].message, /^T1 waits at app.py:5 for E to be set/);
});

test("an event that has been set meanwhile is about to let it go on", () => {
  assert.deepEqual(
    found(
      stopped(`
    0    Main  creates event E
    10   Main  starts T1
    20   T1    awaits E
    30   Main  sets E
    40   Main  joins T1
  `),
    ),
    [],
  );
});

test("where records were lost nothing is sure", () => {
  assert.deepEqual(found(stopped(`${CONSUMERS}\n 60 T1 loses 3`)), []);
});
