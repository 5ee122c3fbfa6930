/** Saved traces: the same trace comes back, and a damaged file gives what it still holds. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { InputError } from "../../../core/collect/input-error";
import { openRecording } from "../../../core/collect/recording";
import { readRaceway, writeRaceway } from "../../../core/export/raceway";
import { LIMITS } from "../../../core/export/raceway-read";
import { translator } from "../../../core/l10n";
import { State, type Trace } from "../../../core/trace/types";
import { arbitraryWideRecording } from "../support/arbitrary-recording";
import { draw } from "../support/draw";
import type { Drawing } from "../support/drawing";
import { SMALL, writeRecording } from "../support/recording-folder";
import { inTemporaryFolder } from "../support/temporary-folder";

const HOST = {
  argv: ["app.py"],
  exitCode: 3,
  signal: null,
  durationNs: 1234,
  notTracedReason: null,
  stopAskedAt: null,
};

/** Records, reads, saves; hands out the file and the trace of the recording itself. */
function saved(drawing: Drawing, folder: string): { path: string; trace: Trace } {
  const recordingFolder = join(folder, "recording");
  writeRecording(recordingFolder, drawing, { ...SMALL, recordsPerChunk: 32, chunksPerSegment: 60 });
  const recording = openRecording(recordingFolder);
  recording.host = HOST;
  recording.finish();
  const path = join(folder, "run.raceway");
  writeRaceway(path, recording);
  const trace = recording.snapshot();
  recording.close();
  return { path, trace };
}

const small = draw(`
  0  Main  creates lock L
  1  Main  creates queue Q 2
  2  Main  starts T1
  5  Main  acquires L
  6  T1    wants L
  9  Main  releases L
  10 T1    gets L
  12 T1    puts Q
  13 T1    counts L 40 0
  14 T1    releases L
  15 T1    loses 4
  20 Main  gets Q
  22 Main  ends
`);

test("a saved trace is the trace that was recorded", () => {
  fc.assert(
    fc.property(arbitraryWideRecording, (drawing) => {
      inTemporaryFolder((folder) => {
        const { path, trace } = saved(drawing, folder);
        assert.deepEqual(readRaceway(path), trace);
      });
    }),
    { numRuns: 40 },
  );
});

test("host facts, counted totals and losses are saved too", () => {
  inTemporaryFolder((folder) => {
    const { path, trace } = saved(small, folder);
    const back = readRaceway(path);
    assert.deepEqual(back, trace);
    assert.equal(back.program.exitCode, 3);
    assert.equal(back.resources[0].counted?.acquisitions, 40);
    assert.deepEqual(
      back.lanes.map(({ dropped }) => dropped),
      [0, 4],
    );
  });
});

test("saved while the program runs, it says so, and nothing else changes", () => {
  inTemporaryFolder((folder) => {
    const recordingFolder = join(folder, "recording");
    writeRecording(recordingFolder, small);
    const recording = openRecording(recordingFolder);
    recording.poll();
    const path = join(folder, "live.raceway");
    writeRaceway(path, recording, { ...recording.host, stillRunning: true });
    const { program } = readRaceway(path);
    recording.close();
    assert.equal(program.stillRunning, true);
    assert.equal("stillRunning" in recording.snapshot().program, false, "the recording itself goes on");
  });
});

test("the file is the same every time, and nothing is left beside it", () => {
  inTemporaryFolder((folder) => {
    const [first, second] = ["a", "b"].map((name) => saved(small, join(folder, name)).path);
    assert.deepEqual(readFileSync(first), readFileSync(second));
    assert.deepEqual(readdirSync(join(folder, "a")).sort(), ["recording", "run.raceway"]);
  });
});

test("cut off at any byte, a file gives its front and names the loss, or says that nothing can be read", () => {
  inTemporaryFolder((folder) => {
    const { path, trace } = saved(small, folder);
    const whole = readFileSync(path);
    const cutPath = join(folder, "cut.raceway");
    let lastLanes = 0;
    let readable = 0;
    for (let bytes = 0; bytes < whole.length; bytes++) {
      writeFileSync(cutPath, whole.subarray(0, bytes));
      try {
        const cut = readRaceway(cutPath);
        const { lanes, losses, events } = cut;
        readable++;
        assert.equal(losses.length > 0, true, `the loss at ${bytes} bytes is named`);
        assert.ok(lanes.length >= lastLanes, "a longer file never gives less");
        assert.ok(events.length <= trace.events.length);
        assertNothingInvented(cut, trace);
        lastLanes = lanes.length;
      } catch (error) {
        assert.ok(error instanceof InputError, `${bytes} bytes: ${error}`);
        assert.equal(error.code, "nothingReadable");
        assert.equal(readable, 0, "once something can be read, it stays so");
      }
    }
    assert.equal(lastLanes, trace.lanes.length);
    assert.ok(readable > 0);
  });
});

