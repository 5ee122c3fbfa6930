/** Tracks of resources: who holds a lock, how deep a queue is, how many wait. */
import type { TrackRow } from "../../core/layout/rows";
import { columnShares } from "../../core/layout/shares";
import type { StateStore } from "../../core/layout/state-store";
import type { StepSeries } from "../../core/layout/steps";
import { Tone } from "../../core/layout/tones";
import { BAND_COUNT, Band, family } from "../../core/layout/tracks";
import { forEachWide } from "../../core/layout/wide";
import { windowOf } from "./lanes";
import { eachRun } from "./runs";
import { type Bar, barOf, label, spanEdges } from "./shapes";
import { type Stage, snappedX, xOf } from "./stage";
import { patternAt } from "./tiles";

const PAD_PX = 5;
const BAND_PX = 22;
/** A band gets a shape from so many CSS pixels on; narrower ones are shares of their column. */
const SHAPE_PX = 3;

export function drawTrack(stage: Stage, row: TrackRow): void {
  const track = stage.model.track(row.resource);
  const { waitersPx, heightPx } = row;
  const bodyPx = heightPx - waitersPx;
  const baseline = barOf(stage, row.yPx, PAD_PX, heightPx - 2 * PAD_PX);
  stage.context.fillStyle = stage.theme.band;
  stage.context.fillRect(0, baseline.topY, stage.widthPx, baseline.heightPx);
  if (track.waiters && waitersPx > 0) {
    const bar = barOf(stage, row.yPx, PAD_PX, bodyPx === 0 ? heightPx - 2 * PAD_PX : waitersPx - 2);
    drawWaiters(stage, bar, track.waiters, waitersTone(stage, row.resource));
  }
  if (track.bands) drawBands(stage, bandBar(stage, row), track.bands);
  if (track.level) {
    const bar = barOf(stage, row.yPx, bodyTopPx(row), heightPx - bodyTopPx(row) - PAD_PX);
    drawLevel(stage, bar, track.level, Math.max(track.level.max, track.levelLimit));
  }
}

/** Below the strip of waiters, if there is one. */
function bodyTopPx({ waitersPx }: TrackRow): number {
  return PAD_PX + waitersPx;
}

/** Where the bands of a row lie: who holds, set or not. */
export function bandBar(stage: Stage, row: TrackRow): Bar {
  return barOf(stage, row.yPx, bodyTopPx(row), Math.min(BAND_PX, row.heightPx - bodyTopPx(row) - PAD_PX));
}

function drawBands(stage: Stage, bar: Bar, bands: StateStore): void {
  const { context, theme, view, ratio } = stage;
  const [fromNs, untilNs] = windowOf(stage);
  drawBandShares(stage, bar, bands);
  const leastNs = SHAPE_PX * view.scale.nsPerPx;
  const isNarrow = (span: number) =>
    span >= 0 && span < bands.length && bands.spanEndNs(span) - bands.startNsOf(span) < leastNs;
  forEachWide(bands, fromNs, untilNs, leastNs, (span) => {
    const [startX, endX] = spanEdges(stage, bands.startNsOf(span), bands.spanEndNs(span));
    // A column that a gap shares with a short hold stays: clearing it would hide the hold.
    const isGap = bands.stateOf(span) === Band.none;
    let fromX = isGap && isNarrow(span - 1) ? Math.ceil(xOf(stage, bands.startNsOf(span))) : startX;
    let untilX = isGap && isNarrow(span + 1) ? Math.floor(xOf(stage, bands.spanEndNs(span))) : endX;
    // Before the first span and after the last nobody else clears the column that the edge cuts.
    if (span === 0) fromX = Math.min(fromX, Math.floor(xOf(stage, bands.startNsOf(span))));
    if (span === bands.length - 1) untilX = Math.max(untilX, Math.ceil(xOf(stage, bands.spanEndNs(span))));
    // What the shares painted under a shape, or under a wide gap, goes away.
    context.fillStyle = theme.band;
    context.fillRect(fromX, bar.topY, Math.max(0, untilX - fromX), bar.heightPx);
    if (isGap) return;
    const left = Math.max(startX, -50);
    const right = Math.min(endX, stage.widthPx + 50);
    context.fillStyle = bands.stateOf(span) === Band.contended ? theme.held : theme.heldQuiet;
    context.beginPath();
    context.roundRect(
      left + ratio / 2,
      bar.topY,
      right - left - ratio,
      bar.heightPx,
      Math.min(3 * ratio, (right - left - ratio) / 2),
    );
    context.fill();
    if (right - left < 20 * ratio) return;
    label(stage, bandWords(stage, bands, span), left, right, bar, theme.heldInk, null);
  });
}

