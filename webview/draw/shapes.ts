/** The vector pass: spans wide enough to be recognised get rounded corners and words. */
import { blocksLoop } from "../../core/layout/loop-holders";
import { isTall, TONES, Tone } from "../../core/layout/tones";
import { lineShare } from "./pixels";
import { type Stage, snappedX, yOf } from "./stage";
import { patternAt } from "./tiles";

/** A part of a bar. */
export type Interval = readonly [leftX: number, rightX: number];
export interface Bar {
  topY: number;
  heightPx: number;
}

/** Of what is wholly under the pinned rows: above the window, where lines to it then lead. */
export function barOf(stage: Stage, rowPx: number, topPx: number, barPx: number): Bar {
  const { ratio, stuckPx } = stage;
  const topY = yOf(stage, rowPx + topPx);
  const heightPx = Math.round(barPx * ratio);
  const isUnder = rowPx >= stuckPx && topY + heightPx <= stuckPx * ratio;
  return { topY: isUnder ? topY - Math.round(stuckPx * ratio) : topY, heightPx };
}

/** One span of a lane between two whole device pixels. */
export function drawSpan(stage: Stage, bar: Bar, lane: number, span: number, leftX: number, rightX: number): void {
  const { context, tiles, theme, ratio, model } = stage;
  const tone = model.lanes[lane].stateOf(span);
  if (tone === Tone.idle) {
    drawIdle(stage, bar, lane, span, leftX, rightX);
    return;
  }
  const tall = isTall(tone);
  const heightPx = tall ? bar.heightPx : Math.max(2, Math.round(bar.heightPx * lineShare(tone)));
  const topY = bar.topY + ((bar.heightPx - heightPx) >> 1);
  const left = Math.max(leftX, -50);
  const right = Math.min(rightX, stage.widthPx + 50);
  context.fillStyle = PATTERNED.has(tone)
    ? patternAt(context, tiles.tones[tone], stage.patternPx, bar.topY)
    : theme.tones[TONES[tone]];
  const gapPx = right - left >= 3 * ratio ? 0.5 * ratio : 0;
  context.beginPath();
  const radiusPx = Math.min(tall ? 3.5 * ratio : heightPx / 2, (right - left) / 2 - gapPx);
  context.roundRect(left + gapPx, topY, right - left - 2 * gapPx, heightPx, Math.max(0, radiusPx));
  context.fill();
  if (theme.highContrast && tall) outline(stage, left + gapPx, topY, right - left - 2 * gapPx, heightPx);
  const frames = !tall && blocksLoop(model, lane, span);
  if (frames) drawFrame(stage, bar, left + gapPx, right - gapPx, tone);
  if (right - left < 24 * ratio) return;
  const taken = stage.taken.get(lane) ?? [];
  // What it runs is the better word.
  if (tone === Tone.running && isInItem(stage, lane, span)) return;
  const words = stage.words.span(model, lane, span);
  if (tall) {
    const halo = PATTERNED.has(tone) ? theme.tones[TONES[tone]] : null;
    label(stage, words, left, right, bar, theme.inks[TONES[tone]], halo, taken);
  } else if (right - left > 72 * ratio) {
    labelOnLine(stage, words, left, right, bar, taken);
    // The word has cleared what is above and below it.
    if (frames) drawFrame(stage, bar, left + gapPx, right - gapPx, tone);
  }
}

const PATTERNED: ReadonlySet<number> = new Set([
  Tone.blocked,
  Tone.condition,
  Tone.gil,
  Tone.ready,
  Tone.io,
  Tone.unknown,
]);

function isInItem({ model }: Stage, lane: number, span: number): boolean {
  const items = model.itemsOf(lane);
  const at = items?.spanAt(model.lanes[lane].startNsOf(span)) ?? -1;
  return items !== null && at >= 0 && items.objectOf(at) >= 0;
}

/** What makes the whole loop wait is as tall as work: the line of a passive wait in a frame of its colour. */
function drawFrame({ context, theme, ratio }: Stage, bar: Bar, left: number, right: number, tone: number): void {
  const linePx = Math.max(1, Math.round(1.5 * ratio));
  if (right - left <= linePx) return;
  context.strokeStyle = theme.tones[TONES[tone]];
  context.lineWidth = linePx;
  context.strokeRect(left + linePx / 2, bar.topY + linePx / 2, right - left - linePx, bar.heightPx - linePx);
}

