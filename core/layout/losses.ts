/**
 * Lost updates as marks: each stands at the time of its last write, on the lane that wrote and on the lane whose update it undid.
 *
 *   lane A   read v0 ─────────────── write v2 ◆     ◆ both at the write's time
 *   lane B          read v0 ── write v1       ◆
 */
import type { Finding, Severity } from "../analysis/finding";
import { countUpTo, lowerBound } from "../trace/column";
import type { Loss, Trace } from "../trace/types";

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

export function lossMarks({ races }: Trace, findings: readonly Finding[]): LossMarks {
  const findingOf = new Map<number, number>();
  findings.forEach(({ variables = [] }, finding) => {
    for (const variable of variables) findingOf.set(variable, finding);
  });
  const marks = races.flatMap(({ losses, byValue }, variable) => {
    const finding = findingOf.get(variable) ?? -1;
    const severity = findings[finding]?.severity ?? (byValue ? "error" : "warning");
    return losses.map((loss, index) => markOf(loss, { variable, loss: index, severity, finding }));
  });
  marks.sort((a, b) => a.endNs - b.endNs || a.variable - b.variable || a.loss - b.loss);
  const ofLane = new Map<number, number[]>();
  const ofVariable: number[][] = races.map(() => []);
  marks.forEach(({ lanes, variable }, mark) => {
    for (const lane of new Set(lanes)) {
      const rows = ofLane.get(lane);
      if (rows) rows.push(mark);
      else ofLane.set(lane, [mark]);
    }
    ofVariable[variable].push(mark);
  });
  return {
    marks,
    timeNs: Float64Array.from(marks, ({ endNs }) => endNs),
    ofLane: new Map(Array.from(ofLane, ([lane, rows]) => [lane, Uint32Array.from(rows)])),
    ofVariable: ofVariable.map((rows) => Uint32Array.from(rows)),
  };
}

function markOf(
  { read, victimRead, victim, write }: Loss,
  of: Pick<DrawnLoss, "variable" | "loss" | "severity" | "finding">,
): DrawnLoss {
  const startNs = Math.min(read.timeNs, victim.timeNs, write.timeNs, victimRead?.timeNs ?? read.timeNs);
  return {
    ...of,
    startNs,
    endNs: write.timeNs,
    lanes: [write.lane, victim.lane],
    read,
    victimRead,
    victim,
    write,
  };
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
