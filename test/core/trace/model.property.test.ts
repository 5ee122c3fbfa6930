/** What must hold of the model of any recording whatever. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { TraceBuilder } from "../../../core/trace/builder";
import { RECORD_WORDS, wordsOf } from "../../../core/trace/decode";
import { parseMeta } from "../../../core/trace/meta";
import { State, type Trace } from "../../../core/trace/types";
import { STATE_OF_WAIT } from "../../../core/trace/vocabulary";
import { arbitraryWideRecording } from "../support/arbitrary-recording";

test("the states of a lane cover it from start to end, without gap or overlap", () => {
  fc.assert(
    fc.property(arbitraryWideRecording, (drawing) => {
      const { lanes, laneSpans } = drawing.trace();
      lanes.forEach(({ startNs, endNs }, lane) => {
        const { length, startNs: starts } = laneSpans[lane];
        assert.ok(length >= 1);
        assert.equal(starts[0], startNs);
        let sum = 0;
        for (let i = 0; i < length; i++) {
          const end = i + 1 < length ? starts[i + 1] : endNs;
          assert.ok(end > starts[i] || (length === 1 && end === startNs), "no span is empty");
          sum += end - starts[i];
        }
        assert.equal(sum, endNs - startNs);
      });
    }),
  );
});

/** The state at one instant, asked of the waits one by one. */
function stateAt({ waits }: Trace, lane: number, timeNs: number): number {
  let latest = -1;
  for (let wait = 0; wait < waits.length; wait++) {
    if (waits.lane[wait] === lane && waits.startNs[wait] <= timeNs && timeNs < waits.endNs[wait]) latest = wait;
  }
  return latest < 0 ? State.running : STATE_OF_WAIT[waits.op[latest]];
}

test("at every instant a lane is in the wait that began last, else running", () => {
  fc.assert(
    fc.property(arbitraryWideRecording, (drawing) => {
      for (const process of drawing.processes) process.lost.clear();
      const trace = drawing.trace();
      trace.lanes.forEach(({ startNs, endNs, kind, cpuNs }, lane) => {
        // Of tasks and of what samples tell there are tests of their own.
        if (kind !== "thread" || cpuNs !== null) return;
        const spans = trace.laneSpans[lane];
        for (let timeNs = startNs, span = 0; timeNs < endNs; timeNs++) {
          while (span + 1 < spans.length && spans.startNs[span + 1] <= timeNs) span++;
          assert.equal(spans.state[span], stateAt(trace, lane, timeNs), `lane ${lane} at ${timeNs}`);
        }
      });
    }),
    { numRuns: 60 },
  );
});

test("holds of one object, as drawn, do not overlap and keep the order of their numbers", () => {
  fc.assert(
    fc.property(arbitraryWideRecording, (drawing) => {
      const { holds } = drawing.trace();
      for (let i = 0; i < holds.length; i++) {
        assert.ok(holds.startNs[i] <= holds.endNs[i]);
        if (i === 0 || holds.resource[i] !== holds.resource[i - 1]) continue;
        assert.ok(holds.seq[i - 1] <= holds.seq[i]);
        assert.ok(holds.endNs[i - 1] <= holds.startNs[i], "the one before ends first");
      }
    }),
  );
});

test("no record is lost or invented: each hold, wait and event of the recording is one row", () => {
  fc.assert(
    fc.property(arbitraryWideRecording, (drawing) => {
      const kinds = drawing.processes.flatMap(({ lanes }) =>
        [...lanes.values()].flatMap(({ words }) =>
          words.filter((_, i) => i % RECORD_WORDS === 7).map((word) => word >>> 24),
        ),
      );
      const { lanes, holds, waits, events, losses } = drawing.trace();
      assert.equal(holds.length, kinds.filter((kind) => kind === 1).length);
      const isThreads = (_: number, wait: number) => lanes[waits.lane[wait]].kind === "thread";
      assert.equal(waits.op.filter(isThreads).length, kinds.filter((kind) => kind === 2).length);
      assert.equal(events.length, kinds.filter((kind) => kind >= 17 && kind <= 29).length);
      assert.deepEqual(losses, []);
    }),
  );
});

