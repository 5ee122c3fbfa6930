/** Columns get wider when frames take too long, finer when there is time, and finest when nothing moves. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Fineness } from "../../webview/worker/fineness";

test("slow frames double the width up to eight pixels, fast ones halve it again", () => {
  const fineness = new Fineness(() => {});
  const widths = [20, 20, 20, 20, 1, 1, 1, 1].map((ms) => {
    fineness.drew(ms, fineness.whileMoving);
    return fineness.whileMoving;
  });
  assert.deepEqual(widths, [2, 4, 8, 8, 4, 2, 1, 1]);
  fineness.drew(1, 1);
});

test("a frame within its time changes nothing", () => {
  const fineness = new Fineness(() => assert.fail("there is nothing to refine"));
  fineness.drew(4, 1);
  assert.equal(fineness.whileMoving, 1);
});

test("the fine picture is drawn once things stand still, and does not count as slow", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let refined = 0;
  const fineness = new Fineness(() => {
    refined++;
    fineness.drew(30, 1);
  });
  fineness.drew(20, 1);
  fineness.drew(5, 2);
  context.mock.timers.tick(100);
  fineness.drew(5, 2);
  context.mock.timers.tick(100);
  assert.equal(refined, 0, "still moving");
  context.mock.timers.tick(30);
  assert.equal(refined, 1);
  assert.equal(fineness.whileMoving, 2, "the next gesture begins as wide as it was");
});
