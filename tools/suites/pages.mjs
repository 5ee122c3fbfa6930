/** docs/cpython-tests.md and docs/package-tests.md, made from what the store knows. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../process.mjs";
import { countPassed } from "./compare.mjs";
import { MODULES } from "./cpython.mjs";
import { EXCEPTIONS, isExcepted } from "./exceptions.mjs";
import { PACKAGES, versionOf } from "./packages.mjs";

const HEAD = `# CPython's own tests, traced

Raceway must not change what a program does. CPython's own tests of what it instruments are the judge: each module below
ran as it is and as \`raceway run\` runs it, and the results are compared test by test. **Broken** is a test that passes
untraced 3 of 3 and does not pass traced 3 of 3, each time alone in a process; the machine was busy with other things, so
tests that depend on time fail now and then, untraced as well.

A cell: tests · passed untraced / traced · **broken**. What is neither passed was skipped (network, other platforms) or fails
on this machine without us, too. On 3.12.1 and 3.13.0 \`test_shutdown_deadlock_pickle\` hangs now and then,
traced or not (CPython's issue 125451, mended in later ones). A test that counts its descriptors may meet one of ours
([limits](limits.md)).

`;

const PACKAGES_HEAD = `# Packages with their own tests, traced

As [CPython's own tests](cpython-tests.md), with the tests that packages bring: pinned versions from PyPI, their source
distribution's tests under pytest. What fails on this machine without us (no network, a newer Python than the package knows)
fails in both ways. Sockets that tests of anyio leave behind where a name cannot be resolved are collected in a later test, which
then fails: here this one, there that one.

A cell: tests · passed untraced / traced · **broken**.

`;

/** @param {import("./store.mjs").Store} store @returns {number} exit code */
export function writeCpythonPage(store) {
  writeFileSync(join(ROOT, "docs/cpython-tests.md"), cpythonPage(store.all(), EXCEPTIONS));
  return 0;
}

/** @param {import("./store.mjs").Store} store @returns {number} exit code */
export function writePackagesPage(store) {
  const made = "Made by `npm run package-tests` (tools/suites).";
  const label = (name) => `${name} ${versionOf({ name })}`;
  const names = PACKAGES.map(({ name }) => name);
  writeFileSync(join(ROOT, "docs/package-tests.md"), page(PACKAGES_HEAD, names, label, store.all(), EXCEPTIONS, made));
  return 0;
}

/** @param {import("./store.mjs").Known[]} all @returns {string} */
export function cpythonPage(all, exceptions) {
  const made = "Made by `npm run cpython-tests`; CI runs four of these modules each time (tools/suites).";
  return page(HEAD, MODULES, (name) => name, all, exceptions, made);
}

function page(head, order, label, all, exceptions, made) {
  const known = all.filter(({ untraced, traced }) => untraced !== null && traced !== null);
  const versions = [...new Set(known.map(({ python }) => python))].sort(byNumber);
  const names = order.filter((one) => known.some(({ name }) => name === one));
  const find = (name, python) => known.find((one) => one.name === name && one.python === python);
  const rows = names.map((name) => [label(name), ...versions.map((version) => cell(find(name, version), exceptions))]);
  const table = [["", ...versions], ["---", ...versions.map(() => "---")], ...rows];
  const sections = [table.map((row) => `| ${row.join(" | ")} |`).join("\n"), codes(known), lent(known)];
  const among = exceptions.filter(({ id }) => known.some((one) => brokenOf(one).some((test) => test.endsWith(id))));
  sections.push(brokenList(known, exceptions), unsteadyList(known), exceptionList(among), made);
  return `${head}${sections.filter(Boolean).join("\n\n")}\n`;
}

function cell(known, exceptions) {
  if (known === undefined) return "–";
  const { untraced, traced } = known;
  const problem = untraced.problem ?? traced.problem;
  const broken = brokenOf(known).filter((id) => !isExcepted(id, minor(known), exceptions)).length;
  const count = new Set([...Object.keys(untraced.results), ...Object.keys(traced.results)]).size;
  const passed = [untraced, traced].map(({ results }) => number(countPassed(results)));
  return `${number(count)} · ${passed.join(" / ")} · **${broken}**${problem ? " (did not end)" : ""}`;
}

/** @param {import("./store.mjs").Known} known @returns {string[]} ids */
export function brokenOf({ verdicts }) {
  return Object.keys(verdicts).filter((id) => verdicts[id] === "broken");
}

function codes(known) {
  const versions = [...new Set(known.map(({ traced }) => traced.code))].sort();
  if (versions.length === 0) return "";
  if (versions.length === 1) return `Traced with the runtime of commit ${versions[0]}.`;
  const places = versions.map((code) => {
    const those = known.filter(({ traced }) => traced.code === code);
    const each = groupBy(those);
    return `- ${code}: ${[...each].map(([python, list]) => `${python}: ${list.map(({ name }) => name).join(", ")}`).join("; ")}`;
  });
  return `Traced with the runtime of these commits:\n${places.join("\n")}`;
}

function groupBy(known) {
  const groups = new Map();
  for (const one of known) groups.set(minor(one), [...(groups.get(minor(one)) ?? []), one]);
  return groups;
}

function lent(known) {
  const those = known.filter(({ tests }) => tests !== "");
  if (those.length === 0) return "";
  const list = those.map(({ name, python, tests }) => `${name} on ${python} is that of ${tests}`);
  return `Some installations came without some of their tests: ${list.join("; ")}.`;
}

function brokenList(known, exceptions) {
  const rows = known.flatMap((one) =>
    brokenOf(one)
      .filter((id) => !isExcepted(id, minor(one), exceptions))
      .map((id) => `- ${minor(one)}: \`${id}\``),
  );
  return rows.length === 0 ? "" : `## Broken\n\n${rows.join("\n")}`;
}

function unsteadyList(known) {
  const rows = known.flatMap((one) =>
    Object.keys(one.verdicts)
      .filter((id) => one.verdicts[id] === "unsteady")
      .map((id) => `- ${minor(one)}: \`${id}\`: ${again(one.alone[id])}`),
  );
  if (rows.length === 0) return "";
  const what = "Went wrong once traced, in the run of the whole module, and are not broken; alone, good runs of all:";
  return `## Unsteady\n\n${what}\n\n${rows.join("\n")}`;
}

function again({ untraced, traced }) {
  const good = (results) => results.filter(({ outcome }) => ["pass", "xfail", "skip"].includes(outcome)).length;
  return `${good(untraced)} of ${untraced.length} untraced, ${good(traced)} of ${traced.length} traced`;
}

function exceptionList(exceptions) {
  if (exceptions.length === 0) return "## Exceptions\n\nNone.";
  const rows = exceptions.map(
    ({ id, pythons, reason }) => `| \`${id}\` | ${pythons?.join(", ") ?? "all"} | ${reason} |`,
  );
  return `## Exceptions\n\n| test | Python | why |\n| --- | --- | --- |\n${rows.join("\n")}`;
}

function minor({ python }) {
  return python.split(".").slice(0, 2).join(".");
}

function number(value) {
  return value.toLocaleString("en");
}

function byNumber(a, b) {
  return a.localeCompare(b, "en", { numeric: true });
}
