/** What is lit stays as it is, all else steps back: each column as far as its exact share is not lit. */
import { Lit, type LitLanes } from "../../core/layout/lit-lanes";
import { columnShares } from "../../core/layout/shares";
import { visibleRows } from "../../core/layout/window-rows";
import { laneBar } from "./lane-bar";
import { eachRun } from "./runs";
import type { Bar } from "./shapes";
import type { Stage } from "./stage";
import { veilOf } from "./veil";

/** Steps between dark and lit: what is lit only a little is seen, too. */
const STEPS = 4;
/** What rounding makes of no time at all. */
const SOME_SHARE = 1e-9;

export function drawVeilBut(stage: Stage, lit: LitLanes): void {
  const { context, theme, widthPx, heightPx, layout, view } = stage;
  const bars: { lane: number; bar: Bar }[] = [];
  const { stuck, scrolled } = visibleRows(layout, view);
  for (const row of stage.part === "stuck" ? stuck : scrolled) {
    const bar = row.kind === "lane" && lit.of(row.lane) ? laneBar(stage, row.lane) : null;
    if (row.kind === "lane" && bar) bars.push({ lane: row.lane, bar });
  }
  context.fillStyle = theme.background;
  context.globalAlpha = veilOf(theme);
  let y = 0;
  for (const { lane, bar } of bars) {
    context.globalAlpha = veilOf(theme);
    context.fillRect(0, y, widthPx, bar.topY - y);
    veilLane(stage, lit, lane, bar);
    y = bar.topY + bar.heightPx;
  }
  context.globalAlpha = veilOf(theme);
  context.fillRect(0, y, widthPx, heightPx - y);
  context.globalAlpha = 1;
}

function veilLane(stage: Stage, lit: LitLanes, lane: number, bar: Bar): void {
  const { context, theme, ratio, widthPx } = stage;
  const outlines: [left: number, right: number][] = [];
  eachRun(widthPx, litSteps(stage, lit, lane), (left, right, step) => {
    context.globalAlpha = veilOf(theme) * (1 - step / STEPS);
    if (step < STEPS) context.fillRect(left, bar.topY, right - left, bar.heightPx);
    if (step > 0) outlines.push([left, right]);
  });
  if (!theme.highContrast) return;
  // The veil of high contrast is thin: a line below says what is lit.
  context.globalAlpha = 1;
  context.fillStyle = theme.text;
  const linePx = Math.max(2, Math.round(2 * ratio));
  for (const [left, right] of outlines) context.fillRect(left, bar.topY + bar.heightPx + 1, right - left, linePx);
  context.fillStyle = theme.background;
}

/** By column: 0 = dark … STEPS = all of it is lit. */
function litSteps({ view, ratio, widthPx }: Stage, lit: LitLanes, lane: number): (column: number) => number {
  const store = lit.of(lane)!;
  const columnNs = view.scale.nsPerPx / ratio;
  const timesNs = new Float64Array(widthPx * store.stateCount);
  columnShares(store, view.scale.t0Ns, columnNs, widthPx, timesNs);
  return (column) => {
    let litNs = 0;
    for (let look = Lit.dark + 1; look < store.stateCount; look++) litNs += timesNs[column * store.stateCount + look];
    return Math.min(STEPS, Math.ceil((litNs / columnNs - SOME_SHARE) * STEPS));
  };
}
