/** Findings as SARIF: by the schema of the standard, and saying what the report says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { analyzeAll, RULE_TABLE } from "../../../core/analysis/analyze";
import { buildSarif, renderSarif } from "../../../core/export/sarif";
import { buildReport } from "../../../core/report/report";
import type { Report } from "../../../core/report/schema";
import { draw } from "../support/draw";
import { assertSarif } from "../support/sarif";

const SETTINGS = { version: "1.2.3", root: "/work/app", pageOf: () => null };

const TRACE = draw(`
  0     Main  creates lock L
  0     Main  creates bounded-semaphore S 1
  10    Main  starts T1
  100   T1    acquires L
  200   Main  wants L
  9000  T1    releases L
  9000  Main  gets L
  9010  Main  releases L
  9020  Main  over-releases S
`).trace();

function reportAt(folder: string): Report {
  const { findings, ignored } = analyzeAll(TRACE);
  const report = buildReport(TRACE, findings, ignored);
  for (const finding of report.findings)
    for (const location of finding.locations) location.file = `${folder}/${location.file.replace(/^.*\//, "")}`;
  return report;
}

test("a file that the schema of the standard accepts, and one that it does not", () => {
  const log = buildSarif(reportAt("/work/app"), SETTINGS);
  assertSarif(log);
  assert.throws(() => assertSarif({ ...log, version: "2.0.0" }));
  const [run] = log.runs;
  assert.throws(() => assertSarif({ ...log, runs: [{ ...run, results: [{ level: "fatal" }] }] }));
  assert.deepEqual(JSON.parse(renderSarif(reportAt("/work/app"), SETTINGS)), JSON.parse(JSON.stringify(log)));
});

test("each finding is a result with its level, its places and an id that stays", () => {
  const report = reportAt("/work/app");
  const [run] = buildSarif(report, SETTINGS).runs;
  assert.deepEqual(
    run.results.map(({ ruleId, level }) => [ruleId, level]),
    [
      ["over-release", "error"],
      ["lock-contention", "note"],
    ],
  );
  for (const [index, result] of run.results.entries()) {
    const finding = report.findings[index];
    assert.equal(run.tool.driver.rules[result.ruleIndex].id, finding.rule);
    assert.deepEqual(result.fingerprints, { "raceway/v1": finding.id });
    assert.equal(result.message.text, `${finding.message} ${finding.advice}`);
    assert.equal(result.locations.length + result.relatedLocations.length, finding.locations.length);
    const [{ physicalLocation, message }] = result.locations;
    const [{ file, line, role }] = finding.locations;
    assert.equal(`/work/app/${physicalLocation.artifactLocation.uri}`, file);
    assert.equal(physicalLocation.artifactLocation.uriBaseId, "SRCROOT");
    assert.deepEqual(physicalLocation.region, { startLine: line });
    assert.ok(message.text.startsWith(role));
    assert.deepEqual(result.suppressions, []);
  }
  assert.deepEqual(run.originalUriBaseIds, { SRCROOT: { uri: "file:///work/app/" } });
});

test("a file elsewhere keeps its whole address; one without a path, and a line that nobody knows, have none", () => {
  const report = reportAt("/work/app two");
  const [at, ...others] = report.findings[0].locations;
  report.findings[0].locations = [at, { ...at, file: "<string>" }, { ...at, line: 0 }, ...others];
  const log = buildSarif(report, SETTINGS);
  assertSarif(log);
  const [{ locations, relatedLocations }] = log.runs[0].results;
  assert.match(locations[0].physicalLocation.artifactLocation.uri, /^file:\/\/\/work\/app%20two\//);
  assert.equal("uriBaseId" in locations[0].physicalLocation.artifactLocation, false);
  assert.equal(relatedLocations.length, others.length + 1, "<string> is no file");
  assert.equal("region" in relatedLocations[0].physicalLocation, false);
});

test("what a comment silences is suppressed with its reason; a rule that is off is not enabled", () => {
  const report = reportAt("/work/app");
  report.ignored = report.findings.splice(0, 1).map((finding) => ({ ...finding, reason: "known since May" }));
  report.rulesOff = ["lock-contention"];
  const log = buildSarif(report, SETTINGS);
  assertSarif(log);
  const [run] = log.runs;
  assert.deepEqual(run.results.find(({ ruleId }) => ruleId === "over-release")?.suppressions, [
    { kind: "inSource", status: "accepted", justification: "known since May" },
  ]);
  const disabled = run.tool.driver.rules.filter(({ defaultConfiguration }) => "enabled" in defaultConfiguration);
  assert.deepEqual(
    disabled.map(({ id }) => id),
    ["lock-contention"],
  );
});

test("every built rule is told, with its help and its page where there is one", () => {
  const pageOf = (rule: string) => ({ uri: `file:///pages/${rule}.md`, markdown: `# ${rule}` });
  const log = buildSarif(reportAt("/work/app"), { ...SETTINGS, pageOf });
  assertSarif(log);
  const { rules } = log.runs[0].tool.driver;
  assert.deepEqual(new Set(rules.map(({ id }) => id)), new Set(RULE_TABLE.map(({ rule }) => rule)));
  for (const { id, help, helpUri } of rules) {
    assert.equal(helpUri, `file:///pages/${id}.md`);
    assert.equal(help.markdown, `# ${id}`);
    assert.ok(help.text.includes(`ignore[${id}]`));
  }
});

test("what was lost, and a program that was not traced, are told", () => {
  const report = reportAt("/work/app");
  report.dropped = { records: 3, losses: ["one segment could not be read"] };
  report.program = {
    ...report.program,
    traced: false,
    notTracedReason: "it ran with -I",
    exitCode: null,
    signal: "SIGKILL",
  };
  const log = buildSarif(report, SETTINGS);
  assertSarif(log);
  const [{ executionSuccessful, exitSignalName, toolExecutionNotifications }] = log.runs[0].invocations;
  assert.equal(executionSuccessful, false);
  assert.equal(exitSignalName, "SIGKILL");
  assert.equal(toolExecutionNotifications.length, 3);
});
