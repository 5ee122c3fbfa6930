/** Recording folders as they are met: not there, not ours, half written, left behind. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { InputError } from "../../../core/collect/input-error";
import { openRecording } from "../../../core/collect/recording";
import { State, type Trace } from "../../../core/trace/types";
import { draw } from "../support/draw";
import type { Drawing } from "../support/drawing";
import { ProcessFolder, SMALL, writeRecording } from "../support/recording-folder";
import { inTemporaryFolder } from "../support/temporary-folder";

const drawing = (): Drawing =>
  draw(`
    0  Main  creates lock L   @3
    1  Main  starts T1
    2  T1    begins
    5  Main  acquires L
    6  Main  releases L
    7  T1    acquires L
    8  T1    releases L
    9  T1    sleeps 3
    20 T1    ends
    21 Main  ends
  `);

function read(folder: string): Trace {
  const recording = openRecording(folder);
  recording.finish();
  const trace = recording.snapshot();
  recording.close();
  return trace;
}

test("a folder that is no recording is refused by name", () => {
  inTemporaryFolder((folder) => {
    const codeOf = (path: string): string => {
      try {
        openRecording(path);
        return "opened";
      } catch (error) {
        assert.ok(error instanceof InputError, String(error));
        assert.ok(error.message.includes(path));
        return error.code;
      }
    };
    assert.equal(codeOf(folder), "notARecording");
    assert.equal(codeOf(join(folder, "missing")), "noSuchFile");
    const file = join(folder, "file");
    writeFileSync(file, "");
    assert.equal(codeOf(file), "notARecording");
    writeFileSync(join(folder, "run.json"), '{"version": 2}');
    assert.equal(codeOf(folder), "newerVersion");
    writeFileSync(join(folder, "run.json"), '{"version": 1, "open": true}');
    assert.equal(codeOf(folder), "opened");
  });
});

test("a recording without run.json is read, and one where nothing was recorded says so", () => {
  inTemporaryFolder((folder) => {
    writeRecording(folder, drawing());
    rmSync(join(folder, "run.json"));
    assert.equal(read(folder).lanes.length, 2);
    const empty = join(folder, "empty");
    mkdirSync(empty);
    const host = {
      argv: ["app.py"],
      exitCode: 0,
      signal: null,
      durationNs: 5,
      notTracedReason: "it runs isolated",
      stopAskedAt: null,
      interpreter: { python: "3.12.1", implementation: "cpython", gil: true },
    };
    writeFileSync(join(empty, "run.json"), JSON.stringify({ version: 1, open: false, host }));
    const { traced, notTracedReason, python } = read(empty).program;
    assert.deepEqual([traced, notTracedReason, python], [false, "it runs isolated", "3.12.1"]);
  });
});

test("what the host wrote into run.json at the end is known", () => {
  inTemporaryFolder((folder) => {
    writeRecording(folder, drawing());
    const host = {
      argv: ["app.py"],
      exitCode: 124,
      signal: null,
      durationNs: 5,
      notTracedReason: null,
      stopAskedAt: "5000000130456",
    };
    writeFileSync(join(folder, "run.json"), JSON.stringify({ version: 1, open: false, host }));
    const { program, processes } = read(folder);
    assert.equal(program.exitCode, 124);
    assert.equal(processes[0].exitCode, 124);
    assert.equal(program.stopAskedNs, 7000);
  });
});

test("records are read before the side tables that name them, and half a line waits for its end", () => {
  inTemporaryFolder((folder) => {
    writeFileSync(join(folder, "run.json"), '{"version": 1, "open": true}');
    const drawn = drawing();
    const [process] = drawn.processes;
    const writer = new ProcessFolder(folder, process, SMALL);
    const recording = openRecording(folder);
    const text = process.meta.map((line) => `${line}\n`).join("");
    const half = text.indexOf('"T1"') + 2;
    writer.meta(text.slice(0, half));
    writer.write(1, 99);
    recording.poll();
    assert.deepEqual(
      recording.snapshot().lanes.map(({ name }) => name),
      ["Main", "thread 2"],
    );
    writer.meta(text.slice(half));
    writer.write(2, 99);
    recording.poll();
    recording.finish();
    const trace = recording.snapshot();
    assert.deepEqual(
      trace.lanes.map(({ name }) => name),
      ["Main", "T1"],
    );
    assert.deepEqual(trace.losses, []);
    recording.close();
    writer.close();
  });
});

test("a segment that is cut off, half a line and garbage between lines are each named", () => {
  inTemporaryFolder((folder) => {
    const drawn = drawing();
    writeRecording(folder, drawn);
    const inside = join(folder, drawn.processes[0].name);
    const meta = readFileSync(join(inside, "meta.jsonl"), "utf8");
    writeFileSync(join(inside, "meta.jsonl"), `${meta}\u0000\u0000garbage\n{"k":"lane","id":9,"na`);
    truncateSync(join(inside, "0.seg"), 4096 + 100);
    const { losses, lanes, laneSpans } = read(folder);
    assert.equal(losses.length, 3);
    assert.match(losses[0], /^Segment 0 of process-1000-0 is cut off/);
    assert.match(losses[1], /^1 line .* cannot be read/);
    assert.match(losses[2], /end in the middle of a line/);
    assert.equal(lanes[0].name, "Main");
    const { state, length } = laneSpans[0];
    assert.equal(state[length - 1], State.unknown, "what Main did behind the cut is not known");
  });
});

test("lines of the side tables that the process could not write are told", () => {
  inTemporaryFolder((folder) => {
    const drawn = drawing();
    writeRecording(folder, drawn);
    const segment = join(folder, drawn.processes[0].name, "0.seg");
    const bytes = readFileSync(segment);
    bytes.writeBigInt64LE(3n, 7 * 8);
    writeFileSync(segment, bytes);
    assert.deepEqual(read(folder).losses, [
      "3 lines of the side tables of process-1000-0 could not be written: some names and places in the code are not known.",
    ]);
  });
});

test("a part of a lane that is missing in the middle is named, and what follows is read", () => {
  inTemporaryFolder((folder) => {
    const many = draw(
      ["0 Main creates lock L", ...Array.from({ length: 60 }, (_, i) => `${i + 1} Main misses L`)].join("\n"),
    );
    writeRecording(folder, many);
    const inside = join(folder, many.processes[0].name);
    rmSync(join(inside, "1.seg"));
    const trace = read(folder);
    assert.match(trace.losses[0], /Records of lane 1 of process-1000-0 are missing in the middle/);
    // Chunks of eight slots, one of them free, three to a segment: the second of three segments held 21 of the 62 records.
    assert.equal(trace.events.length, 60 - 21);
  });
});

test("a process recorded by a newer version is left out by name", () => {
  inTemporaryFolder((folder) => {
    const drawn = drawing();
    drawn.processes[0].meta[0] = drawn.processes[0].meta[0].replace('"v":1', '"v":7');
    writeRecording(folder, drawn);
    assert.match(read(folder).losses[0], /process-1000-0 was recorded by a newer Raceway \(format 7\)/);
  });
});

test("a segment in the making, without its magic, is looked at again", () => {
  inTemporaryFolder((folder) => {
    writeFileSync(join(folder, "run.json"), '{"version": 1, "open": true}');
    const drawn = drawing();
    const inside = join(folder, drawn.processes[0].name);
    mkdirSync(inside);
    writeFileSync(join(inside, "0.seg"), new Uint8Array(10));
    const recording = openRecording(folder);
    recording.poll();
    rmSync(inside, { recursive: true });
    recording.close();
    drawn.processes[0].names = [];
    writeRecording(folder, drawn);
    assert.deepEqual(read(folder), drawn.trace());
  });
});

test("resources are named from the source that the recording points to", () => {
  inTemporaryFolder((folder) => {
    const source = join(folder, "app.py");
    writeFileSync(source, "from threading import Lock\n\nguard = Lock()\n");
    const drawn = drawing();
    const [process] = drawn.processes;
    process.names = [];
    process.meta = process.meta.map((line) => line.replace("/project/app.py", source));
    const recordingFolder = join(folder, "recording");
    writeRecording(recordingFolder, drawn);
    assert.equal(read(recordingFolder).resources[0].name, "guard");
    rmSync(source);
    assert.equal(read(recordingFolder).resources[0].name, "app.py:3");
  });
});
