import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze } from "../../../core/analysis/analyze";
import { lineFindings } from "../../../core/analysis/line-findings";
import { withAccesses } from "../support/accesses";
import { draw } from "../support/draw";

const RACING = withAccesses(
  draw(`
  1    Main  starts A
  2    Main  starts B
  3    A     sleeps 1
  3    B     sleeps 1
  90   A     ends
  91   B     ends
`),
  "x",
  [
    { lane: "A", at: 20, line: 7, writes: true },
    { lane: "B", at: 60, line: 9, writes: true },
  ],
);

test("a race stands at both of its lines, each leading to the other", () => {
  const trace = RACING.trace();
  const lines = lineFindings(trace, analyze(trace));
  assert.deepEqual(
    lines.map(({ line, findings }) => [line, findings.map(({ isMain, other }) => [isMain, other?.line])]),
    [
      [7, [[false, 9]]],
      [9, [[true, 7]]],
    ],
  );
  const [{ about, steps, severity }] = lines[1].findings;
  assert.deepEqual([about, severity], ["x", "error"]);
  assert.deepEqual(
    steps.map(({ line, laneName, writes, locks }) => [line, laneName, writes, locks]),
    [
      [9, "B", true, []],
      [7, "A", true, []],
    ],
  );
});

test("what is information stands at none", () => {
  const trace = RACING.trace();
  const told = analyze(trace).map((finding) => ({ ...finding, severity: "info" as const }));
  assert.deepEqual(lineFindings(trace, told), []);
});
