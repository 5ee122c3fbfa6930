/**
 * npm run bench [-- NAME… | --write]: runs test/bench/*.py on each Python found and test/bench/*.bench.ts on this Node, one program at a
 * time, and prints a table for each file: one row a measurement, one column an interpreter, median [min–max].
 *
 * A program prints one JSON object on stdout:
 *   {"rows": [{"name": "with lock, recorded", "unit": "ns", "values": [812, 798, …], "aim": "≤ 700"}]}
 * with one value a repetition. The median stands against noise, the range shows how much of it there was. A row may bear the
 * `way` in which its program ran (untraced, traced, under another tracer). `--write` runs those that compare ways, on the
 * oldest supported and the newest Python, and writes docs/benchmarks.md; `view --write` only its section of the timeline.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benchmarksPage, summary, withView } from "./bench-page.mjs";
import { ensureBuilt, ensureInstalled, ensureNode } from "./ensure.mjs";
import { ExpectedError, ROOT, run, runScript } from "./process.mjs";
import { benchmarkEnvironment } from "./python-packages.mjs";
import { findPythons, OLDEST_FULL, whyNoneIsEnough } from "./pythons.mjs";

/**
 * @typedef {{ name: string, unit: string, values: number[], aim?: string, way?: string }} Row
 * @typedef {{ title: string, rows: Row[] }} Column
 */

const FOLDER = join(ROOT, "test/bench");
const PAGE = join(ROOT, "docs/benchmarks.md");
const LONGEST_MS = 1_800_000;
/** Those that run the same in several ways. */
const COMPARE = ["primitives.py", "beside.py"];
/** What is made of traces, not what makes them. */
const RULES = "rules.bench.ts";
const WHAT_IF = "what-if.bench.ts";
/** Needs a browser, and others to be measured beside. */
const VIEW = "view.bench.ts";

await runScript(async () => {
  ensureNode();
  await ensureInstalled();
  await ensureBuilt();
  const wanted = process.argv.slice(2);
  if (wanted.includes("--write")) return wanted.includes("view") ? writeView() : writePage();
  const files = (existsSync(FOLDER) ? readdirSync(FOLDER) : [])
    .filter((name) => (name.endsWith(".py") && !name.endsWith("_program.py")) || name.endsWith(".bench.ts"))
    .filter((name) => wanted.length === 0 || wanted.some((part) => name.startsWith(part)));
  if (files.length === 0) throw new ExpectedError(`No benchmark ${wanted.join(" ")} in test/bench.`);
  for (const file of files.sort())
    printTable(file, file.endsWith(".py") ? await onEachPython(file) : [await onNode(file)]);
  return 0;
});

async function writePage() {
  const full = (await allPythons()).filter(({ version }) => version[1] >= OLDEST_FULL);
  const pythons = [...new Set([full[0], full.at(-1)])];
  const columns = [];
  for (const file of COMPARE) columns.push(await onPythons(file, pythons));
  const { rows } = await onNode(RULES);
  const whatIf = await onNode(WHAT_IF);
  const view = await onNode(VIEW);
  writeFileSync(PAGE, benchmarksPage(pythons, columns, rows, whatIf.rows, view.rows));
  return 0;
}

async function writeView() {
  const { rows } = await onNode(VIEW);
  writeFileSync(PAGE, withView(readFileSync(PAGE, "utf8"), rows));
  return 0;
}

/** @returns {Promise<Column[]>} */
async function onEachPython(file) {
  return onPythons(file, await allPythons());
}

async function allPythons() {
  const { pythons } = await findPythons();
  const problem = whyNoneIsEnough(pythons);
  if (problem) throw new ExpectedError(problem);
  return pythons;
}

async function onPythons(file, pythons) {
  const columns = [];
  for (const python of pythons) {
    const env = COMPARE.includes(file) ? { ...process.env, ...(await benchmarkEnvironment(python)) } : process.env;
    columns.push(await measure(python.name, python.executable, [join(FOLDER, file), "--json"], env));
  }
  return columns;
}

/** @returns {Promise<Column>} */
async function onNode(file) {
  const { build } = await import("esbuild");
  const outfile = join(ROOT, "dist/bench", file.replace(/\.ts$/, ".js"));
  const options = { bundle: true, platform: "node", target: "node20", format: "esm", packages: "external" };
  await build({ ...options, entryPoints: [join(FOLDER, file)], outfile });
  const env = file === VIEW ? { ...process.env, ...(await viewEnvironment()) } : process.env;
  const room = file === VIEW ? ["--max-old-space-size=8192"] : [];
  return measure(`Node ${process.versions.node}`, process.execPath, ["--expose-gc", ...room, outfile], env);
}

async function viewEnvironment() {
  const { chromiumEnvironment } = await import("./chromium.mjs");
  const { speedscopeEnvironment } = await import("./speedscope.mjs");
  const newest = (await allPythons()).at(-1);
  return {
    ...(await chromiumEnvironment()),
    ...(await benchmarkEnvironment(newest)),
    ...(await speedscopeEnvironment()),
  };
}

/** @returns {Promise<Column>} */
async function measure(title, command, args, env = process.env) {
  const { code, stdout, output } = await run(command, args, { timeoutMs: LONGEST_MS, env });
  if (code !== 0) throw new ExpectedError(`${output}\n${args[0]} failed on ${title}.`);
  return { title, rows: JSON.parse(stdout).rows };
}

/** @param {string} title @param {Column[]} columns */
function printTable(title, columns) {
  const names = [...new Set(columns.flatMap(({ rows }) => rows.map(fullName)))];
  const lines = names.map((name) => {
    const rows = columns.map((column) => column.rows.find((row) => fullName(row) === name));
    const { unit, aim = "" } = rows.find(Boolean);
    return [name, unit, aim, ...rows.map((row) => (row ? summary(row.values) : "–"))];
  });
  const table = [["", "unit", "aim", ...columns.map((column) => column.title)], ...lines];
  const widths = table[0].map((_, column) => Math.max(...table.map((line) => line[column].length)));
  console.log(`\n${title}`);
  for (const line of table)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    );
}

function fullName({ name, way }) {
  return way === undefined ? name : `${name}: ${way}`;
}
