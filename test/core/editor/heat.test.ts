import assert from "node:assert/strict";
import { test } from "node:test";
import { heatOf, kindOf, worstOfKinds } from "../../../core/editor/heat";

const MS = 1e6;
const blocked = (ms: number) => ({ totalNs: ms * MS, blockedNs: ms * MS });
const waited = (ms: number) => ({ totalNs: ms * MS, blockedNs: 0 });

test("a line is as hot as its share of the worst line", () => {
  const heats = [1, 9, 10, 49, 50, 100].map((ms) => heatOf(blocked(ms), 100 * MS, 100 * MS));
  assert.deepEqual(heats, [1, 1, 2, 2, 3, 3]);
});

test("where nothing mattered, nothing is hot: not even the worst line", () => {
  assert.equal(heatOf(blocked(5), 5 * MS, 1000 * MS), 1);
  assert.equal(heatOf(blocked(10), 10 * MS, 1000 * MS), 3);
});

test("a wait that nobody could notice is not hot, not even in a run as short", () => {
  assert.equal(heatOf(waited(0.9), 0.9 * MS, 2 * MS), 1);
  assert.equal(heatOf(waited(1), 1 * MS, 2 * MS), 3);
});

test("lanes wait at once: a line may have waited longer than the run lasted", () => {
  assert.equal(heatOf(blocked(900), 900 * MS, 100 * MS), 3);
});

test("a main thread that waits for the others takes no heat from the locks", () => {
  const worst = worstOfKinds([blocked(40), waited(5000), blocked(3)]);
  assert.deepEqual(worst, { blocked: 40 * MS, waited: 5000 * MS });
  assert.equal(heatOf(blocked(40), worst.blocked, 1000 * MS), 3);
});

test("without lines there is no worst", () => assert.deepEqual(worstOfKinds([]), { blocked: 0, waited: 0 }));

test("blocked is what locks and semaphores held up for half of its time or more", () => {
  assert.equal(kindOf({ totalNs: 10, blockedNs: 10 }), "blocked");
  assert.equal(kindOf({ totalNs: 10, blockedNs: 5 }), "blocked");
  assert.equal(kindOf({ totalNs: 10, blockedNs: 4 }), "waited");
});
