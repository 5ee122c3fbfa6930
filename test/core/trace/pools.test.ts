/** Pools: what was submitted, who ran it, what became of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Trace } from "../../../core/trace/types";
import { draw } from "../support/draw";
import { edgesOf, laneNamed, statesOf, wakersOf } from "../support/reading";

const RESULTS = ["open", "done", "timed out", "raised", "cancelled"];

/** `job 1 unit 0 +2 W1 5-7 done`; `×3` for a row of several. */
function itemsOf({ items, lanes }: Trace): string[] {
  const time = (ns: number) => (Number.isNaN(ns) ? "" : ns / 1000);
  return Array.from({ length: items.length }, (_, row) => {
    const count = items.count[row] > 1 ? `×${items.count[row]}` : "";
    const who = items.lane[row] < 0 ? "nobody" : lanes[items.lane[row]].name;
    const when = `${time(items.startNs[row])}-${time(items.endNs[row])}`;
    const place = `${items.job[row]}.${items.index[row]}+${items.offset[row]}${count}`;
    return `${place} ${who} ${when} ${RESULTS[items.result[row]]}`;
  });
}

const totalsOf = ({ pools }: Trace) =>
  pools.map(({ submitted, completed, failed, cancelled, chunks }) => ({
    submitted,
    completed,
    failed,
    cancelled,
    chunks,
  }));

test("an item waits from its submit to its start and runs to its end; its result lets who waits for it go on", () => {
  const trace = draw(`
    0  Main  creates thread-pool-executor P 2
    1  W1    works-for P
    1  W1    idles P
    3  Main  submits P 1 1            @5
    4  Main  needs-result P 1
    5  W1    goes-on P
    6  W1    runs P 1 0
    9  W1    returns P
    10 Main  goes-on P
    12 Main  ends
  `).trace();
  const [pool] = trace.pools;
  assert.deepEqual([pool.kind, pool.name, pool.workers, pool.lanes], ["thread-pool-executor", "P", 2, [1]]);
  assert.deepEqual([pool.firstSubmitNs, pool.lastFinishNs, pool.queueWaitNs, pool.runNs], [3000, 9000, 3000, 3000]);
  assert.equal(trace.resources.length, 0);
  assert.equal(trace.lanes[1].pool, 0);
  assert.deepEqual(itemsOf(trace), ["1.0+0 W1 6-9 done"]);
  assert.equal(statesOf(trace, "W1"), "idle 1-5, running 5-12");
  assert.deepEqual(wakersOf(trace, "W1"), ["Main@3:5"]);
  assert.deepEqual(
    wakersOf(trace, "Main").map((waker) => waker.split(":")[0]),
    ["W1@9"],
  );
  assert.deepEqual(edgesOf(trace), ["submit→start Main@3 W1@5", "finish→result W1@9 Main@10"]);
});

test("the executor of an event loop goes by what it is, not by the line that needed it first", () => {
  const trace = draw(`
    0  Main       creates thread-pool-executor P 2
    1  asyncio_0  works-for P
    0  Main       creates thread-pool-executor Q 2
    1  W1         works-for Q
  `).trace();
  assert.deepEqual(
    trace.pools.map(({ name }) => name),
    ["default executor", "Q"],
  );
});

test("in a chunk, what follows an item that raises is cancelled", () => {
  const trace = draw(`
    0  Main  creates process-pool P 1
    1  Main  submits P 3 5 3
    2  W1    runs P 3 0 0
    3  W1    returns P
    3  W1    runs P 3 0 1
    5  W1    raises P
    6  W1    runs P 3 1 0 2
    9  W1    returns P
  `).trace();
  assert.deepEqual(itemsOf(trace), [
    "3.0+0 W1 2-3 done",
    "3.0+1 W1 3-5 raised",
    "3.0+2 nobody - cancelled",
    "3.1+0×2 W1 6-9 done",
  ]);
  assert.deepEqual(totalsOf(trace), [{ submitted: 5, completed: 3, failed: 1, cancelled: 1, chunks: 2 }]);
});

test("items of a lazy job exist from when they are handed on", () => {
  const trace = draw(`
    0  Main  creates thread-pool P 1
    1  Main  submits P 1 0
    2  Main  hands P 1 0
    3  Main  hands P 1 4
    4  W1    runs P 1 0
    5  W1    returns P
  `).trace();
  assert.deepEqual(totalsOf(trace), [{ submitted: 2, completed: 1, failed: 0, cancelled: 0, chunks: 0 }]);
  assert.deepEqual(itemsOf(trace), ["1.0+0 W1 4-5 done", "1.4+0 nobody - open"]);
  assert.deepEqual([...trace.items.submitNs], [2000, 3000]);
});

