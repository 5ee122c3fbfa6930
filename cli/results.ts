/** What comes of a trace: findings, report, page. Made once, whatever asks for them. */
import { analyzeAll } from "../core/analysis/analyze";
import type { Finding, Rule } from "../core/analysis/finding";
import { buildReport } from "../core/report/report";
import type { Report } from "../core/report/schema";
import type { Trace } from "../core/trace/types";

export interface Results {
  trace: Trace;
  findings: Finding[];
  report: Report;
}

/** `off`: rules that nobody wants to hear of. */
export function resultsOf(trace: Trace, off: readonly Rule[] = []): Results {
  const { findings, ignored } = analyzeAll(trace, off);
  return { trace, findings, report: buildReport(trace, findings, ignored, off) };
}

export function jsonOf({ report }: Results): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
