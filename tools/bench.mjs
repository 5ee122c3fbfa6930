/**
 * npm run bench [-- NAME…]: runs test/bench/*.py on each Python found and test/bench/*.bench.ts on this Node, one program at a
 * time, and prints a table for each file: one row a measurement, one column an interpreter, median [min–max].
 *
 * A program prints one JSON object on stdout:
 *   {"rows": [{"name": "with lock, recorded", "unit": "ns", "values": [812, 798, …], "aim": "≤ 700"}]}
 * with one value a repetition. The median stands against noise, the range shows how much of it there was.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt, ensureInstalled, ensureNode } from "./ensure.mjs";
import { ExpectedError, ROOT, run, runScript } from "./process.mjs";
import { findPythons, whyNoneIsEnough } from "./pythons.mjs";

/**
 * @typedef {{ name: string, unit: string, values: number[], aim?: string }} Row
 * @typedef {{ title: string, rows: Row[] }} Column
 */

const FOLDER = join(ROOT, "test/bench");
const LONGEST_MS = 900_000;

await runScript(async () => {
  ensureNode();
  await ensureInstalled();
  await ensureBuilt();
  const wanted = process.argv.slice(2);
  const files = (existsSync(FOLDER) ? readdirSync(FOLDER) : [])
    .filter((name) => name.endsWith(".py") || name.endsWith(".bench.ts"))
    .filter((name) => wanted.length === 0 || wanted.some((part) => name.startsWith(part)));
  if (files.length === 0) throw new ExpectedError(`No benchmark ${wanted.join(" ")} in test/bench.`);
  for (const file of files.sort())
    printTable(file, file.endsWith(".py") ? await onEachPython(file) : [await onNode(file)]);
  return 0;
});

/** @returns {Promise<Column[]>} */
async function onEachPython(file) {
  const { pythons } = await findPythons();
  const problem = whyNoneIsEnough(pythons);
  if (problem) throw new ExpectedError(problem);
  const columns = [];
  for (const { name, executable } of pythons)
    columns.push(await measure(name, executable, [join(FOLDER, file), "--json"]));
  return columns;
}

/** @returns {Promise<Column>} */
async function onNode(file) {
  const { build } = await import("esbuild");
  const outfile = join(ROOT, "dist/bench", file.replace(/\.ts$/, ".js"));
  const options = { bundle: true, platform: "node", target: "node20", format: "esm", packages: "external" };
  await build({ ...options, entryPoints: [join(FOLDER, file)], outfile });
  return measure(`Node ${process.versions.node}`, process.execPath, ["--expose-gc", outfile]);
}

/** @returns {Promise<Column>} */
async function measure(title, command, args) {
  const { code, stdout, output } = await run(command, args, { timeoutMs: LONGEST_MS });
  if (code !== 0) throw new ExpectedError(`${output}\n${args[0]} failed on ${title}.`);
  return { title, rows: JSON.parse(stdout).rows };
}

/** @param {string} title @param {Column[]} columns */
function printTable(title, columns) {
  const names = [...new Set(columns.flatMap(({ rows }) => rows.map(({ name }) => name)))];
  const lines = names.map((name) => {
    const rows = columns.map((column) => column.rows.find((row) => row.name === name));
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

/** "812 [798–1,004]" */
function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  return `${short(median)} [${short(low)}–${short(high)}]`;
}

/** Three digits that matter. */
function short(value) {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en", { maximumFractionDigits: digits });
}
