/** The trace for Perfetto: every nanosecond of every lane in a slice, each arrow between slices, each number at its time. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { analyzeAll } from "../../../core/analysis/analyze";
import { renderChrome } from "../../../core/export/chrome";
import { micros } from "../../../core/export/chrome-events";
import { STATES } from "../../../core/trace/types";
import { draw } from "../support/draw";

interface Event {
  ph: string;
  name: string;
  cat?: string;
  pid: number;
  tid: number;
  ts: number;
  dur: number;
  id: number;
  args: Record<string, string | number>;
}

const TRACE = draw(`
  0     Main  creates lock L
  0     Main  creates semaphore S 1
  0     Main  creates queue Q
  10    Main  starts T1
  100   T1    acquires L
  150   T1    acquires S
  200   Main  wants L
  260   T1    puts Q
  300   T1    puts Q
  400   T1    gets Q
  8000  T1    releases S
  9000  T1    releases L
  9000  Main  gets L
  9010  Main  releases L
  9020  T1    ends
  9100  Main  ends
`).trace();
const FINDINGS = analyzeAll(TRACE).findings;
const TEXT = [...renderChrome(TRACE, FINDINGS, "1.2.3")].join("");
const FILE: { otherData: Record<string, unknown>; traceEvents: Event[] } = JSON.parse(TEXT);
const EVENTS = FILE.traceEvents;
const of = (ph: string) => EVENTS.filter((event) => event.ph === ph);
/** ns, as a number of that size keeps it. */
const ns = (us: number) => Math.round(us * 1000);
const nameOf = ({ pid, tid }: Event) =>
  of("M").find((event) => event.name === "thread_name" && event.pid === pid && event.tid === tid)?.args.name;

test("no nanosecond is lost on the way to microseconds", () => {
  assert.deepEqual([0, 1, 999, 1000, 1_234_567, 2 ** 52].map(micros), [
    "0.000",
    "0.001",
    "0.999",
    "1.000",
    "1234.567",
    "4503599627370.496",
  ]);
});

test("the states of each lane follow each other without a gap, and last as long as in the trace", () => {
  TRACE.lanes.forEach((lane, at) => {
    const slices = of("X").filter((event) => event.cat === "state" && nameOf(event) === lane.name);
    assert.equal(slices.length, TRACE.laneSpans[at].length);
    assert.equal(ns(slices[0].ts), lane.startNs);
    slices.forEach((slice, i) => {
      const endNs = i + 1 < slices.length ? ns(slices[i + 1].ts) : lane.endNs;
      assert.equal(ns(slice.ts) + ns(slice.dur), endNs);
      assert.equal(slice.name.split(":")[0], STATES[TRACE.laneSpans[at].state[i]]);
    });
  });
});

test("a wait says for what, at which line, and who held it and let it go on", () => {
  const wait = of("X").find(({ name }) => name === "blocked: L");
  assert.ok(wait);
  assert.match(String(wait.args.at), /:\d+$/);
  assert.match(String(wait.args["held by"]), /^T1 at .*:\d+$/);
  assert.match(String(wait.args["let go on by"]), /^T1 at .*:\d+$/);
});

test("who held a lock stands on the lock's own track", () => {
  const holds = of("X").filter(({ cat }) => cat === "hold");
  assert.deepEqual(
    holds.map((hold) => [nameOf(hold), hold.name, hold.ts, hold.dur]),
    [
      ["L (lock)", "held by T1", 100, 8900],
      ["L (lock)", "held by Main", 9000, 10],
    ],
  );
});

test("slices of one track never overlap", () => {
  const ends = new Map<string, number>();
  for (const { pid, tid, ts, dur } of of("X").sort((a, b) => a.ts - b.ts)) {
    const key = `${pid} ${tid}`;
    assert.ok(ns(ts) >= (ends.get(key) ?? 0), `${key} at ${ts}`);
    ends.set(key, ns(ts) + ns(dur));
  }
});

test("both ends of each arrow lie in a slice, and there are as many as in the trace", () => {
  const inSlice = (end: Event) =>
    of("X").some(
      ({ pid, tid, ts, dur }) =>
        pid === end.pid && tid === end.tid && ns(ts) <= ns(end.ts) && ns(end.ts) < ns(ts) + ns(dur),
    );
  assert.ok(TRACE.edges.length > 0);
  assert.equal(of("s").length, TRACE.edges.length);
  assert.deepEqual(
    of("s").map(({ id }) => id),
    of("f").map(({ id }) => id),
  );
  for (const end of [...of("s"), ...of("f")]) assert.ok(inSlice(end), JSON.stringify(end));
});

test("depth, permits and waiting lanes are counters", () => {
  const values = (name: string) =>
    of("C")
      .filter((event) => event.name === name)
      .map(({ ts, args }) => [ts, Object.values(args)[0]]);
  assert.deepEqual(values("Q: depth"), [
    [0, 0],
    [260, 1],
    [300, 2],
    [400, 1],
  ]);
  assert.deepEqual(values("S: in use"), [
    [0, 0],
    [150, 1],
    [8000, 0],
  ]);
  assert.deepEqual(values("L: waiting"), [
    [0, 0],
    [200, 1],
    [9000, 0],
  ]);
});

test("findings are told at their place, and all of them beside the trace", () => {
  assert.ok(FINDINGS.length > 0);
  const told = FILE.otherData.findings as { rule: string }[];
  assert.deepEqual(
    told.map(({ rule }) => rule),
    FINDINGS.map(({ rule }) => rule),
  );
  assert.ok(of("i").some(({ name, cat }) => cat === "finding" && name === FINDINGS[0].rule));
  assert.equal(FILE.otherData["lost records"], 0);
});
