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

const found = (trace: Trace) => analyze(trace).filter(({ severity }) => severity !== "info");

const INNER = (workers: number) => `
  0    Main  creates thread-pool-executor P ${workers}  @1
  10   Main  submits P 1 1     @2
  20   Main  starts W
  30   W     works-for P
  40   W     runs P 1 0
  50   W     submits P 2 1     @7
  60   W     needs-result P 2  @8
  70   Main  needs-result P 1  @3
`;

test("the only worker waits for what it would have to run itself", () => {
  const [finding, ...others] = found(stopped(INNER(1)));
  assert.equal(others.length, 0);
  assert.equal(finding.rule, "pool-self-deadlock");
  assert.equal(finding.severity, "error");
  assert.match(finding.message, /^P waits for itself: its 1 worker waits at app.py:8 for results of P/);
  assert.deepEqual(
    finding.locations.map(({ role }) => role),
    ["waits", "submitted", "created"],
  );
});

test("a worker that is still to be started, or one without work, would run it", () => {
  assert.deepEqual(found(stopped(INNER(2))), []);
  const idle = `${INNER(2)}
    80 Main starts V
    90 V works-for P
    95 V idles P
  `;
  assert.deepEqual(found(stopped(idle)), []);
});

test("two workers that both wait are one finding", () => {
  const [finding] = found(
    stopped(`
    ${INNER(2)}
    75 Main submits P 3 1     @2
    80 Main starts V
    90 V works-for P
    91 V runs P 3 0
    92 V submits P 4 1        @7
    93 V needs-result P 4     @8
  `),
  );
  assert.deepEqual((finding.data.lanes as number[]).length, 2);
  assert.equal(finding.data.unstarted, 2);
});
