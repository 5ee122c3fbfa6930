/** A recording read while it grows gives what it gives when read at once. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { openRecording } from "../../../core/collect/recording";
import { arbitraryWideRecording } from "../support/arbitrary-recording";
import type { Drawing } from "../support/drawing";
import { type Layout, ProcessFolder, writeRecording } from "../support/recording-folder";
import { inTemporaryFolder } from "../support/temporary-folder";

const layout: fc.Arbitrary<Layout> = fc.record({
  recordsPerChunk: fc.integer({ min: 4, max: 200 }),
  chunksPerSegment: fc.integer({ min: 1, max: 6 }),
  slack: fc.integer({ min: 0, max: 2 }),
});

/** What happens next: a lane writes some records, or the reader looks. */
const happening = fc.oneof(
  fc.record({ type: fc.constant("write" as const), lane: fc.nat(9), records: fc.integer({ min: 1, max: 9 }) }),
  fc.constant({ type: "poll" as const }),
);

/** The recording as it was while its spans were still open: the same records without ends. */
function withOpenSpans(drawing: Drawing): number[][] {
  return drawing.processes.flatMap(({ lanes }) =>
    [...lanes.values()].map(({ words }) => {
      const closed = [...words];
      for (let at = 0; at < words.length; at += 8) {
        const kind = words[at + 7] >>> 24;
        if (kind !== 1 && kind !== 2 && kind !== 4) continue;
        words[at + 2] = 0;
        words[at + 3] = 0;
        if (kind !== 1) words[at + 12] = 0;
      }
      return closed;
    }),
  );
}

test("any layout, written in any order and polled at any time, gives the same trace", () => {
  fc.assert(
    fc.property(
      arbitraryWideRecording,
      layout,
      fc.array(happening, { maxLength: 60 }),
      (drawing, layout, happenings) => {
        const expected = drawing.trace();
        inTemporaryFolder((folder) => {
          writeFileSync(join(folder, "run.json"), '{"version": 1, "open": true}');
          const recording = openRecording(folder);
          const closed = withOpenSpans(drawing);
          const writers = drawing.processes.map((process) => {
            const writer = new ProcessFolder(folder, process, layout);
            writer.meta(process.meta.map((line) => `${line}\n`).join(""));
            return writer;
          });
          const lanes = writers.flatMap((writer) =>
            [...writer.process.lanes].map(([lane, records]) => ({ writer, lane, records })),
          );
          for (const next of happenings) {
            if (next.type === "poll") recording.poll();
            else {
              const { writer, lane } = lanes[next.lane % lanes.length];
              writer.write(lane, next.records);
            }
          }
          for (const { writer, lane, records } of lanes) writer.write(lane, records.length);
          recording.poll();
          // Now the spans end, in place.
          lanes.forEach(({ writer, lane, records }, i) => {
            records.words.splice(0, records.words.length, ...closed[i]);
            writer.rewrite(lane);
          });
          for (const writer of writers) {
            writer.finish();
            writer.close();
          }
          recording.finish();
          assert.deepEqual(recording.snapshot(), expected);
          recording.close();
        });
      },
    ),
    { numRuns: 60 },
  );
});

test("a finished recording is read at once", () => {
  fc.assert(
    fc.property(arbitraryWideRecording, layout, (drawing, layout) => {
      inTemporaryFolder((folder) => {
        writeRecording(folder, drawing, layout);
        const recording = openRecording(folder);
        recording.finish();
        assert.deepEqual(recording.snapshot(), drawing.trace());
        recording.close();
      });
    }),
    { numRuns: 40 },
  );
});

test("whatever is cut off or overwritten, reading names it and does not throw", () => {
  const damage = fc.record({
    file: fc.constantFrom("0.seg", "meta.jsonl"),
    at: fc.nat(6000),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 64 }),
    cut: fc.boolean(),
  });
  fc.assert(
    fc.property(arbitraryWideRecording, damage, (drawing, { file, at, bytes, cut }) => {
      inTemporaryFolder((folder) => {
        writeRecording(folder, drawing);
        damageFile(join(folder, drawing.processes[0].name, file), at, bytes, cut);
        const recording = openRecording(folder);
        recording.poll();
        recording.finish();
        const trace = recording.snapshot();
        assert.equal(trace.laneSpans.length, trace.lanes.length);
        recording.close();
      });
    }),
    { numRuns: process.env.RACEWAY_LONG ? 5_000 : 150 },
  );
});

function damageFile(path: string, at: number, bytes: Uint8Array, cut: boolean): void {
  const content = readFileSync(path);
  const from = at % content.length;
  content.set(bytes.subarray(0, content.length - from), from);
  writeFileSync(path, cut ? content.subarray(0, from) : content);
}
