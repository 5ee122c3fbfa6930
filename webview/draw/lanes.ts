/** Lanes: first all as pixels, then the wide spans as shapes, then what they hold as a bar on their lower edge. */
import { LANE_BAR, type LaneRow } from "../../core/layout/rows";
import { columnShares } from "../../core/layout/shares";
import type { StateStore } from "../../core/layout/state-store";
import { toNs } from "../../core/layout/time-scale";
import { TONE_COUNT, Tone } from "../../core/layout/tones";
import { forEachWide } from "../../core/layout/wide";
import type { PixelPass } from "./pixels";
import { type Bar, barOf, drawSliver, drawSpan, spanEdges } from "./shapes";
import { type Stage, snappedX } from "./stage";

/** A shape of its own is for spans of at least so many CSS pixels: few spans, small shapes; many, only large ones. */
const SMALL_SHAPE_PX = 2.5;
const LARGE_SHAPE_PX = 16;
const FEW_SPANS = 4000;
/** The bar that says "holds a lock", in CSS pixels, and the line that sets it off. */
const HELD_PX = 4;
const HELD_GAP_PX = 1;
/** Shorter holds show on the lock's own track, as shares. */
const LEAST_HELD_PX = 1;

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
  const bar = barOf(stage, row.yPx, LANE_BAR.topPx, LANE_BAR.heightPx);
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
  covered = new Uint8Array(0);

  /** Marks the columns that lie within shapes; false when that is all of them. */
  cover(shapes: Shape[], { columns, columnPx }: PixelPass): boolean {
    if (this.covered.length < columns) {
      this.covered = new Uint8Array(columns);
      this.timesNs = new Float64Array(columns * TONE_COUNT);
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
    const [leftX, rightX] = spanEdges(stage, store.startNs[span], store.spanEndNs(span));
    shapes.push({ span, leftX, rightX });
  });
  return shapes;
}

export function finishLane(stage: Stage, { row, bar, shapes }: LanePicture): void {
  const store = stage.model.lanes[row.lane];
  for (const { span, leftX, rightX } of shapes) drawSpan(stage, bar, row.lane, span, leftX, rightX);
  for (let i = 1; i < shapes.length; i++) {
    const [before, after] = [shapes[i - 1], shapes[i]];
    if (after.span - before.span > 1 && after.leftX === before.rightX) {
      const timesNs = store.timeIn(store.spanEndNs(before.span), store.startNs[after.span]);
      if (timesNs[Tone.blocked] > 0) drawSliver(stage, bar, after.leftX);
    }
  }
  drawHeld(stage, bar, row.lane);
}

function drawHeld(stage: Stage, bar: Bar, lane: number): void {
  const store = stage.model.held[lane];
  if (store.length === 0) return;
  const { context, theme, ratio, view } = stage;
  const heightPx = Math.round(HELD_PX * ratio);
  const topY = bar.topY + bar.heightPx - heightPx;
  const [fromNs, untilNs] = windowOf(stage);
  // Runs that touch are one rectangle: thousands of short holds cost a few calls.
  let runLeft = 0;
  let runRight = Number.NEGATIVE_INFINITY;
  const flush = () => {
    if (runRight <= runLeft) return;
    context.fillStyle = theme.background;
    context.fillRect(runLeft, topY - HELD_GAP_PX * ratio, runRight - runLeft, HELD_GAP_PX * ratio);
    context.fillStyle = theme.held;
    context.fillRect(runLeft, topY, runRight - runLeft, heightPx);
  };
  forEachWide(store, fromNs, untilNs, LEAST_HELD_PX * view.scale.nsPerPx, (span) => {
    if (store.state[span] === 0) return;
    const left = Math.max(0, snappedX(stage, store.startNs[span]));
    const right = Math.min(stage.widthPx, Math.max(left + 1, snappedX(stage, store.spanEndNs(span))));
    if (left <= runRight) {
      runRight = Math.max(runRight, right);
      return;
    }
    flush();
    runLeft = left;
    runRight = right;
  });
  flush();
}

export function windowOf({ view }: Stage): [fromNs: number, toNs: number] {
  return [view.scale.t0Ns, toNs(view.scale, view.widthPx)];
}
