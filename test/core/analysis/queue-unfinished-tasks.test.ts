import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze } from "../../../core/analysis/analyze";
import type { Trace } from "../../../core/trace/types";
import { draw } from "../support/draw";

const found = (trace: Trace) => analyze(trace).filter(({ rule }) => rule === "queue-unfinished-tasks");

/** Three items; T1 takes all and tells `told` of them done, then does `then`. Stopped after 900 ms. */
function joined(told: number, then: string): Trace {
  const trace = draw(`
    0    Main  creates queue Q @3
    1    Main  starts T1
    10   Main  puts Q @7
    11   Main  puts Q @7
    12   Main  puts Q @7
    20   Main  joins Q @8
    ${[0, 1, 2].map((item) => `${30 + item * 10} T1 gets Q @5\n${item < told ? `${35 + item * 10} T1 finishes Q @6` : ""}`).join("\n")}
    ${then}
    900000 Main wakes other
  `).trace();
  Object.assign(trace.program, { stopAskedNs: 900e6, exitCode: 130 });
  return trace;
}

test("a join that nobody can end: items were taken and not told done", () => {
  const trace = joined(1, "100 T1 awaits Q @5");
  const [finding, ...others] = found(trace);
  assert.equal(others.length, 0);
  assert.equal(finding.severity, "error");
  assert.deepEqual([finding.count, finding.data.taken], [2, 2]);
  assert.deepEqual(
    finding.locations.map(({ role, site }) => `${role} ${trace.sites[site].line}`),
    ["get 5", "join 8", "created 3"],
  );
  assert.equal(
    finding.message,
    "app.py:8 waits in Q.join() for ever: 2 items were taken at app.py:5 without a task_done().",
  );
});

test("the lane that took them has ended", () => {
  assert.equal(found(joined(2, "100 T1 ends"))[0].severity, "error");
});

test("none while the lane that took them is still at work, or waits for something else", () => {
  assert.deepEqual(found(joined(1, "100 T1 sleeps 5000000")), []);
  assert.deepEqual(found(joined(1, "90 Main creates lock L\n95 Main acquires L\n100 T1 wants L")), []);
});

test("none where all were told done, and none where records were lost", () => {
  assert.deepEqual(found(joined(3, "100 T1 awaits Q")), []);
  assert.deepEqual(found(joined(1, "100 T1 awaits Q\n101 T1 loses 2")), []);
});

test("a warning where join came back, and a lane went on without telling an item done", () => {
  const later = (items: number) =>
    draw(`
    0    Main  creates queue Q @3
    1    Main  starts T1
    10   Main  puts Q
    11   Main  joins Q @8
    20   T1    gets Q @5
    30   T1    finishes Q
    30   Main  joined Q
    ${Array.from({ length: items }, (_, i) => `${40 + i} Main puts Q\n${50 + i} T1 gets Q @5`).join("\n")}
    100  T1    ends
    200  Main  ends
  `).trace();
  const [finding] = found(later(3));
  assert.equal(finding.severity, "warning");
  assert.equal(finding.data.neverReturned, false);
  assert.deepEqual(found(later(1)), [], "one is the sign to end");
});
