/** docs/benchmarks.md: what tracing costs, one row a measurement, for each Python untraced, traced and under another tracer. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem, type } from "node:os";
import { join } from "node:path";
import { ROOT } from "./process.mjs";

const MADE_BY =
  "Made by `npm run bench -- --write` (test/bench/primitives.py, beside.py, rules.bench.ts, what-if.bench.ts and view.bench.ts).";
const VIEW_TITLE = "## The timeline";

const WAYS = ["untraced", "traced", "VizTracer"];

/**
 * @param {import("./pythons.mjs").Python[]} pythons
 * @param {import("./bench.mjs").Column[][]} files for each file of measurements a column a Python
 * @param {import("./bench.mjs").Row[]} rules what rules.bench.ts measured
 * @param {import("./bench.mjs").Row[]} whatIf likewise of what-if.bench.ts
 * @param {import("./bench.mjs").Row[]} view likewise of view.bench.ts
 */
export function benchmarksPage(pythons, files, rules, whatIf, view) {
  const head = ["", "unit", "aim", ...pythons.flatMap(({ name }) => WAYS.map((way) => `${name} ${way}`))];
  const rows = files.flatMap((columns) => namesOf(columns).map((name) => rowOf(name, columns)));
  const table = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  return `# What tracing costs

CPU, not wall time: of one operation in its process, of a whole program in all of its processes. Median [smallest–largest]
of five runs in fresh processes, one way after the other; behind it, how many times the untraced median that is. Of whole
programs what an empty one costs in the same way, the start-up, is taken off; the starts of their child processes are in.
VizTracer ran with its defaults; it writes its file when the program ends, which is in its numbers of whole programs and not in
those of single operations. Raceway's recording is read by another process, which is in none. The first rows of a lock are its
recorded holds, what it does when it is first used included. Aims are for the ratio; some are missed. No number here decides
whether a test passes.

${machine(pythons)}

${table}

${rulesSection(rules)}
${whatIfSection(whatIf)}
${viewSection(view)}
${MADE_BY}
`;
}

/** @param {string} page the file as it is; @param {import("./bench.mjs").Row[]} rows @returns {string} the same with these of the timeline */
export function withView(page, rows) {
  const end = page.lastIndexOf("Made by ");
  const begin = page.indexOf(VIEW_TITLE);
  return `${page.slice(0, begin < 0 ? end : begin)}${viewSection(rows)}\n${MADE_BY}\n`;
}

/** One table a trace. @param {import("./bench.mjs").Row[]} rows */
export function viewSection(rows) {
  const titles = [...new Set(rows.map(({ name }) => name.split(": ")[0]))];
  const lines = titles.flatMap((title) => [
    `| **${title}** | | | |`,
    ...rows
      .filter(({ name }) => name.startsWith(`${title}: `))
      .map(
        ({ name, unit, aim = "", values }) =>
          `| ${name.slice(title.length + 2)} | ${unit} | ${aim} | ${summary(values)} |`,
      ),
  ]);
  const load = loadavg()[0].toFixed(1);
  return `${VIEW_TITLE}

The self-contained page over made-up runs (test/bench/support/view-trace.ts), in headless Chromium at 1440 × 900, drawn by software; the same
run as Chrome trace JSON (\`--chrome\`) in Perfetto's own user interface and in speedscope, in the same browser, up to a million spans: larger ones
were not tried there. Median [smallest–largest] of the repetitions, each in a browser of its own. *First picture* is from the request to the first
frame with the trace in it; of a large page waits, holds and events follow, until *all details*. *Script a frame* is what the drawing
worker computes, *page's own thread* the script of the page itself, *between frames* what one sees while dragging. Perfetto shows all
threads, speedscope one at a time. ${machineLine()}; load of the machine when this was written ${load}.

| | unit | aim | |
| --- | --- | --- | --- |
${lines.join("\n")}
`;
}

/** @param {import("./bench.mjs").Row[]} rows */
export function rulesSection(rows) {
  const table = [
    ["", "unit", ""],
    ["---", "---", "---"],
    ...rows.map(({ name, unit, values }) => [name, unit, summary(values)]),
  ];
  return `## What the rules cost

All rules of [findings](findings/README.md) over the trace of one program (test/bench/rules_program.py) that does the same ten, a hundred and
a thousand times; CPU of one core, the trace in memory, median [smallest–largest]. Rows are waits, holds, events, items and edges. The smallest
trace is over before the code is compiled, so it is the slowest for its size. Allocated is what was not collected while the rules ran. While a program
runs in the editor they take at most a tenth of a core, however long the trace (core/analysis/rules-pace.ts).

${table.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}
`;
}

/** @param {import("./bench.mjs").Row[]} rows */
export function whatIfSection(rows) {
  const table = [
    ["", "unit", "aim", ""],
    ["---", "---", "---", "---"],
    ...rows.map(({ name, unit, aim, values }) => [name, unit, aim, summary(values)]),
  ];
  return `## What-if against real pools

The same program (test/bench/what_if_program.py) was run five times with each number of workers. What the runs with one number foretold for
another (\`analysis.whatIf\`), over the median of how long that really took: median [smallest–largest]. \`sleep\`: 48 items that sleep for 10 to
40 ms, in threads; \`compute\`: 24 items that use 20 to 60 ms of a processor, in as many processes as there are processors. Where the machine has
other work, one process of the program gets more of a processor than each of two does: nothing in a run with one tells of that.

${table.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}
`;
}

function machineLine() {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${cpus()[0].model.trim()}), ${memory} GB, ${type()} ${release()}, shared with other work while this ran`;
}

function machine(pythons) {
  const git = (...args) => execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).trim();
  const versions = pythons.map(({ version }) => version.join(".")).join(" and ");
  const viztracer = readFileSync(join(ROOT, "test/bench/requirements.txt"), "utf8").match(/^viztracer==(.*)$/m)[1];
  return `${machineLine()}; CPython ${versions};
runtime of commit ${git("log", "-1", "--format=%h", "--", "runtime")}; VizTracer ${viztracer}.`;
}

function namesOf(columns) {
  return [...new Set(columns.flatMap(({ rows }) => rows.map(({ name }) => name)))];
}

function rowOf(name, columns) {
  const all = columns.map(({ rows }) => rows.filter((row) => row.name === name));
  const { unit, aim = "" } = all.flat()[0];
  return [name, unit, aim, ...all.flatMap((rows) => WAYS.map((way) => cellOf(rows, way)))];
}

function cellOf(rows, way) {
  const [untraced, row] = ["untraced", way].map((wanted) => rows.find((one) => one.way === wanted));
  if (row === undefined) return "–";
  const times = median(row.values) / median(untraced.values);
  return way === "untraced" || !Number.isFinite(times)
    ? summary(row.values)
    : `${summary(row.values)} ${short(times)} ×`;
}

/** "812 [798–1,004]" */
export function summary(values) {
  return `${short(median(values))} [${short(Math.min(...values))}–${short(Math.max(...values))}]`;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Three digits that matter. */
function short(value) {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en", { maximumFractionDigits: digits });
}
