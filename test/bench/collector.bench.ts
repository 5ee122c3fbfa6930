/** The collector: records a second that it keeps up with, and the time from an event in Python to the host that reads it. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openRecording } from "../../core/collect/recording";
import { findPythons } from "../../tools/pythons.mjs";

const REPETITIONS = 5;

interface Row {
  name: string;
  unit: string;
  values: number[];
  aim?: string;
}

/** Runs the writer of test/core/support/flood.py and calls `step` until it has ended. */
async function withWriter(seconds: number, args: string[], step: (folder: string) => Promise<void>): Promise<string> {
  const [python] = (await findPythons()).pythons.slice(-1);
  const folder = mkdtempSync(join(tmpdir(), "raceway-bench-"));
  try {
    const writer = spawn(python.executable, [
      "test/core/support/flood.py",
      "runtime",
      folder,
      String(seconds),
      ...args,
    ]);
    const exit = new Promise((resolve) => writer.on("close", resolve));
    while (!existsMeta(folder)) await delay(2);
    await step(folder);
    await exit;
    return folder;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Has the writer told when its process began? The file is there a moment before its first line. */
const existsMeta = (folder: string): boolean =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .some((path) => path.endsWith("meta.jsonl") && readFileSync(path, "utf8").includes("\n"));

/** Millions of records a second of CPU time: reading and decoding into columns, without the model. */
async function readingSpeed(): Promise<number> {
  let speed = Number.NaN;
  await withWriter(2, ["2"], async (folder) => {
    await delay(2500);
    const recording = openRecording(folder);
    const started = process.cpuUsage();
    recording.finish();
    const { user, system } = process.cpuUsage(started);
    const { events, waits } = recording.snapshot();
    recording.close();
    speed = (events.length + 2 * waits.length) / (user + system);
  });
  return speed;
}

/** Milliseconds from the event's stamp to the poll that found it: p50 and p99 of a thousand events. */
async function latencies(): Promise<[p50: number, p99: number]> {
  const late: number[] = [];
  await withWriter(3, ["1", "300"], async (folder) => {
    const recording = openRecording(folder);
    const meta = readFileSync(join(folder, "process-1-0/meta.jsonl"), "utf8");
    const originNs = BigInt((JSON.parse(meta.split("\n")[0]) as { startNs: number }).startNs);
    let seen = 0;
    const until = Date.now() + 2500;
    while (Date.now() < until) {
      recording.poll();
      const nowNs = Number(process.hrtime.bigint() - originNs);
      const { events } = recording.snapshot();
      for (; seen < events.length; seen++) late.push((nowNs - events.timeNs[seen]) / 1e6);
      await delay(recording.pollDelayMs());
    }
    recording.close();
  });
  late.sort((a, b) => a - b);
  return [late[late.length >> 1], late[Math.floor(late.length * 0.99)]];
}

const round = (value: number): number => Math.round(value * 100) / 100;
const rows: Row[] = [
  { name: "collector reads", unit: "M records/s", values: [] },
  { name: "event to host, p50", unit: "ms", values: [] },
  { name: "event to host, p99", unit: "ms", values: [] },
];
for (let i = 0; i < REPETITIONS; i++) {
  rows[0].values.push(round(await readingSpeed()));
  const [p50, p99] = await latencies();
  rows[1].values.push(round(p50));
  rows[2].values.push(round(p99));
}
process.stdout.write(JSON.stringify({ rows }));
