import assert from "node:assert/strict";
import { test } from "node:test";
import { dockedLanes } from "../../../core/layout/docked-lanes";
import { LANE_PX, type Row, type RowLayout } from "../../../core/layout/rows";

const HUNDRED: RowLayout = {
  pinned: 0,
  rows: Array.from(
    { length: 100 },
    (_, lane): Row => ({
      kind: "lane",
      level: 0,
      itemsPx: 0,
      within: "",
      lane,
      yPx: lane * LANE_PX,
      heightPx: LANE_PX,
    }),
  ),
  heightPx: 100 * LANE_PX,
};
const WINDOW_PX = 10 * LANE_PX;

/** `lane@row`: rows of the window from 0. */
function docked(firstRow: number, ...lanes: number[]): string[] {
  return dockedLanes(HUNDRED, firstRow * LANE_PX, WINDOW_PX, lanes).map(
    ({ lane, edge, topPx }) => `${edge} ${lane}@${topPx / LANE_PX}`,
  );
}

test("lanes in the window stay where they are", () => {
  assert.deepEqual(docked(0, 3, 9), []);
});

test("one above or below stands at the edge on its side", () => {
  assert.deepEqual(docked(20, 3, 25), ["top 3@0"]);
  assert.deepEqual(docked(20, 25, 80), ["bottom 80@9"]);
  assert.deepEqual(docked(20, 3, 80), ["top 3@0", "bottom 80@9"]);
});

test("two on one side stand in the order of their rows", () => {
  assert.deepEqual(docked(20, 80, 70), ["bottom 70@8", "bottom 80@9"]);
});

test("a lane that the docked one would hide docks beside it", () => {
  assert.deepEqual(docked(20, 29, 80), ["bottom 29@8", "bottom 80@9"]);
  assert.deepEqual(docked(20, 20, 3), ["top 3@0", "top 20@1"]);
});

test("a lane whose group is closed stands at the lower edge", () => {
  assert.deepEqual(docked(0, 3, 1000), ["bottom 1000@9"]);
});
