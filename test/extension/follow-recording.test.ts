/** A recording that grows faster than it is read: what the reading thread does between two of its turns, by order of events. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { LivePace } from "../../core/collect/live-pace";
import { Recording } from "../../core/collect/recording";
import { readRaceway } from "../../core/export/raceway";
import { translator } from "../../core/l10n/index";
import { stuckToTell } from "../../core/layout/stuck";
import { Assembler } from "../../core/protocol/assemble";
import type { StuckLane } from "../../core/protocol/messages";
import { RecordingFollower } from "../../extension/trace/follow-recording";
import { TraceWorker } from "../../extension/trace/trace-worker";
import type { FromWorker } from "../../extension/trace/worker-contract";
import { draw } from "../core/support/draw";
import { ProcessFolder, SMALL } from "../core/support/recording-folder";
import { temporaryFolder } from "../core/support/temporary-folder";

const say = translator("en");
const HOLDS = 600;
/** A poll stops after a chunk; what comes meanwhile is three times as much. */
const BYTES_A_POLL = 1;
const WRITTEN_A_GENERATION = 3 * SMALL.recordsPerChunk;

class NoPause extends LivePace {
  override delayMs(): number {
    return 0;
  }
}

/** Main takes and gives back a lock again and again, while Idle waits for an event that nobody sets. */
const DRAWING = draw(
  [
    "0  Main  creates lock L",
    "0  Main  creates event never",
    "1  Main  starts Idle",
    "2  Idle  awaits never  @5",
    ...Array.from({ length: HOLDS }, (_, i) => `${10 + 2 * i} Main acquires L @7\n${11 + 2 * i} Main releases L`),
  ].join("\n"),
);

/** The thread's own code, in this thread; the view takes what it is sent at once. `when` hears each message first. */
function following(t: TestContext, when: (message: FromWorker) => void) {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "run.json"), JSON.stringify({ version: 1, open: true }));
  const [process] = DRAWING.processes;
  const [main, idle] = process.lanes.keys();
  const writer = new ProcessFolder(folder, process, SMALL);
  t.after(() => writer.close());
  writer.meta(process.meta.map((line) => `${line}\n`).join(""));
  writer.write(idle, 100);
  const post = (message: FromWorker) => {
    when(message);
    if (message.type === "generation") setImmediate(() => worker.handle({ type: "taken" }));
  };
  const recording = new Recording(folder, say, BYTES_A_POLL);
  const follower = new RecordingFollower(folder, say, post, new NoPause(), recording);
  const worker = new TraceWorker(follower, say, post);
  t.after(() => follower.release());
  const write = () => writer.write(main, WRITTEN_A_GENERATION);
  return { worker, follower, recording, write, beat: (ns: number) => writer.beat(ns) };
}

test("while more comes than is read, generations come, each of what was read, and requests are answered between them", async (t) => {
  const path = join(temporaryFolder(t), "live.raceway");
  const order: string[] = [];
  const seen: number[] = [];
  const view = new Assembler();
  let isOver = () => {};
  const over = new Promise<void>((resolve) => {
    isOver = resolve;
  });
  const { worker, follower, recording, write } = following(t, (message) => {
    if (message.type === "problem") throw new Error(message.stack);
    if (message.type === "done") order.push(message.outcome.ok ? "saved" : message.outcome.reason);
    if (message.type !== "generation") return;
    for (const each of message.messages) view.accept(each);
    order.push("generation");
    seen.push(view.trace.holds.length);
    if (seen.length === 5) worker.handle({ type: "save", request: 1, path });
    else write();
    if (seen.length === 10) isOver();
  });
  write();
  write();
  worker.handle({ type: "restart", view: 1 });
  follower.start();
  await over;
  assert.ok(seen[3] < 4 * WRITTEN_A_GENERATION, "four generations came before all was read");
  assert.ok(recording.hasMore, "and it has never caught up since");
  assert.equal(order.indexOf("saved"), 5, "the request was answered before the next generation");
  assert.deepEqual(
    seen,
    [...new Set(seen)].sort((a, b) => a - b),
    "each generation has more than the one before",
  );

  const saved = readRaceway(path);
  assert.ok(saved.holds.length > seen[4], "what was there when saving was asked for is in the file");
  assert.equal(saved.program.stillRunning, true);
  const nothing = { pool: null, process: null, holder: null, cycle: null };
  const waiting: StuckLane[] = [{ ...nothing, lane: 1, op: "get", resource: 1, sinceNs: 0, site: 0, holderSite: 0 }];
  assert.deepEqual(stuckToTell(saved.program, waiting).waiting, [], "who waits while it runs is no news");
});

test("a program that hangs records nothing, and still its waits go on to its last sign of life", async (t) => {
  const view = new Assembler();
  const waitedNs: number[] = [];
  let isOver = () => {};
  const over = new Promise<void>((resolve) => {
    isOver = resolve;
  });
  const { worker, follower, beat } = following(t, (message) => {
    if (message.type === "problem") throw new Error(message.stack);
    if (message.type !== "generation") return;
    for (const each of message.messages) view.accept(each);
    const { waits } = view.trace;
    waitedNs.push(waits.endNs[0] - waits.startNs[0]);
    beat((waitedNs.length + 1) * 1e9);
    if (waitedNs.length === 4) isOver();
  });
  beat(1e9);
  worker.handle({ type: "restart", view: 1 });
  follower.start();
  await over;
  const startedNs = 1e9 - waitedNs[0];
  assert.deepEqual(
    waitedNs.map((ns) => ns + startedNs),
    [1e9, 2e9, 3e9, 4e9],
  );
});

test("what is saved after the end does not say that it still runs", async (t) => {
  const path = join(temporaryFolder(t), "late.raceway");
  const { follower, write } = following(t, () => {});
  write();
  follower.start();
  const facts = { argv: [], exitCode: 0, signal: null, durationNs: 1, notTracedReason: null, stopAskedAt: null };
  const interpreter = { executable: "", version: "", implementation: "", gil: true, prefix: "", libraries: [] };
  await follower.end({ facts, interpreter, envChanges: {}, isOpen: true, neverStarted: false });
  follower.save(path);
  assert.equal("stillRunning" in readRaceway(path).program, false);
});
