/** A trace that was sent is the trace that arrives; what is damaged is refused with a sentence. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { whoWaitsForWhom } from "../../../core/analysis/who-waits";
import { assemble } from "../../../core/protocol/assemble";
import { decodeDelta, encodeDelta } from "../../../core/protocol/delta";
import { decodeFrame, encodeFrame } from "../../../core/protocol/frame";
import { packTrace } from "../../../core/protocol/live-packer";
import {
  type HostMessage,
  type OpenMessage,
  ProtocolError,
  TABLES,
  type TableName,
} from "../../../core/protocol/messages";
import type { Trace } from "../../../core/trace/types";
import { deadlock, findingAt, handOver, noise, office } from "../layout/scenes";

function assertSame(actual: Trace, expected: Trace): void {
  const rows = (table: TableName, columns: object) =>
    Object.keys(TABLES[table]).map((name) =>
      Array.from((columns as Record<string, Float64Array>)[name]).slice(0, (columns as { length: number }).length),
    );
  for (const table of ["waits", "holds", "events", "edges"] as const)
    assert.deepEqual(rows(table, actual[table]), rows(table, expected[table]), table);
  assert.deepEqual(
    actual.laneSpans.map((spans) => rows("spans", spans)),
    expected.laneSpans.map((spans) => rows("spans", spans)),
  );
  for (const part of ["program", "processes", "lanes", "resources", "sites", "endNs", "losses"] as const)
    assert.deepEqual(actual[part], expected[part]);
}

test("a trace goes through messages and through bytes unchanged", () => {
  const trace = office();
  const finding = findingAt(trace, 2, 10, 20);
  const sent = packTrace(trace, [finding]);
  for (const messages of [sent, decodeFrame(encodeFrame(sent))]) {
    const arrived = assemble(messages);
    assertSame(arrived.trace, trace);
    assert.deepEqual(arrived.findings, [finding]);
  }
});

test("who waited for whom travels in the header", () => {
  const deadlocked = deadlock();
  const sent = whoWaitsForWhom(deadlocked, deadlocked.endNs);
  const { stuck, trace } = assemble(decodeFrame(encodeFrame(packTrace(deadlocked, [], sent))));
  assert.deepEqual(
    stuck.map(({ lane, holder, cycle }) => ({ lane, holder, cycle })),
    [
      { lane: 0, holder: 1, cycle: [0, 1] },
      { lane: 1, holder: 0, cycle: [1, 0] },
    ],
  );
  assert.ok(!("stuck" in trace), "it is no part of the trace");
});

test("a large lane comes in several parts and is whole at the end", () => {
  const trace = noise(2, 500_000);
  const messages = packTrace(trace, []);
  assert.ok(messages.filter(({ type }) => type === "append").length >= 3);
  assertSame(assemble(messages).trace, trace);
});

test("any column of integers survives, NaN included, and times take a third of their size", () => {
  const value = fc.oneof(fc.integer(), fc.integer({ min: -(2 ** 49), max: 2 ** 49 }), fc.constant(Number.NaN));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 200 }), (values) => {
      const column = Float64Array.from(values);
      const bytes = encodeDelta(column);
      assert.ok(bytes);
      assert.deepEqual(decodeDelta(bytes, "f64", column.length), column);
    }),
  );
  const times = noise(1, 10_000).laneSpans[0].startNs;
  assert.ok(encodeDelta(times)!.length * 2.6 < times.byteLength, "a column of times");
});

test("a column that is no column of integers is stored as it is", () => {
  assert.equal(encodeDelta(Float64Array.of(1.5)), null);
  assert.equal(encodeDelta(Float64Array.of(2 ** 60)), null);
  const trace = handOver();
  trace.edges.toNs[0] = 0.125;
  assertSame(assemble(decodeFrame(encodeFrame(packTrace(trace, [])))).trace, trace);
});

/** Changes the first run of a table. */
function inRuns(messages: HostMessage[], table: TableName, change: (run: number[]) => number[]): HostMessage[] {
  return messages.map((message) =>
    message.type === "append" && message.table === table
      ? { ...message, runs: [...change(message.runs.slice(0, 3)), ...message.runs.slice(3)] }
      : message,
  );
}

const damages: [name: string, damage: (messages: HostMessage[]) => HostMessage[], says: RegExp][] = [
  ["a lost message", (messages) => messages.filter((_, i) => i !== 2), /Part 2 of the trace is missing/],
  [
    "no header",
    (messages) => messages.slice(1).map((message, seq) => ({ ...message, seq })),
    /does not begin with its header/,
  ],
  [
    "a newer version",
    ([open, ...rest]) => [{ ...(open as OpenMessage), version: 99 }, ...rest],
    /speaks version 99, this page version 5/,
  ],
  [
    "a damaged header",
    ([open, ...rest]) => [{ ...(open as OpenMessage), header: { lanes: 7 } as never }, ...rest],
    /header of the trace is damaged/,
  ],
  [
    "rows twice",
    (messages) => [messages[0], messages[1], { ...messages[1], seq: 2 }],
    /do not follow what was sent before/,
  ],
  [
    "a short column",
    (messages) =>
      messages.map((message) => (message.type === "append" ? { ...message, length: message.length + 1 } : message)),
    /Column .* is damaged/,
  ],
  [
    "a generation within a generation",
    ([open, ...rest]) => [open, { ...(open as OpenMessage), type: "header", seq: 1 }, ...rest],
    /"header"\) is not in its place/,
  ],
  [
    "rows after the commit",
    (messages) => [...messages, { ...messages[1], seq: messages.length }],
    /"append"\) is not in its place/,
  ],
  [
    "rows of a lane that there is not",
    (messages) => inRuns(messages, "spans", ([, ...rest]) => [99, ...rest]),
    /rows of group 99/,
  ],
  [
    "rows that leave a gap",
    (messages) => inRuns(messages, "holds", ([group, , length]) => [group, 5, length]),
    /do not follow/,
  ],
  ["runs that are no numbers", (messages) => inRuns(messages, "waits", () => [0, -1, 0.5]), /are no row numbers/],
  [
    "runs that are too short",
    (messages) => inRuns(messages, "edges", ([group, first]) => [group, first, 1]),
    /do not cover its rows/,
  ],
  [
    "a wait that was not sent",
    (messages) =>
      messages.map((message) => {
        if (message.type !== "append" || message.table !== "spans") return message;
        const { wait } = message.columns;
        return { ...message, columns: { ...message.columns, wait: wait.map((row) => row + 1000) as Int32Array } };
      }),
    /names a wait that was not sent/,
  ],
  ["nothing", () => [], /The trace is empty/],
];
for (const [name, damage, says] of damages) {
  test(`${name} is refused with a sentence`, () => {
    assert.throws(
      () => assemble(damage(packTrace(handOver(), []))),
      (error) => error instanceof ProtocolError && says.test(error.message),
    );
  });
}

test("a table that was never heard of is refused", () => {
  const [open, append, ...rest] = packTrace(handOver(), []);
  const strange = { ...append, table: "toString" } as unknown as HostMessage;
  assert.throws(() => assemble([open, strange, ...rest]), ProtocolError);
});

test("bytes that are cut off anywhere are refused, never half read", () => {
  const frame = encodeFrame(packTrace(handOver(), []));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: frame.length - 1 }), (length) => {
      assert.throws(() => [...decodeFrame(frame.slice(0, length))], ProtocolError);
    }),
  );
});
