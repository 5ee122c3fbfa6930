/**
 * The chosen lost update: its two lanes above the veil, each with a line from its read to its write, the accesses numbered in
 * the order in which they happened, and an edge from the write to the one that it undid.
 *
 *   lane A      read v0 (1)──────────────<4> write v2 — v1 is lost
 *                                         │
 *   lane B        read v0 (2)──<3> write v1
 *
 * Reads are circles, writes are diamonds; the one that overwrote is filled. What a read is called stands before it, what a
 * write is called behind it: so the words of one lane never meet.
 */
import { dockedLanes } from "../../core/layout/docked-lanes";
import type { LossAccess, LossFacts } from "../../core/layout/facts";
import { LANE_BAR, LANE_PX } from "../../core/layout/rows";
import { drawDiamond } from "./diamonds";
import { laneBar } from "./lane-bar";
import { type Bar, type Interval, textWidth } from "./shapes";
import { type Stage, snappedX } from "./stage";
import type { Strip } from "./strip";
import { drawVeil } from "./veil";

/** Half of a sign's width and height, in CSS pixels. */
const SIGN_PX = 9;
const WRITE_SIGN_PX = 11;
const LINE_PX = 3;
const GAP_PX = 6;
const PAD_PX = 4;
const EDGE_PX = 4;

interface Sign {
  access: LossAccess;
  number: number;
  x: number;
  bar: Bar;
  label: Label | null;
}
interface Label {
  text: string;
  leftX: number;
  rightX: number;
}

export function drawLoss(stage: Stage, facts: LossFacts, strip: Strip, drawTrackOf: (resource: number) => void): void {
  drawVeil(stage);
  // Who held the lock, while one looks for why it did not help.
  if (facts.lock >= 0) drawTrackOf(facts.lock);
  const lanes = [...new Set(facts.accesses.map(({ lane }) => lane))];
  const bars = barsOf(stage, lanes);
  const signs = lanes.flatMap((lane) => signsOf(stage, facts, lane, bars.get(lane)!));
  for (const lane of lanes) {
    const own = signs.filter(({ access }) => access.lane === lane);
    strip.draw(stage, lane, bars.get(lane)!, [takenBy(stage, own)]);
    drawLine(stage, own);
  }
  const [write, victim] = (["write", "victim"] as const).map((role) =>
    signs.find(({ access }) => access.role === role),
  );
  if (write && victim) drawUndoing(stage, write, victim);
  for (const sign of signs) {
    if (sign.label) drawLabel(stage, sign, sign.label);
    drawSign(stage, sign);
  }
}

/** Of each lane: where its row is, or at the edge of the window that its row is beyond. */
export function barsOf(stage: Stage, lanes: number[]): Map<number, Bar> {
  const { layout, view, ratio } = stage;
  const docked = dockedLanes(layout, view.scrollPx, view.heightPx, lanes);
  for (const { topPx, edge } of docked) drawDock(stage, Math.round(topPx * ratio), edge);
  return new Map(
    lanes.map((lane) => {
      const dock = docked.find((each) => each.lane === lane);
      const topY = Math.round(((dock?.topPx ?? 0) + LANE_BAR.topPx) * ratio);
      const bar = { topY, heightPx: Math.round(LANE_BAR.heightPx * ratio) };
      return [lane, dock ? bar : (laneBar(stage, lane) ?? bar)];
    }),
  );
}

function drawDock({ context, theme, widthPx, ratio }: Stage, topY: number, edge: "top" | "bottom"): void {
  const heightPx = Math.round(LANE_PX * ratio);
  context.fillStyle = theme.background;
  context.fillRect(0, topY, widthPx, heightPx);
  context.fillStyle = theme.muted;
  const lineY = edge === "top" ? topY + heightPx - Math.round(ratio) : topY;
  context.fillRect(0, lineY, widthPx, Math.max(1, Math.round(ratio)));
}

/** A lane has a read and a write, or a write alone: an update in one step. */
function signsOf(stage: Stage, facts: LossFacts, lane: number, bar: Bar): Sign[] {
  const { ratio } = stage;
  const signs = facts.accesses.flatMap((access, i): Sign[] =>
    access.lane === lane ? [{ access, number: i + 1, x: snappedX(stage, access.timeNs), bar, label: null }] : [],
  );
  const [first, last] = [signs[0], signs[signs.length - 1]];
  // Signs that would lie upon each other move apart as little as that takes.
  const tooNear = 2 * WRITE_SIGN_PX * ratio - (last.x - first.x);
  if (first !== last && tooNear > 0) {
    first.x -= tooNear / 2;
    last.x += tooNear / 2;
  }
  const between = first === last ? 0 : last.x - first.x;
  for (const sign of signs) {
    if (sign.x < 0 || sign.x > stage.widthPx) continue;
    const words = stage.words.access(stage.model, facts, sign.access);
    const before = sign === first && first !== last;
    // Its line has room for one label, where there is none outside.
    const insideTaken = sign === last && first.label !== null && first.label.leftX > first.x;
    sign.label = labelOf(stage, words, sign.x, before ? -1 : 1, insideTaken ? 0 : between);
  }
  return signs;
}

