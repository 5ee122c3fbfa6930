/**
 * Which rows a window shows, and where in it. Pinned rows come first in a layout; they stay at the top of the window while the
 * others scroll beneath them:
 *
 *   ┌─ window ──────────┐
 *   │ pinned            │  0 … stuckPx: does not scroll
 *   ├───────────────────┤
 *   │ …  the others     │  scrolls; what is under the pinned rows is cut
 *   └───────────────────┘
 */
import type { Row, RowLayout } from "./rows";

/** All heights are CSS pixels. */
export interface Window {
  /** How far the rows are scrolled. */
  scrollPx: number;
  heightPx: number;
}

/** Pinned rows that would take more of the window than this scroll as all others do: something has to be left to look at. */
const MOST_STUCK = 0.5;

/** How many of the first rows stay at the top of a window of this height. */
export function stuckRows({ rows, pinned }: RowLayout, heightPx: number): number {
  let stuck = 0;
  while (stuck < pinned && rows[stuck].yPx + rows[stuck].heightPx <= heightPx * MOST_STUCK) stuck++;
  return stuck;
}

/** What they take of it. */
export function stuckPx(layout: RowLayout, heightPx: number): number {
  const stuck = stuckRows(layout, heightPx);
  return stuck === 0 ? 0 : layout.rows[stuck - 1].yPx + layout.rows[stuck - 1].heightPx;
}

/** Top of a row in the window. One that is wholly under the pinned rows counts as above the window. */
export function topInWindow(layout: RowLayout, row: Row, { scrollPx, heightPx }: Window): number {
  const edgePx = stuckPx(layout, heightPx);
  if (row.yPx < edgePx) return row.yPx;
  const topPx = row.yPx - scrollPx;
  return topPx + row.heightPx <= edgePx ? topPx - edgePx : topPx;
}

/** The place among the rows that is seen at a height of the window. */
export function placeOf(layout: RowLayout, windowPx: number, { scrollPx, heightPx }: Window): number {
  return windowPx < stuckPx(layout, heightPx) ? windowPx : windowPx + scrollPx;
}

/** The row at a place, undefined between and below. */
export function rowAt(layout: RowLayout, yPx: number): Row | undefined {
  const { rows } = layout;
  const row = rows[firstRowBelow(layout, yPx)];
  return row && row.yPx <= yPx ? row : undefined;
}

/** Index of the first row whose lower edge is below `yPx`. */
function firstRowBelow({ rows }: RowLayout, yPx: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle].yPx + rows[middle].heightPx <= yPx) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface VisibleRows {
  /** Those that stay at the top. */
  stuck: Row[];
  /** Those below, as far as anything of them is seen. */
  scrolled: Row[];
}

export function visibleRows(layout: RowLayout, { scrollPx, heightPx }: Window): VisibleRows {
  const stuck = stuckRows(layout, heightPx);
  const first = Math.max(stuck, firstRowBelow(layout, scrollPx + stuckPx(layout, heightPx)));
  let end = first;
  while (end < layout.rows.length && layout.rows[end].yPx < scrollPx + heightPx) end++;
  return { stuck: layout.rows.slice(0, stuck), scrolled: layout.rows.slice(first, end) };
}
