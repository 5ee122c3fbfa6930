/**
 * The lanes of a lost update may be so far from each other that no window has both. One that is not in it is shown at its edge,
 * as if its row had stopped there:
 *
 *   ┌─ window ──────────┐
 *   │ lane 3   ①────④   │
 *   │ …                 │
 *   │ lane 87    ②──③   │  docked: its row is 84 rows further down
 *   └───────────────────┘
 */
import { LANE_PX, type RowLayout } from "./rows";
import { stuckPx, topInWindow } from "./window-rows";

export interface DockedLane {
  lane: number;
  edge: "top" | "bottom";
  /** Top of its row, in CSS pixels below the top of the window. */
  topPx: number;
}

/** @param lanes from top to bottom no order is needed; those whose rows are in the window are not among the answers */
export function dockedLanes(
  layout: RowLayout,
  scrollPx: number,
  heightPx: number,
  lanes: readonly number[],
): DockedLane[] {
  const edgePx = stuckPx(layout, heightPx);
  const places = [...new Set(lanes)].flatMap((lane) => {
    const row = layout.rows.find((each) => each.kind === "lane" && each.lane === lane);
    // In a group that is closed: at the lower edge, where groups of such lanes are.
    if (!row) return { lane, yPx: Number.POSITIVE_INFINITY };
    // A pinned one is always in the window.
    return row.yPx < edgePx ? [] : { lane, yPx: topInWindow(layout, row, { scrollPx, heightPx }) };
  });
  places.sort((a, b) => a.yPx - b.yPx);
  const above = places.filter(({ yPx }) => yPx < edgePx);
  let below = places.filter(({ yPx }) => yPx + LANE_PX > heightPx);
  // What is docked covers rows: a lane that it would hide docks beside it.
  const hidden = (yPx: number) =>
    (above.length > 0 && yPx < edgePx + above.length * LANE_PX) ||
    (below.length > 0 && yPx + LANE_PX > heightPx - below.length * LANE_PX);
  const between = places.filter((place) => !above.includes(place) && !below.includes(place));
  if (above.length > 0) above.push(...between.filter(({ yPx }) => hidden(yPx)));
  else below = [...between.filter(({ yPx }) => hidden(yPx)), ...below];
  return [
    ...above.map(({ lane }, i): DockedLane => ({ lane, edge: "top", topPx: edgePx + i * LANE_PX })),
    ...below.map(
      ({ lane }, i): DockedLane => ({ lane, edge: "bottom", topPx: heightPx - (below.length - i) * LANE_PX }),
    ),
  ];
}
