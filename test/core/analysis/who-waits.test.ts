import assert from "node:assert/strict";
import { test } from "node:test";
import { momentOfStop, STOP_MAY_BE_NOTED_LATE_NS, whoWaitsForWhom } from "../../../core/analysis/who-waits";
import type { Trace } from "../../../core/trace/types";
import { draw } from "../support/draw";

/** `T1 lock B held by T2@20` for each lane that waits at this time. */
function waiting(trace: Trace, atUs: number): string[] {
  return whoWaitsForWhom(trace, atUs * 1000).map(({ lane, op, resource, holder, holderSite, cycle }) => {
    const name = (index: number) => trace.lanes[index].name;
    const what = resource === null ? "" : ` ${trace.resources[resource].name}`;
    const by = holder === null ? "" : ` held by ${name(holder)}@${trace.sites[holderSite].line}`;
    return `${name(lane)} ${op}${what}${by}${cycle === null ? "" : ` cycle ${cycle.map(name).join(">")}`}`;
  });
}

const DEADLOCK = `
  0    Main  creates lock A
  0    Main  creates lock B
  10   Main  starts T1
  10   Main  starts T2
  20   Main  joins T1
  100  T1    acquires A       @10
  100  T2    acquires B       @20
  200  T1    wants B          @11
  200  T2    wants A          @21
`;

test("two lanes that hold what the other wants are a cycle, and whoever joins them leads to it", () => {
  const trace = draw(DEADLOCK).trace();
  assert.deepEqual(waiting(trace, 1000), [
    "Main threadJoin held by T1@0",
    "T1 lock B held by T2@20 cycle T1>T2",
    "T2 lock A held by T1@10 cycle T2>T1",
  ]);
});

test("it looks at the moment that is asked for, not at what the stop tore apart", () => {
  const trace = draw(`${DEADLOCK}
    5000 Main  interrupted T1
    5100 Main  ends
  `).trace();
  assert.equal(waiting(trace, 4000).length, 3);
  assert.equal(waiting(trace, 5050).length, 2);
  assert.deepEqual(waiting(trace, 150), ["Main threadJoin held by T1@0"]);
});

test("a lock that went from hand to hand is held by the latest hold", () => {
  const trace = draw(`
    0    Main  creates lock L
    10   Main  starts T1
    10   Main  starts T2
    100  T1    acquires L       @10
    200  Main  wants L          @30
    300  T1    releases L
    310  T2    acquires L       @20
  `).trace();
  assert.deepEqual(waiting(trace, 1000), ["Main lock L held by T2@20"]);
});

test("consumers of a queue wait for nobody in particular, sleepers for nobody at all", () => {
  const trace = draw(`
    0    Main  creates queue Q
    10   Main  starts T1
    10   Main  starts T2
    100  T1    awaits Q
    100  T2    sleeps 900
  `).trace();
  assert.deepEqual(waiting(trace, 500), ["T1 get Q"]);
});

test("a lane that wants a lock it holds itself is a cycle of one", () => {
  const trace = draw(`
    0    Main  creates lock L
    100  Main  acquires L       @10
    200  Main  wants L          @11
  `).trace();
  assert.deepEqual(waiting(trace, 300), ["Main lock L held by Main@10 cycle Main"]);
});

const INTERRUPTED = `${DEADLOCK}
  5000 Main  interrupted T1     @30
  5010 Main  joins T2           @0
`;

test("a program that was quicker than its host is shown as it was before the Ctrl-C", () => {
  const trace = draw(INTERRUPTED).trace();
  trace.program.stopAskedNs = 7_000_000;
  assert.equal(momentOfStop(trace), 4_999_999);
  assert.deepEqual(waiting(trace, momentOfStop(trace) / 1000)[0], "Main threadJoin held by T1@0");

  // Ended before the host noted anything: the way it ended tells.
  for (const end of [{ signal: "SIGINT" }, { exitCode: 130 }]) {
    const unnoted = draw(INTERRUPTED).trace();
    Object.assign(unnoted.program, { stopAskedNs: null, exitCode: null, signal: null }, end);
    assert.equal(momentOfStop(unnoted), 4_999_999);
  }
});

test("an exception long before the stop, or in a run that nobody stopped, moves nothing", () => {
  const trace = draw(INTERRUPTED).trace();
  trace.program.stopAskedNs = 5_000_000 + STOP_MAY_BE_NOTED_LATE_NS;
  assert.equal(momentOfStop(trace), trace.program.stopAskedNs);
  Object.assign(trace.program, { stopAskedNs: null, exitCode: 1, signal: null });
  assert.equal(momentOfStop(trace), trace.endNs);
  // Asked first, torn afterwards: the request counts.
  trace.program.stopAskedNs = 4_000_000;
  assert.equal(momentOfStop(trace), 4_000_000);
});