test("cancelled items do not run", () => {
  const trace = draw(`
    0  Main  creates thread-pool-executor P 1
    1  Main  submits P 1 1
    2  Main  submits P 2 1
    3  Main  cancels P 2 0
  `).trace();
  assert.deepEqual(itemsOf(trace), ["1.0+0 nobody - open", "2.0+0 nobody - cancelled"]);
  assert.deepEqual(totalsOf(trace), [{ submitted: 2, completed: 0, failed: 0, cancelled: 1, chunks: 0 }]);
});

test("what a killed worker ran, and what broke with the pool, has failed", () => {
  const trace = draw(`
    0   Main         creates process-pool-executor P 1
    0   Main         shares P
    1   Main         submits P 1 1
    2   Main         submits P 2 1
    3   child/Work   shares P
    4   child/Work   runs P 1 0
    6   child/Work   begins
    9   Main         receives P 1 0 1 failed
    9   Main         receives P 2 0 1 failed
    10  Main         ends
  `).trace();
  assert.equal(trace.pools.length, 1);
  assert.deepEqual(totalsOf(trace), [{ submitted: 2, completed: 0, failed: 2, cancelled: 0, chunks: 0 }]);
  assert.deepEqual(itemsOf(trace), ["1.0+0 Work 4-9 raised", "2.0+0 nobody -9 raised"]);
});

test("a worker that was killed while nobody noticed leaves its item open", () => {
  const trace = draw(`
    0   Main  creates process-pool P 1
    1   Main  submits P 1 1
    2   W1    runs P 1 0
    9   Main  ends
  `).trace();
  assert.deepEqual(itemsOf(trace), ["1.0+0 W1 2- open"]);
  assert.deepEqual(totalsOf(trace), [{ submitted: 1, completed: 0, failed: 0, cancelled: 0, chunks: 0 }]);
});

test("units of which only the parent knows: what came back is done, a failed one cancelled its rest", () => {
  const trace = draw(`
    0   Main  creates process-pool P 1
    1   Main  submits P 1 6 3
    5   Main  receives P 1 0 3
    6   Main  receives P 1 1 3 failed
  `).trace();
  assert.deepEqual(totalsOf(trace), [{ submitted: 6, completed: 3, failed: 1, cancelled: 2, chunks: 2 }]);
  assert.deepEqual(itemsOf(trace), ["1.0+0×3 nobody -5 done", "1.1+0 nobody -6 raised", "1.1+1×2 nobody - cancelled"]);
});

test("a result that cannot travel is a failure to who waits for it", () => {
  const trace = draw(`
    0   Main  creates process-pool P 1
    1   Main  submits P 1 1
    2   W1    runs P 1 0
    3   W1    returns P
    4   Main  receives P 1 0 1 failed
  `).trace();
  assert.deepEqual(totalsOf(trace), [{ submitted: 1, completed: 0, failed: 1, cancelled: 0, chunks: 0 }]);
});

test("a wait for several is ended by the result that came last; for a pool, by the worker that ended last", () => {
  const trace = draw(`
    0   Main  creates thread-pool-executor P 2
    1   Main  submits P 1 1
    1   Main  submits P 2 1
    2   W1    runs P 1 0
    2   W2    runs P 2 0
    3   Main  needs-result P
    5   W2    returns P
    6   Main  goes-on P
    7   W1    returns P
    8   Main  joins-pool P
    9   W1    ends
    10  W2    ends
    11  Main  goes-on P
  `).trace();
  const [first, second] = wakersOf(trace, "Main");
  assert.deepEqual([first.split(":")[0], second.split(":")[0]], ["W2@5", "W2@10"]);
  assert.deepEqual(
    trace.pools[0].lanes.map((lane) => trace.lanes[lane].name),
    ["W1", "W2"],
  );
});

test("a million submitted items of which nothing is known yet are one row", () => {
  const trace = draw(`
    0   Main  creates thread-pool P 2
    1   Main  submits P 1 1000000
    2   W1    runs P 1 0
    3   W1    returns P
  `).trace();
  assert.deepEqual(itemsOf(trace), ["1.0+0 W1 2-3 done", "1.1+0×999999 nobody - open"]);
  assert.equal(trace.pools[0].submitted, 1_000_000);
});

test("records of a pool that refer to a lock are no pool's", () => {
  const trace = draw(`
    0   Main  creates lock L
    1   Main  acquires L
    2   Main  submits L 1 1
  `).trace();
  assert.deepEqual([trace.pools.length, trace.items.length, trace.resources[0].kind], [0, 0, "lock"]);
  assert.equal(laneNamed(trace, "Main"), 0);
});
