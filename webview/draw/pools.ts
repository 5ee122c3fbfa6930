/** Tracks of pools and of the GIL: exact averages, column by column. */
import { gilShare } from "../../core/layout/gil-use";
import { Busy } from "../../core/layout/pool-use";
import type { GilRow, PoolRow } from "../../core/layout/rows";
import { Tone } from "../../core/layout/tones";
import { eachRun } from "./runs";
import { type Bar, barOf } from "./shapes";
import { type Stage, xOf } from "./stage";
import { patternAt } from "./tiles";
import { drawLevel } from "./tracks";

const PAD_PX = 5;

/** What stands on what, from the bottom; and which tone it looks like. */
const STACK = [
  [Busy.atWork, Tone.running],
  [Busy.waiting, Tone.waiting],
  [Busy.blocked, Tone.blocked],
] as const;

/** Workers that run an item, of all that there may be: the height of the track is all of them. */
export function drawPool(stage: Stage, row: PoolRow): void {
  const { context, theme, ratio, tiles, widthPx, view, model } = stage;
  const { busy, queued } = model.pool(row.pool);
  const { workers, lanes } = model.trace.pools[row.pool];
  const full = Math.max(workers, lanes.length > 0 ? 1 : 0, 1);
  const bar = barOf(stage, row.yPx, PAD_PX + row.queuePx, row.heightPx - row.queuePx - 2 * PAD_PX);
  ground(stage, bar);
  const until = untilX(stage);
  const averages = new Float64Array(3 * widthPx);
  busy.columns(view.scale.t0Ns, view.scale.nsPerPx / ratio, widthPx, averages);
  let below = (_: number): number => 0;
  for (const [part, tone] of STACK) {
    const under = below;
    const top = (x: number) => Math.min(bar.heightPx, under(x) + height(averages[3 * x + part], full, bar.heightPx));
    context.fillStyle = patternAt(context, tiles.tones[tone], stage.patternPx, bar.topY);
    // One number for both edges: neighbours that look the same are one rectangle.
    eachRun(
      until,
      (x) => under(x) * 65536 + top(x),
      (left, right, both) => {
        const [low, high] = [Math.floor(both / 65536), both % 65536];
        if (high > low) context.fillRect(left, bar.topY + bar.heightPx - high, right - left, high - low);
      },
    );
    below = top;
  }
  if (theme.highContrast) frame(stage, bar);
  if (queued && row.queuePx > 0) drawLevel(stage, barOf(stage, row.yPx, PAD_PX, row.queuePx - 3), queued, queued.max);
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
