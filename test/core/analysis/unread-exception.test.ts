import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze } from "../../../core/analysis/analyze";
import type { Trace } from "../../../core/trace/types";
import { draw } from "../support/draw";

/** Two calls submitted at line 7, of which the second fails; `more` is what happens then. */
function failed(more = "", changes: Partial<Trace["processes"][number]> = {}): Trace {
  const trace = draw(`
    0    Main  creates thread-pool-executor P 2 @3
    1    Main  starts W1
    3    W1    works-for P
    10   Main  submits P 1 1 @7
    11   Main  submits P 2 1 @7
    20   W1    runs P 1 0 @5
    30   W1    returns P
    40   W1    runs P 2 0 @5
    50   W1    raises P
    ${more}
    900  W1    ends
    950  Main  ends
  `).trace();
  Object.assign(trace.processes[0], { areErrorReadsKnown: true, exitCode: 0, ...changes });
  return trace;
}
const found = (trace: Trace) => analyze(trace).filter(({ rule }) => rule === "unread-exception");

test("a call that failed, and nobody asked", () => {
  const trace = failed();
  const [finding, ...others] = found(trace);
  assert.equal(others.length, 0);
  assert.equal(finding.severity, "warning");
  assert.equal(finding.count, 1);
  assert.equal(finding.data.submitted, 2);
  assert.deepEqual(
    finding.locations.map(({ role, site }) => `${role} ${trace.sites[site].line}`),
    ["submitted 7", "function 1", "created 3"],
  );
  assert.match(finding.message, /^1 of 2 calls of .* submitted at app.py:7 failed, and nobody ever looked/);
});

test("none where the exception was read, of this unit or of any of its job", () => {
  assert.deepEqual(found(failed("60 Main reads-error P 2 0 1")), []);
  assert.deepEqual(found(failed("60 Main reads-error P 2")), []);
});

test("that the result of another call was read says nothing of this one", () => {
  assert.equal(found(failed("60 Main reads-result P 1")).length, 1);
});

test("none where it cannot be known", () => {
  assert.deepEqual(found(failed("", { areErrorReadsKnown: undefined })), [], "an older recording");
  assert.deepEqual(found(failed("", { exitCode: 1 })), [], "the program ended by another exception");
  assert.deepEqual(found(failed("60 Main loses 3")), [], "records were lost");
  const running = failed();
  running.program.stillRunning = true;
  assert.deepEqual(found(running), [], "it may yet ask");
});

test("what fails after the program was asked to stop is its end, not its fault", () => {
  const trace = failed();
  Object.assign(trace.program, { stopAskedNs: 45_000, exitCode: 130 });
  assert.deepEqual(found(trace), []);
});
