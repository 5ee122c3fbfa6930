/** All that is told of a trace's lines, for the editor to show beside them. */
import type { Trace } from "../trace/types";
import type { Finding } from "./finding";
import { type LineFindings, lineFindings } from "./line-findings";
import { type LineLosses, lineLosses } from "./line-losses";
import { type LineWaits, lineWaits } from "./line-waits";
import { type Problem, problemsOf } from "./problems";

export interface LineFacts {
  waits: LineWaits[];
  losses: LineLosses[];
  findings: LineFindings[];
  problems: Problem[];
}

export const NO_LINES: Readonly<LineFacts> = { waits: [], losses: [], findings: [], problems: [] };

export function lineFacts(trace: Trace, findings: readonly Finding[]): LineFacts {
  return {
    waits: lineWaits(trace),
    losses: lineLosses(trace, findings),
    findings: lineFindings(trace, findings),
    problems: problemsOf(trace, findings),
  };
}
