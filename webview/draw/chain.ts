/** What is chosen: its outline, and the chain of who let whom go on, numbered. The rest steps back. */

import { resourceOf } from "../../core/layout/about";
import type { EdgeFacts, Selection, WaitFacts } from "../../core/layout/facts";
import { itemBar } from "./items";
import { drawnBar, laneBar, laneRow } from "./lane-bar";
import { drawVeilBut } from "./lit";
import { type Bar, drawSpan, spanEdges } from "./shapes";
import { isDrawn, type Stage, snappedX, xOf } from "./stage";
import { bandBar } from "./tracks";
import { drawVeil } from "./veil";

const BADGE_PX = 8.5;

export function drawSelection(stage: Stage, selection: Selection, drawTrackOf: (resource: number) => void): void {
  const { theme } = stage;
  const { chain, facts } = selection;
  if (stage.lit) drawVeilBut(stage, stage.lit);
  else if (chain.length > 0) drawVeil(stage);
  const about = resourceOf(selection);
  if (stage.lit && about >= 0) drawTrackOf(about);
  if (chain.length > 0) {
    for (const resource of new Set(chain.map((step) => step.holdFacts?.resource ?? -1)))
      if (resource >= 0) drawTrackOf(resource);
  }
  for (const step of chain) {
    if (step.holdFacts) highlightHold(stage, step.holdFacts.lane, step.holdFacts.startNs, step.holdFacts.endNs);
  }
  for (const [i, step] of chain.entries()) {
    if (i === 0 && facts.kind === "span") continue;
    const span = stage.model.lanes[step.facts.lane].spanAt(step.facts.startNs);
    redraw(stage, step.facts.lane, span, theme.accent);
  }
  // A wait during a hold (a sleep, say) covered the hold's bar.
  for (const { holdFacts } of chain) if (holdFacts) heldBar(stage, holdFacts.lane, holdFacts.startNs, holdFacts.endNs);
  if (facts.kind === "span") redraw(stage, facts.lane, facts.span, theme.text);
  else if (facts.kind === "band" && facts.hold) {
    highlightHold(stage, facts.hold.lane, facts.startNs, facts.endNs);
    heldBar(stage, facts.hold.lane, facts.startNs, facts.endNs);
    frameBand(stage, facts.resource, facts.startNs, facts.endNs);
  }
  if (facts.kind === "item" && facts.started) frameItem(stage, facts.lane, facts.startNs, facts.endNs);
  for (const edge of selection.edges) drawTie(stage, edge, facts.kind === "item");
  chain.forEach((step, i) => {
    if (step.released) drawRelease(stage, step.causeLane, step.causeNs, step.facts);
    else drawDependence(stage, step.facts, step.causeLane, i - (chain.length - 1) / 2);
  });
  for (const wait of selection.freed) drawRelease(stage, wait.wakerLane, wait.wakerNs, wait);
  for (const [i, step] of chain.entries()) badge(stage, step.facts, String(i + 1), i === 0);
}

function redraw(stage: Stage, lane: number, span: number, color: string): void {
  const bar = drawnBar(stage, lane);
  if (!bar) return;
  const store = stage.model.lanes[lane];
  const [startX, endX] = spanEdges(stage, store.startNsOf(span), store.spanEndNs(span));
  const left = Math.min(startX, endX - stage.ratio);
  clear(stage, bar, left, endX);
  drawSpan(stage, bar, lane, span, left, Math.max(endX, left + Math.round(stage.ratio)));
  frame(stage, bar, left, endX, color);
}

