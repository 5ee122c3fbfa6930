/**
 * Lost updates as marks: each stands at the time of its last write, on the lane that wrote and on the lane whose update it undid.
 *
 *   lane A   read v0 ─────────────── write v2 ◆     ◆ both at the write's time
 *   lane B          read v0 ── write v1       ◆
 */
import type { Finding, Severity } from "../analysis/finding";
import { allRows, countUpTo, lowerBound, sortRows } from "../trace/column";
import type { Loss } from "../trace/race-types";
import type { Trace } from "../trace/types";

export interface DrawnLoss extends Loss {
  /** Index into `trace.races`, and into its losses. */
  variable: number;
  loss: number;
  severity: Severity;
  /** Index into the model's findings, -1 = none tells of it. */
  finding: number;
  /** The first access, and the write. */
  startNs: number;
  endNs: number;
  /** The lane that wrote, and the one that lost. */
  lanes: number[];
}

/** Marks ascend by time; rows are their indexes. */
export interface LossMarks {
  marks: readonly DrawnLoss[];
  /** `endNs` of each. */
  timeNs: Float64Array;
  /** By lane: the marks that stand on it. */
  ofLane: ReadonlyMap<number, Uint32Array>;
  /** By variable: its marks in time order. */
  ofVariable: readonly Uint32Array[];
}

export function lossMarks(trace: Trace, findings: readonly Finding[]): LossMarks {
  const told = marksInOrderOfTelling(trace, findings);
  // A stable sort: what was written at one moment stays in the order of variables and losses.
  const rows = sortRows(
    allRows(told.length),
    Float64Array.from(told, ({ endNs }) => endNs),
  );
  const marks = Array.from(rows, (row) => told[row]);
  const ofLane = new Map<number, number[]>();
  const ofVariable: number[][] = trace.races.map(() => []);
  marks.forEach(({ write, victim, variable }, mark) => {
    stand(ofLane, write.lane, mark);
    if (victim.lane !== write.lane) stand(ofLane, victim.lane, mark);
    ofVariable[variable].push(mark);
  });
  return {
    marks,
    timeNs: Float64Array.from(marks, ({ endNs }) => endNs),
    ofLane: new Map(Array.from(ofLane, ([lane, own]) => [lane, Uint32Array.from(own)])),
    ofVariable: ofVariable.map((own) => Uint32Array.from(own)),
  };
}

function stand(ofLane: Map<number, number[]>, lane: number, mark: number): void {
  const rows = ofLane.get(lane);
  if (rows) rows.push(mark);
  else ofLane.set(lane, [mark]);
}

function marksInOrderOfTelling({ races }: Trace, findings: readonly Finding[]): DrawnLoss[] {
  const findingOf = new Map<number, number>();
  findings.forEach(({ variables = [] }, finding) => {
    for (const variable of variables) findingOf.set(variable, finding);
  });
  const marks: DrawnLoss[] = [];
  races.forEach(({ losses, byValue }, variable) => {
    const finding = findingOf.get(variable) ?? -1;
    const severity = findings[finding]?.severity ?? (byValue ? "error" : "warning");
    losses.forEach(({ read, victimRead, victim, write }, loss) => {
      const earlierNs = Math.min(read.timeNs, victim.timeNs, write.timeNs);
      const startNs = victimRead === null ? earlierNs : Math.min(earlierNs, victimRead.timeNs);
      const [endNs, lanes] = [write.timeNs, [write.lane, victim.lane]];
      marks.push({ variable, loss, severity, finding, startNs, endNs, lanes, read, victimRead, victim, write });
    });
  });
  return marks;
}

/** The mark of a loss, -1 where there is no such thing. */
export function markOfLoss({ marks, ofVariable }: LossMarks, variable: number, loss: number): number {
  return ofVariable[variable]?.find((mark) => marks[mark].loss === loss) ?? -1;
}

const NO_ROWS = new Uint32Array(0);

/** Marks on a lane with fromNs ≤ time ≤ toNs, in time order. */
export function lossesIn({ ofLane, timeNs }: LossMarks, lane: number, fromNs: number, toNs: number): Uint32Array {
  const rows = ofLane.get(lane) ?? NO_ROWS;
  return rows.subarray(lowerBound(rows, timeNs, fromNs), countUpTo(rows, timeNs, toNs));
}
