/** Each sample, traced by the built command line: it behaves as without us, and the report has the facts of expected.ts. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { test } from "node:test";
import type { Report, ReportFinding } from "../../core/report/schema";
import { Workplace } from "../cli/support/cli";
import { type Amount, EXPECTED, type Expected, type ExpectedFinding, type ExpectedPool } from "./expected";

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
    if (expected.lanes !== undefined) {
      const names = report.lanes.filter(({ internal }) => !internal).map(({ name }) => withoutNumber(name));
      assert.deepEqual(names.sort(), [...expected.lanes].sort(), "the lanes");
    }
    assert.deepEqual(report.dropped, { records: 0, losses: [] });
    assert.deepEqual(
      report.processes.flatMap((process) => process.notes),
      [],
      "no instrument switched itself off",
    );
    compareProcesses(report, expected);
    compareResources(report, expected);
    comparePools(report, expected.pools ?? []);
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

/** Python's own numbers differ from version to version: `Thread-3 (worker)`, `Task-7 (fetch)`. */
const withoutNumber = (name: string): string =>
  name.replace(/^Thread-\d+( \(.*\))?$/, "Thread").replace(/^Task-\d+/, "Task");

function compareProcesses({ processes }: Report, expected: Expected): void {
  assert.ok(processes.every(({ traced }) => traced));
  if (expected.processes !== undefined) {
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    const ended = processes.map(({ name, exitCode }) => ({ name, exitCode }));
    assert.deepEqual(ended[0], expected.processes[0]);
    assert.deepEqual(ended.sort(byName), [...expected.processes].sort(byName));
  }
}

function comparePools({ pools }: Report, expected: readonly ExpectedPool[]): void {
  assert.deepEqual(
    pools.map(({ kind, name, workers, chunks, tasks }) => ({ kind, name, workers, chunks, tasks })),
    expected.map(({ startedWorkers: _, ...exact }) => exact),
  );
  for (const [index, { name, startedWorkers }] of expected.entries())
    if (startedWorkers !== undefined)
      assert.ok(matches(pools[index].startedWorkers, startedWorkers), `${name}: workers`);
}

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
    const about = (data.variable as { name: string } | undefined) ?? resourceOf(report, data.resource);
    return { rule, severity, about: about?.name ?? "", at: lines[locations[0].line - 1].trim(), count, data };
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

const resourceOf = ({ resources }: Report, id: unknown) => (typeof id === "number" ? resources[id] : undefined);

function isSame(a: ExpectedFinding, b: ExpectedFinding): boolean {
  return a.rule === b.rule && a.severity === b.severity && a.about === b.about && a.at === b.at;
}

function compareStates(report: Report, laneName: string, states: readonly string[]): void {
  const [{ statesNs }] = report.lanes.filter(({ name }) => withoutNumber(name) === laneName);
  for (const state of states)
    assert.ok((statesNs[state as keyof typeof statesNs] ?? 0) > 0, `${laneName} was never ${state}`);
}
