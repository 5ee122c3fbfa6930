/**
 * Where the marks of data races stand. As with lost updates, each moment has a column anchored to time: what falls into one column
 * of one lane is one mark, with the number of races in it. Painter and pointer ask the same functions.
 */
import type { Finding, Severity } from "../analysis/finding";
import { countBelow } from "../trace/column";
import { COLUMN_PX } from "./loss-clusters";
import { type RaceFacts, raceFacts } from "./race-facts";
import { type TimeScale, toNs, toPx } from "./time-scale";

/** How far beside a mark's middle it can still be hit. */
const HIT_PX = 9;
const GRAVITY: Record<Severity, number> = { error: 2, warning: 1, info: 0 };

/** One or several accesses on one lane, drawn as one mark. */
export interface RaceMark {
  lane: number;
  timeNs: number;
  /** Indexes of the findings, the gravest first. */
  findings: number[];
  severity: Severity;
  /** All of them are. */
  isPredicted: boolean;
}

/** Two marks that at least one race joins. */
export interface RaceTie {
  one: RaceMark;
  other: RaceMark;
}

/** Several races in one mark of a lane. */
export interface RacePileFacts {
  kind: "races";
  lane: number;
  /** Between the first of their accesses on this lane and the last. */
  startNs: number;
  endNs: number;
  count: number;
  severity: Severity;
  /** The gravest. */
  first: RaceFacts;
}

interface Access {
  lane: number;
  timeNs: number;
  finding: number;
}
interface Accesses {
  rows: Access[];
  timeNs: Float64Array;
}

const known = new WeakMap<readonly Finding[], Accesses>();

/** All accesses of races in time order: one sort for each generation of findings. */
function accessesOf(findings: readonly Finding[]): Accesses {
  const before = known.get(findings);
  if (before) return before;
  const rows = findings
    .flatMap(({ racing = [] }, finding) => racing.map(({ lane, timeNs }) => ({ lane, timeNs, finding })))
    .sort((a, b) => a.timeNs - b.timeNs);
  const accesses = { rows, timeNs: Float64Array.from(rows, ({ timeNs }) => timeNs) };
  known.set(findings, accesses);
  return accesses;
}

/** The marks that [0, widthPx) shows, and one column on each side, in time order. */
export function raceMarks(findings: readonly Finding[], scale: TimeScale, widthPx: number): RaceMark[] {
  const { rows, timeNs } = accessesOf(findings);
  const columnNs = COLUMN_PX * scale.nsPerPx;
  const fromNs = (Math.floor(scale.t0Ns / columnNs) - 1) * columnNs;
  const untilNs = toNs(scale, widthPx + COLUMN_PX);
  const marks: RaceMark[] = [];
  let inColumn = new Map<number, Access[]>();
  let column = Number.NaN;
  const close = () => {
    for (const [lane, own] of inColumn) marks.push(markOf(findings, lane, own));
    inColumn = new Map();
  };
  for (let row = countBelow(timeNs, timeNs.length, fromNs); row < rows.length && timeNs[row] < untilNs; row++) {
    const here = Math.floor(timeNs[row] / columnNs);
    if (here !== column) close();
    column = here;
    const own = inColumn.get(rows[row].lane);
    if (own) own.push(rows[row]);
    else inColumn.set(rows[row].lane, [rows[row]]);
  }
  close();
  return marks;
}

/** It stands in the middle between the first and the last access of this lane, so never where the lane is not. */
function markOf(findings: readonly Finding[], lane: number, accesses: readonly Access[]): RaceMark {
  const own = [...new Set(accesses.map(({ finding }) => finding))].sort(
    (a, b) => GRAVITY[findings[b].severity] - GRAVITY[findings[a].severity] || a - b,
  );
  return {
    lane,
    timeNs: (accesses[0].timeNs + accesses[accesses.length - 1].timeNs) / 2,
    findings: own,
    severity: findings[own[0]].severity,
    isPredicted: own.every((finding) => findings[finding].certainty === "predicted"),
  };
}

/** What joins these marks, each pair once. Both ends have to be among them. */
export function raceTies(findings: readonly Finding[], scale: TimeScale, marks: readonly RaceMark[]): RaceTie[] {
  const columnNs = COLUMN_PX * scale.nsPerPx;
  const key = (lane: number, timeNs: number) => `${lane} ${Math.floor(timeNs / columnNs)}`;
  const byPlace = new Map(marks.map((mark) => [key(mark.lane, mark.timeNs), mark]));
  const ties = new Map<string, RaceTie>();
  for (const finding of new Set(marks.flatMap((mark) => mark.findings))) {
    const [one, other] = (findings[finding].racing ?? []).map(({ lane, timeNs }) => key(lane, timeNs)).sort();
    const ends = [byPlace.get(one), byPlace.get(other)];
    if (ends[0] && ends[1] && ends[0] !== ends[1]) ties.set(`${one} ${other}`, { one: ends[0], other: ends[1] });
  }
  return [...ties.values()];
}

/** What the mark of a lane stands for that is nearest to a place, if it is near enough to be meant. */
export function raceAt(
  findings: readonly Finding[],
  scale: TimeScale,
  lane: number,
  xPx: number,
): RaceFacts | RacePileFacts | null {
  const around = { t0Ns: toNs(scale, xPx - COLUMN_PX), nsPerPx: scale.nsPerPx };
  let best: RaceMark | null = null;
  let bestPx = HIT_PX;
  for (const mark of raceMarks(findings, around, 2 * COLUMN_PX)) {
    const awayPx = Math.abs(toPx(scale, mark.timeNs) - xPx);
    if (mark.lane !== lane || awayPx >= bestPx) continue;
    best = mark;
    bestPx = awayPx;
  }
  if (best === null) return null;
  const first = raceFacts(findings, best.findings[0])!;
  if (best.findings.length === 1) return first;
  const timesNs = best.findings.flatMap((finding) =>
    (findings[finding].racing ?? []).filter((access) => access.lane === lane).map(({ timeNs }) => timeNs),
  );
  const { findings: own, severity } = best;
  return {
    kind: "races",
    lane,
    startNs: Math.min(...timesNs),
    endNs: Math.max(...timesNs),
    count: own.length,
    severity,
    first,
  };
}

/** How many races have an access of this lane in a stretch of time. */
export function racesIn(findings: readonly Finding[], lane: number, fromNs: number, toNs: number): number {
  const { rows, timeNs } = accessesOf(findings);
  const own = new Set<number>();
  for (let row = countBelow(timeNs, timeNs.length, fromNs); row < rows.length && timeNs[row] <= toNs; row++)
    if (rows[row].lane === lane) own.add(rows[row].finding);
  return own.size;
}
