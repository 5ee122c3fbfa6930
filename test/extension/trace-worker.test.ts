/** The thread that reads traces: what a view is sent and when, saving, and how it fails. */
import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { LivePace } from "../../core/collect/live-pace";
import { openRecording } from "../../core/collect/recording";
import { readRaceway, writeRaceway } from "../../core/export/raceway";
import { translator } from "../../core/l10n/index";
import { Assembler } from "../../core/protocol/assemble";
import { packTrace } from "../../core/protocol/live-packer";
import type { HostMessage } from "../../core/protocol/messages";
import type { Trace } from "../../core/trace/types";
import { RecordingFollower } from "../../extension/trace/follow-recording";
import type { ProgramEnd, Subject } from "../../extension/trace/worker-contract";
import { draw } from "../core/support/draw";
import { withLostUpdates } from "../core/support/lost-updates";
import { ProcessFolder, SMALL, writeRecording } from "../core/support/recording-folder";
import { temporaryFolder } from "../core/support/temporary-folder";
import { Host } from "./support/worker";

const drawing = () =>
  draw(`
  0  Main  creates lock L
  2  Main  starts T1
  5  Main  acquires L  @7
  6  T1    wants L     @9
  9  Main  releases L
  10 T1    gets L
  12 T1    releases L
  20 T1    ends
  25 Main  ends
`);
const DRAWING = drawing();

const END: ProgramEnd = {
  facts: {
    argv: ["app.py"],
    exitCode: 0,
    signal: null,
    durationNs: 30_000,
    notTracedReason: null,
    stopAskedAt: null,
  },
  interpreter: {
    executable: "python3",
    version: "3.13.0",
    implementation: "cpython",
    gil: true,
    prefix: "/usr",
    libraries: [],
  },
  envChanges: {},
  isOpen: true,
  neverStarted: false,
};

/** The recording of DRAWING as a growing one: `write` adds records of a lane. */
function growing(t: TestContext) {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "run.json"), JSON.stringify({ version: 1, open: true }));
  const [process] = DRAWING.processes;
  const writer = new ProcessFolder(folder, process, SMALL);
  t.after(() => writer.close());
  writer.meta(process.meta.map((line) => `${line}\n`).join(""));
  return {
    folder,
    write: (lane: number, count: number) => writer.write(lane, count),
    lanes: [...process.lanes.keys()],
  };
}

function finished(t: TestContext): string {
  const folder = join(temporaryFolder(t), "recording");
  writeRecording(folder, DRAWING);
  return folder;
}

function savedFile(t: TestContext): string {
  const recording = openRecording(finished(t));
  recording.finish();
  const path = join(temporaryFolder(t), "run.raceway");
  writeRaceway(path, recording);
  recording.close();
  return path;
}

/** The trace that a view has after these generations. */
function seen(generations: readonly (readonly HostMessage[])[]): Trace {
  const assembler = new Assembler();
  for (const message of generations.flat()) assembler.accept(message);
  const { trace } = assembler;
  return {
    ...trace,
    laneSpans: trace.laneSpans.map(({ length, startNs, state, wait }) => ({ length, startNs, state, wait })),
  };
}

const through = (trace: Trace): Trace => seen([packTrace(trace, [])]);

const start = (t: TestContext, subject: Subject, locale = "en") => new Host(t, subject, { locale });
const types = (messages: readonly HostMessage[]) => messages.map(({ type }) => type);

test("a view gets one generation, and the next one only when it has taken that", async (t) => {
  const { folder, write, lanes } = growing(t);
  write(lanes[0], 2);
  const host = start(t, { kind: "recording", folder });
  await host.until(() => host.all("status").some(({ status }) => status.records > 0));
  assert.deepEqual(host.generations, [], "nobody has asked");

  host.client.restart();
  await host.until(() => host.generations.length === 1);
  assert.equal(types(host.generations[0])[0], "open");
  assert.equal(types(host.generations[0]).at(-1), "commit");

  const before = host.all("status").at(-1)!.status.records;
  for (const lane of lanes) write(lane, 100);
  await host.until(() => host.all("status").at(-1)!.status.records > before);
  assert.equal(host.generations.length, 1, "the first one has not been taken");
  assert.notEqual(host.all("status").at(-1)!.status.behindSinceMs, null, "the view is behind, and that is told");

  host.client.taken();
  await host.until(() => host.generations.length === 2);
  assert.equal(types(host.generations[1])[0], "header");
  assert.equal(seen(host.generations).waits.length, 1);
});

