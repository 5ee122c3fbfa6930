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

const found = (trace: Trace) => analyze(trace).filter(({ rule }) => rule === "event-lost-wakeup");

const CLEARED_LATE = `
  0    Main  creates event E  @1
  10   Main  starts T1
  20   T1    awaits E         @5
  30   Main  sets E           @8
  40   T1    passes E         @5
  50   Main  sets E           @9
  60   T1    clears E         @7
  70   T1    awaits E         @5
`;
const LATE = { lateClears: [7] };

test("a set between the wait's return and the clear", () => {
  const [finding, ...others] = found(said(draw(CLEARED_LATE).trace(), LATE));
  assert.equal(others.length, 0);
  assert.equal(finding.count, 1);
  assert.match(
    finding.message,
    /^E was set at app.py:9 1 time after a wait .* app.py:7 cleared it: that set wakes nobody/,
  );
});

test("nothing where work is looked for after the clear, or the set came before the wait returned or after the clear", () => {
  assert.deepEqual(found(said(draw(CLEARED_LATE).trace(), {})), []);
  assert.deepEqual(found(said(draw(CLEARED_LATE.replace("50 ", "35 ")).trace(), LATE)), []);
  assert.deepEqual(found(said(draw(CLEARED_LATE.replace("50 ", "65 ")).trace(), LATE)), []);
});

test("nothing where the lane itself set it", () => {
  assert.deepEqual(found(said(draw(CLEARED_LATE.replace("50   Main", "50   T1")).trace(), LATE)), []);
});

test("of one line any number of sets", () => {
  const many = 130_000;
  const [head, tail] = [CLEARED_LATE.split("\n").slice(0, 6), CLEARED_LATE.split("\n").slice(7)];
  const sets = Array.from({ length: many }, (_, at) => `  ${50 + at}   Main  sets E           @9`);
  const again = [
    `  ${many + 80}   Main  sets E           @8`,
    `  ${many + 90}   T1    passes E         @5`,
    ...sets.map((_, at) => `  ${many + 100 + at}   Main  sets E           @9`),
    `  ${3 * many}   T1    clears E         @7`,
  ];
  const text = [
    ...head,
    ...sets,
    ...tail.map((line) => line.replace(/^ +(\d+)/, (_, at) => `  ${many + Number(at)}`)),
    ...again,
  ];
  const [finding] = found(said(draw(text.join("\n")).trace(), LATE));
  assert.equal(finding.count, 2 * many);
});
