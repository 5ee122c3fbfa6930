/** Tracks of pools and of the GIL: exact averages, column by column. */
import type { Areas } from "../../core/layout/areas";
import { gilShare } from "../../core/layout/gil-use";
import { GROUP_TONES, groupUse } from "../../core/layout/group-use";
import { Busy } from "../../core/layout/pool-use";
import type { GilRow, GroupRow, PoolRow } from "../../core/layout/rows";
import { Tone } from "../../core/layout/tones";
import { eachRun } from "./runs";
import { type Bar, barOf } from "./shapes";
import { type Stage, xOf } from "./stage";
import { patternAt } from "./tiles";
import { drawLevel } from "./tracks";

const PAD_PX = 5;
const GROUP_TOP_PX = 8;

/** What stands on what, from the bottom; and which tone it looks like. */
const STACK = [
  [Busy.atWork, Tone.running],
  [Busy.io, Tone.io],
  [Busy.waiting, Tone.waiting],
  [Busy.blocked, Tone.blocked],
] as const;

const GROUP_STACK = GROUP_TONES.map((tone, part) => [part, tone] as const);

/** Workers that run an item, of all that there may be: the height of the track is all of them. */
export function drawPool(stage: Stage, row: PoolRow): void {
  const { theme, model } = stage;
  const { busy, queued } = model.pool(row.pool);
  const { workers, lanes } = model.trace.pools[row.pool];
  const full = Math.max(workers, lanes.length > 0 ? 1 : 0, 1);
  const bar = barOf(stage, row.yPx, PAD_PX + row.queuePx, row.heightPx - row.queuePx - 2 * PAD_PX);
  ground(stage, bar);
  drawStack(stage, bar, busy, STACK, full);
  if (theme.highContrast) frame(stage, bar);
  if (queued && row.queuePx > 0) drawLevel(stage, barOf(stage, row.yPx, PAD_PX, row.queuePx - 3), queued, queued.max);
}

/** A closed group: what its lanes do together, as high as the most of them that did something at once. */
export function drawGroup(stage: Stage, row: GroupRow): void {
  const use = row.hidden.length > 0 ? groupUse(stage.model, row.id, row.hidden) : null;
  if (!use) return;
  const bar = barOf(stage, row.yPx, GROUP_TOP_PX, row.heightPx - GROUP_TOP_PX - 2);
  drawStack(stage, bar, use.lanes, GROUP_STACK, use.most);
}

/** Averages on top of each other, each in the look of its tone. */
function drawStack(
  stage: Stage,
  bar: Bar,
  areas: Areas,
  order: readonly (readonly [part: number, tone: number])[],
  full: number,
): void {
  const { context, ratio, tiles, widthPx, view } = stage;
  const count = areas.values.length;
  const averages = new Float64Array(count * widthPx);
  areas.columns(view.scale.t0Ns, view.scale.nsPerPx / ratio, widthPx, averages);
  const until = untilX(stage);
  const lows = new Uint16Array(until);
  const highs = new Uint16Array(until);
  for (const [part, tone] of order) {
    for (let x = 0; x < until; x++) {
      lows[x] = highs[x];
      highs[x] = Math.min(bar.heightPx, lows[x] + height(averages[count * x + part], full, bar.heightPx));
    }
    context.fillStyle = patternAt(context, tiles.tones[tone], stage.patternPx, bar.topY);
    // One number for both edges: neighbours that look the same are one rectangle.
    eachRun(
      until,
      (x) => lows[x] * 65536 + highs[x],
      (left, right, both) => {
        const [low, high] = [Math.floor(both / 65536), both % 65536];
        if (high > low) context.fillRect(left, bar.topY + bar.heightPx - high, right - left, high - low);
      },
    );
  }
}

/** What is there, however little, keeps one pixel. */
function height(average: number, full: number, heightPx: number): number {
  return average <= 1e-9 ? 0 : Math.max(1, Math.round((average / full) * heightPx));
}

export function drawGil(stage: Stage, row: GilRow): void {
  const { context, theme, ratio, tiles, widthPx, view, model } = stage;
  const use = model.gil(row.process);
  const bar = barOf(stage, row.yPx, PAD_PX, row.heightPx - 2 * PAD_PX);
  ground(stage, bar);
  if (!use) return;
  const columnNs = view.scale.nsPerPx / ratio;
  const [waiting, used] = [new Float64Array(widthPx), new Float64Array(widthPx)];
  use.waiting.columns(view.scale.t0Ns, columnNs, widthPx, waiting);
  use.used.columns(view.scale.t0Ns, columnNs, widthPx, used);
  context.fillStyle = patternAt(context, tiles.tones[Tone.gil], stage.patternPx, bar.topY);
  eachRun(
    untilX(stage),
    (x) => height(gilShare(waiting[x], used[x]), 1, bar.heightPx),
    (left, right, high) => {
      if (high > 0) context.fillRect(left, bar.topY + bar.heightPx - high, right - left, high);
    },
  );
  if (theme.highContrast) frame(stage, bar);
}

function ground(stage: Stage, bar: Bar): void {
  stage.context.fillStyle = stage.theme.band;
  stage.context.fillRect(0, bar.topY, stage.widthPx, bar.heightPx);
}

function frame({ context, theme, ratio, widthPx }: Stage, bar: Bar): void {
  context.strokeStyle = theme.grid;
  context.lineWidth = ratio;
  context.strokeRect(ratio / 2, bar.topY + ratio / 2, widthPx - ratio, bar.heightPx - ratio);
}

/** Beyond the end of the trace nothing is known. */
function untilX(stage: Stage): number {
  return Math.max(0, Math.min(stage.widthPx, Math.ceil(xOf(stage, stage.model.trace.endNs))));
}