test("what was on its way to an earlier page never reaches the next one", async (t) => {
  const host = start(t, { kind: "file", path: savedFile(t) });
  host.client.restart();
  host.client.restart();
  // Answered after both.
  await host.client.save(join(temporaryFolder(t), "copy.raceway"));
  assert.deepEqual(
    host.generations.map((messages) => messages[0].type),
    ["open"],
  );
});

test("a page that is shown again is filled at once, whatever the pace is", { timeout: 60_000 }, async (t) => {
  const { folder, write, lanes } = growing(t);
  for (const lane of lanes) write(lane, 2);
  const told = new EventEmitter();
  const follower = new RecordingFollower(
    folder,
    translator("en"),
    (message) => told.emit(message.type),
    new HourlyPace(),
  );
  t.after(() => follower.release());
  follower.start();
  for (const view of [1, 2]) {
    const generation = once(told, "generation");
    follower.generations.restart(view);
    follower.shown();
    await generation;
    follower.generations.pause();
  }
});

class HourlyPace extends LivePace {
  override delayMs(): number {
    return 3_600_000;
  }
}

test("the last generation comes after the program's end and says that it is the last", async (t) => {
  const host = start(t, { kind: "recording", folder: finished(t) });
  host.client.restart();
  await host.until(() => host.generations.length === 1);
  assert.equal(await host.client.end(END), null);
  assert.equal(host.generations.length, 1);
  host.client.taken();
  await host.until(() => host.generations.length === 2);
  const last = host.generations[1].at(-1)!;
  assert.ok(last.type === "commit" && last.ended);
  assert.equal(seen(host.generations).program.exitCode, 0);
  assert.equal(host.all("status").at(-1)!.status.behindSinceMs, null);
});

test("what was lost comes without a view as well, and what is to be mended", async (t) => {
  const access = (lane: string, at: number, line: number, version: number) => ({ lane, at, line, version });
  const loss = { read: access("T1", 12, 5, 0), victim: access("Main", 14, 7, 1), write: access("T1", 16, 7, 2) };
  const folder = join(temporaryFolder(t), "recording");
  writeRecording(folder, withLostUpdates(drawing(), { name: "value", count: 3, losses: [loss] }));
  const host = start(t, { kind: "recording", folder });
  await host.until(() => host.all("lines").length > 0);
  const { lines } = host.all("lines")[0];
  assert.deepEqual(
    lines.losses.map(({ line, losses }) => [line, losses[0].role, losses[0].name, losses[0].count]),
    [
      [5, "read", "value", 3],
      [7, "write", "value", 3],
    ],
  );
  assert.deepEqual(
    lines.problems.map(({ rule, severity, places }) => [rule, severity, places[0].line]),
    [["lost-update", "error", 7]],
  );
});

test("lines come while nobody looks at the timeline", async (t) => {
  const host = start(t, { kind: "recording", folder: finished(t) });
  await host.until(() => host.all("lines").some(({ lines }) => lines.waits.some(({ line }) => line === 9)));
  assert.deepEqual(host.generations, []);
});

test("a view that was closed gets nothing; one that is opened again gets everything", async (t) => {
  const host = start(t, { kind: "recording", folder: finished(t) });
  host.client.restart();
  await host.until(() => host.generations.length === 1);
  host.client.pause();
  host.client.taken();
  await host.client.end(END);
  assert.equal(host.generations.length, 1);
  host.client.restart();
  await host.until(() => host.generations.length === 2);
  assert.equal(types(host.generations[1])[0], "open");
  const recording = openRecording(finished(t));
  recording.finish();
  recording.host = END.facts;
  assert.deepEqual(seen([host.generations[1]]), through(recording.snapshot()));
  recording.close();
});

test("nothing was recorded: why is answered, and stands in the trace in English", async (t) => {
  const folder = temporaryFolder(t);
  const host = start(t, { kind: "recording", folder }, "zh-cn");
  host.client.restart();
  await host.until(() => host.generations.length === 1);
  assert.deepEqual(await host.client.end({ ...END, isOpen: false }), {
    key: "run.reason.noRoom",
    params: { path: folder },
  });
  host.client.taken();
  await host.until(() => host.generations.length === 2);
  const { program } = seen(host.generations);
  assert.equal(program.notTracedReason, `there was no room to record in ${folder}`);
  assert.equal(program.python, "3.13.0");
});