/** A hold is drawn as what the lane did meanwhile, with its bar and an outline. */
function highlightHold(stage: Stage, lane: number, startNs: number, heldUntilNs: number): void {
  const bar = drawnBar(stage, lane);
  if (!bar) return;
  const store = stage.model.lanes[lane];
  const endNs = Math.min(heldUntilNs, store.endNs);
  const [left, right] = spanEdges(stage, startNs, endNs);
  const { context, theme } = stage;
  context.save();
  context.beginPath();
  context.rect(left, bar.topY, Math.max(right - left, 1), bar.heightPx);
  context.clip();
  clear(stage, bar, left, right);
  // Only what can be seen: a hold may last through thousands of spans.
  const first = store.spanAt(Math.max(startNs, stage.view.scale.t0Ns));
  for (
    let span = Math.max(0, first);
    span < store.length && span < first + 500 && store.startNsOf(span) < endNs;
    span++
  ) {
    const [from, to] = spanEdges(stage, store.startNsOf(span), store.spanEndNs(span));
    if (from > stage.widthPx) break;
    if (to > from) drawSpan(stage, bar, lane, span, Math.max(from, left), Math.min(to, right));
  }
  context.restore();
  frame(stage, bar, left, right, theme.accent);
}

/** The bar of a hold on its lane, higher than usual, inside the outline. */
function heldBar(stage: Stage, lane: number, startNs: number, endNs: number): void {
  const bar = drawnBar(stage, lane);
  if (!bar) return;
  const { context, ratio, theme } = stage;
  // A thread that ended without letting go holds it for ever, but not here: on the lock's track.
  const [left, right] = spanEdges(stage, startNs, Math.min(endNs, stage.model.lanes[lane].endNs));
  const [heightPx, insetPx] = [Math.round(6 * ratio), Math.round(ratio)];
  context.fillStyle = theme.held;
  context.fillRect(
    left + insetPx,
    bar.topY + bar.heightPx - heightPx - insetPx,
    Math.max(right - left - 2 * insetPx, 1),
    heightPx,
  );
}

/** The chosen hold on the track of its lock. */
function frameBand(stage: Stage, resource: number, startNs: number, endNs: number): void {
  const row = stage.layout.rows.find((candidate) => candidate.kind === "track" && candidate.resource === resource);
  if (row?.kind === "track" && isDrawn(stage, row))
    frame(stage, bandBar(stage, row), ...spanEdges(stage, startNs, endNs), stage.theme.text);
}

/** The chosen item, above its lane. */
function frameItem(stage: Stage, lane: number, startNs: number, endNs: number): void {
  const row = laneRow(stage, lane);
  if (row && isDrawn(stage, row))
    frame(stage, itemBar(stage, row), ...spanEdges(stage, startNs, endNs), stage.theme.text);
}

/** Nobody waited for it: from the one who gave to the one who took. */
function drawTie(stage: Stage, { fromLane, fromNs, toLane, toNs }: EdgeFacts, toItem: boolean): void {
  const row = toItem ? laneRow(stage, toLane) : null;
  const [from, to] = [laneBar(stage, fromLane), row ? itemBar(stage, row) : laneBar(stage, toLane)];
  if (from && to) drawEdge(stage, from, snappedX(stage, fromNs), to, snappedX(stage, toNs), []);
}

function clear({ context, theme }: Stage, bar: Bar, left: number, right: number): void {
  context.fillStyle = theme.band;
  context.fillRect(left, bar.topY, right - left, bar.heightPx);
}

function frame({ context, ratio, widthPx }: Stage, bar: Bar, startX: number, endX: number, color: string): void {
  const left = Math.max(startX, -20);
  const right = Math.min(endX, widthPx + 20);
  context.strokeStyle = color;
  context.lineWidth = 2 * ratio;
  context.beginPath();
  context.roundRect(left, bar.topY, Math.max(right - left, 2 * ratio), bar.heightPx, 4 * ratio);
  context.stroke();
}

/** From the lane that let go, at that moment, to the end of the wait. */
function drawRelease(stage: Stage, fromLane: number, fromNs: number, { lane, endNs }: WaitFacts): void {
  const [from, to] = [laneBar(stage, fromLane), laneBar(stage, lane)];
  if (from && to) drawEdge(stage, from, snappedX(stage, fromNs), to, snappedX(stage, endNs), []);
}

/**
 * Nobody has let go: a dashed line from the wait to the lane that it waits for, in the middle of what is seen of the wait. In
 * a deadlock these go both ways, so each is moved aside by its place in the chain.
 */
