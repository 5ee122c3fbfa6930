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

const found = (trace: Trace) => analyze(trace).filter(({ rule }) => rule === "lock-not-released");

const LEFT = `
  0    Main  creates lock L   @1
  10   Main  starts T1
  20   T1    acquires L       @5
  40   T1    ends
  900  Main  sleeps 10
`;
const PAIRED = { pairedAcquires: [5] };

test("a lane that ends with a lock whose release stands in the same function", () => {
  const [finding, ...others] = found(said(draw(LEFT).trace(), PAIRED));
  assert.equal(others.length, 0);
  assert.equal(finding.severity, "error");
  assert.equal(finding.message, "T1 took L at app.py:5 and ended without releasing it.");
});

test("nothing where it was released, by its lane or as a signal, or where its lane lives", () => {
  assert.deepEqual(
    found(said(draw(LEFT.replace("40   T1    ends", "30 T1 releases L\n40 T1 ends")).trace(), PAIRED)),
    [],
  );
  assert.deepEqual(found(said(draw(LEFT.replace("40   T1    ends", "")).trace(), PAIRED)), []);
});

test("an acquire without any release is one, unless it was a try or another lane has given it back before", () => {
  const unpaired = { unpairedAcquires: [5] };
  assert.equal(found(said(draw(LEFT).trace(), unpaired)).length, 1);
  assert.deepEqual(found(said(draw(LEFT).trace(), { ...unpaired, triedAcquires: [5] })), []);
  const signal = said(
    draw(`${LEFT}
    10   Main  starts T2
    60   T2    acquires L      @5
    70   T2    ends
  `).trace(),
    unpaired,
  );
  // The first hold lasted beyond the end of its lane: somebody else gave it back.
  signal.holds.closed[0] = 1;
  assert.deepEqual(found(signal), []);
});

test("who gives up after a timeout proves nothing by itself; where it should have been released it is told of", () => {
  const waited = `${LEFT}
    50   Main  wants L         @9
    950  Main  gives-up L
  `;
  assert.deepEqual(found(draw(waited).trace()), []);
  const [finding] = found(said(draw(waited).trace(), PAIRED));
  assert.equal(finding.costNs, 900_000);
  assert.match(finding.message, /others waited for it 1 time in vain/);
});

test("a stop that ended the lane tells nothing", () => {
  const trace = said(draw(LEFT).trace(), PAIRED);
  Object.assign(trace.program, { stopAskedNs: 30_000, exitCode: 130 });
  assert.deepEqual(found(trace), []);
});
