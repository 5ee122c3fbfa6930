/** Where the bar of a lane is. */
import { barTopPx, LANE_BAR, type LaneRow, type RowLayout } from "../../core/layout/rows";
import { type Bar, barOf } from "./shapes";
import { isDrawn, type Stage } from "./stage";

/** A layout lives for many frames, and a lost update asks for two rows of it. */
const known = new WeakMap<RowLayout, Map<number, LaneRow>>();

/** The row of a lane; null while its group is closed. */
export function laneRow({ layout }: Stage, lane: number): LaneRow | null {
  let rows = known.get(layout);
  if (!rows) {
    const laneRows = layout.rows.filter((row) => row.kind === "lane");
    rows = new Map(laneRows.map((row) => [row.lane, row]));
    known.set(layout, rows);
  }
  return rows.get(lane) ?? null;
}

/** Null while its group is closed. */
export function laneBar(stage: Stage, lane: number): Bar | null {
  const row = laneRow(stage, lane);
  return row ? barOf(stage, row.yPx, barTopPx(row), LANE_BAR.heightPx) : null;
}

/** Where to draw something on the bar; null also while the part of the picture that it stands in is not drawn. */
export function drawnBar(stage: Stage, lane: number): Bar | null {
  const row = laneRow(stage, lane);
  return row && isDrawn(stage, row) ? laneBar(stage, lane) : null;
}
