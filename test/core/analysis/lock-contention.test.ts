import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze } from "../../../core/analysis/analyze";
import type { Finding } from "../../../core/analysis/finding";
import type { Trace } from "../../../core/trace/types";
import { draw } from "../support/draw";

const contention = (trace: Trace): Finding[] => analyze(trace).filter(({ rule }) => rule === "lock-contention");
const lines = (trace: Trace, { locations }: Finding) =>
  locations.map(
    ({ site, lane, role }) => `${role} ${trace.sites[site].line} ${lane === null ? "-" : trace.lanes[lane].name}`,
  );

const CONTENDED = `
  0     Main  creates lock L       @1
  10    Main  starts T1
  10    Main  starts T2
  100   T1    acquires L           @20
  200   T2    wants L              @30
  300   Main  wants L              @40
  3200  T1    releases L
  3200  T2    gets L
  3300  T2    releases L
  3300  Main  gets L
  3400  Main  releases L
  4000  T1    ends
  4000  T2    ends
  5000  Main  ends
`;

test("a contended lock is one finding that adds up its waits", () => {
  const trace = draw(CONTENDED).trace();
  const [finding, ...others] = contention(trace);
  assert.equal(others.length, 0);
  assert.equal(finding.severity, "info");
  assert.equal(finding.certainty, "observed");
  assert.equal(finding.count, 2);
  assert.equal(finding.costNs, (3000 + 3000) * 1000);
  assert.deepEqual(finding.params, {
    name: "L",
    lanes: 2,
    waits: 2,
    blocked: "6 ms",
    worst: "3 ms",
    where: "app.py:20",
    permits: 0,
    turns: 0,
    queue: 0,
    holder: "",
    complete: 1,
  });
  assert.equal(finding.message, "L made 2 lanes wait 2 times: 6 ms in all, 3 ms at worst.");
});

test("its first location is the holder that cost most, then the waiters, last where it was made", () => {
  const trace = draw(CONTENDED).trace();
  const [finding] = contention(trace);
  assert.deepEqual(
    lines(trace, finding),
    ["holder 20 T1", "waiter 40 Main", "waiter 30 T2", "created 1 -"].sort(byRole),
  );
  assert.equal(trace.lanes[finding.focus?.lane ?? -1].kind, "thread");
});

/** Two waiters cost the same: their order is that of their sites, which the test leaves open. */
function byRole(a: string, b: string): number {
  const order = ["holder", "waiter", "created"];
  const role = (text: string) => order.indexOf(text.split(" ")[0]);
  return role(a) - role(b) || (a < b ? -1 : 1);
}

test("the holder's lines are ordered by what they cost the others, not by how often they held", () => {
  const trace = draw(`
    0     Main  creates lock L     @1
    10    Main  starts T1
    100   T1    acquires L         @20
    110   Main  wants L            @40
    300   T1    releases L
    300   Main  gets L
    310   Main  releases L
    400   T1    acquires L         @20
    410   Main  wants L            @40
    600   T1    releases L
    600   Main  gets L
    610   Main  releases L
    1000  T1    acquires L         @25
    1010  Main  wants L            @40
    4000  T1    releases L
    4000  Main  gets L
    4010  Main  releases L
    5000  T1    ends
  `).trace();
  const [finding] = contention(trace);
  assert.deepEqual(lines(trace, finding).slice(0, 2), ["holder 25 T1", "holder 20 T1"]);
  assert.equal(finding.params.where, "app.py:25");
});

test("a wait that timed out and one that never ended count", () => {
  const trace = draw(`
    0     Main  creates lock L     @1
    10    Main  starts T1
    100   T1    acquires L         @20
    200   Main  wants L            @40
    1200  Main  gives-up L
    2000  Main  wants L            @41
    9000  T1    releases L
  `).trace();
  const [finding] = contention(trace);
  assert.equal(finding.count, 2);
  assert.ok(finding.costNs >= 8_000_000);
});

test("lanes that wait for good, in a circle or behind one, are no contention; others before the same locks are", () => {
  const trace = draw(`
    0     Main  creates lock A
    0     Main  creates lock B
    10    Main  starts T1
    10    Main  starts T2
    10    Main  starts T3
    10    Main  starts T4
    100   T1    acquires A
    100   T2    acquires B
    200   T1    wants B
    200   T2    wants A
    300   T3    wants A
    300   T4    wants A
    5000  T4    gives-up A
    9000  Main  ends
  `).trace();
  assert.deepEqual(
    contention(trace).map(({ params, count }) => [params.name, count]),
    [["A", 1]],
  );
});

