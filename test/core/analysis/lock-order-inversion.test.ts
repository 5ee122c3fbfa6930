import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze } from "../../../core/analysis/analyze";
import type { SignalLines } from "../../../core/trace/signal-lines";
import type { Trace } from "../../../core/trace/types";
import { draw } from "../support/draw";

const NONE = {
  pairedAcquires: [],
  unpairedAcquires: [],
  triedAcquires: [],
  looseWaits: [],
  untestedWaits: [],
  lateClears: [],
};

/** A run with a source in which all these locks are taken by `with`, but for what is said of lines. */
function drawn(drawing: string, lines: Partial<SignalLines> = {}): Trace {
  const trace = draw(drawing).trace();
  trace.signalLines = new Map(trace.sites.map(({ file }) => [file, { ...NONE, ...lines }]));
  trace.processes[0].observer = "on";
  return trace;
}

const found = (trace: Trace) => analyze(trace).filter(({ rule }) => rule === "lock-order-inversion");

/** `lane` takes two locks from this time on: at lines 1 and 2 of ten times its number. */
const takes = (atUs: number, lane: string, first: string, second: string, line: number) => `
  ${atUs}      ${lane} acquires ${first}  @${line}
  ${atUs + 10} ${lane} acquires ${second} @${line + 1}
  ${atUs + 20} ${lane} releases ${second}
  ${atUs + 30} ${lane} releases ${first}
`;
const LOCKS = ["A", "B", "C", "G"].map((name) => `0 Main creates lock ${name}`).join("\n");
const BOTH = `${LOCKS}
  10 Main starts T1
  10 Main starts T2
`;

test("two lanes that take two locks in opposite order, with all four lines", () => {
  const trace = drawn(`${BOTH} ${takes(100, "T1", "A", "B", 10)} ${takes(200, "T2", "B", "A", 20)}`);
  const [finding, ...others] = found(trace);
  assert.equal(others.length, 0);
  assert.equal(finding.severity, "warning");
  assert.equal(finding.certainty, "predicted");
  assert.match(
    finding.message,
    /^T1 takes B at app.py:11 while it holds A \(since app.py:10\), and T2 takes A at app.py:21 while it holds B/,
  );
  assert.deepEqual(
    finding.locations.map(({ site }) => trace.sites[site].line),
    [11, 10, 21, 20],
  );
});

test("a circle of three", () => {
  const [finding] = found(
    drawn(`${BOTH} 10 Main starts T3
      ${takes(100, "T1", "A", "B", 10)} ${takes(200, "T2", "B", "C", 10)} ${takes(300, "T3", "C", "A", 10)}`),
  );
  assert.deepEqual(finding.data.locks, [0, 1, 2]);
  const open = `${BOTH} ${takes(100, "T1", "A", "B", 10)} ${takes(200, "T2", "B", "C", 10)}`;
  assert.deepEqual(found(drawn(open)), []);
});

test("nothing of one lane, of one order, or behind a gate", () => {
  assert.deepEqual(found(drawn(`${BOTH} ${takes(100, "T1", "A", "B", 10)} ${takes(200, "T1", "B", "A", 20)}`)), []);
  assert.deepEqual(found(drawn(`${BOTH} ${takes(100, "T1", "A", "B", 10)} ${takes(200, "T2", "A", "B", 20)}`)), []);
  const gated = (lane: string, from: number, inner: string) =>
    `${from} ${lane} acquires G @5\n ${inner}\n ${from + 50} ${lane} releases G`;
  assert.deepEqual(
    found(
      drawn(`${BOTH} ${gated("T1", 90, takes(100, "T1", "A", "B", 10))}
        ${gated("T2", 190, takes(200, "T2", "B", "A", 20))}`),
    ),
    [],
  );
  // A gate of one of them alone keeps nobody out.
  const half = `${BOTH} ${gated("T1", 90, takes(100, "T1", "A", "B", 10))} ${takes(200, "T2", "B", "A", 20)}`;
  assert.equal(found(drawn(half)).length, 1);
});

test("a join, and a start after it, keep the two apart; time alone does not", () => {
  const apart = (between: string) => `${LOCKS}
    10 Main starts T1
    ${takes(100, "T1", "A", "B", 10)}
    150 T1 ends
    ${between}
    170 Main starts T2
    ${takes(200, "T2", "B", "A", 20)}
  `;
  assert.deepEqual(found(drawn(apart("20 Main joins T1\n 160 Main joined T1"))), []);
  assert.equal(found(drawn(apart(""))).length, 1);
  // Where races were not looked for, a join of what had ended already left no record.
  const unwatched = drawn(apart(""));
  unwatched.processes[0].observer = "off";
  assert.deepEqual(found(unwatched), []);
});

test("an item that is handed on keeps the two apart", () => {
  const handed = `${BOTH} 0 Main creates queue Q
    ${takes(100, "T1", "A", "B", 10)}
    20  T2 awaits Q
    150 T1 puts Q
    160 T2 gets Q
    ${takes(200, "T2", "B", "A", 20)}`;
  assert.deepEqual(found(drawn(handed)), []);
});

test("who gives up, or what another one may release, blocks nobody", () => {
  const both = `${BOTH} ${takes(100, "T1", "A", "B", 10)} ${takes(200, "T2", "B", "A", 20)}`;
  assert.deepEqual(found(drawn(both, { triedAcquires: [21] })), []);
  assert.deepEqual(found(drawn(both, { unpairedAcquires: [10] })), []);
  // Without the source nobody knows.
  const trace = draw(both).trace();
  assert.deepEqual(found(trace), []);
});