/** What is not known of a lane is `unknown`: it never seems to have run for longer than it did. */
function assertNothingInvented(cut: Trace, whole: Trace): void {
  cut.lanes.forEach(({ name }, lane) => {
    const known = runningNs(cut, lane);
    // A lane whose name was cut off has no records either.
    const same = whole.lanes.findIndex((candidate) => candidate.name === name);
    const truth = same < 0 ? 0 : runningNs(whole, same);
    assert.ok(known <= truth, `${name} ran ${truth} ns, not ${known}`);
  });
}

function runningNs({ laneSpans, lanes }: Trace, lane: number): number {
  const { length, startNs, state } = laneSpans[lane];
  let sum = 0;
  for (let i = 0; i < length; i++) {
    if (state[i] === State.running) sum += (i + 1 < length ? startNs[i + 1] : lanes[lane].endNs) - startNs[i];
  }
  return sum;
}

test("a byte that changed is noticed, wherever it is", () => {
  inTemporaryFolder((folder) => {
    const { path, trace } = saved(small, folder);
    const whole = readFileSync(path);
    const damagedPath = join(folder, "damaged.raceway");
    const directoryAt = whole.readUInt32LE(whole.length - 6);
    for (let at = 0; at < directoryAt; at += 7) {
      const damaged = Buffer.from(whole);
      damaged[at] ^= 0x55;
      writeFileSync(damagedPath, damaged);
      try {
        const back = readRaceway(damagedPath);
        // Fields of the headers that only unpacking tools read (times, versions) may change unnoticed.
        if (back.losses.length === 0) assert.deepEqual(back, trace);
      } catch (error) {
        assert.ok(error instanceof InputError, `byte ${at}: ${error}`);
      }
    }
  });
});

test("losses are told in the reader's language", () => {
  inTemporaryFolder((folder) => {
    const { path } = saved(small, folder);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.length - 400));
    assert.match(readRaceway(path).losses[0], /^The trace file is cut off: what follows process-1000-0/);
    assert.match(readRaceway(path, translator("zh-cn")).losses[0], /^跟踪文件被截断：process-1000-0/);
  });
});

test("what is no trace is refused in one sentence that says what to do", () => {
  inTemporaryFolder((folder) => {
    const refusal = (name: string, content: string | Uint8Array | null): InputError => {
      const path = join(folder, name);
      if (content !== null) writeFileSync(path, content);
      try {
        readRaceway(path);
      } catch (error) {
        assert.ok(error instanceof InputError, String(error));
        assert.ok(error.message.includes(path) && error.message.includes(":"), error.message);
        return error;
      }
      throw new Error("it was read");
    };
    assert.equal(refusal("missing.raceway", null).code, "noSuchFile");
    assert.equal(refusal("text.raceway", "print('hello')\n").code, "notATrace");
    const { path } = saved(small, folder);
    const whole = readFileSync(path);
    assert.equal(refusal("front.raceway", whole.subarray(0, 40)).code, "nothingReadable");
  });
});

test("a newer version is refused by name", () => {
  inTemporaryFolder((folder) => {
    const newer = join(folder, "newer.raceway");
    writeFileSync(newer, zipSync({ "trace.json": strToU8('{"format": "raceway", "version": 9, "else": 1}') }));
    assert.throws(() => readRaceway(newer), { code: "newerVersion", message: /format 9/ });
  });
});

test("sizes are checked before anything is inflated", () => {
  inTemporaryFolder((folder) => {
    const { path } = saved(small, folder);
    assert.throws(() => readRaceway(path, undefined, { ...LIMITS, entryBytes: 10 }), { code: "tooLarge" });
    const { losses } = readRaceway(path, undefined, { ...LIMITS, totalBytes: 1000 });
    assert.match(losses[0], /MB that are read/);
  });
});