test("the model does not depend on the order in which lanes and their pieces arrive", () => {
  const cuts = fc.array(fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 5 })), { maxLength: 60 });
  fc.assert(
    fc.property(arbitraryWideRecording, cuts, (drawing, schedule) => {
      const builder = new TraceBuilder();
      const queues = drawing.processes.flatMap(({ name, lanes }) =>
        [...lanes].map(([lane, { words }]) => ({ name, lane, words, at: 0 })),
      );
      const ingest = (queue: (typeof queues)[number], records: number) => {
        const to = Math.min(queue.words.length, queue.at + records * RECORD_WORDS);
        builder.process(queue.name).ingest(queue.lane, Uint32Array.from(queue.words.slice(queue.at, to)));
        queue.at = to;
      };
      for (const [pick, records] of schedule) ingest(queues[pick % queues.length], records);
      for (const queue of queues.reverse()) ingest(queue, Number.POSITIVE_INFINITY);
      // Side tables last: everything was a placeholder until here.
      const rest = { ...drawing, processes: [...drawing.processes].reverse() };
      for (const process of rest.processes) {
        const tables = builder.process(process.name);
        for (const line of process.meta) tables.meta(parseMeta(line)!);
        for (const [lane, lost] of process.lost) tables.lost(lane, lost);
        for (const [object, cells] of process.cells) tables.cells(object, cells);
        tables.heartbeat({ lo: (5_000_000_123_456 + process.heartbeatNs) % 2 ** 32, hi: 1164 });
      }
      assert.deepEqual(builder.snapshot(), drawing.trace());
    }),
  );
});

test("an edge never points back in time, and a waker's time lies no later than the wait's end", () => {
  fc.assert(
    fc.property(arbitraryWideRecording, (drawing) => {
      const { edges, waits } = drawing.trace();
      for (let i = 0; i < edges.length; i++) {
        assert.ok(edges.fromNs[i] <= edges.toNs[i]);
        if (i > 0) assert.ok(edges.toNs[i - 1] <= edges.toNs[i]);
      }
      for (let i = 0; i < waits.length; i++) assert.ok(!(waits.wakerNs[i] > waits.endNs[i]));
    }),
  );
});

test("records of pure noise still give a model in which everything fits together", () => {
  const noise = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 40 });
  fc.assert(
    fc.property(noise, fc.array(fc.nat(127)), (records, kinds) => {
      const builder = new TraceBuilder();
      records.forEach((bytes, i) => {
        // Known kinds now and then, or noise would hardly ever be one.
        if (kinds.length > 0) bytes[31] = kinds[i % kinds.length];
        builder.process("process-1-0").ingest(i % 3, wordsOf(bytes));
      });
      const trace = builder.snapshot();
      const { lanes, laneSpans, waits, holds, events, edges, resources, sites, pools, items, samples } = trace;
      lanes.forEach(({ startNs, endNs }, lane) => {
        const { length, startNs: starts } = laneSpans[lane];
        assert.ok(length >= 1 && starts[0] === startNs && starts[length - 1] <= endNs);
        for (let i = 1; i < length; i++) assert.ok(starts[i - 1] < starts[i]);
      });
      const within = (column: ArrayLike<number>, length: number, low: number, high: number) => {
        for (let i = 0; i < length; i++) assert.ok(column[i] >= low && column[i] < high);
      };
      within(waits.lane, waits.length, 0, lanes.length);
      within(waits.object, waits.length, -1, Math.max(lanes.length, resources.length));
      within(waits.site, waits.length, 0, sites.length);
      within(holds.resource, holds.length, 0, resources.length);
      within(events.resource, events.length, -1, resources.length);
      within(items.lane, items.length, -1, lanes.length);
      within(items.pool, items.length, 0, pools.length);
      within(items.functionSite, items.length, 0, sites.length);
      within(samples.lane, samples.length, 0, lanes.length);
      within(edges.fromLane, edges.length, 0, lanes.length);
      within(edges.toLane, edges.length, 0, lanes.length);
    }),
  );
});
