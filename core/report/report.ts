/** The JSON report: the trace in the words of docs/report.md, for tools. Its shape is schema.ts. */
import type { IgnoredFinding } from "../analysis/analyze";
import type { Finding, Rule } from "../analysis/finding";
import { translator } from "../l10n/index";
import { estimateOverheadNs } from "../trace/overhead";
import type { Process, Trace } from "../trace/types";
import { reportAnalysis } from "./analysis";
import { reportLane } from "./lanes";
import { reportPools } from "./pools";
import { pythonNotes } from "./python-notes";
import { reportResources } from "./resources";
import type { Report, ReportFinding } from "./schema";
import { reportStuck } from "./stuck";

/** Tools read English, whatever the user speaks. */
const ENGLISH = translator("en");

/** `findings`: what analyze() found in this trace, in its order. */
export function buildReport(
  trace: Trace,
  findings: readonly Finding[],
  ignored: readonly IgnoredFinding[] = [],
  rulesOff: readonly Rule[] = [],
): Report {
  return {
    schemaVersion: 1,
    program: reportProgram(trace),
    processes: trace.processes.map((process) => reportProcess(process, trace)),
    lanes: trace.lanes.map((_, lane) => reportLane(trace, lane)),
    resources: reportResources(trace),
    pools: reportPools(trace),
    findings: findings.map((finding) => reportFinding(trace, finding)),
    ignored: ignored.map((finding) => ({ ...reportFinding(trace, finding), reason: finding.reason })),
    rulesOff: [...rulesOff],
    stuck: reportStuck(trace),
    analysis: reportAnalysis(trace),
    tracing: { startupNs: trace.startupNs, overheadNs: estimateOverheadNs(trace) },
    dropped: { records: trace.lanes.reduce((sum, { dropped }) => sum + dropped, 0), losses: trace.losses },
  };
}

/** Children have the Python of their parent, as far as they are traced in this version. */
function reportProcess(process: Process, { program }: Trace): Report["processes"][number] {
  const { pid, parentPid, name, startMethod, exitCode, traced, notTracedReason } = process;
  const notes = [...process.notes, ...pythonNotes(program).map(({ key, params }) => ENGLISH(key, params))];
  const notObserved = process.notObserved.map(({ file, reason }) => ({
    file,
    reason: reason ?? ENGLISH("report.notObserved.elsewhere"),
  }));
  const races = { observer: process.observer, notObserved };
  return { pid, parentPid, name, startMethod, exitCode, traced, notTracedReason, notes, races };
}

function reportProgram({ program }: Trace): Report["program"] {
  const { argv, python, implementation, gil, traced, notTracedReason, exitCode, signal, durationNs } = program;
  const stopAskedNs = program.stopAskedNs ?? null;
  const stillRunning = program.stillRunning ? { stillRunning: true as const } : {};
  return {
    argv,
    python,
    implementation,
    gil,
    traced,
    notTracedReason,
    exitCode,
    signal,
    durationNs,
    stopAskedNs,
    ...stillRunning,
  };
}

function reportFinding(trace: Trace, finding: Finding): ReportFinding {
  const { id, rule, severity, certainty, message, advice, count, costNs, data } = finding;
  const locations = finding.locations.map(({ site, lane, role }) => {
    const { file, line } = trace.sites[site];
    return { file, line, lane, role };
  });
  return { id, rule, severity, certainty, message, advice, count, costNs, locations, stacks: [], data };
}
