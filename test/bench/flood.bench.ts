/**
 * A program that records as fast as its threads can, seen live: how long until the first generation, how many come in 20 s, and
 * how far the newest one is behind. By the clock, for that is what a person waits by: a busy machine makes all of it longer.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { WorkerClient } from "../../extension/trace/worker-client";
import { findPythons } from "../../tools/pythons.mjs";

const THREADS = 3;
const RUNS = 2;
const SEEN_MS = 20_000;

const rows = {
  first: { name: "first generation", unit: "s", values: [] as number[] },
  generations: { name: "generations in 20 s", unit: "", values: [] as number[] },
  pause: { name: "longest pause between two", unit: "s", values: [] as number[] },
  lag: { name: "largest lag told", unit: "s", values: [] as number[] },
  rate: { name: "written", unit: "records/s", values: [] as number[] },
  read: { name: "read by then", unit: "%", values: [] as number[] },
};

for (let run = 0; run < RUNS; run++) await measure();
process.stdout.write(JSON.stringify({ rows: Object.values(rows) }));

async function measure(): Promise<void> {
  const python = (await findPythons()).pythons.at(-1);
  if (python === undefined) throw new Error("no Python found");
  const place = mkdtempSync(join(tmpdir(), "raceway-bench-"));
  const [folder, over] = ["recording", "over"].map((name) => join(place, name));
  mkdirSync(folder);
  const words = ["test/core/support/flood.py", "runtime", folder, over, String(THREADS)];
  const flood = spawn(python.executable, words, { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  flood.stdout.on("data", (text) => {
    printed += text;
  });
  const ended = new Promise((done) => flood.on("close", done));
  const start = { subject: { kind: "recording", folder }, locale: "en" } as const;
  const cameMs: number[] = [];
  let lagMs = 0;
  let read = 0;
  const client = new WorkerClient(
    resolve("dist/trace-worker.cjs"),
    start,
    { ended: "", died: "" },
    {
      told(message) {
        if (message.type === "generation") {
          cameMs.push(performance.now());
          client.taken();
        } else if (message.type === "status") {
          read = message.status.records;
          const { behindSinceMs } = message.status;
          if (behindSinceMs !== null) lagMs = Math.max(lagMs, Date.now() - behindSinceMs);
        }
      },
      died(error) {
        throw error;
      },
    },
  );
  const beganMs = performance.now();
  client.restart();
  await delay(SEEN_MS);
  const seen = [beganMs, ...cameMs, performance.now()];
  const readByThen = read;
  writeFileSync(over, "");
  await ended;
  const secondsWritten = (performance.now() - beganMs) / 1000;
  await client.terminate();
  rmSync(place, { recursive: true });
  const written = Object.values<number>(JSON.parse(printed)).reduce(
    (sum, sets) => sum + sets + 2 * Math.floor(sets / 16),
    0,
  );
  rows.first.values.push(((cameMs[0] ?? Number.POSITIVE_INFINITY) - beganMs) / 1000);
  rows.generations.values.push(cameMs.length);
  rows.pause.values.push(Math.max(...seen.slice(1).map((ms, i) => ms - seen[i])) / 1000);
  rows.lag.values.push(lagMs / 1000);
  rows.rate.values.push(written / secondsWritten);
  rows.read.values.push((100 * readByThen) / written);
}