function drawDependence(stage: Stage, { lane, startNs, endNs }: WaitFacts, holderLane: number, place: number): void {
  const [from, to] = [laneBar(stage, lane), laneBar(stage, holderLane)];
  if (!from || !to) return;
  const left = Math.max(0, snappedX(stage, startNs));
  const right = Math.min(stage.widthPx, snappedX(stage, endNs));
  const x = (left + right) / 2 + place * Math.min(64 * stage.ratio, (right - left) / 4);
  drawEdge(stage, from, x, to, x, [4 * stage.ratio, 3 * stage.ratio]);
}

function drawEdge(stage: Stage, from: Bar, x1: number, to: Bar, x2: number, dash: number[]): void {
  if (from.topY === to.topY) return;
  const { context, ratio, theme } = stage;
  const down = to.topY > from.topY;
  const direction = down ? 1 : -1;
  // Between neighbours there is no room for an arrow: it begins and ends within the bars.
  const insetPx = Math.abs(to.topY - from.topY) < 2 * from.heightPx ? 7 * ratio : 0;
  const y1 = (down ? from.topY + from.heightPx : from.topY) - direction * insetPx;
  const y2 = (down ? to.topY : to.topY + to.heightPx) + direction * insetPx;
  const distance = Math.abs(y2 - y1);
  // A bow beside the edge of the wait, flatter for neighbours; to the right unless that is outside.
  const bowPx = Math.min(30 * ratio, 8 * ratio + distance * 0.35);
  const side = Math.max(x1, x2) + bowPx > stage.widthPx ? -1 : 1;
  const bow = side * bowPx;
  const headPx = 6 * ratio;
  const line = new Path2D();
  line.moveTo(x1, y1);
  line.bezierCurveTo(
    x1 + bow,
    y1 + direction * distance * 0.3,
    x2 + bow,
    y2 - direction * distance * 0.35,
    x2 + side * 2 * ratio,
    y2 - direction * headPx * 0.6,
  );
  const ends = new Path2D();
  ends.arc(x1, y1, 3 * ratio, 0, 2 * Math.PI);
  ends.addPath(arrowHead(headPx), headAt(x2, y2, Math.atan2(direction * distance * 0.35, -bow)));
  // A rim of background keeps the line apart from the hatch that it may cross.
  context.strokeStyle = theme.background;
  context.lineWidth = 4.5 * ratio;
  context.stroke(line);
  context.lineWidth = 2.5 * ratio;
  context.stroke(ends);
  context.strokeStyle = context.fillStyle = theme.accent;
  context.lineWidth = 1.75 * ratio;
  context.setLineDash(dash);
  context.stroke(line);
  context.setLineDash([]);
  context.fill(ends);
}

/** Its point at the origin, looking right. */
function arrowHead(headPx: number): Path2D {
  const head = new Path2D();
  head.moveTo(0, 0);
  head.lineTo(-headPx * 1.3, headPx * 0.65);
  head.lineTo(-headPx * 1.3, -headPx * 0.65);
  head.closePath();
  return head;
}

function headAt(x: number, y: number, angle: number): DOMMatrix {
  return new DOMMatrix([Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), x, y]);
}

/** The number of a wait at its beginning, or at the left edge when it began before the window. */
function badge(stage: Stage, { lane, startNs, endNs }: WaitFacts, text: string, first: boolean): void {
  const bar = drawnBar(stage, lane);
  if (!bar || xOf(stage, endNs) < 0 || xOf(stage, startNs) > stage.widthPx) return;
  const { context, ratio, theme } = stage;
  const radius = BADGE_PX * ratio;
  const x = Math.min(Math.max(xOf(stage, startNs) - radius * 0.9, radius + ratio), stage.widthPx - radius - ratio);
  const y = bar.topY + bar.heightPx / 2;
  context.fillStyle = first ? theme.text : theme.accent;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  context.strokeStyle = theme.background;
  context.lineWidth = ratio;
  context.stroke();
  context.fillStyle = first ? theme.background : theme.accentInk;
  const { font } = context;
  context.font = font.replace(/^\S+ [\d.]+px/, `700 ${Math.round(11 * ratio)}px`);
  context.textAlign = "center";
  context.fillText(text, x, y + ratio * 0.5);
  context.textAlign = "left";
  context.font = font;
}
