/** What is under the pointer, and where the arrow keys lead. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Facts, Target } from "../../../core/layout/facts";
import { select } from "../../../core/layout/facts";
import { Folds } from "../../../core/layout/folds";
import { buildModel, longestWaits, type Model } from "../../../core/layout/model";
import { type Direction, step } from "../../../core/layout/navigate";
import { pick, targetOf } from "../../../core/layout/pick";
import { layoutRows } from "../../../core/layout/rows";
import { fit } from "../../../core/layout/time-scale";
import { Tone } from "../../../core/layout/tones";
import { tableOf } from "../../../core/layout/window-table";
import { Program, type Script } from "./program";
import { handOver, noise, office } from "./scenes";

const WIDTH = 1000;

function pointer(model: Model) {
  const layout = layoutRows(model, new Folds());
  const scale = fit(0, model.trace.endNs, WIDTH);
  const rowOf = (name: string) =>
    layout.rows.find(
      (row) =>
        (row.kind === "lane" && model.trace.lanes[row.lane].name === name) ||
        (row.kind === "track" && model.trace.resources[row.resource].name === name),
    )!;
  return {
    layout,
    scale,
    at: (name: string, timeNs: number): Facts | null =>
      pick(model, layout, scale, timeNs / scale.nsPerPx, rowOf(name).yPx + rowOf(name).heightPx / 2),
  };
}

test("a span tells how long, on what, held and released by whom", () => {
  const model = buildModel(handOver(), []);
  const facts = pointer(model).at("A", 20e6);
  assert.ok(facts?.kind === "span" && facts.wait);
  assert.deepEqual([facts.startNs, facts.endNs, facts.tone], [10e6, 60e6, Tone.blocked]);
  const { lanes, sites } = model.trace;
  assert.equal(lanes[facts.wait.holderLane].name, "C");
  assert.equal(sites[facts.wait.holderSite].line, 12);
  assert.equal(lanes[facts.wait.wakerLane].name, "B");
  assert.equal(sites[facts.wait.wakerSite].line, 14);
});

test("a lock's track tells who holds it and how many wait", () => {
  const model = buildModel(handOver(), []);
  const facts = pointer(model).at("counter_lock", 20e6);
  assert.ok(facts?.kind === "band" && facts.hold);
  assert.equal(model.trace.lanes[facts.hold.lane].name, "C");
  assert.equal(facts.hold.waiters, 2);
  const free = pointer(model).at("counter_lock", 90e6);
  assert.ok(free?.kind === "moment" && free.waiters === 0);
});

test("many spans in one pixel are told by their shares, which add up to what lies under it", () => {
  const model = buildModel(noise(1, 20_000), []);
  const { at, scale } = pointer(model);
  const facts = at("worker-0", model.trace.endNs / 2);
  assert.ok(facts?.kind === "pile" && facts.spans > 10);
  const sum = facts.timesNs.reduce((total, ns) => total + ns, 0);
  assert.ok(Math.abs(sum - 2 * scale.nsPerPx) < 1e-3);
});

test("outside of rows, lives and the trace there is nothing", () => {
  const model = buildModel(handOver(), []);
  const { layout, scale } = pointer(model);
  assert.equal(pick(model, layout, scale, 10, layout.heightPx + 5), null);
  assert.equal(pick(model, layout, scale, -5, 5), null);
});

test("arrow keys walk along a lane and stay at their moment across lanes", () => {
  const model = buildModel(handOver(), []);
  const { layout, scale } = pointer(model);
  const walk = (from: Target | null, ...directions: Direction[]) => {
    let target = from;
    for (const direction of directions) target = step(model, layout, scale, WIDTH, target, direction);
    return target;
  };
  // The middle of the view, 50 ms, is A's wait.
  assert.deepEqual(walk(null, "right"), { kind: "span", lane: 0, span: 1 });
  assert.deepEqual(walk(null, "right", "right"), { kind: "span", lane: 0, span: 2 });
  assert.equal(walk(null, "right", "right", "right"), null);
  assert.deepEqual(walk(null, "right", "down"), { kind: "span", lane: 1, span: 2 });
  const onTrack = walk(null, "right", "down", "down", "down");
  assert.equal(onTrack?.kind, "hold");
  assert.deepEqual(walk(onTrack, "up"), { kind: "span", lane: 2, span: 0 });
});

test("what is picked can be chosen, and its chain is the wait's", () => {
  const model = buildModel(handOver(), []);
  const target = targetOf(pointer(model).at("A", 20e6)!);
  assert.equal(select(model, target!).chain.length, 2);
  const hold = targetOf(pointer(model).at("counter_lock", 40e6)!);
  assert.equal(hold?.kind, "hold");
  assert.deepEqual(
    select(model, hold!).chain.map(({ facts }) => model.trace.lanes[facts.lane].name),
    ["B"],
  );
});

test("what is chosen knows whom it let go on", () => {
  const model = buildModel(handOver(), []);
  const { lanes } = model.trace;
  const freed = (target: Target) =>
    select(model, target).freed.map((wait) => `${lanes[wait.lane].name} at ${wait.wakerNs / 1e6} ms`);
  const hold = targetOf(pointer(model).at("counter_lock", 40e6)!)!;
  assert.deepEqual(freed(hold), ["A at 60 ms"]);
  // C runs all along and releases once.
  assert.deepEqual(freed({ kind: "span", lane: 2, span: 0 }), ["B at 30 ms"]);
  assert.deepEqual(freed({ kind: "span", lane: 0, span: 0 }), []);
});

test("the table of a window has every lane that lives in it, and its times add up", () => {
  const model = buildModel(office(), []);
  const [fromNs, toNs] = [100e6, 140e6];
  const table = tableOf(model, fromNs, toNs);
  assert.ok(table.length >= 9 && table.every(({ lane }) => !model.trace.lanes[lane].internal));
  for (const { lane, timesNs } of table) {
    const { startNs, endNs } = model.trace.lanes[lane];
    const livedNs = Math.min(endNs, toNs) - Math.max(startNs, fromNs);
    assert.equal(
      timesNs.reduce((sum, ns) => sum + ns, 0),
      livedNs,
    );
  }
});

test("a lock that a wait gave up, as a condition does, is not held during it; one that it kept is", () => {
  const program = new Program();
  const [own, kept] = [program.resource("rlock", "own", 1), program.resource("lock", "kept", 2)];
  const condition = program.resource("condition", "condition", 3);
  function* waiter(): Script {
    yield { do: "acquire", on: kept, line: 4 };
    yield { do: "acquire", on: own, line: 5 };
    yield { do: "run", ns: 100 };
    yield { do: "await", on: condition, line: 6 };
  }
  program.thread("waiter", waiter());
  const trace = program.run(1000);
  // The wait begins at 100; its own lock is given up a moment later.
  const hold = trace.holds.resource.indexOf(own);
  trace.holds.endNs[hold] = 102;
  trace.holds.closed[hold] = 1;
  const { at } = pointer(buildModel(trace, []));
  const names = (timeNs: number) => {
    const facts = at("waiter", timeNs);
    assert.ok(facts?.kind === "span");
    return facts.holds.map(({ resource }) => trace.resources[resource].name).sort();
  };
  assert.deepEqual(names(50), ["kept", "own"], "while it runs");
  assert.deepEqual(names(500), ["kept"], "while it waits");
});

test("a wait for all threads lists those that were alive, and what they waited for", () => {
  const program = new Program();
  const lock = program.resource("lock", "lock", 1);
  function* main(): Script {
    yield { do: "acquire", on: lock, line: 2 };
    yield { do: "run", ns: 50 };
    yield { do: "join", lane: 1, line: 3 };
  }
  function* stuck(): Script {
    yield { do: "acquire", on: lock, line: 2 };
  }
  function* short(): Script {
    yield { do: "run", ns: 20 };
  }
  program.thread("Main", main());
  program.thread("stuck", stuck());
  program.thread("short", short());
  program.thread("daemon", stuck(), 0, { daemon: true });
  const trace = program.run(1000);
  const { waits } = trace;
  const join = waits.op.indexOf(9);
  waits.object[join] = -1;
  const model = buildModel(trace, []);
  const span = model.lanes[0].spanAt(500);
  const { alive } = select(model, { kind: "span", lane: 0, span });
  assert.deepEqual(
    alive.map(({ lane, wait }) => [trace.lanes[lane].name, wait?.object]),
    [["stuck", lock]],
  );
});

test("the longest waits come first; sleeping is no wait", () => {
  const model = buildModel(office(), []);
  const { waits } = model.trace;
  const lengths = longestWaits(model, 5).map((wait) => waits.endNs[wait] - waits.startNs[wait]);
  assert.equal(lengths.length, 5);
  assert.deepEqual(
    lengths,
    lengths.toSorted((a, b) => b - a),
  );
  assert.ok(longestWaits(model, 1000).every((wait) => waits.op[wait] !== 10));
});
