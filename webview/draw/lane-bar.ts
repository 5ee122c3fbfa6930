/** Where the bar of a lane is. */
import { LANE_BAR, type LaneRow, type RowLayout } from "../../core/layout/rows";
import { type Bar, barOf } from "./shapes";
import type { Stage } from "./stage";

/** A layout lives for many frames, and a lost update asks for two rows of it. */
const known = new WeakMap<RowLayout, Map<number, LaneRow>>();

/** Null while its group is closed. */
export function laneBar(stage: Stage, lane: number): Bar | null {
  let rows = known.get(stage.layout);
  if (!rows) {
    const laneRows = stage.layout.rows.filter((row) => row.kind === "lane");
    rows = new Map(laneRows.map((row) => [row.lane, row]));
    known.set(stage.layout, rows);
  }
  const row = rows.get(lane);
  return row ? barOf(stage, row.yPx, LANE_BAR.topPx, LANE_BAR.heightPx) : null;
}
