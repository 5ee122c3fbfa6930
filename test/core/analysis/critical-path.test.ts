/** Through which lanes a run's duration goes, drawn and by properties of any recording. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { criticalPath, MOST_PLACES, type PathPiece, walkBack } from "../../../core/analysis/critical-path";
import { Edge, State, type Trace } from "../../../core/trace/types";
import { arbitraryWideRecording } from "../support/arbitrary-recording";
import { draw } from "../support/draw";

/** `Main 0-100 running`, in the order of time. */
function told(trace: Trace): string[] {
  const stays: PathPiece[] = [];
  for (const piece of [...walkBack(trace)].reverse()) {
    const last = stays[stays.length - 1];
    if (last?.lane === piece.lane && last.state === piece.state) last.endNs = piece.endNs;
    else stays.push({ ...piece });
  }
  return stays.map(({ lane, startNs, endNs, state }) => {
    const [from, to] = [startNs, endNs].map((ns) => Math.round(ns / 1000));
    return `${trace.lanes[lane].name} ${from}-${to} ${state}`;
  });
}

test("over a join to the thread that ended last, over its lock to who held it, over its start to who started it", () => {
  const trace = draw(`
    0    Main  creates lock L
    10   Main  starts A
    10   A     begins
    20   Main  starts B
    20   B     begins
    30   B     acquires L
    100  A     wants L
    200  Main  joins A
    400  B     releases L
    400  A     acquires L
    700  A     releases L
    900  A     ends
    900  Main  joined A
    1000 Main  ends
  `).trace();
  const path = told(trace);
  assert.deepEqual(path, ["Main 0-20 running", "B 20-400 running", "A 400-900 running", "Main 900-1000 running"]);
  const { lanes, places, startNs, endNs, stays } = criticalPath(trace)!;
  assert.deepEqual([startNs, endNs], [0, 1_000_000]);
  assert.deepEqual(
    lanes.map(({ lane, share }) => [trace.lanes[lane].name, share]),
    [
      ["A", 0.5],
      ["B", 0.38],
      ["Main", 0.12],
    ],
  );
  assert.equal(stays.length, 4);
  assert.ok(places.length <= MOST_PLACES);
});

test("a sleep is the lane's own time, and so is a wait that nobody ended", () => {
  const trace = draw(`
    0    Main  creates event E
    0    Main  sleeps 300
    400  Main  awaits E
    700  Main  gives-up E
    800  Main  ends
  `).trace();
  assert.deepEqual(told(trace), [
    "Main 0-300 sleeping",
    "Main 300-400 running",
    "Main 400-700 waiting",
    "Main 700-800 running",
  ]);
});

test("an event that was set before anybody waited delays nobody", () => {
  const trace = draw(`
    0    Main  creates event E
    0    Main  starts A
    0    A     begins
    100  A     sets E
    200  Main  awaits E
    200  Main  passes E
    900  A     ends
    500  Main  ends
  `).trace();
  assert.ok(
    told(trace).every((stay) => stay.startsWith("Main")),
    told(trace).join(),
  );
});

test("of an event loop it goes through the tasks: what was awaited, and who had the loop", () => {
  const trace = draw(`
    0    Main  creates-task one
    0    Main  creates-task two
    0    Main  steps one
    100  Main  suspends one task two
    100  Main  steps two 0
    600  Main  ends-task two
    600  Main  steps one 600 two
    700  Main  ends-task one
    800  Main  ends
  `).trace();
  const path = told(trace);
  assert.deepEqual(path.slice(-3), ["two 100-600 running", "one 600-700 running", "Main 700-800 running"]);
});

test("work belongs to the last line that the lane is known to have passed; what is before the first one of a process is starting", () => {
  const trace = draw(`
    300  Main  creates lock L    @5
    400  Main  acquires L        @7
    900  Main  releases L
    1000 Main  ends
  `).trace();
  const { places } = criticalPath(trace)!;
  const told = places.map(({ site, state, ns }) => [trace.sites[site].line, state, ns / 1000]);
  assert.deepEqual(told, [[7, "running", 600]]);
});

test("nothing recorded", () => {
  assert.equal(criticalPath(draw("").trace()), null);
});

function checkPath(trace: Trace): void {
  const path = criticalPath(trace);
  if (path === null) return;
  let nowNs = path.endNs;
  let sumNs = 0;
  for (const { lane, startNs, endNs, state } of walkBack(trace)) {
    assert.equal(endNs, nowNs, "a gap or an overlap");
    assert.ok(startNs < endNs, "an empty piece");
    assert.ok(endNs <= trace.lanes[lane].endNs, "behind the lane's end");
    assert.ok(startNs >= trace.lanes[lane].startNs || state === "unknown", "before the lane's start");
    nowNs = startNs;
    sumNs += endNs - startNs;
  }
  assert.equal(nowNs, path.startNs);
  assert.equal(sumNs, path.endNs - path.startNs);
  assert.equal(
    path.lanes.reduce((sum, { ns }) => sum + ns, 0),
    sumNs,
  );
  assert.equal(
    path.stays.reduce((sum, { startNs, endNs }) => sum + endNs - startNs, 0),
    sumNs,
  );
}

