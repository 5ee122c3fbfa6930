/**
 * Data races: a diamond in two halves at each of both accesses, tied by a line. How grave it is is told by the filling, so that no
 * colour is needed to read it; a predicted one has dashed outlines and a dashed tie.
 *
 *   ◀▶ error   ◀▷ warning   ◁▷ note
 */
import type { Severity } from "../../core/analysis/finding";
import { type RaceFacts, raceFacts } from "../../core/layout/race-facts";
import { laneBar } from "./lane-bar";
import { barsOf } from "./loss";
import type { Bar } from "./shapes";
import { type Stage, snappedX } from "./stage";
import type { Strip } from "./strip";
import { drawVeil } from "./veil";

/** From the middle to a corner, in CSS pixels. */
const HALF_PX = 6.5;
const CHOSEN_HALF_PX = 10;
/** Between the halves. */
const SPLIT_PX = 1.5;
const DASH_PX = 3;

const FILLED_HALVES: Record<Severity, number> = { error: 2, warning: 1, info: 0 };

export function drawRaces(stage: Stage): void {
  const { findings } = stage.model;
  // The gravest stand first and are drawn last.
  for (let finding = findings.length - 1; finding >= 0; finding--) {
    const race = raceFacts(findings, finding);
    if (race === null) continue;
    const bars = race.accesses.map(({ lane }) => laneBar(stage, lane));
    drawTie(stage, race, bars, 1);
    race.accesses.forEach(({ timeNs }, at) => {
      const bar = bars[at];
      if (bar) drawMark(stage, race, snappedX(stage, timeNs), bar, HALF_PX);
    });
  }
}

/** Its two lanes above the veil; of a lane whose row is not in the window at its edge. */
export function drawChosenRace(stage: Stage, race: RaceFacts, strip: Strip): void {
  drawVeil(stage);
  const bars = barsOf(stage, [...new Set(race.accesses.map(({ lane }) => lane))]);
  const clear = (CHOSEN_HALF_PX + 4) * stage.ratio;
  for (const [lane, bar] of bars) {
    const own = race.accesses.filter((access) => access.lane === lane).map(({ timeNs }) => snappedX(stage, timeNs));
    strip.draw(
      stage,
      lane,
      bar,
      own.map((x) => [x - clear, x + clear]),
    );
  }
  const ofAccesses = race.accesses.map(({ lane }) => bars.get(lane) ?? null);
  drawTie(stage, race, ofAccesses, 2);
  race.accesses.forEach(({ timeNs }, at) => {
    const bar = ofAccesses[at];
    if (!bar) return;
    const x = snappedX(stage, timeNs);
    drawMark(stage, race, x, bar, CHOSEN_HALF_PX);
    drawNumber(stage, String(at + 1), x, bar);
  });
}

function drawTie(stage: Stage, race: RaceFacts, bars: readonly (Bar | null)[], widthPx: number): void {
  const { context, theme, ratio } = stage;
  const [one, other] = bars;
  if (!one || !other) return;
  const [fromX, toX] = race.accesses.map(({ timeNs }) => snappedX(stage, timeNs));
  context.beginPath();
  context.moveTo(fromX, middleOf(one));
  context.lineTo(toX, middleOf(other));
  context.strokeStyle = theme.background;
  context.lineWidth = (widthPx + 2) * ratio;
  context.stroke();
  context.strokeStyle = inkOf(stage, race);
  context.lineWidth = widthPx * ratio;
  dash(stage, race);
  context.stroke();
  context.setLineDash([]);
}

function drawMark(stage: Stage, race: RaceFacts, x: number, bar: Bar, halfPx: number): void {
  const { context, theme, ratio } = stage;
  const y = middleOf(bar);
  const half = halfPx * ratio;
  const split = (SPLIT_PX / 2) * ratio;
  const rim = diamond(x, y, half + 2.5 * ratio);
  context.fillStyle = theme.background;
  context.fill(rim);
  const ink = inkOf(stage, race);
  for (const [at, side] of [-1, 1].entries()) {
    const path = new Path2D();
    path.moveTo(x + side * split, y - half);
    path.lineTo(x + side * (split + half), y);
    path.lineTo(x + side * split, y + half);
    path.closePath();
    context.lineJoin = "miter";
    context.strokeStyle = context.fillStyle = ink;
    context.lineWidth = 1.5 * ratio;
    if (!race.isPredicted && at < FILLED_HALVES[race.severity]) context.fill(path);
    dash(stage, race);
    context.stroke(path);
    context.setLineDash([]);
  }
}

/** Beside the mark: within it a filled half would hide it. */
function drawNumber({ context, theme, ratio }: Stage, text: string, x: number, bar: Bar): void {
  const { font } = context;
  const radius = 7 * ratio;
  const numberX = x + (CHOSEN_HALF_PX + 10) * ratio;
  const y = middleOf(bar);
  context.beginPath();
  context.arc(numberX, y, radius, 0, 2 * Math.PI);
  context.fillStyle = theme.background;
  context.fill();
  context.font = `700 ${10.5 * ratio}px ${theme.font}`;
  context.textAlign = "center";
  context.fillStyle = theme.text;
  context.fillText(text, numberX, y + ratio * 0.5);
  context.textAlign = "left";
  context.font = font;
}

function diamond(x: number, y: number, half: number): Path2D {
  const path = new Path2D();
  path.moveTo(x - half, y);
  path.lineTo(x, y - half);
  path.lineTo(x + half, y);
  path.lineTo(x, y + half);
  path.closePath();
  return path;
}

function dash({ context, ratio }: Stage, { isPredicted }: RaceFacts): void {
  context.setLineDash(isPredicted ? [DASH_PX * ratio, 2 * ratio] : []);
}

const middleOf = ({ topY, heightPx }: Bar): number => topY + heightPx / 2;

/** The colour of a note is too pale for thin lines. */
function inkOf({ theme }: Stage, { severity }: RaceFacts): string {
  return severity === "info" ? theme.text : theme.severities[severity];
}
