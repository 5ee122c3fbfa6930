/**
 * The summary for people: what the run was, what is to be done, who waited, and for what. At most a screenful, in 80 columns;
 * the report and the timeline have the rest.
 */
import { createColors } from "picocolors";
import type { Finding, Severity } from "../../core/analysis/finding";
import { chooseGroups, countRules, groupFindings } from "../../core/analysis/finding-groups";
import { translateFinding } from "../../core/analysis/rule";
import { baseName, formatDuration, formatShare, programName } from "../../core/l10n/format";
import type { Translate } from "../../core/l10n/index";
import { pythonNotes } from "../../core/report/python-notes";
import type { Report } from "../../core/report/schema";
import type { Trace } from "../../core/trace/types";
import { modelLines } from "./model";
import { laneName } from "./names";
import { pathLines } from "./path";
import { stuckLines } from "./stuck";
import { laneTable, poolTable, resourceTable } from "./tables";
import { clip, printable, wrap } from "./text";

const WIDTH = 80;
const MAX_FINDINGS = 10;
const MAX_FINDINGS_OF_A_RULE = 3;
const MAX_FILES = 3;
/** Of the run's duration. */
const NOTEWORTHY_OVERHEAD = 0.2;
/** What a recording says of a child that nobody could have traced (docs/trace-format.md, `child`). */
const NOT_PYTHON = "not a Python program";

export type Colors = ReturnType<typeof createColors>;

export interface SummaryInput {
  trace: Trace;
  report: Report;
  findings: readonly Finding[];
  /** Files that were written, and the recording folder if it stays: absolute paths. */
  written: readonly string[];
  recordingFolder: string | null;
}

/** How it is shown. */
export interface Look {
  color: boolean;
  /** On a terminal the title is cut to one line; a file or another program gets all of it. */
  terminal: boolean;
}

