/**
 * What-if against the truth: the same program is run with each number of workers; what the runs with one of the numbers foretell for
 * the others is set against how long these took.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../../core/report/schema";
import { findPythons } from "../../tools/pythons.mjs";

const REPETITIONS = 5;
const PROGRAM = "test/bench/what_if_program.py";
const [python] = (await findPythons()).pythons.slice(-1);

type WhatIf = Report["analysis"]["whatIf"][number];

function run(kind: string, workers: number, items: number): WhatIf {
  const folder = mkdtempSync(join(tmpdir(), "raceway-bench-"));
  try {
    const report = join(folder, "report.json");
    const words = ["run", "--quiet", "--python", python.executable, "--json", report, PROGRAM, kind, workers, items];
    const { status, stderr } = spawnSync(process.execPath, ["dist/cli.js", ...words.map(String)], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return (JSON.parse(readFileSync(report, "utf8")) as Report).analysis.whatIf[0];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

interface Row {
  name: string;
  unit: string;
  values: number[];
  aim?: string;
}

/** Foretold ÷ measured, in percent, for each pair of numbers of workers. */
function measure(kind: string, numbers: readonly number[], items: number): Row[] {
  const runs = new Map<number, WhatIf[]>(numbers.map((workers) => [workers, []]));
  for (let time = 0; time < REPETITIONS; time++)
    for (const workers of numbers) runs.get(workers)?.push(run(kind, workers, items));
  return numbers.flatMap((from) =>
    numbers
      .filter((to) => to !== from)
      .map((to) => {
        const truthNs = median(runs.get(to)?.map(({ measuredNs }) => measuredNs) ?? []);
        const values = (runs.get(from) ?? []).map(({ plays }) => {
          const play = plays.find(({ workers }) => workers === to);
          return (100 * (play?.durationNs ?? Number.NaN)) / truthNs;
        });
        return { name: `${kind}: ${to} foretold with ${from}`, unit: "% of the truth", values, aim: "85–115" };
      }),
  );
}

const cores = Array.from({ length: availableParallelism() }, (_, i) => i + 1);
const rows = [...measure("sleep", [1, 2, 4, 8], 48), ...measure("compute", cores.slice(0, 8), 24)];
process.stdout.write(JSON.stringify({ rows }));
