import assert from "node:assert/strict";
import { test } from "node:test";
import { EDGE_KINDS, STATES, type Trace, WaitOp } from "../../../core/trace/types";
import { draw } from "../support/draw";

const laneNamed = (trace: Trace, name: string): number => trace.lanes.findIndex((lane) => lane.name === name);

/** Who ended this lane's first wait, when (µs) and on which line: `Main@20:7`; `nobody`. */
function wakerOf(trace: Trace, laneName: string, op: number = 0): string {
  const { waits, sites, lanes } = trace;
  const lane = laneNamed(trace, laneName);
  for (let wait = 0; wait < waits.length; wait++) {
    if (waits.lane[wait] !== lane || (op !== 0 && waits.op[wait] !== op)) continue;
    if (waits.wakerLane[wait] < 0) return "nobody";
    return `${lanes[waits.wakerLane[wait]].name}@${waits.wakerNs[wait] / 1000}:${sites[waits.wakerSite[wait]].line}`;
  }
  throw new Error(`${laneName} does not wait`);
}

/** `running 0–12, blocked 12–21, …` in µs. */
function statesOf(trace: Trace, laneName: string): string {
  const lane = laneNamed(trace, laneName);
  const spans = trace.laneSpans[lane];
  return Array.from({ length: spans.length }, (_, i) => {
    const end = i + 1 < spans.length ? spans.startNs[i + 1] : trace.lanes[lane].endNs;
    return `${STATES[spans.state[i]]} ${spans.startNs[i] / 1000}-${end / 1000}`;
  }).join(", ");
}

const edgesOf = ({ edges, lanes }: Trace): string[] =>
  Array.from({ length: edges.length }, (_, i) => {
    const from = `${lanes[edges.fromLane[i]].name}@${edges.fromNs[i] / 1000}`;
    return `${EDGE_KINDS[edges.kind[i]]} ${from} ${lanes[edges.toLane[i]].name}@${edges.toNs[i] / 1000}`;
  });

test("a lock is handed on by the hold before", () => {
  const trace = draw(`
    0  Main  creates lock L
    5  Main  starts T1
    10 Main  acquires L  @7
    11 T1    begins
    12 T1    wants L     @8
    20 Main  releases L
    21 T1    gets L      @8
    25 T1    releases L
    30 T1    ends
    31 Main  ends
  `).trace();
  assert.equal(wakerOf(trace, "T1"), "Main@20:7");
  assert.equal(statesOf(trace, "T1"), "running 11-12, blocked 12-21, running 21-30");
  assert.deepEqual(edgesOf(trace), ["start→run Main@5 T1@11", "release→acquire Main@20 T1@21"]);
  assert.equal(trace.resources[0].name, "L");
  assert.equal(trace.waits.op[0], WaitOp.lock);
  assert.equal(trace.lanes[trace.waits.holderLane[0]].name, "Main");
});
