/** Lanes: first all as pixels, then the wide spans as shapes, then what they hold as a bar on their lower edge. */
import { HELD_COUNT } from "../../core/layout/held";
import { barTopPx, LANE_BAR, type LaneRow } from "../../core/layout/rows";
import { columnShares } from "../../core/layout/shares";
import type { StateStore } from "../../core/layout/state-store";
import { toNs } from "../../core/layout/time-scale";
import { TONE_COUNT, Tone } from "../../core/layout/tones";
import { forEachWide } from "../../core/layout/wide";
import type { PixelPass } from "./pixels";
import { eachRun } from "./runs";
import { type Bar, barOf, drawSliver, drawSpan, spanEdges } from "./shapes";
import { type Stage, snappedX } from "./stage";

/** A shape of its own is for spans of at least so many CSS pixels: few spans, small shapes; many, only large ones. */
const SMALL_SHAPE_PX = 2.5;
const LARGE_SHAPE_PX = 16;
const FEW_SPANS = 4000;
/** The bar that says "holds a lock", in CSS pixels, and the line that sets it off. */
const HELD_PX = 4;
const HELD_GAP_PX = 1;
const HELD_STEPS = 4;
const WEAKEST = 0.25;
/** What rounding makes of no time at all. */
const SOME_SHARE = 1e-9;

export function leastShapePx(stage: Stage, rows: LaneRow[]): number {
  const [fromNs, toNs_] = windowOf(stage);
  let spans = 0;
  for (const { lane } of rows) {
    const store = stage.model.lanes[lane];
    spans += store.spanAt(toNs_) - store.spanAt(fromNs);
  }
  return spans <= FEW_SPANS ? SMALL_SHAPE_PX : LARGE_SHAPE_PX;
}

/** A wide span and where it is drawn. */
interface Shape {
  span: number;
  leftX: number;
  rightX: number;
}
export interface LanePicture {
  row: LaneRow;
  bar: Bar;
  shapes: Shape[];
}

/** The pixel pass of one lane; what it returns is to be drawn on top by `finishLane`. */
export function paintLane(
  stage: Stage,
  pass: PixelPass,
  row: LaneRow,
  shapePx: number,
  scratch: LaneScratch,
): LanePicture {
  const store = stage.model.lanes[row.lane];
  const bar = barOf(stage, row.yPx, barTopPx(row), LANE_BAR.heightPx);
  const { tiles, view } = stage;
  pass.fill(
    snappedX(stage, store.beginNs),
    snappedX(stage, store.endNs),
    bar.topY,
    bar.topY + bar.heightPx,
    tiles.plain.band,
  );
  const shapes = wideShapes(stage, store, shapePx);
  const uncovered = scratch.cover(shapes, pass);
  if (uncovered) {
    const columnNs = (view.scale.nsPerPx / stage.ratio) * pass.columnPx;
    columnShares(store, view.scale.t0Ns, columnNs, pass.columns, scratch.timesNs);
    pass.bar(scratch.timesNs, columnNs, bar.topY, bar.heightPx, scratch.covered, tiles, stage.patternPx);
  }
  return { row, bar, shapes };
}

/** Arrays that all lanes of all frames share. */
export class LaneScratch {
  timesNs = new Float64Array(0);
  heldNs = new Float64Array(0);
  covered = new Uint8Array(0);

  /** Marks the columns that lie within shapes; false when that is all of them. */
  cover(shapes: Shape[], { columns, columnPx }: PixelPass): boolean {
    if (this.covered.length < columns) {
      this.covered = new Uint8Array(columns);
      this.timesNs = new Float64Array(columns * TONE_COUNT);
      this.heldNs = new Float64Array(columns * HELD_COUNT);
    }
    this.covered.fill(0, 0, columns);
    for (const { leftX, rightX } of shapes) {
      this.covered.fill(
        1,
        Math.max(0, Math.ceil(leftX / columnPx)),
        Math.max(0, Math.min(columns, Math.floor(rightX / columnPx))),
      );
    }
    return this.covered.subarray(0, columns).includes(0);
  }
}

function wideShapes(stage: Stage, store: StateStore, shapePx: number): Shape[] {
  const [fromNs, untilNs] = windowOf(stage);
  const shapes: Shape[] = [];
  forEachWide(store, fromNs, untilNs, shapePx * stage.view.scale.nsPerPx, (span) => {
    const [leftX, rightX] = spanEdges(stage, store.startNsOf(span), store.spanEndNs(span));
    shapes.push({ span, leftX, rightX });
  });
  return shapes;
}

export function finishLane(
  stage: Stage,
  { row, bar, shapes }: LanePicture,
  columnPx: number,
  scratch: LaneScratch,
): void {
  const store = stage.model.lanes[row.lane];
  for (const { span, leftX, rightX } of shapes) drawSpan(stage, bar, row.lane, span, leftX, rightX);
  for (let i = 1; i < shapes.length; i++) {
    const [before, after] = [shapes[i - 1], shapes[i]];
    if (after.span - before.span > 1 && after.leftX === before.rightX) {
      const timesNs = store.timeIn(store.spanEndNs(before.span), store.startNsOf(after.span));
      if (timesNs[Tone.blocked] > 0) drawSliver(stage, bar, after.leftX);
    }
  }
  drawHeld(stage, bar, row.lane, columnPx, scratch);
}

/** Each column as strong as the share of it in which a lock was held, in four steps; the weakest can still be seen. */
function drawHeld(stage: Stage, bar: Bar, lane: number, columnPx: number, scratch: LaneScratch): void {
  const store = stage.model.held(lane);
  if (store.length === 0) return;
  const { context, theme, ratio, view } = stage;
  const columnNs = (view.scale.nsPerPx / ratio) * columnPx;
  const columns = Math.ceil(stage.widthPx / columnPx);
  columnShares(store, view.scale.t0Ns, columnNs, columns, scratch.heldNs);
  const heightPx = Math.round(HELD_PX * ratio);
  const topY = bar.topY + bar.heightPx - heightPx;
  const stepAt = (column: number) => {
    const heldNs = scratch.heldNs[column * HELD_COUNT + 1] + scratch.heldNs[column * HELD_COUNT + 2];
    return Math.ceil((heldNs / columnNs - SOME_SHARE) * HELD_STEPS);
  };
  eachRun(columns, stepAt, (left, right, step) => {
    if (step <= 0) return;
    const [x, widthPx] = [left * columnPx, (right - left) * columnPx];
    context.fillStyle = theme.background;
    context.fillRect(x, topY - HELD_GAP_PX * ratio, widthPx, HELD_GAP_PX * ratio);
    context.globalAlpha = WEAKEST + ((1 - WEAKEST) * step) / HELD_STEPS;
    context.fillStyle = theme.held;
    context.fillRect(x, topY, widthPx, heightPx);
    context.globalAlpha = 1;
  });
}

export function windowOf({ view }: Stage): [fromNs: number, toNs: number] {
  return [view.scale.t0Ns, toNs(view.scale, view.widthPx)];
}
