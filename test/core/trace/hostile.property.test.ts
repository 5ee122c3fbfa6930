/** Recordings that somebody made up to do harm: every kind of record with wild numbers. Nothing crashes, hangs or grows without bound. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { analyze } from "../../../core/analysis/analyze";
import { momentOfStop, whoWaitsForWhom } from "../../../core/analysis/who-waits";
import { Assembler } from "../../../core/protocol/assemble";
import { decodeFrame, encodeFrame } from "../../../core/protocol/frame";
import { LivePacker } from "../../../core/protocol/live-packer";
import { buildReport } from "../../../core/report/report";
import { TraceBuilder } from "../../../core/trace/builder";
import { parseMeta } from "../../../core/trace/meta";
import { RecordKind } from "../../../core/trace/types";
import { draw } from "../support/draw";
import { CLOCK_AT_START_NS } from "../support/records";
import { assertSameTrace } from "../support/same-trace";

const RUNS = process.env.RACEWAY_LONG ? 20_000 : 300;
/** A few records of pools may stand for very many items, all of which cannot have rows. */
const MOST_ROWS = 1_100_000;

/** Half of them small, so that they name the same things and each other; the others anything, and the borders of what fits. */
const word = fc.oneof(
  { weight: 6, arbitrary: fc.nat(5) },
  { weight: 2, arbitrary: fc.constantFrom(0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffffffff }) },
);
/** µs after the program's start, or any two words. */
const time = fc.oneof(
  { weight: 8, arbitrary: fc.nat(5_000).map((us) => BigInt(CLOCK_AT_START_NS) + BigInt(us) * 1000n) },
  { weight: 1, arbitrary: fc.tuple(word, word).map(([lo, hi]) => (BigInt(hi) << 32n) | BigInt(lo)) },
);
const kinds = [...Object.values(RecordKind), 5, 99];

const record = fc
  .record({
    kind: fc.constantFrom(...kinds),
    startAt: time,
    isSpan: fc.boolean(),
    endAt: time,
    argument: fc.tuple(word, word),
    object: fc.oneof({ weight: 8, arbitrary: fc.nat(6) }, { weight: 1, arbitrary: fc.nat(2 ** 24 - 1) }),
    seq: fc.tuple(word, fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(255) })),
    code: fc.oneof({ weight: 8, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.nat(2 ** 24 - 1) }),
    lasti: word,
  })
  .map(({ kind, startAt, isSpan, endAt, argument, object, seq, code, lasti }) => {
    const [lo, hi] = isSpan ? halves(endAt) : argument;
    const [seqLo, seqHi] = seq;
    return [...halves(startAt), lo, hi, seqLo, ((object << 8) | seqHi) >>> 0, lasti, ((kind << 24) | code) >>> 0];
  });
const lane = fc.array(record, { maxLength: 60 });
const sideTables = fc.array(
  fc.constantFrom(
    ...[0, 1, 3, 2 ** 24, 2 ** 40].flatMap((id) => [
      `{"k":"lane","id":${id},"name":"x","ident":1,"native":1,"daemon":false,"internal":${id === 1}}`,
      `{"k":"rename","lane":${id},"name":"y"}`,
      `{"k":"shared","object":${id},"key":"same"}`,
      `{"k":"text","id":${id},"text":"worker-"}`,
      `{"k":"child","pid":${id},"method":"fork","name":"c","argv":[],"lane":${id},"ns":${CLOCK_AT_START_NS},"code":0,"lasti":0,"notTraced":null}`,
      `{"k":"childEnd","pid":${id},"exitCode":-9,"ns":${CLOCK_AT_START_NS + 5000}}`,
      `{"k":"code","id":${id},"file":"a.py","name":"f","qualname":"f","first":1,"format":"none","table":"","program":true}`,
      `{"k":"lane","id":${id},"name":"observer","ident":1,"native":1,"daemon":true,"internal":true,"observer":true}`,
      `{"k":"variable","id":${id},"kind":"global","scope":"__main__","name":"counter","object":0,"type":"","key":""}`,
      `{"k":"variable","id":${id},"kind":"item","scope":"__main__","name":"stock[]","object":3,"type":"dict","key":"same[1]"}`,
      `{"k":"access","id":${id},"does":1,"file":"a.py","line":${id},"column":1,"function":"f","op":"update","flags":["luck"],"of":[${id},9]}`,
      `{"k":"access","id":${id},"does":5,"file":"a.py","line":0,"column":0,"function":"","op":"store","flags":["init"],"of":[]}`,
      `{"k":"noted","variable":${id},"complete":true,"accesses":${id}}`,
      `{"k":"races","tier":"on"}`,
      `{"k":"touch","variable":${id},"at":[${id},${id},${id},1]}`,
      `{"k":"loss","variable":${id},"read":[1,${id},1,1],"victimRead":[],"victim":[${id},3,2,2],"write":[${id},0,9,3]}`,
      `{"k":"lost","variable":${id},"count":${id},"updates":${id},"resetLost":1,"stale":1,"byValue":true,"exact":true,"hits":[[${id},2]]}`,
    ]),
  ),
  { maxLength: 20 },
);

