import assert from "node:assert/strict";
import { test } from "node:test";
import { LivePace, LONGEST_MS, SHORTEST_MS } from "../../../core/collect/live-pace";

test("cheap generations come twenty times a second", () => {
  const pace = new LivePace();
  assert.equal(pace.delayMs(), SHORTEST_MS);
  pace.took(2);
  assert.equal(pace.delayMs(), SHORTEST_MS);
});

test("generations of ordinary traces never take more than a fifth of a core", () => {
  const pace = new LivePace();
  for (const costMs of [1, 12, 13, 100, 400, 500]) {
    pace.took(costMs);
    assert.ok(costMs / (costMs + pace.delayMs()) <= 0.2, `${costMs} ms`);
  }
});

test("however long one took, the picture moves again within two seconds", () => {
  const pace = new LivePace();
  pace.took(60_000);
  assert.equal(pace.delayMs(), LONGEST_MS);
  assert.ok(LONGEST_MS <= 2000);
});
