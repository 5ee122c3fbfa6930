/** What every drawing function needs to know about one frame. All x and y here are device pixels of the canvas. */
import type { LitLanes } from "../../core/layout/lit-lanes";
import type { Model } from "../../core/layout/model";
import type { RowLayout } from "../../core/layout/rows";
import type { View } from "../worker/contract";
import type { Interval } from "./shapes";
import type { Theme } from "./theme";
import type { Canvas2d, Tiles } from "./tiles";
import type { SpanWords } from "./words";

export interface Stage {
  context: Canvas2d;
  model: Model;
  layout: RowLayout;
  view: View;
  theme: Theme;
  tiles: Tiles;
  words: SpanWords;
  /** What stands out while something is chosen; null = nothing in particular. */
  lit: LitLanes | null;
  widthPx: number;
  heightPx: number;
  /** Device pixels a CSS pixel. */
  ratio: number;
  /** Pinned rows take so much of the top, in CSS pixels (core/layout/window-rows.ts). */
  stuckPx: number;
  /** Which part is drawn: what belongs to a row of the other one is left out. All rows where nothing is pinned. */
  part: "stuck" | "scrolled" | "all";
  /** By lane: what of its bar words keep clear of, ascending. */
  taken: ReadonlyMap<number, readonly Interval[]>;
  /** Patterns are anchored to time: how far their origin lies from the left edge. */
  patternPx: number;
}

export function xOf({ view, ratio }: Stage, timeNs: number): number {
  return ((timeNs - view.scale.t0Ns) / view.scale.nsPerPx) * ratio;
}

/** Whole device pixels: edges of neighbours meet, and far outside is as good as just outside. */
export function snappedX(stage: Stage, timeNs: number): number {
  return Math.round(Math.min(Math.max(xOf(stage, timeNs), -1e4), stage.widthPx + 1e4));
}

/** Pinned rows are the first ones, and do not scroll. */
export function yOf({ view, ratio, stuckPx }: Stage, contentPx: number): number {
  return Math.round((contentPx < stuckPx ? contentPx : contentPx - view.scrollPx) * ratio);
}

/** Is the row at this place drawn now? */
export function isDrawn({ part, stuckPx }: Stage, { yPx }: { yPx: number }): boolean {
  return part === "all" || yPx < stuckPx === (part === "stuck");
}