function bandWords({ model, words }: Stage, bands: StateStore, span: number): string[] {
  const hold = bands.objectOf(span);
  if (hold < 0) return words.band(bands.stateOf(span));
  const { holds } = model.trace;
  const waiters =
    model.track(holds.resource[hold]).waiters?.rangeIn(bands.startNsOf(span), bands.spanEndNs(span))[1] ?? 0;
  return words.hold(model, hold, waiters);
}

/**
 * Columns as high as their share of held time, before a quiet column of full height: a hold of a microsecond is no pixel
 * high, and still has to be seen. Neighbours of one height are one rectangle.
 */
function drawBandShares(stage: Stage, bar: Bar, bands: StateStore): void {
  const { context, theme, view, ratio, widthPx } = stage;
  const columnNs = view.scale.nsPerPx / ratio;
  const timesNs = new Float64Array(widthPx * BAND_COUNT);
  columnShares(bands, view.scale.t0Ns, columnNs, widthPx, timesNs);
  const heightOf = (x: number) => {
    const heldNs = timesNs[x * BAND_COUNT + Band.on] + timesNs[x * BAND_COUNT + Band.contended];
    return heldNs <= 0 ? 0 : Math.max(1, Math.round((heldNs / columnNs) * bar.heightPx));
  };
  eachRun(widthPx, heightOf, (left, right, heightPx) => {
    if (heightPx === 0) return;
    context.fillStyle = theme.heldQuiet;
    context.fillRect(left, bar.topY, right - left, bar.heightPx);
    context.fillStyle = theme.held;
    context.fillRect(left, bar.topY + bar.heightPx - heightPx, right - left, heightPx);
  });
}

/** Waiters look like the lanes that wait: blocked before a lock, passive elsewhere. */
function waitersTone({ model }: Stage, resource: number): number {
  const { kind } = model.trace.resources[resource];
  if (kind === "condition") return Tone.condition;
  return ["lock", "semaphore"].includes(family(kind)) ? Tone.blocked : Tone.waiting;
}

/** How many wait: an area as high as the most that waited within the column. */
function drawWaiters(stage: Stage, bar: Bar, waiters: StepSeries, tone: number): void {
  const { context, tiles } = stage;
  context.fillStyle = patternAt(context, tiles.tones[tone], stage.patternPx, bar.topY);
  const heightOf = (most: number) => (most <= 0 ? 0 : Math.max(1, Math.round((most / waiters.max) * bar.heightPx)));
  area(stage, waiters, (left, right, _, most) => {
    const heightPx = heightOf(most);
    if (heightPx > 0) context.fillRect(left, bar.topY + bar.heightPx - heightPx, right - left, heightPx);
  });
}

/** A level: solid up to its least value in the column, light up to its largest, a line along the top. */
export function drawLevel(stage: Stage, bar: Bar, level: StepSeries, full: number): void {
  const { context, theme, ratio } = stage;
  const heightOf = (value: number) =>
    value <= 0 || full <= 0 ? 0 : Math.max(1, Math.round((value / full) * (bar.heightPx - ratio)));
  const linePx = Math.max(1, Math.round(1.5 * ratio));
  area(stage, level, (left, right, least, most) => {
    const [low, high] = [heightOf(least), heightOf(most)];
    const bottomY = bar.topY + bar.heightPx;
    context.fillStyle = theme.levelLight;
    context.fillRect(left, bottomY - high, right - left, high);
    // The line runs along the range of the column, never below the bar.
    const lineTop = Math.max(high, linePx);
    context.fillStyle = theme.level;
    context.fillRect(left, bottomY - lineTop, right - left, Math.min(lineTop, Math.max(linePx, high - low + linePx)));
  });
}

function area(
  stage: Stage,
  series: StepSeries,
  draw: (left: number, right: number, least: number, most: number) => void,
): void {
  const { view, ratio, widthPx, model } = stage;
  const columnNs = view.scale.nsPerPx / ratio;
  const from = Math.max(0, snappedX(stage, 0));
  const until = Math.min(widthPx, Math.ceil(xOf(stage, model.trace.endNs)));
  let left = from;
  let last: [number, number] = [0, 0];
  for (let x = from; x < until; x++) {
    const startNs = view.scale.t0Ns + x * columnNs;
    const range = series.rangeIn(startNs, startNs + columnNs);
    if (x > from && range[0] === last[0] && range[1] === last[1]) continue;
    if (x > from) draw(left, x, ...last);
    left = x;
    last = range;
  }
  if (until > left) draw(left, until, ...last);
}
