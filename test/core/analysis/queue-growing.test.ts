import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze } from "../../../core/analysis/analyze";
import type { Trace } from "../../../core/trace/types";
import { draw } from "../support/draw";

/** Puts and gets at these ms; the run ends after 600 ms. */
function queue(putsMs: number[], getsMs: number[], bound = 0, more = ""): Trace {
  const steps: [number, string][] = [
    [0, `Main creates queue Q ${bound} @3`],
    [1, "Main starts T1"],
  ];
  for (const ms of putsMs) steps.push([ms * 1000 + 10, "Main puts Q @7"]);
  for (const ms of getsMs) steps.push([ms * 1000 + 20, "T1 gets Q @5"]);
  if (more !== "") steps.push([300_000, more]);
  steps.push([600_000, "T1 ends"], [600_000, "Main ends"]);
  steps.sort(([a], [b]) => a - b);
  return draw(steps.map(([at, text]) => `${at} ${text}`).join("\n")).trace();
}
const every = (ms: number, fromMs = 0, toMs = 600) =>
  Array.from({ length: Math.floor((toMs - fromMs) / ms) }, (_, i) => fromMs + i * ms);
const found = (...args: Parameters<typeof queue>) =>
  analyze(queue(...args)).filter(({ rule }) => rule === "queue-growing");

test("four times as many come as go: rates, depth, and when it is full", () => {
  const [finding, ...others] = found(every(2), every(8), 1000);
  assert.equal(others.length, 0);
  assert.equal(finding.severity, "warning");
  assert.equal(finding.data.depth, 225);
  assert.equal(Math.round(finding.data.putsPerSecond as number), 500);
  assert.equal(Math.round(finding.data.getsPerSecond as number), 125);
  assert.ok(Math.abs((finding.data.fullAfterNs as number) - 2.067e9) < 0.01e9);
  assert.equal(found(every(2), every(8))[0].data.bound, null);
});

test("none: a burst that is emptied, a queue that is emptied in the end, one that nobody reads", () => {
  assert.deepEqual(found(every(1, 0, 100), every(4)), []);
  assert.deepEqual(found(every(2, 0, 400), every(2, 200, 600)), []);
  assert.deepEqual(found(every(2), []), []);
});

test("none where producers had to wait for room, and none where records were lost", () => {
  assert.deepEqual(found(every(2), every(8), 1000, "Main stalls Q"), []);
  assert.deepEqual(found(every(2), every(8), 0, "Main loses 1"), []);
});

test("while the program runs it is given only after a long time", () => {
  const trace = queue(every(2), every(8));
  trace.program.stillRunning = true;
  assert.deepEqual(
    analyze(trace).filter(({ rule }) => rule === "queue-growing"),
    [],
  );
});
