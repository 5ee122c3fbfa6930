/** What a pool's worker ran: a labelled bar for each item, above the lane's states. */
import { ItemState } from "../../core/layout/item-store";
import { ITEM_BAR, ITEM_LEAST_PX, type LaneRow } from "../../core/layout/rows";
import { forEachWide } from "../../core/layout/wide";
import { windowOf } from "./lanes";
import { type Bar, barOf, label, spanEdges } from "./shapes";
import type { Stage } from "./stage";

const FONT_PX = 10.5;
/** The edge that tells how it ended. */
const EDGE_PX = 3;
/** Many items get a bar only where they are wide. */
const MANY_ITEMS = 3000;
const WIDE_PX = 16;

/** How wide an item has to be for a bar of its own, in CSS pixels. */
export function leastItemPx(stage: Stage, rows: readonly LaneRow[]): number {
  const [fromNs, untilNs] = windowOf(stage);
  let items = 0;
  for (const { lane, itemsPx } of rows) {
    const store = itemsPx > 0 ? stage.model.itemsOf(lane) : null;
    if (store) items += store.spanAt(untilNs) - store.spanAt(fromNs);
  }
  return items <= MANY_ITEMS ? ITEM_LEAST_PX : WIDE_PX;
}

export function drawItems(stage: Stage, row: LaneRow, leastPx: number): void {
  const store = row.itemsPx > 0 ? stage.model.itemsOf(row.lane) : null;
  if (!store) return;
  const { context, ratio } = stage;
  const [fromNs, untilNs] = windowOf(stage);
  const bar = itemBar(stage, row);
  const { font } = context;
  context.font = font.replace(/^\S+ [\d.]+px/, `500 ${FONT_PX * ratio}px`);
  forEachWide(store, fromNs, untilNs, leastPx * stage.view.scale.nsPerPx, (at) => {
    if (store.objectOf(at) < 0) return;
    const [leftX, rightX] = spanEdges(stage, store.startNsOf(at), store.spanEndNs(at));
    drawItem(stage, bar, store.stateOf(at), store.objectOf(at), leftX, rightX);
  });
  context.font = font;
}

/** Where a lane's items are drawn. */
export function itemBar(stage: Stage, row: LaneRow): Bar {
  return barOf(stage, row.yPx, ITEM_BAR.topPx, ITEM_BAR.heightPx - 1);
}

function drawItem(stage: Stage, bar: Bar, state: number, item: number, leftX: number, rightX: number): void {
  const { context, theme, ratio } = stage;
  const left = Math.max(leftX, -50) + 0.5 * ratio;
  const right = Math.min(rightX, stage.widthPx + 50) - 0.5 * ratio;
  const raised = state === ItemState.raised;
  context.fillStyle = raised ? theme.itemRaised : theme.itemGround;
  context.fillRect(left, bar.topY, right - left, bar.heightPx);
  context.fillStyle = raised ? theme.severities.error : theme.itemEdge;
  context.fillRect(left, bar.topY, Math.min(EDGE_PX * ratio, right - left), bar.heightPx);
  // One that raised is barred at its end too; one that still runs stays open there.
  if (raised && right - left > 2 * EDGE_PX * ratio)
    context.fillRect(right - EDGE_PX * ratio, bar.topY, EDGE_PX * ratio, bar.heightPx);
  if (theme.highContrast) {
    context.strokeStyle = theme.text;
    context.lineWidth = ratio;
    context.strokeRect(left + ratio / 2, bar.topY + ratio / 2, right - left - ratio, bar.heightPx - ratio);
  }
  if (right - left < 22 * ratio) return;
  label(stage, stage.words.item(stage.model, item), left, right, bar, theme.text, null);
}