test("of any recording the pieces follow each other without a gap and add up to the run", () => {
  fc.assert(
    fc.property(arbitraryWideRecording, (drawing) => checkPath(drawing.trace())),
    { numRuns: 300 },
  );
});

/** The same walk, nanosecond by nanosecond and without any table: slow, and easy to believe. */
function slowWalk(trace: Trace): { lane: number; timeNs: number }[] {
  const { lanes, laneSpans, waits, edges } = trace;
  const main = lanes.findIndex(({ kind, internal }) => kind === "thread" && !internal);
  if (main < 0) return [];
  const visited: { lane: number; timeNs: number }[] = [];
  let lane = main;
  let seen = new Set([main]);
  const isAlive = (other: number, atNs: number) => lanes[other].startNs <= atNs && atNs <= lanes[other].endNs;
  for (let nowNs = lanes[main].endNs; nowNs > lanes[main].startNs; ) {
    let over = -1;
    if (nowNs <= lanes[lane].startNs) {
      const edge = [...edges.kind.subarray(0, edges.length)].findIndex(
        (kind, row) => kind === Edge.startRun && edges.toLane[row] === lane,
      );
      const [from, fromNs] =
        edge >= 0 ? [edges.fromLane[edge], edges.fromNs[edge]] : [lanes[lane].parent, lanes[lane].startNs];
      if (from >= 0 && fromNs >= nowNs) over = from;
      else if (from < 0 || fromNs < lanes[main].startNs || !isAlive(from, fromNs)) {
        // Nobody is known to have started it: all before is unknown.
        for (let ns = nowNs; ns > lanes[main].startNs; ns--) visited.push({ lane, timeNs: ns });
        return visited;
      }
    } else {
      const spans = laneSpans[lane];
      let span = 0;
      while (span + 1 < spans.length && spans.startNs[span + 1] < nowNs) span++;
      const wait = spans.wait[span];
      const isTask = lanes[lane].kind === "task";
      if (wait >= 0) {
        if (waits.wakerNs[wait] === nowNs && nowNs > spans.startNs[span]) over = waits.wakerLane[wait];
      } else if (!isTask || spans.state[span] === State.ready) {
        over = lastStepAt(trace, isTask ? lanes[lane].loop : lane, nowNs, lane, spans.startNs[span]);
      }
    }
    if (over >= 0 && !seen.has(over) && isAlive(over, nowNs)) {
      seen.add(over);
      lane = over;
      continue;
    }
    visited.push({ lane, timeNs: nowNs });
    nowNs--;
    seen = new Set([lane]);
  }
  return visited;
}

/** The task whose step this loop was in just before `nowNs`, where it is the last that began by then; -1 = none. */
function lastStepAt({ lanes, laneSpans }: Trace, loop: number, nowNs: number, except: number, sinceNs: number): number {
  let [latest, latestNs, latestEndNs] = [-1, -1, -1];
  lanes.forEach(({ kind, loop: its, endNs }, task) => {
    if (kind !== "task" || its !== loop) return;
    const { length, startNs, state, wait } = laneSpans[task];
    let beganNs = -1;
    for (let span = 0; span < length; span++) {
      const isStep = wait[span] < 0 && state[span] !== State.ready && state[span] !== State.unknown;
      if (!isStep) {
        beganNs = -1;
        continue;
      }
      if (beganNs < 0) beganNs = startNs[span];
      const spanEndNs = span + 1 < length ? startNs[span + 1] : endNs;
      const isLater = beganNs > latestNs || (beganNs === latestNs && (spanEndNs > latestEndNs || task > latest));
      if (beganNs < nowNs && (isLater || task === latest)) [latest, latestNs, latestEndNs] = [task, beganNs, spanEndNs];
    }
  });
  return latest !== except && latestEndNs >= nowNs && nowNs > sinceNs ? latest : -1;
}

test("the same as a walk that looks at every nanosecond", () => {
  fc.assert(
    fc.property(arbitraryWideRecording, (drawing) => {
      const trace = drawing.trace();
      // Tasks of these recordings may be in two steps at once, which no loop does: for them there is the drawing above.
      fc.pre(trace.lanes.every(({ kind }) => kind !== "task"));
      const pieces: PathPiece[] = [...walkBack(trace)];
      const quick = pieces.flatMap(({ lane, startNs, endNs, state }) =>
        Array.from({ length: endNs - startNs }, (_, i) => ({ lane, timeNs: endNs - i, state })),
      );
      const slow = slowWalk(trace);
      for (const [i, { lane, timeNs, state }] of quick.entries()) {
        // Between a start and what was started the slow walk is in neither.
        if (state === "unknown") return;
        assert.deepEqual([lane, timeNs], [slow[i].lane, slow[i].timeNs]);
      }
    }),
    { numRuns: 300 },
  );
});