test("what is saved is what is shown, while it runs and afterwards", async (t) => {
  const host = start(t, { kind: "recording", folder: finished(t) });
  host.client.restart();
  await host.until(() => host.generations.length === 1);
  const [early, late] = ["early", "late"].map((name) => join(temporaryFolder(t), `${name}.raceway`));
  await host.client.save(early);
  assert.equal(readRaceway(early).waits.length, 1);

  await host.client.end(END);
  host.client.taken();
  await host.until(() => host.generations.length === 2);
  await host.client.save(late);
  assert.deepEqual(seen(host.generations), through(readRaceway(late)));
});

test("a saved trace is shown as it was, and a copy of it is the same", async (t) => {
  const path = savedFile(t);
  const host = start(t, { kind: "file", path });
  host.client.restart();
  await host.until(() => host.generations.length === 1);
  assert.deepEqual(seen(host.generations), through(readRaceway(path)));
  const copy = join(temporaryFolder(t), "copy.raceway");
  await host.client.save(copy);
  assert.deepEqual(readRaceway(copy), readRaceway(path));
});

test("saving where that cannot be is refused in a sentence, and nothing is left there", async (t) => {
  const host = start(t, { kind: "recording", folder: finished(t) });
  await host.client.end(END);
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, "taken.raceway"));
  await assert.rejects(host.client.save(join(folder, "none", "x.raceway")), /could not be written: no such file/);
  await assert.rejects(host.client.save(join(folder, "taken.raceway")), /could not be written: /);
  await host.client.release();
  await assert.rejects(host.client.save(join(folder, "x.raceway")), /was removed when its timeline was closed/);
  assert.equal(existsSync(join(folder, "x.raceway")), false);
});

test("the trace outlives its recording", async (t) => {
  const host = start(t, { kind: "recording", folder: finished(t) });
  await host.client.end(END);
  await host.client.release();
  host.client.restart();
  await host.until(() => host.generations.length === 1);
  assert.equal(seen(host.generations).waits.length, 1);
});

const UNREADABLE: [what: string, bytes: string | null, sentence: RegExp, locale?: string][] = [
  ["no trace", "hello", /is not a trace that Raceway saved\.$/],
  ["an empty file", "", /Nothing in .* can be read: it ends too early/],
  ["a file that is gone", null, /^There is no file .*run\.raceway any more\.$/],
  ["no trace, in Chinese", "hello", /不是 Raceway 保存的跟踪。$/, "zh-cn"],
];
for (const [what, bytes, sentence, locale] of UNREADABLE) {
  test(`${what} is told in a sentence, to each view that asks`, async (t) => {
    const path = join(temporaryFolder(t), "run.raceway");
    if (bytes !== null) writeFileSync(path, bytes);
    const host = start(t, { kind: "file", path }, locale);
    await host.until(() => host.all("failed").length === 1);
    host.client.restart();
    await host.until(() => host.all("failed").length === 2);
    for (const { reason } of host.all("failed")) assert.match(reason, sentence);
  });
}

test("a thread that dies leaves nobody waiting", async (t) => {
  const file = join(temporaryFolder(t), "worker.cjs");
  writeFileSync(
    file,
    `require("node:worker_threads").parentPort.on("message", (message) => {
      if (message.type === "restart") throw new Error("boom");
    });`,
  );
  const host = new Host(t, { kind: "file", path: "" }, { file });
  const waiting = assert.rejects(host.client.save("x"), /^Sentence: gone$/);
  host.client.restart();
  await waiting;
  assert.match(String(host.died), /boom/);
  await assert.rejects(host.client.save("x"), /^Sentence: gone$/);
});

test("a thread that is ended on purpose answers too, and is not called dead", async (t) => {
  const file = join(temporaryFolder(t), "worker.cjs");
  writeFileSync(file, `require("node:worker_threads").parentPort.on("message", () => {});`);
  const host = new Host(t, { kind: "file", path: "" }, { file });
  const waiting = assert.rejects(host.client.save("x"), /^Sentence: gone$/);
  await host.client.terminate();
  await waiting;
  assert.equal(host.died, null);
});
