/** An item under the pointer, by keys, as what is chosen; waits for results and pools, followed to whom they wait for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { anchorOf, targetAt, targetOfHost } from "../../../core/layout/anchor";
import { type ItemFacts, select, type Target } from "../../../core/layout/facts";
import { Folds } from "../../../core/layout/folds";
import { itemFacts } from "../../../core/layout/item-facts";
import { buildModel, type Model } from "../../../core/layout/model";
import { otherLayer, step } from "../../../core/layout/navigate";
import { pick, targetOf } from "../../../core/layout/pick";
import { layoutRows } from "../../../core/layout/rows";
import { fit } from "../../../core/layout/time-scale";
import { tableOf } from "../../../core/layout/window-table";
import { Edge, WaitOp, WaitResult } from "../../../core/trace/types";
import { crew, poolDeadlock, smallPool } from "./pool-scenes";

const MS = 1e6;
const WIDTH_PX = 1000;

/** What lies `dyPx` below the top of a lane's row at a moment. */
function at(model: Model, name: string, ns: number, dyPx: number) {
  const layout = layoutRows(model, new Folds());
  const scale = fit(0, model.trace.endNs, WIDTH_PX);
  const row = layout.rows.find((each) => each.kind === "lane" && model.trace.lanes[each.lane].name === name)!;
  return pick(model, layout, scale, (ns - scale.t0Ns) / scale.nsPerPx, row.yPx + dyPx);
}

function chosen(model: Model, job: number) {
  return select(model, { kind: "item", item: model.trace.items.job.indexOf(job) });
}

test("above the lane lies the item, on the lane what the lane did meanwhile", () => {
  const model = buildModel(smallPool(), []);
  const above = at(model, "ThreadPoolExecutor-0_0", 5 * MS, 8);
  const below = at(model, "ThreadPoolExecutor-0_0", 5 * MS, 30);
  assert.ok(above?.kind === "item" && above.job === 1);
  assert.ok(below?.kind === "span" && below.item?.job === 1, "the span says which item it is part of");
  assert.deepEqual(targetOf(above), { kind: "item", item: above.item });
  assert.equal(at(model, "ThreadPoolExecutor-0_0", 23 * MS, 8)?.kind, "span", "between items the lane is all there is");
});

test("an item tells who submitted it, how long it was queued, who ran it and what became of it", () => {
  const model = buildModel(smallPool(), []);
  const { facts, edges, freed } = chosen(model, 3);
  const { lane, submitLane, queuedNs, startNs, endNs, result } = facts as ItemFacts;
  const { lanes, sites } = model.trace;
  assert.equal(lanes[submitLane].name, "MainThread");
  assert.equal(lanes[lane].name, "ThreadPoolExecutor-0_0");
  assert.deepEqual([queuedNs, startNs, endNs], [10 * MS, 10 * MS, 20 * MS]);
  assert.equal(result, WaitResult.exception);
  assert.equal(sites[(facts as ItemFacts).functionSite].function, "fail");
  assert.deepEqual(edges, [{ kind: Edge.submitStart, fromLane: 0, fromNs: 0, toLane: lane, toNs: 10 * MS }]);
  assert.deepEqual(
    freed.map(({ lane: waiting, op, endNs: untilNs }) => [lanes[waiting].name, op, untilNs]),
    [["MainThread", WaitOp.future, 20 * MS]],
  );
  assert.deepEqual(chosen(model, 1).freed, [], "nobody waited for the first");
});

test("arrows go from item to item of a worker, and one key from an item to its span and back", () => {
  const model = buildModel(smallPool(), []);
  const layout = layoutRows(model, new Folds());
  const scale = fit(0, model.trace.endNs, WIDTH_PX);
  const first = chosen(model, 1).target;
  const next = step(model, layout, scale, WIDTH_PX, first, "right")!;
  assert.equal(model.trace.items.job[(next as Target & { kind: "item" }).item], 3);
  assert.equal(step(model, layout, scale, WIDTH_PX, next, "right"), null);
  const span = otherLayer(model, first)!;
  assert.equal(span.kind, "span");
  assert.deepEqual(otherLayer(model, span), first);
  assert.equal(otherLayer(model, { kind: "span", lane: 0, span: 0 }), null, "Main runs no items");
});