test("waits below a millisecond in all, or below a hundredth of the run, are no finding", () => {
  const wait = (microseconds: number, runMs: number) =>
    draw(`
      0     Main  creates lock L
      10    Main  starts T1
      100   T1    acquires L
      200   Main  wants L
      ${200 + microseconds}  T1  releases L
      ${200 + microseconds}  Main  gets L
      ${300 + microseconds}  Main  releases L
      ${runMs * 1000}  Main  ends
    `).trace();
  assert.equal(contention(wait(999, 10)).length, 0);
  assert.equal(contention(wait(1001, 10)).length, 1);
  assert.equal(contention(wait(1001, 101)).length, 0);
});

test("a semaphore names the acquire of the lane that gave the permit back", () => {
  const trace = draw(`
    0     Main  creates semaphore S 1   @1
    10    Main  starts T1
    100   T1    acquires S              @20
    200   Main  wants S                 @40
    5000  T1    releases S              @21
    5000  Main  gets S
    5100  Main  releases S
    6000  T1    ends
  `).trace();
  const [finding] = contention(trace);
  assert.deepEqual(lines(trace, finding), ["holder 20 T1", "waiter 40 Main", "created 1 -"]);
  assert.match(finding.advice, /^Its 1 permit was all taken: the price/);
});

test("time on a condition, an event or a queue is not contention", () => {
  const trace = draw(`
    0     Main  creates event E
    0     Main  creates queue Q
    10    Main  starts T1
    100   T1    awaits E
    100   Main  awaits Q
    9000  T1    gives-up E
    9000  Main  gives-up Q
  `).trace();
  assert.deepEqual(contention(trace), []);
});

test("the id is the same whoever held it and however long, and differs from lock to lock of one line", () => {
  const run = (waitUs: number, holderLine: number) =>
    draw(`
      0     Main  creates lock A     @1
      0     Main  creates lock B     @1
      10    Main  starts T1
      100   T1    acquires A         @${holderLine}
      200   Main  wants A            @40
      ${waitUs}  T1  releases A
      ${waitUs}  Main  gets A
      ${waitUs + 10}  Main  releases A
      ${waitUs + 20}  T1    acquires B  @${holderLine}
      ${waitUs + 30}  Main  wants B     @40
      ${2 * waitUs}  T1  releases B
      ${2 * waitUs}  Main  gets B
    `).trace();
  const first = contention(run(5000, 20)).map(({ id }) => id);
  const second = contention(run(7000, 21)).map(({ id }) => id);
  assert.equal(new Set(first).size, 2);
  assert.deepEqual(first.toSorted(), second.toSorted());
  assert.match(first[0], /^lock-contention-[0-9a-f]{16}$/);
});

test("a lock that a thread took to its grave needs a release, not a shorter hold", () => {
  const drawing = (lastSteps: string) =>
    draw(`
      0     Main     creates lock L    @1
      10    Main     starts crasher
      10    Main     starts T1
      100   crasher  acquires L        @20
      200   T1       wants L           @30
      ${lastSteps}
    `).trace();
  const [finding, ...others] = contention(drawing("300 crasher ends\n8000 T1 gives-up L\n9000 Main ends"));
  assert.deepEqual(others, []);
  assert.match(finding.message, /It was never released: crasher, which took it at app\.py:20, has ended\.$/);
  assert.match(finding.advice, /^Release it on every path .* app\.py:20, /);
  assert.doesNotMatch(finding.advice, /shorter/);
  assert.equal(finding.data.neverReleased, true);

  // Released in time, still held by a living thread, or perhaps released in what was lost: the usual advice.
  for (const steps of [
    "8000 crasher releases L\n8000 T1 gets L\n8500 crasher ends",
    "8000 T1 gives-up L\n9000 Main ends",
    "300 crasher ends\n400 crasher loses 1\n8000 T1 gives-up L\n9000 Main ends",
  ]) {
    const [usual] = contention(drawing(steps));
    assert.match(usual.advice, /shorter/);
    assert.equal(usual.data.neverReleased, false);
  }
});