const halves = (value: bigint): [number, number] => [Number(value & 0xffffffffn), Number((value >> 32n) & 0xffffffffn)];

const [{ meta: plainMeta }] = draw("0 Main begins").processes;

test("of records with wild numbers becomes a model that adds up, is analysed, reported and sent", () => {
  fc.assert(
    fc.property(fc.array(lane, { minLength: 1, maxLength: 4 }), sideTables, fc.boolean(), (lanes, lines, hasMeta) => {
      const builder = new TraceBuilder();
      lanes.forEach((records, i) => {
        const process = builder.process(`process-${1000 + (i % 2)}-0`);
        if (hasMeta && i < 2) for (const row of plainMeta) process.meta(parseMeta(row)!);
        for (const line of lines) {
          const row = parseMeta(line);
          if (row !== null) process.meta(row);
        }
        process.ingest(i + 1, Uint32Array.from(records.flat()));
      });
      const trace = builder.snapshot();
      assert.ok(trace.items.length <= MOST_ROWS, `${trace.items.length} rows of items`);
      trace.lanes.forEach(({ startNs, endNs }, lane) => {
        const { length, startNs: starts } = trace.laneSpans[lane];
        assert.ok(startNs >= 0 && startNs <= endNs && Number.isFinite(endNs));
        assert.ok(length >= 1 && starts[0] === startNs && starts[length - 1] <= endNs);
        for (let i = 1; i < length; i++) assert.ok(starts[i - 1] < starts[i]);
      });
      for (const pool of trace.pools)
        for (const count of [pool.submitted, pool.completed, pool.failed, pool.cancelled, pool.queueWaitNs, pool.runNs])
          assert.ok(count >= 0 && Number.isFinite(count));
      const findings = analyze(trace);
      JSON.stringify(buildReport(trace, findings));
      const assembler = new Assembler();
      const messages = new LivePacker().next(trace, findings, whoWaitsForWhom(trace, momentOfStop(trace)), true);
      for (const message of decodeFrame(encodeFrame(messages))) assembler.accept(message);
      assertSameTrace(assembler.trace, trace);
    }),
    { numRuns: RUNS, seed: 20_261_123 },
  );
});

test("records of pools that speak of very many items do not become very many rows", () => {
  const hands = Array.from({ length: 250 }, (_, i) => `2 Main hands P 1 ${9_999 * i}`);
  const trace = draw(["0 Main creates thread-pool P 2", "1 Main submits P 1 4000000000", ...hands].join("\n")).trace();
  assert.equal(trace.pools[0].submitted, 4_000_000_000);
  assert.ok(trace.items.length <= MOST_ROWS, `${trace.items.length} rows of items`);
  assert.equal(
    trace.items.count.reduce((sum, count) => sum + count, 0),
    4_000_000_000,
  );
});
