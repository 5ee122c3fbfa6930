/** Where a selection of time snaps to: a beginning or end of a span of the lane, or a hold of the track, that is pointed at. */
import type { Model } from "./model";
import type { RowLayout } from "./rows";
import type { StateStore } from "./state-store";
import { type TimeScale, toNs, toPx } from "./time-scale";
import { rowAt } from "./window-rows";

/** So near an edge attracts the pointer. */
const REACH_PX = 6;
/** Where spans are narrower than this on both sides of an edge, one does not mean a particular one. */
const WIDE_PX = 12;

/** @param far the nearest edge of all, however far and however narrow */
export function edgeNear(
  model: Model,
  layout: RowLayout,
  scale: TimeScale,
  xPx: number,
  yPx: number,
  far: boolean,
): number | null {
  const row = rowAt(layout, yPx);
  const store =
    row?.kind === "lane" ? model.lanes[row.lane] : row?.kind === "track" ? model.track(row.resource).bands : null;
  if (!store || store.length === 0) return null;
  const at = store.spanAt(toNs(scale, xPx));
  const edges = at < 0 ? [store.beginNs] : [store.startNsOf(at), store.spanEndNs(at)];
  let best: number | null = null;
  let bestPx = far ? Number.POSITIVE_INFINITY : REACH_PX;
  for (const edgeNs of edges) {
    const awayPx = Math.abs(toPx(scale, edgeNs) - xPx);
    if (awayPx > bestPx || (!far && !isBesideWide(store, scale, edgeNs))) continue;
    best = edgeNs;
    bestPx = awayPx;
  }
  return best;
}

function isBesideWide(store: StateStore, scale: TimeScale, edgeNs: number): boolean {
  const behind = store.spanAt(edgeNs);
  const widthPx = (span: number) => (store.spanEndNs(span) - store.startNsOf(span)) / scale.nsPerPx;
  const isEnd = edgeNs === store.endNs;
  return widthPx(behind) >= WIDE_PX || (!isEnd && behind > 0 && widthPx(behind - 1) >= WIDE_PX);
}