/** The whole summary, with a line end. */
export function renderSummary(input: SummaryInput, say: Translate, { color, terminal }: Look): string {
  const colors = createColors(color);
  const { report } = input;
  const sections = [
    [colors.bold(terminal ? clip(title(report, say), WIDTH) : title(report, say))],
    ...(report.program.traced
      ? [
          findingLines(input, say, colors),
          stuckLines(input.trace, report, say, colors),
          pathLines(report, say, colors),
          modelLines(report, say, colors),
          laneTable(report, say, colors),
          poolTable(report, say, colors),
          resourceTable(report, say, colors),
        ]
      : []),
    noteLines(input, say, colors),
    fileLines(input, say),
  ];
  const filled = sections.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function title({ program }: Report, say: Translate): string {
  const { argv, durationNs, implementation, python } = program;
  const parts = ["raceway", printable(programName(argv)), formatDuration(durationNs), ending(program, say)];
  // A saved trace of a program that was not traced does not know its Python.
  if (python !== "") parts.push(say("report.python", { implementation: displayName(implementation), version: python }));
  return parts.join(" · ");
}

function ending({ exitCode, signal, stillRunning }: Report["program"], say: Translate): string {
  if (stillRunning) return say("report.ended.running");
  if (signal !== null) return say("report.ended.signal", { signal });
  return exitCode === null ? say("report.ended.unknown") : say("report.ended.code", { code: exitCode });
}

/** `sys.implementation.name` is in lower case. */
function displayName(implementation: string): string {
  return implementation === "cpython" ? "CPython" : implementation;
}

function findingLines({ trace, report, findings }: SummaryInput, say: Translate, colors: Colors): string[] {
  // Whoever deadlocked has something to look at, though no rule speaks of it yet.
  const { length: silenced } = report.ignored;
  const ignored =
    silenced === 0
      ? []
      : wrap(say("report.findings.ignored", { count: silenced }), WIDTH - 2).map((text) => `  ${text}`);
  if (findings.length === 0) {
    const isStuck = report.stuck.some(({ cycle }) => cycle !== null);
    return isStuck ? ignored : [say("report.findings.none"), ...ignored];
  }
  const { shown, rest } = chooseGroups(groupFindings(findings), MAX_FINDINGS, MAX_FINDINGS_OF_A_RULE);
  const lines = shown.flatMap(({ first: finding, same }) => {
    const { message, advice } = translateFinding(finding, say);
    const { file, line } = trace.sites[finding.locations[0].site];
    const head = `${say(`report.severity.${finding.severity}`)} · ${finding.rule} · ${file}:${line}`;
    return [
      `  ${severityColor(finding.severity, colors)(printable(head))}`,
      ...wrap(printable(message), WIDTH - 4).map((text) => `    ${text}`),
      ...wrap(printable(advice), WIDTH - 6).map((text, first) => colors.dim(`    ${first === 0 ? "→" : " "} ${text}`)),
      ...sameLines(trace, same, say),
    ];
  });
  const hidden = countRules(rest);
  const count = hidden.reduce((sum, [, each]) => sum + each, 0);
  const rules = hidden.map(([rule, each]) => `${each} ${rule}`).join(", ");
  if (count > 0)
    lines.push(...wrap(say("report.findings.more", { count, rules }), WIDTH - 2).map((text) => `  ${text}`));
  return [colors.bold(say("report.findings")), ...lines, ...ignored];
}

/** `+ 3 more of the same variable: data-race app.py:7 (2), data-race app.py:9`. */
function sameLines({ sites }: Trace, same: readonly Finding[], say: Translate): string[] {
  if (same.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { rule, locations } of same) {
    const { file, line } = sites[locations[0].site];
    const place = `${rule} ${baseName(file)}:${line}`;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const places = [...counts].map(([place, count]) => (count > 1 ? `${place} (${count})` : place));
  const shown = places.slice(0, MAX_FINDINGS_OF_A_RULE);
  if (places.length > shown.length) shown.push("…");
  const text = say("report.findings.same", { count: same.length, places: shown.join(", ") });
  return wrap(printable(text), WIDTH - 6).map((line, first) => `    ${first === 0 ? "+" : " "} ${line}`);
}

function severityColor(severity: Severity, colors: Colors): (text: string) => string {
  switch (severity) {
    case "error":
      return colors.red;
    case "warning":
      return colors.yellow;
    case "info":
      return colors.cyan;
  }
}

/** What is missing, what the tracers of the processes had to say, and what to know of this Python. */
function noteLines({ trace, report }: SummaryInput, say: Translate, colors: Colors): string[] {
  const { dropped, lanes } = report;
  const losers = lanes.filter((lane) => lane.dropped > 0).map(({ id }) => laneName(report, id));
  const records = say("report.losses.records", { count: dropped.records, lanes: losers.join(", ") });
  const facts = [
    ...(dropped.records > 0 ? [records] : []),
    ...dropped.losses,
    ...(report.resources.some(({ countsExact }) => !countsExact) ? [say("report.losses.atLeast")] : []),
    ...overheadNote(report, say),
    ...trace.processes.flatMap(({ notes }) => notes),
    ...notObserved(trace, say),
    ...untracedPythons(report, say),
    ...(report.rulesOff.length > 0 ? [say("report.rulesOff", { rules: report.rulesOff.join(", ") })] : []),
    ...pythonNotes(trace.program).map(({ key, params }) => say(key, params)),
  ];
  if (facts.length === 0) return [];
  const lines = facts.flatMap((fact) => wrap(printable(fact), WIDTH - 2).map((text) => `  ${text}`));
  return [colors.yellow(say("report.losses")), ...lines];
}

/** Files in which nobody looked for lost updates. */
function notObserved({ processes }: Trace, say: Translate): string[] {
  const reasons = new Map(
    processes.flatMap((process) => process.notObserved).map(({ file, reason }) => [file, reason]),
  );
  const files = [...reasons].map(([file, reason]) => `${file} (${reason ?? say("report.notObserved.elsewhere")})`);
  if (files.length === 0) return [];
  const shown = files.slice(0, MAX_FILES).join(", ");
  const hidden = Math.max(0, files.length - MAX_FILES);
  return [say(hidden > 0 ? "report.notObserved.more" : "report.notObserved", { files: shown, count: hidden })];
}

/** Children that might have been traced. What is no Python is in the report alone. */
function untracedPythons({ processes }: Report, say: Translate): string[] {
  const untraced = processes.filter(({ traced, notTracedReason }) => !traced && notTracedReason !== NOT_PYTHON);
  const reasons = new Set(untraced.map(({ notTracedReason }) => notTracedReason ?? ""));
  return [...reasons].map((reason) => {
    const names = untraced.filter((child) => (child.notTracedReason ?? "") === reason).map(({ name }) => name);
    return say("report.untraced", { count: names.length, reason, name: names[0] });
  });
}

/** A tracer that took a visible part of the run has changed what it shows. */
function overheadNote({ tracing, program }: Report, say: Translate): string[] {
  const share = tracing.overheadNs / Math.max(program.durationNs, 1);
  if (share <= NOTEWORTHY_OVERHEAD) return [];
  return [say("report.overhead", { time: formatDuration(tracing.overheadNs), share: formatShare(share) })];
}

function fileLines({ written, recordingFolder }: SummaryInput, say: Translate): string[] {
  const files = written.map((path) => `${say("report.written")}: ${printable(path)}`);
  if (recordingFolder === null) return files;
  return [...files, say("report.recording", { path: printable(recordingFolder) })];
}
