/**
 * Lost updates: a diamond on the lane that wrote and one on the lane whose update that undid, tied by a dotted line. The one
 * that overwrote is filled, what is gone is hollow. Several at one place are one, wider, with their number in it.
 */

import { type LaneLosses, type LossCluster, lanesOf, lossClusters } from "../../core/layout/loss-clusters";
import { LANE_BAR } from "../../core/layout/rows";
import { drawnBar, laneBar } from "./lane-bar";
import { type Interval, textWidth } from "./shapes";
import { type Stage, xOf } from "./stage";

/** From its middle to its corners, in CSS pixels. */
const HALF_PX = 6.5;
const COUNT_FONT_PX = 9.5;
const MOST_COUNTED = 99;
/** What words keep away from it. */
const CLEAR_PX = 3;
const [DASH_PX, GAP_PX] = [2, 2];

interface Diamond {
  lane: number;
  x: number;
  /** Half the width. */
  halfX: number;
  text: string;
  filled: boolean;
}
interface Column {
  cluster: LossCluster;
  x: number;
  lanes: Map<number, LaneLosses>;
}
export interface LossPicture {
  columns: Column[];
  diamonds: Diamond[];
}

/** Where they stand; `lanes` are those in view. */
export function placeDiamonds(stage: Stage, lanes: ReadonlySet<number>): LossPicture {
  const { model, view } = stage;
  const columns = lossClusters(model.losses, view.scale, view.widthPx).map((cluster) => ({
    cluster,
    x: Math.round(xOf(stage, cluster.timeNs)),
    lanes: lanesOf(model.losses, cluster),
  }));
  const diamonds = columns.flatMap(({ x, lanes: losses }) =>
    [...losses].filter(([lane]) => lanes.has(lane)).map(([lane, own]) => diamondOf(stage, lane, x, own)),
  );
  return { columns, diamonds };
}

function diamondOf(stage: Stage, lane: number, x: number, { wrote, lost }: LaneLosses): Diamond {
  const { context, ratio } = stage;
  const count = wrote + lost;
  const text = count === 1 ? "" : count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count);
  const { font } = context;
  if (text !== "") context.font = countFont(stage);
  const halfX = HALF_PX * ratio + (text === "" ? 0 : textWidth(stage, text) / 2 - ratio);
  context.font = font;
  return { lane, x, halfX, text, filled: wrote > 0 };
}

/** What of each lane's bar is not free for words. */
export function takenBy({ diamonds }: LossPicture, ratio: number): Map<number, Interval[]> {
  const taken = new Map<number, Interval[]>();
  for (const { lane, x, halfX } of diamonds) {
    const clearX = halfX + CLEAR_PX * ratio;
    const own = taken.get(lane);
    if (own) own.push([x - clearX, x + clearX]);
    else taken.set(lane, [[x - clearX, x + clearX]]);
  }
  return taken;
}

/** `covered`: lanes that something will be drawn over; what is tied to them would hang in the air. */
export function drawDiamonds(
  stage: Stage,
  { columns, diamonds }: LossPicture,
  covered: ReadonlySet<number> = new Set(),
): void {
  for (const { x, cluster } of columns) drawTies(stage, x, cluster, covered);
  for (const { lane, x, halfX, text, filled } of diamonds) {
    const bar = drawnBar(stage, lane);
    if (!bar) continue;
    const y = bar.topY + bar.heightPx / 2;
    drawDiamond(stage, x, y, halfX, HALF_PX * stage.ratio, filled);
    if (text !== "") drawCount(stage, text, x, y, filled);
  }
}

/** Each loss ties its own two lanes: what lies between two ties has nothing to do with them. */
function drawTies(stage: Stage, x: number, { first, end }: LossCluster, covered: ReadonlySet<number>): void {
  const { context, model, ratio, theme, heightPx } = stage;
  const drawn = new Set<string>();
  context.strokeStyle = theme.race;
  const widthPx = Math.round(1.5 * ratio);
  // On whole pixels: a dotted line has no colour to give away.
  const lineX = x + (widthPx % 2) / 2;
  context.lineWidth = widthPx;
  context.setLineDash([DASH_PX * ratio, GAP_PX * ratio]);
  for (let mark = first; mark < end; mark++) {
    const { lanes } = model.losses.marks[mark];
    if (lanes.some((lane) => covered.has(lane))) continue;
    const [one, other] = lanes.map((lane) => laneBar(stage, lane)?.topY);
    if (one === undefined || other === undefined) continue;
    const middle = (LANE_BAR.heightPx / 2) * ratio;
    const [fromY, toY] = [Math.min(one, other) + middle, Math.max(one, other) + middle];
    if (toY < 0 || fromY > heightPx || drawn.has(`${fromY} ${toY}`)) continue;
    drawn.add(`${fromY} ${toY}`);
    // Ties that overlap have their dots at the same heights.
    context.lineDashOffset = fromY;
    context.beginPath();
    context.moveTo(lineX, fromY);
    context.lineTo(lineX, toY);
    context.stroke();
  }
  context.setLineDash([]);
  context.lineDashOffset = 0;
}

/** A square on its corner; wider than high, its left and right corners stay as sharp. */
export function drawDiamond(stage: Stage, x: number, y: number, halfX: number, halfY: number, filled: boolean): void {
  const { context, theme, ratio } = stage;
  const path = new Path2D();
  const flatX = halfX - halfY;
  path.moveTo(x - halfX, y);
  path.lineTo(x - flatX, y - halfY);
  path.lineTo(x + flatX, y - halfY);
  path.lineTo(x + halfX, y);
  path.lineTo(x + flatX, y + halfY);
  path.lineTo(x - flatX, y + halfY);
  path.closePath();
  context.lineJoin = "miter";
  // A rim keeps it apart from whatever lies below.
  context.strokeStyle = theme.background;
  context.lineWidth = (filled ? 2.5 : 5) * ratio;
  context.stroke(path);
  context.fillStyle = filled ? theme.race : theme.background;
  context.fill(path);
  if (filled && !theme.highContrast) return;
  context.strokeStyle = filled ? theme.text : theme.race;
  context.lineWidth = (filled ? 1 : 2) * ratio;
  context.stroke(path);
}

function drawCount(stage: Stage, text: string, x: number, y: number, filled: boolean): void {
  const { context, theme, ratio } = stage;
  const { font } = context;
  context.font = countFont(stage);
  context.textAlign = "center";
  context.fillStyle = filled ? theme.raceInk : theme.text;
  context.fillText(text, x, y + ratio * 0.5);
  context.textAlign = "left";
  context.font = font;
}

function countFont({ theme, ratio }: Stage): string {
  return `700 ${COUNT_FONT_PX * ratio}px ${theme.font}`;
}
