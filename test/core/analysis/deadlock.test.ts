import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze } from "../../../core/analysis/analyze";
import type { Trace } from "../../../core/trace/types";
import { draw } from "../support/draw";

/** Stopped at this time: everything that waits then may be stuck. */
function stopped(drawing: string, atUs = 900_000): Trace {
  const trace = draw(drawing).trace();
  Object.assign(trace.program, { stopAskedNs: atUs * 1000, exitCode: 130 });
  return trace;
}

const found = (trace: Trace) => analyze(trace).filter(({ rule }) => rule === "deadlock");

const TWO_LOCKS = `
  0    Main  creates lock A
  0    Main  creates lock B
  10   Main  starts T1
  10   Main  starts T2
  20   Main  joins T1
  100  T1    acquires A       @10
  100  T2    acquires B       @20
  200  T1    wants B          @11
  250  T2    wants A          @21
  900000 Main wakes other
`;

test("two locks: both lines of both lanes, and how long both have stood still", () => {
  const [finding, ...others] = found(stopped(TWO_LOCKS));
  assert.equal(others.length, 0);
  assert.equal(finding.severity, "error");
  assert.equal(
    finding.message,
    "Deadlock: T1 waits at app.py:11 for B, which T2 took at app.py:20; T2 waits at app.py:21 for A, which T1 took at app.py:10. Both have stood still for 900 ms.",
  );
  assert.deepEqual(
    finding.locations.map(({ role }) => role),
    ["waits", "holds", "waits", "holds"],
  );
  assert.equal(finding.costNs, 900_000_000 * 2 - 450_000);
  assert.equal(finding.data.stuckNs, 899_750_000);
});

test("the same circle has the same id whichever lane was first", () => {
  const other = TWO_LOCKS.replaceAll("T1", "X").replaceAll("T2", "T1").replaceAll("X", "T2");
  assert.equal(found(stopped(TWO_LOCKS))[0].id, found(stopped(other))[0].id);
});

test("a wait with a timeout, and a lock that was just let go, close no circle", () => {
  const timed = stopped(TWO_LOCKS);
  timed.waits.argument.fill(1);
  assert.deepEqual(found(timed), []);
  assert.deepEqual(found(stopped(`${TWO_LOCKS}\n 899999 T2 releases B`)), []);
});

test("while the program runs a circle must have lasted for a moment", () => {
  const trace = draw(TWO_LOCKS).trace();
  Object.assign(trace.program, { stillRunning: true, exitCode: null });
  trace.endNs = 100_000_000;
  assert.deepEqual(found(trace), []);
  const later = { ...trace, endNs: 400_000_000 };
  assert.equal(found(later).length, 1);
});

test("five forks are one circle of five", () => {
  const seats = [0, 1, 2, 3, 4];
  const trace = stopped(`
    ${seats.map((seat) => `0 Main creates lock fork${seat}`).join("\n")}
    ${seats.map((seat) => `10 Main starts T${seat}`).join("\n")}
    ${seats.map((seat) => `100 T${seat} acquires fork${seat} @5`).join("\n")}
    ${seats.map((seat) => `200 T${seat} wants fork${(seat + 1) % 5} @6`).join("\n")}
  `);
  const [finding] = found(trace);
  assert.match(finding.message, /^Deadlock: each of these 5 waits for a lock/);
  for (const seat of seats) assert.match(finding.message, new RegExp(`fork${seat} \\(app.py:5\\)`));
  assert.equal((finding.data.circle as unknown[]).length, 5);
});

test("of a semaphore of two all must stand still who have a permit", () => {
  const drawing = (third: string) => `
    0    Main  creates semaphore S 2
    0    Main  creates lock L
    10   Main  starts T1
    10   Main  starts T2
    10   Main  starts T3
    100  T1    acquires S       @10
    100  T2    acquires S       @20
    110  T3    acquires L       @30
    200  T3    wants S          @31
    300  T1    wants L          @11
    ${third}
  `;
  assert.deepEqual(found(stopped(drawing("400 T2 sleeps 500000"))).length, 0);
  const [finding] = found(stopped(drawing("400 T2 wants L @21")));
  assert.equal(finding.rule, "deadlock");
});

test("a join and a lock", () => {
  const [finding] = found(
    stopped(`
    0    Main  creates lock L
    10   Main  starts T1
    20   Main  acquires L  @2
    30   T1    wants L     @8
    40   Main  joins T1    @3
  `),
  );
  assert.match(finding.message, /Main \(app.py:3\) → T1 \(app.py:8\) → L \(app.py:2\) → Main/);
});

test("two full queues whose consumers put into the other's", () => {
  const drawing = `
    0    Main  creates queue P 1
    0    Main  creates queue Q 1
    10   Main  starts T1
    10   Main  starts T2
    20   T1    puts P
    25   T2    gets P
    30   T2    puts Q
    35   T1    gets Q
    40   T1    puts P
    45   T2    puts Q
    50   T1    stalls P  @5
    60   T2    stalls Q  @6
    70   Main  joins T1
  `;
  assert.equal(found(stopped(drawing)).length, 1);
  // Somebody lives who could take an item.
  assert.deepEqual(found(stopped(drawing.replace("70   Main  joins T1", ""))), []);
});

test("whoever takes its own lock again is a circle of one; a signal of somebody alive is not", () => {
  const drawing = `
    0    Main  creates rlock L
    10   Main  starts T1
    20   Main  acquires L @2
    30   Main  wants L @3
  `;
  const itself = drawing.replace("rlock", "lock").replace("10   Main  starts T1", "");
  assert.match(found(stopped(itself))[0].message, /^Deadlock: Main waits at app.py:3 for L/);
  assert.deepEqual(found(stopped(drawing.replace("rlock", "lock"))), []);
});