/** An idle worker is there, and empty. */
function drawIdle(stage: Stage, bar: Bar, lane: number, span: number, leftX: number, rightX: number): void {
  const { context, theme, ratio } = stage;
  const left = Math.max(leftX, -50);
  const right = Math.min(rightX, stage.widthPx + 50);
  const linePx = Math.max(1, Math.round(ratio));
  context.strokeStyle = theme.marks.idle;
  context.lineWidth = linePx;
  context.beginPath();
  const insetPx = right - left >= 3 * ratio ? ratio : 0;
  const widthPx = Math.max(right - left - 2 * insetPx - linePx, 0);
  context.roundRect(
    left + insetPx + linePx / 2,
    bar.topY + linePx / 2,
    widthPx,
    bar.heightPx - linePx,
    Math.min(3.5 * ratio, widthPx / 2),
  );
  context.stroke();
  if (right - left < 40 * ratio) return;
  label(
    stage,
    stage.words.span(stage.model, lane, span),
    left,
    right,
    bar,
    theme.inks.idle,
    null,
    stage.taken.get(lane),
  );
}

/** A word in a tall shape, beside what is taken. `halo` clears the hatch behind the letters. */
export function label(
  stage: Stage,
  words: string[],
  left: number,
  right: number,
  bar: Bar,
  ink: string,
  halo: string | null,
  taken: readonly Interval[] = [],
): void {
  const { context, ratio } = stage;
  const padPx = 7 * ratio;
  const found = placeFor(stage, words, Math.max(left, 0) + padPx, Math.min(right, stage.widthPx) - padPx / 2, taken);
  if (!found) return;
  const { word, startX } = found;
  const y = bar.topY + bar.heightPx / 2 + ratio * 0.5;
  if (halo) {
    context.strokeStyle = halo;
    context.lineWidth = 3 * ratio;
    context.lineJoin = "round";
    context.strokeText(word, startX, y);
  }
  context.fillStyle = ink;
  context.fillText(word, startX, y);
}

/** A quiet word that interrupts a thin line. */
function labelOnLine(
  stage: Stage,
  words: string[],
  left: number,
  right: number,
  bar: Bar,
  taken: readonly Interval[],
): void {
  const { context, ratio, theme } = stage;
  const padPx = 16 * ratio;
  const found = placeFor(stage, words, Math.max(left, 0) + padPx, Math.min(right, stage.widthPx) - padPx, taken);
  if (!found) return;
  const { word, startX } = found;
  context.fillStyle = theme.band;
  context.fillRect(startX - 5 * ratio, bar.topY, textWidth(stage, word) + 10 * ratio, bar.heightPx);
  context.fillStyle = theme.muted;
  context.fillText(word, startX, bar.topY + bar.heightPx / 2 + ratio * 0.5);
}

export function outline(
  { context, theme, ratio }: Stage,
  x: number,
  y: number,
  widthPx: number,
  heightPx: number,
): void {
  context.strokeStyle = theme.text;
  context.lineWidth = ratio;
  context.strokeRect(x + ratio / 2, y + ratio / 2, widthPx - ratio, heightPx - ratio);
}

/** The first word that fits between `fromX` and `untilX` beside what is taken (ascending), and where it begins; null when none does. */
function placeFor(
  stage: Stage,
  words: string[],
  fromX: number,
  untilX: number,
  taken: readonly Interval[],
): { word: string; startX: number } | null {
  for (const word of words) {
    const widthPx = textWidth(stage, word);
    let startX = fromX;
    for (const [left, right] of taken) {
      if (right <= startX) continue;
      if (startX + widthPx <= left) break;
      startX = right;
    }
    if (startX + widthPx <= untilX) return { word, startX };
  }
  return null;
}

const widths = new Map<string, number>();
/** Measuring is the slowest call in a frame: each text once a font. */
export function textWidth({ context }: Stage, text: string): number {
  const key = `${context.font}\n${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    width = context.measureText(text).width;
    // Names may be endless (a thread a task): the cache must not be.
    if (widths.size > 5000) widths.clear();
    widths.set(key, width);
  }
  return width;
}

/** A blocked sliver between two shapes that touch: it would be hidden, and it is what one looks for. */
export function drawSliver(stage: Stage, bar: Bar, atX: number): void {
  const { context, theme, ratio } = stage;
  context.fillStyle = theme.tones.blocked;
  context.fillRect(atX - Math.floor(ratio / 2), bar.topY, Math.max(1, Math.round(ratio)), bar.heightPx);
}

export function spanEdges(stage: Stage, startNs: number, endNs: number): [leftX: number, rightX: number] {
  return [snappedX(stage, startNs), snappedX(stage, endNs)];
}
