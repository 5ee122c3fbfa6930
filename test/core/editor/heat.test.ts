import assert from "node:assert/strict";
import { test } from "node:test";
import { heatOf, kindOf } from "../../../core/editor/heat";

const MS = 1e6;

test("a line is as hot as its share of the worst line", () => {
  const heats = [1, 9, 10, 49, 50, 100].map((ms) => heatOf(ms * MS, 100 * MS, 100 * MS));
  assert.deepEqual(heats, [1, 1, 2, 2, 3, 3]);
});

test("where nothing mattered, nothing is hot: not even the worst line", () => {
  assert.equal(heatOf(5 * MS, 5 * MS, 1000 * MS), 1);
  assert.equal(heatOf(10 * MS, 10 * MS, 1000 * MS), 3);
});

test("lanes wait at once: a line may have waited longer than the run lasted", () => {
  assert.equal(heatOf(900 * MS, 900 * MS, 100 * MS), 3);
});

test("a run that has not lasted yet has no heat to divide by", () => {
  assert.equal(heatOf(0, 0, 0), 1);
});

test("blocked is what locks and semaphores held up for half of its time or more", () => {
  assert.equal(kindOf({ totalNs: 10, blockedNs: 10 }), "blocked");
  assert.equal(kindOf({ totalNs: 10, blockedNs: 5 }), "blocked");
  assert.equal(kindOf({ totalNs: 10, blockedNs: 4 }), "waited");
});