/** Beside a sign, away from the line (`side`: -1 = left), else on it. */
function labelOf(stage: Stage, words: string[], x: number, side: 1 | -1, between: number): Label | null {
  const { ratio, widthPx } = stage;
  const clearX = (WRITE_SIGN_PX + GAP_PX) * ratio;
  const outside = (side > 0 ? widthPx - x : x) - clearX - EDGE_PX * ratio;
  const inside = between - 2 * clearX;
  for (const [roomPx, direction] of [
    [outside, side],
    [inside, -side],
  ]) {
    const text = words.find((word) => textWidth(stage, word) <= roomPx);
    if (text === undefined) continue;
    const width = textWidth(stage, text);
    const leftX = direction > 0 ? x + clearX : x - clearX - width;
    return { text, leftX, rightX: leftX + width };
  }
  return null;
}

/** The part of its bar on which the lane's own words would be in the way. */
function takenBy({ ratio }: Stage, signs: Sign[]): Interval {
  const pad = (WRITE_SIGN_PX + GAP_PX) * ratio;
  return [
    Math.min(...signs.map(({ x, label }) => Math.min(x, label?.leftX ?? x))) - pad,
    Math.max(...signs.map(({ x, label }) => Math.max(x, label?.rightX ?? x))) + pad,
  ];
}

function drawLine({ context, theme, ratio }: Stage, signs: Sign[]): void {
  if (signs.length < 2) return;
  const { bar } = signs[0];
  const y = bar.topY + bar.heightPx / 2;
  for (const [color, widthPx] of [
    [theme.background, LINE_PX + 3],
    [theme.race, LINE_PX],
  ] as const) {
    context.strokeStyle = color;
    context.lineWidth = widthPx * ratio;
    context.beginPath();
    context.moveTo(signs[0].x, y);
    context.lineTo(signs[1].x, y);
    context.stroke();
  }
}

/** From the write straight to the other lane, along it in the room between the bars, and into the write that it undid. */
function drawUndoing(stage: Stage, write: Sign, victim: Sign): void {
  const { context, theme, ratio } = stage;
  const down = victim.bar.topY > write.bar.topY ? 1 : -1;
  const middleY = ({ bar }: Sign) => bar.topY + bar.heightPx / 2;
  const fromY = middleY(write);
  const toY = middleY(victim) - down * (WRITE_SIGN_PX + 3) * ratio;
  const gapY = middleY(victim) - down * (LANE_PX / 2 - 2) * ratio;
  const headPx = 6 * ratio;
  const line = new Path2D();
  line.moveTo(write.x, fromY);
  const turnPx = Math.min(6 * ratio, Math.abs(write.x - victim.x) / 2);
  line.arcTo(write.x, gapY, victim.x, gapY, turnPx);
  line.arcTo(victim.x, gapY, victim.x, toY, Math.min(turnPx, Math.abs(toY - gapY) / 2));
  line.lineTo(victim.x, toY - down * headPx * 0.5);
  const head = new Path2D();
  head.moveTo(victim.x, toY + down * ratio);
  head.lineTo(victim.x - headPx * 0.6, toY - down * headPx);
  head.lineTo(victim.x + headPx * 0.6, toY - down * headPx);
  head.closePath();
  context.lineJoin = "round";
  for (const [color, widthPx] of [
    [theme.background, 4.5],
    [theme.race, 1.75],
  ] as const) {
    context.strokeStyle = context.fillStyle = color;
    context.lineWidth = widthPx * ratio;
    context.stroke(line);
  }
  context.fill(head);
}

function drawLabel(stage: Stage, { bar }: Sign, { text, leftX, rightX }: Label): void {
  const { context, theme, ratio } = stage;
  const y = bar.topY + bar.heightPx / 2;
  const [padX, halfY] = [PAD_PX * ratio, 8 * ratio];
  context.fillStyle = theme.background;
  context.beginPath();
  context.roundRect(leftX - padX, y - halfY, rightX - leftX + 2 * padX, 2 * halfY, 4 * ratio);
  context.fill();
  context.fillStyle = theme.text;
  context.fillText(text, leftX, y + ratio * 0.5);
}

function drawSign(stage: Stage, { access, number, x, bar }: Sign): void {
  const { context, theme, ratio } = stage;
  const y = bar.topY + bar.heightPx / 2;
  const isRead = access.role === "read" || access.role === "victimRead";
  const filled = access.role === "write";
  if (isRead) {
    const circle = new Path2D();
    circle.arc(x, y, (SIGN_PX - 1) * ratio, 0, 2 * Math.PI);
    context.strokeStyle = theme.background;
    context.lineWidth = 5 * ratio;
    context.stroke(circle);
    context.fillStyle = theme.background;
    context.fill(circle);
    context.strokeStyle = theme.race;
    context.lineWidth = 2 * ratio;
    context.stroke(circle);
  } else drawDiamond(stage, x, y, WRITE_SIGN_PX * ratio, WRITE_SIGN_PX * ratio, filled);
  const { font } = context;
  context.font = `700 ${10.5 * ratio}px ${theme.font}`;
  context.textAlign = "center";
  context.fillStyle = filled ? theme.raceInk : theme.text;
  context.fillText(String(number), x, y + ratio * 0.5);
  context.textAlign = "left";
  context.font = font;
}
