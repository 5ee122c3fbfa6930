/** Which model fits, on drawn recordings. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { MIN_RUN_NS, modelAdvice } from "../../../core/analysis/model";
import { draw } from "../support/draw";

const advise = (text: string) => modelAdvice(draw(text).trace());

test("waits outside one behind the other could lie side by side", () => {
  const advice = advise(`
    0       Main  sleeps 60000
    70000   Main  sleeps 80000
    160000  Main  sleeps 60000
    230000  Main  sleeps 60000
    300000  Main  ends
  `);
  assert.equal(advice?.aloneWaits, 4);
  assert.equal(advice?.longestAloneNs, 80e6);
  assert.equal(advice?.aloneNs, advice?.sleepingNs);
});

test("waits of two lanes at a time are nobody's alone", () => {
  const advice = advise(`
    0       Main  starts T1
    1000    T1    sleeps 200000
    1000    Main  sleeps 200000
    250000  T1    ends
    300000  Main  ends
  `);
  assert.equal(advice?.aloneNs, 0);
  assert.equal(advice?.aloneWaits, 0);
});

test("of a run shorter than the start of Python nothing is said", () => {
  const advice = advise(`
    0     Main  sleeps 3000
    9000  Main  ends
  `);
  assert.ok(advice !== null && advice.runNs < MIN_RUN_NS);
  assert.equal(advice.fits, "unknown");
  assert.equal(advice.wouldTakeNs, null);
});
