/** What comes of a trace: findings, report, page. Made once, whatever asks for them. */
import { analyzeAll } from "../core/analysis/analyze";
import type { Finding } from "../core/analysis/finding";
import { buildReport } from "../core/report/report";
import type { Report } from "../core/report/schema";
import type { Trace } from "../core/trace/types";

export interface Results {
  trace: Trace;
  findings: Finding[];
  report: Report;
}

export function resultsOf(trace: Trace): Results {
  const { findings, ignored } = analyzeAll(trace);
  return { trace, findings, report: buildReport(trace, findings, ignored) };
}

export function jsonOf({ report }: Results): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
