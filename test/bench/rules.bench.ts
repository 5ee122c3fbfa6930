/**
 * All rules over the trace of one program that does the same once, ten times, a hundred times: how many records a second, whether that
 * stays the same, and which rules cost most. Time is that of the processor; the trace is in memory.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { analyze, RULE_TABLE } from "../../core/analysis/analyze";
import { criticalPath } from "../../core/analysis/critical-path";
import { readRaceway } from "../../core/export/raceway";
import type { Trace } from "../../core/trace/types";

const TIMES = [10, 100, 1000];
const REPETITIONS = 5;
const MOST_RULES = 6;

interface Row {
  name: string;
  unit: string;
  values: number[];
}

/** What several rules share is computed once for each trace object: a copy begins anew. */
const anew = (trace: Trace): Trace => ({ ...trace });

function cpuMs(run: () => unknown): number {
  const began = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

function traceOf(times: number, folder: string): Trace {
  const file = join(folder, `${times}.raceway`);
  const words = [
    "dist/cli.js",
    "run",
    "--quiet",
    "--trace",
    file,
    resolve("test/bench/rules_program.py"),
    String(times),
  ];
  execFileSync(process.execPath, words, { stdio: ["ignore", "ignore", "inherit"] });
  return readRaceway(file);
}

const sizeOf = ({ waits, holds, events, items, edges }: Trace): number =>
  waits.length + holds.length + events.length + items.length + edges.length;

const folder = mkdtempSync(join(tmpdir(), "raceway-bench-"));
const rows: Row[] = [];
try {
  for (const times of TIMES) {
    const trace = traceOf(times, folder);
    const thousands = sizeOf(trace) / 1000;
    analyze(anew(trace));
    const rate: Row = { name: `all rules over ${Math.round(thousands)} k rows`, unit: "k rows/s", values: [] };
    const path: Row = { name: `critical path of ${Math.round(thousands)} k rows`, unit: "k rows/s", values: [] };
    const memory: Row = { name: `allocated by them, ${Math.round(thousands)} k rows`, unit: "bytes a row", values: [] };
    for (let i = 0; i < REPETITIONS; i++) {
      (globalThis as { gc?: () => void }).gc?.();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      rate.values.push((thousands / cpuMs(() => analyze(anew(trace)))) * 1000);
      const after = process.memoryUsage();
      memory.values.push(
        Math.max(0, after.heapUsed + after.arrayBuffers - heapUsed - arrayBuffers) / (1000 * thousands),
      );
      path.values.push(
        (thousands /
          Math.max(
            cpuMs(() => criticalPath(anew(trace))),
            0.001,
          )) *
          1000,
      );
    }
    rows.push(rate, path, memory);
    if (times === TIMES[TIMES.length - 1]) rows.push(...slowestRules(trace));
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(JSON.stringify({ rows }));

/** Each with all that it needs, also what others would have left for it. */
function slowestRules(trace: Trace): Row[] {
  const rules = RULE_TABLE.map(({ rule }) => rule);
  const cost = (rule: (typeof rules)[number]) =>
    cpuMs(() =>
      analyze(
        anew(trace),
        rules.filter((other) => other !== rule),
      ),
    );
  const measured = rules.map((rule) => ({
    name: `${rule} alone, the largest`,
    unit: "ms",
    values: Array.from({ length: 3 }, () => cost(rule)),
  }));
  const median = ({ values }: Row) => [...values].sort((a, b) => a - b)[1];
  return measured.sort((a, b) => median(b) - median(a)).slice(0, MOST_RULES);
}
