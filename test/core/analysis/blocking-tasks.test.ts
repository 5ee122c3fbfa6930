/** blocking-call-in-event-loop and slow-callback, of drawn tasks. Times in µs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Facts } from "../../../core/analysis/rule";
import { findBlockingCalls } from "../../../core/analysis/rules/blocking-call-in-event-loop";
import { findSlowCallbacks } from "../../../core/analysis/rules/slow-callback";
import { draw } from "../support/draw";

/** Task A holds the loop up to `endUs` by `what`, while B has been ready since `readyUs`. */
const heldUp = (what: string, endUs: number, readyUs: number): Facts =>
  ({
    trace: draw(`
      0         Main  begins
      1         Main  creates-task A  @3
      2         Main  creates-task B  @4
      3         Main  steps B
      4         Main  suspends B sleep ${readyUs} @5
      10        Main  steps A
      ${what}
      ${endUs}  Main  suspends A sleep 100 @9
      ${endUs + 1} Main steps B ${readyUs}
      ${endUs + 2} Main ends-task B
      ${endUs + 200} Main steps A
      ${endUs + 201} Main ends-task A
      ${endUs + 300} Main ends
    `).trace(),
  }) as Facts;

test("a sleep in a task while another is ready: a warning at its line", () => {
  const facts = heldUp("20 Main sleeps 200000 @8", 200_020, 20);
  const [finding, ...others] = findBlockingCalls(facts);
  assert.equal(others.length, 0);
  assert.equal(finding.severity, "warning");
  assert.equal(facts.trace.sites[finding.locations[0].site].line, 8);
  assert.equal(finding.data.others, 1);
  assert.deepEqual(findSlowCallbacks(facts), []);
});

test("nobody was ready meanwhile, or too short: nothing", () => {
  assert.deepEqual(findBlockingCalls(heldUp("20 Main sleeps 200000 @8", 200_020, 200_020)), []);
  assert.deepEqual(findBlockingCalls(heldUp("20 Main sleeps 30000 @8", 30_020, 20)), []);
});

test("a long step that computes while another is ready: information, and no blocking call", () => {
  const facts = heldUp("", 200_020, 20);
  const [finding, ...others] = findSlowCallbacks(facts);
  assert.equal(others.length, 0);
  assert.equal(finding.severity, "info");
  assert.equal(finding.count, 1);
  assert.deepEqual(findBlockingCalls(facts), []);
});

test("a step shorter than 100 ms, or one that holds up nobody, is not slow", () => {
  assert.deepEqual(findSlowCallbacks(heldUp("", 90_000, 20)), []);
  assert.deepEqual(findSlowCallbacks(heldUp("", 200_020, 200_000)), []);
});
