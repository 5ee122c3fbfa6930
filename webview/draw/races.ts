/**
 * Data races: a diamond in two halves at each of both accesses, tied by a line. How grave it is is told by the filling, so that no
 * colour is needed to read it; a predicted one has dashed outlines and a dashed tie. Several at one place are one, with their number.
 *
 *   ◀▶ error   ◀▷ warning   ◁▷ note
 */
import type { Severity } from "../../core/analysis/finding";
import { raceMarks, raceTies } from "../../core/layout/race-clusters";
import type { RaceFacts } from "../../core/layout/race-facts";
import { drawnBar, laneBar } from "./lane-bar";
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
/** From a mark's corner to the middle of the number beside it. */
const NUMBER_GAP_PX = 10;

interface Look {
  severity: Severity;
  isPredicted: boolean;
}
interface End extends Look {
  lane: number;
  timeNs: number;
}

const FILLED_HALVES: Record<Severity, number> = { error: 2, warning: 1, info: 0 };

export function drawRaces(stage: Stage): void {
  const { model, view, ratio } = stage;
  const { findings } = model;
  const marks = raceMarks(findings, view.scale, view.widthPx);
  for (const { one, other } of raceTies(findings, view.scale, marks)) drawTie(stage, [one, other], 1);
  // The gravest are drawn last.
  for (const mark of marks.sort((a, b) => FILLED_HALVES[a.severity] - FILLED_HALVES[b.severity])) {
    const bar = drawnBar(stage, mark.lane);
    if (!bar) continue;
    const x = snappedX(stage, mark.timeNs);
    drawMark(stage, mark, x, bar, HALF_PX);
    if (mark.findings.length > 1)
      drawNumber(stage, String(mark.findings.length), x + (HALF_PX + NUMBER_GAP_PX) * ratio, bar);
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
  const { severity, isPredicted } = race;
  const ends = race.accesses.map(({ lane, timeNs }) => ({ lane, timeNs, severity, isPredicted }));
  drawTie(stage, ends, 2, bars);
  race.accesses.forEach(({ lane, timeNs }, at) => {
    const bar = bars.get(lane);
    if (!bar) return;
    const x = snappedX(stage, timeNs);
    drawMark(stage, race, x, bar, CHOSEN_HALF_PX);
    drawNumber(stage, String(at + 1), x + (CHOSEN_HALF_PX + NUMBER_GAP_PX) * stage.ratio, bar);
  });
}

/** `bars`: of lanes whose row is not in the window. */
function drawTie(stage: Stage, ends: readonly End[], widthPx: number, bars?: ReadonlyMap<number, Bar>): void {
  const { context, theme, ratio } = stage;
  const [one, other] = ends.map(({ lane }) => bars?.get(lane) ?? laneBar(stage, lane));
  if (!one || !other) return;
  const [fromX, toX] = ends.map(({ timeNs }) => snappedX(stage, timeNs));
  const [, ink] = ends.map(({ severity }) => severity).sort((a, b) => FILLED_HALVES[a] - FILLED_HALVES[b]);
  const isPredicted = ends.some((end) => end.isPredicted);
  context.beginPath();
  context.moveTo(fromX, middleOf(one));
  context.lineTo(toX, middleOf(other));
  context.strokeStyle = theme.background;
  context.lineWidth = (widthPx + 2) * ratio;
  context.stroke();
  context.strokeStyle = inkOf(stage, ink);
  context.lineWidth = widthPx * ratio;
  dash(stage, isPredicted);
  context.stroke();
  context.setLineDash([]);
}

function drawMark(stage: Stage, { severity, isPredicted }: Look, x: number, bar: Bar, halfPx: number): void {
  const { context, theme, ratio } = stage;
  const y = middleOf(bar);
  const half = halfPx * ratio;
  const split = (SPLIT_PX / 2) * ratio;
  const rim = diamond(x, y, half + 2.5 * ratio);
  context.fillStyle = theme.background;
  context.fill(rim);
  const ink = inkOf(stage, severity);
  for (const [at, side] of [-1, 1].entries()) {
    const path = new Path2D();
    path.moveTo(x + side * split, y - half);
    path.lineTo(x + side * (split + half), y);
    path.lineTo(x + side * split, y + half);
    path.closePath();
    context.lineJoin = "miter";
    context.strokeStyle = context.fillStyle = ink;
    context.lineWidth = 1.5 * ratio;
    if (!isPredicted && at < FILLED_HALVES[severity]) context.fill(path);
    dash(stage, isPredicted);
    context.stroke(path);
    context.setLineDash([]);
  }
}

/** Beside the mark: within it a filled half would hide it. */
function drawNumber({ context, theme, ratio }: Stage, text: string, numberX: number, bar: Bar): void {
  const { font } = context;
  const radius = 7 * ratio;
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

function dash({ context, ratio }: Stage, isPredicted: boolean): void {
  context.setLineDash(isPredicted ? [DASH_PX * ratio, 2 * ratio] : []);
}

const middleOf = ({ topY, heightPx }: Bar): number => topY + heightPx / 2;

/** The colour of a note is too pale for thin lines. */
function inkOf({ theme }: Stage, severity: Severity): string {
  return severity === "info" ? theme.text : theme.severities[severity];
}
