import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze } from "../../../core/analysis/analyze";
import type { SignalLines } from "../../../core/trace/signal-lines";
import type { Trace } from "../../../core/trace/types";
import { draw } from "../support/draw";

/** What the source says of lines of the drawing. */
function said(trace: Trace, lines: Partial<SignalLines>): Trace {
  const none = {
    pairedAcquires: [],
    unpairedAcquires: [],
    triedAcquires: [],
    looseWaits: [],
    untestedWaits: [],
    lateClears: [],
  };
  const signalLines = new Map(trace.sites.map(({ file }) => [file, { ...none, ...lines }]));
  return { ...trace, signalLines };
}

const found = (trace: Trace) => analyze(trace).filter(({ rule }) => rule === "wait-without-loop");

const WAITED = `
  0    Main  creates condition C  @1
  10   Main  starts T1
  20   T1    awaits C             @5
  30   Main  notifies C
  40   T1    wakes C
  50   T1    awaits C             @5
  60   Main  notifies C
  70   T1    wakes C
`;

test("a line that the source calls loose is one finding, however often it waited", () => {
  const [finding, ...others] = found(said(draw(WAITED).trace(), { looseWaits: [5] }));
  assert.equal(others.length, 0);
  assert.equal(finding.count, 2);
  assert.equal(finding.severity, "warning");
  assert.equal(finding.certainty, "predicted");
  assert.match(finding.message, /^What follows C.wait\(\) at app.py:5 does not look/);
});

test("nothing of other lines, of unknown sources, and of waits that never returned", () => {
  assert.deepEqual(found(said(draw(WAITED).trace(), { looseWaits: [6] })), []);
  assert.deepEqual(found(draw(WAITED).trace()), []);
  const open = draw("0 Main creates condition C @1\n10 Main starts T1\n20 T1 awaits C @5").trace();
  assert.deepEqual(found(said(open, { looseWaits: [5] })), []);
});
