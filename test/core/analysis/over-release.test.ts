import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze } from "../../../core/analysis/analyze";
import { draw } from "../support/draw";

/** A resource of this kind, given back too often at line 9 by T1. */
const overReleased = (kind: string, times = 1) =>
  draw(`
    0    Main  creates ${kind} R 2      @1
    10   Main  starts T1
    ${Array.from({ length: times }, (_, i) => `${100 + i} T1 over-releases R @9`).join("\n")}
    500  T1    ends
  `).trace();

test("each kind is an error at the line that gave back too much", () => {
  for (const [kind, message] of [
    ["lock", "R was released at app.py:9 while nobody held it."],
    ["rlock", "R was released at app.py:9 by a thread that did not hold it."],
    [
      "bounded-semaphore",
      "R was released at app.py:9 more often than it was acquired: it would have passed its bound of 2.",
    ],
    ["queue", "task_done() was called at app.py:9 more often than items were put into R."],
  ]) {
    const trace = overReleased(kind);
    const [finding, ...others] = analyze(trace);
    assert.equal(others.length, 0, kind);
    assert.equal(finding.rule, "over-release");
    assert.equal(finding.severity, "error");
    assert.equal(finding.certainty, "observed");
    assert.equal(finding.message, message);
    const [release, created] = finding.locations;
    assert.equal(trace.sites[release.site].line, 9);
    assert.equal(trace.lanes[release.lane ?? -1].name, "T1");
    assert.equal(release.role, "release");
    assert.equal(trace.sites[created.site].line, 1);
  }
});

test("what one line does often is one finding with its count", () => {
  const [finding, ...others] = analyze(overReleased("bounded-semaphore", 3));
  assert.equal(others.length, 0);
  assert.equal(finding.count, 3);
});

test("a healthy release is none", () => {
  const trace = draw(`
    0    Main  creates bounded-semaphore S 1
    10   Main  acquires S
    20   Main  releases S
  `).trace();
  assert.deepEqual(analyze(trace), []);
});

test("errors come before infos, whatever these cost", () => {
  const trace = draw(`
    0     Main  creates lock L
    0     Main  creates bounded-semaphore S 1
    10    Main  starts T1
    100   T1    acquires L
    200   Main  wants L
    9000  T1    releases L
    9000  Main  gets L
    9010  Main  releases L
    9020  Main  over-releases S
  `).trace();
  assert.deepEqual(
    analyze(trace).map(({ rule }) => rule),
    ["over-release", "lock-contention"],
  );
});