test("an item is found again by its number, in a trace that has grown and from outside", () => {
  const early = buildModel(crew(5, 40 * MS), []);
  const late = buildModel(crew(5, 80 * MS), []);
  const item = early.trace.items.job.indexOf(4);
  const target: Target = { kind: "item", item };
  const found = targetAt(late, anchorOf(early, target));
  assert.ok(found?.kind === "item");
  assert.equal(late.trace.items.job[found.item], 4);
  const pool = early.trace.items.pool[item];
  assert.deepEqual(targetOfHost(late, { kind: "item", pool, job: 4, index: 0, offset: 0 }), found);
  assert.equal(targetOfHost(late, { kind: "item", pool, job: 999, index: 0, offset: 0 }), null);
});

test("a wait for a result is followed to the worker that ran it", () => {
  const model = buildModel(smallPool(), []);
  const { chain } = select(model, { kind: "span", lane: 0, span: 0 });
  assert.deepEqual(
    chain.map(({ causeLane, released }) => [model.trace.lanes[causeLane].name, released]),
    [["ThreadPoolExecutor-0_0", true]],
  );
});

test("a pool that waits for itself is a circle: the item has no worker, its worker waits for the item", () => {
  const model = buildModel(poolDeadlock(), []);
  const { chain } = select(model, { kind: "span", lane: 0, span: 0 });
  assert.deepEqual(
    chain.map(({ causeLane, queued, backTo }) => [model.trace.lanes[causeLane].name, queued, backTo]),
    [
      ["ThreadPoolExecutor-0_0", false, -1],
      ["ThreadPoolExecutor-0_0", true, 1],
    ],
  );
});

test("the table counts items that a lane ran in the window", () => {
  const model = buildModel(smallPool(), []);
  const items = (fromMs: number, toMs: number) =>
    tableOf(model, fromMs * MS, toMs * MS).map(({ items: count }) => count);
  assert.deepEqual(items(0, 25), [0, 2, 1]);
  assert.deepEqual(items(12, 14), [0, 1, 1], "what began before counts where it still runs");
  assert.deepEqual(items(21, 22), [0, 0, 0]);
});

test("hovering a pool's track tells averages of what the pixel covers", () => {
  const model = buildModel(smallPool(), []);
  const layout = layoutRows(model, new Folds());
  const row = layout.rows.find(({ kind }) => kind === "pool")!;
  // One pixel is 25 µs: entirely within the time in which both work.
  const facts = pick(model, layout, fit(0, 25 * MS, WIDTH_PX), 200, row.yPx + 30);
  assert.ok(facts?.kind === "pool");
  assert.deepEqual([facts.atWork, facts.queued], [2, 1]);
});

test("an item has its number among those of its call, whatever chunk it travelled in; a call of one has none", () => {
  const trace = smallPool();
  const model = buildModel(trace, []);
  const places = () => Array.from({ length: 3 }, (_, item) => itemFacts(model, item).place);
  assert.deepEqual(places()[0], { number: 1, of: 1, chunked: false, otherJobs: true });
  // The same three rows as one call: an item of chunk 1, and the two of chunk 2.
  trace.items.job.fill(1);
  trace.items.index.set([0, 1, 1]);
  trace.items.offset.set([0, 0, 1]);
  assert.deepEqual(
    places().map(({ number, chunked, otherJobs }) => [number, chunked, otherJobs]),
    [1, 2, 3].map((number) => [number, true, false]),
  );
  assert.equal(places()[0].of, trace.items.length);
});
