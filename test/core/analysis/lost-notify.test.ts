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

const found = (trace: Trace) => analyze(trace).filter(({ rule }) => rule === "lost-notify");

const UNHEARD = `
  0    Main  creates condition C  @1
  10   Main  starts T1
  20   Main  notifies C           @3
  30   T1    awaits C             @5
  900  T1    gives-up C
`;
const UNTESTED = { untestedWaits: [5] };

test("a wait that came after the only notify and ran out", () => {
  const [finding, ...others] = found(said(draw(UNHEARD).trace(), UNTESTED));
  assert.equal(others.length, 0);
  assert.equal(finding.count, 1);
  assert.equal(finding.costNs, 870_000);
  assert.match(finding.message, /^C was notified at app.py:3 while nobody waited, and T1,/);
});

test("nothing where the wait is tested, or one notify was heard", () => {
  assert.deepEqual(found(said(draw(UNHEARD).trace(), {})), []);
  const heard = `${UNHEARD}
    950  T1    awaits C           @5
    960  Main  notifies C
    970  T1    wakes C
  `;
  assert.deepEqual(found(said(draw(heard).trace(), UNTESTED)), []);
});

test("nothing where the notify came later, or from the lane itself", () => {
  assert.deepEqual(found(said(draw(UNHEARD.replace("20   Main", "950  Main")).trace(), UNTESTED)), []);
  assert.deepEqual(found(said(draw(UNHEARD.replace("20   Main", "20   T1")).trace(), UNTESTED)), []);
});

test("a wait that lasts tells something once the program was stopped", () => {
  const open = UNHEARD.replace("900  T1    gives-up C", "900 Main sleeps 10");
  const ended = said(draw(open).trace(), UNTESTED);
  Object.assign(ended.program, { exitCode: 0, signal: null });
  assert.deepEqual(found(ended), []);
  const stopped = said(draw(open).trace(), UNTESTED);
  Object.assign(stopped.program, { stopAskedNs: 890_000, exitCode: 130 });
  assert.equal(found(stopped).length, 1);
});
