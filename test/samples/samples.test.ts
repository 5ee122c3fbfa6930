/** Each sample, traced by the built command line: it behaves as without us, and the report has the facts of expected.ts. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { test } from "node:test";
import type { Report, ReportFinding } from "../../core/report/schema";
import { Workplace } from "../cli/support/cli";
import { type Amount, EXPECTED, type Expected, type ExpectedFinding } from "./expected";

const FOLDER = resolve("samples");

test("each sample has its expectations", () => {
  const samples = readdirSync(FOLDER).filter((name) => name.endsWith(".py"));
  assert.deepEqual(samples.sort(), Object.keys(EXPECTED).sort());
});

for (const [name, expected] of Object.entries(EXPECTED)) {
  test(name, async (t) => {
    const place = new Workplace(t);
    const script = resolve(FOLDER, name);
    const stop = expected.stopAfter === undefined ? [] : ["--stop-after", String(expected.stopAfter)];
    const traced = await place.raceway("run", "--quiet", ...stop, "--json", "report.json", script);
    if (expected.stopAfter === undefined) {
      assert.deepEqual(traced, await place.python(script), "output and exit code are those of an untraced run");
      assert.equal(traced.code, 0);
    } else {
      assert.equal(traced.code, 124);
    }
    const report = place.report();
    assert.deepEqual(report.lanes.map((lane) => lane.name).sort(), [...expected.lanes].sort(), "the lanes");
    assert.deepEqual(report.dropped, { records: 0, losses: [] });
    assert.deepEqual(
      report.processes.map((process) => process.notes),
      [[]],
      "no instrument switched itself off",
    );
    compareResources(report, expected);
    compareFindings(report, expected.findings ?? [], script);
    for (const [lane, states] of Object.entries(expected.states ?? {})) compareStates(report, lane, states);
  });
}

test("deadlock_two_locks.py: who waits for whom, in a circle", async (t) => {
  const place = new Workplace(t);
  await place.raceway(
    "run",
    "--quiet",
    "--stop-after",
    "1",
    "--json",
    "report.json",
    resolve(FOLDER, "deadlock_two_locks.py"),
  );
  const { lanes, resources, stuck } = place.report();
  const laneName = (id: number | null) => (id === null ? null : lanes[id].name);
  const circle = stuck
    .filter((one) => one.op === "lock")
    .map(
      (one) => `${laneName(one.lane)} waits for ${resources[one.resource ?? -1].name}, held by ${laneName(one.holder)}`,
    );
  assert.deepEqual(circle.sort(), [
    "kant waits for left_fork, held by plato",
    "plato waits for right_fork, held by kant",
  ]);
});

function compareResources(report: Report, { resources }: Expected): void {
  assert.deepEqual(
    report.resources.map(({ kind, name }) => `${kind} ${name}`),
    resources.map(({ kind, name }) => `${kind} ${name}`),
  );
  for (const [index, { kind, name, ...counts }] of resources.entries()) {
    const found = report.resources[index];
    for (const [field, amount] of Object.entries(counts)) {
      const value = found[field as keyof typeof counts];
      assert.ok(matches(value, amount), `${kind} ${name}: ${field} is ${value}, not ${JSON.stringify(amount)}`);
    }
  }
}

function matches(value: number | null, amount: Amount): boolean {
  return typeof amount === "number" ? value === amount : value !== null && value >= amount.atLeast;
}

/** All errors and warnings are expected ones; whatever is expected is there. */
function compareFindings(report: Report, expected: readonly ExpectedFinding[], script: string): void {
  const lines = readFileSync(script, "utf8").split("\n");
  const describe = ({ rule, severity, locations, count, data }: ReportFinding): ExpectedFinding => {
    assert.equal(basename(locations[0].file), basename(script));
    const about = (data.variable as { name: string } | undefined) ?? report.resources[Number(data.resource)];
    return { rule, severity, about: about.name, at: lines[locations[0].line - 1].trim(), count, data };
  };
  const found = report.findings.map(describe);
  for (const finding of expected) {
    const same = found.find((one) => isSame(one, finding));
    assert.ok(same, `missing: ${JSON.stringify(finding)} in ${JSON.stringify(found)}`);
    assert.ok(finding.count === undefined || matches(Number(same.count), finding.count), `count is ${same.count}`);
    for (const [field, value] of Object.entries(finding.data ?? {})) assert.deepEqual(same.data?.[field], value, field);
  }
  for (const finding of found.filter(({ severity }) => severity !== "info"))
    assert.ok(
      expected.some((one) => isSame(one, finding)),
      `not expected: ${JSON.stringify(finding)}`,
    );
}

function isSame(a: ExpectedFinding, b: ExpectedFinding): boolean {
  return a.rule === b.rule && a.severity === b.severity && a.about === b.about && a.at === b.at;
}

function compareStates(report: Report, laneName: string, states: readonly string[]): void {
  const [{ statesNs }] = report.lanes.filter(({ name }) => name === laneName);
  for (const state of states)
    assert.ok((statesNs[state as keyof typeof statesNs] ?? 0) > 0, `${laneName} was never ${state}`);
}
