/** A recording followed while it grows: what a view is sent, generation by generation, is what was read so far. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import fc from "fast-check";
import { analyze } from "../../../core/analysis/analyze";
import { momentOfStop, whoWaitsForWhom } from "../../../core/analysis/who-waits";
import { openRecording, type Recording } from "../../../core/collect/recording";
import { readZip } from "../../../core/export/zip";
import { GrowingModel } from "../../../core/layout/growing-model";
import { buildModel } from "../../../core/layout/model";
import { Assembler } from "../../../core/protocol/assemble";
import { LivePacker } from "../../../core/protocol/live-packer";
import { TraceBuilder } from "../../../core/trace/builder";
import { RECORD_BYTES, wordsOf } from "../../../core/trace/decode";
import { parseMeta } from "../../../core/trace/meta";
import type { Trace } from "../../../core/trace/types";
import { findPythons } from "../../../tools/pythons.mjs";
import { arbitraryRecording } from "../support/arbitrary-recording";
import { ProcessFolder, SMALL } from "../support/recording-folder";
import { assertSameTrace } from "../support/same-trace";
import { inTemporaryFolder, temporaryFolder } from "../support/temporary-folder";

/** Sends each snapshot on, and compares what arrives and the picture's model with what was sent. */
class Follower {
  readonly #packer = new LivePacker();
  readonly #assembler = new Assembler();
  #model: GrowingModel | null = null;
  generations = 0;
  grown = 0;

  take(trace: Trace, ended = false): void {
    const stuck = whoWaitsForWhom(trace, momentOfStop(trace));
    for (const message of this.#packer.next(trace, analyze(trace), stuck, ended)) {
      const committed = this.#assembler.accept(message);
      if (!committed) continue;
      this.generations++;
      assert.equal(committed.ended, ended);
      if (this.#model && committed.growth) {
        this.#model.grow(this.#assembler.trace, committed.growth);
        this.grown++;
      } else this.#model = new GrowingModel(this.#assembler.trace);
    }
    assertSameTrace(this.#assembler.trace, trace);
    const model = this.#model!.model([]);
    const built = buildModel(this.#assembler.trace, []);
    assert.deepEqual(model.laneTimes, built.laneTimes);
    assert.deepEqual(model.waitedNs, built.waitedNs);
  }
}

test("whenever it is polled, a growing recording arrives as it was read", () => {
  const happening = fc.record({ lane: fc.nat(9), records: fc.integer({ min: 1, max: 9 }), poll: fc.boolean() });
  fc.assert(
    fc.property(arbitraryRecording, fc.array(happening, { maxLength: 30 }), (drawing, happenings) => {
      inTemporaryFolder((folder) => {
        writeFileSync(join(folder, "run.json"), '{"version": 1, "open": true}');
        const recording = openRecording(folder);
        const writers = drawing.processes.map((process) => new ProcessFolder(folder, process, SMALL));
        for (const writer of writers) writer.meta(writer.process.meta.map((line) => `${line}\n`).join(""));
        const lanes = writers.flatMap((writer) => [...writer.process.lanes.keys()].map((lane) => ({ writer, lane })));
        const follower = new Follower();
        for (const { lane, records, poll } of happenings) {
          const next = lanes[lane % lanes.length];
          next.writer.write(next.lane, records);
          if (poll && recording.poll()) follower.take(recording.snapshot());
        }
        for (const { writer, lane } of lanes) writer.write(lane, Number.POSITIVE_INFINITY);
        for (const writer of writers) {
          writer.finish();
          writer.close();
        }
        recording.finish();
        follower.take(recording.snapshot(), true);
        recording.close();
      });
    }),
    { numRuns: 40 },
  );
});

const FIXTURES = "test/fixtures/recordings";
for (const name of readdirSync(FIXTURES).filter((file) => file.endsWith(".raceway"))) {
  test(`${name}, a few records of each lane at a time`, () => {
    const fd = openSync(join(FIXTURES, name), "r");
    const builder = new TraceBuilder();
    const lanes: { process: string; lane: number; bytes: Uint8Array }[] = [];
    for (const { name: entry, bytes } of readZip(fd, { entryBytes: 1 << 24, totalBytes: 1 << 28 })) {
      const [, process, lane] = /^(process-[\d-]+)\/lane-(\d+)\./.exec(entry) ?? [];
      if (process !== undefined) lanes.push({ process, lane: Number(lane), bytes: bytes.slice() });
      const [, described] = /^(process-[\d-]+)\/meta\.jsonl$/.exec(entry) ?? [];
      if (described === undefined) continue;
      const rows = new TextDecoder().decode(bytes).trimEnd().split("\n");
      for (const row of rows) builder.process(described).meta(parseMeta(row)!);
    }
    closeSync(fd);
    const follower = new Follower();
    const most = Math.max(...lanes.map(({ bytes }) => bytes.length));
    const step = RECORD_BYTES * Math.ceil(most / RECORD_BYTES / 8);
    for (let at = 0; at < most; at += step) {
      for (const { process, lane, bytes } of lanes)
        builder.process(process).ingest(lane, wordsOf(bytes.slice(at, at + step)));
      follower.take(builder.snapshot(), at + step >= most);
    }
    assert.ok(follower.grown >= 2, `${follower.grown} generations grew`);
  });
}

test("a real program that writes while it is followed", async (context) => {
  const [python] = (await findPythons()).pythons.slice(-1);
  assert.ok(python, "no Python found");
  const folder = temporaryFolder(context);
  const writer = spawn(python.executable, ["test/core/support/flood.py", "runtime", folder, "1", "3", "1000"]);
  let ended = false;
  const exit = new Promise<number | null>((resolve) => writer.on("close", resolve)).then((code) => {
    ended = true;
    return code;
  });
  while (!ended && !existsSync(join(folder, "run.json"))) await delay(5);
  const recording: Recording = openRecording(folder);
  const follower = new Follower();
  while (!ended) {
    if (recording.poll()) follower.take(recording.snapshot());
    await delay(recording.pollDelayMs());
  }
  assert.equal(await exit, 0);
  recording.finish();
  const trace = recording.snapshot();
  follower.take(trace, true);
  recording.close();
  assert.ok(trace.events.length > 0 && trace.waits.length > 0);
  context.diagnostic(`${trace.events.length} events in ${follower.generations} generations`);
});
