/** What stands where, drawn as text: one line a row. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Folds } from "../../../core/layout/folds";
import { buildModel } from "../../../core/layout/model";
import { groupsAround, layoutRows, type Row, type RowLayout } from "../../../core/layout/rows";
import { rowAt, visibleRows } from "../../../core/layout/window-rows";
import type { Trace } from "../../../core/trace/types";
import { crew, smallPool, swarm } from "./pool-scenes";
import { noise, office } from "./scenes";

/** As a tree: each level two spaces further in. */
function drawn({ rows }: RowLayout, trace: Trace): string[] {
  const text = (row: Row): string => {
    switch (row.kind) {
      case "group":
        return `${row.collapsed ? ">" : "v"} ${row.id} (${row.count})`;
      case "lane":
        return `${trace.lanes[row.lane].name}${row.itemsPx > 0 ? " with items" : ""}`;
      case "track":
        return `= ${trace.resources[row.resource].name}${row.waitersPx > 0 ? " with waiters" : ""}`;
      case "pool":
        return `% ${trace.pools[row.pool].name}${row.queuePx > 0 ? " with queue" : ""}`;
      case "gil":
        return `gil of ${row.process}`;
    }
  };
  return rows.map((row) => `${"  ".repeat("level" in row ? row.level : 0)}${text(row)}`);
}

test("threads, daemons, library threads, then what was waited for most", () => {
  const trace = office();
  const workers = [0, 1, 2, 3, 4, 5].map((i) => `ThreadPool-0_${i}`);
  assert.deepEqual(drawn(layoutRows(buildModel(trace, []), new Folds()), trace), [
    "MainThread",
    "producer-1",
    ...workers,
    "v daemon:0 (2)",
    "  logger",
    "  heartbeat",
    "> internal:0 (1)",
    "v resources (4)",
    "= counter_lock with waiters",
    "= all_done with waiters",
    "= tasks with waiters",
    "= Account.log_lock with waiters",
  ]);
});

test("a pool's workers stand in the order of their numbers, whoever began first", () => {
  const trace = smallPool();
  const workers = trace.pools[0].lanes;
  workers.forEach((lane, i) => {
    trace.lanes[lane].name = `ThreadPoolExecutor-0_${workers.length - 1 - i}`;
  });
  const { rows } = layoutRows(buildModel(trace, []), new Folds());
  const names = rows.flatMap((row) => (row.kind === "lane" ? [trace.lanes[row.lane].name] : []));
  const standing = names.filter((name) => name.startsWith("ThreadPoolExecutor-0_"));
  assert.ok(standing.length > 1);
  assert.deepEqual(standing, [...standing].sort());
});

test("several processes each have their heading, and what is closed hides all within", () => {
  const trace = office();
  trace.processes.push({ ...trace.processes[0], pid: 200, name: "Process-1" });
  trace.lanes[1].process = 1;
  const folds = new Folds(["daemon:0", "resources"]);
  const rows = () => drawn(layoutRows(buildModel(trace, []), folds), trace);
  assert.equal(rows()[0], "v process:0 (10)");
  assert.deepEqual(rows().slice(8), [
    "  > daemon:0 (2)",
    "  > internal:0 (1)",
    "v process:1 (1)",
    "  producer-1",
    "> resources (4)",
  ]);
  folds.toggle("process:0");
  assert.deepEqual(rows(), ["> process:0 (10)", "v process:1 (1)", "  producer-1", "> resources (4)"]);
});

test("a pool has its workers, of other processes too; a loop's thread has its tasks; what was not traced stands last", () => {
  const trace = crew();
  assert.deepEqual(drawn(layoutRows(buildModel(trace, []), new Folds()), trace), [
    "v process:0 (15)",
    "  MainThread",
    "  v pool:0 (4)",
    "    % executor with queue",
    ...[0, 1, 2, 3].map((i) => `    ThreadPoolExecutor-0_${i} with items`),
    "  v pool:1 (2)",
    "    % squares with queue",
    "    MainThread with items",
    "    MainThread with items",
    "  v daemon:0 (1)",
    "    loop",
    "    v tasks:0:5 (5)",
    ...[1, 2, 3, 4, 5].map((i) => `      Task-${i} (poll)`),
    "  > internal:0 (2)",
    "v process:3 (1)",
    "  MainThread",
    "v untraced (1)",
    "  curl",
    "v resources (3)",
    "gil of 0",
    "= inbox with waiters",
    "= totals_lock with waiters",
  ]);
});

test("a closed pool still shows how busy it is", () => {
  const trace = smallPool();
  assert.deepEqual(drawn(layoutRows(buildModel(trace, []), new Folds(["pool:0"])), trace), [
    "MainThread",
    "> pool:0 (2)",
    "  % executor with queue",
  ]);
});

test("thousands of tasks and of short-lived threads are closed groups, and stay open once they are opened", () => {
  const trace = swarm(10_000, 2000);
  const folds = new Folds();
  const rows = () => drawn(layoutRows(buildModel(trace, []), folds), trace);
  assert.deepEqual(rows(), ["MainThread", "> tasks:0:0 (10000)", "> alike:0:Thread-… (work) (2000)"]);
  folds.toggle("tasks:0:0");
  assert.equal(rows().length, 10_003);
  assert.equal(rows()[2], "  Task-0 (fetch)");
});

test("what hides a lane can be opened, from the outside in", () => {
  const trace = crew();
  const model = buildModel(trace, []);
  const around = (name: string, nth = 0) =>
    groupsAround(model, trace.lanes.flatMap((lane, i) => (lane.name === name ? [i] : []))[nth]);
  assert.deepEqual(around("Task-3 (poll)"), ["process:0", "daemon:0", "tasks:0:5"]);
  assert.deepEqual(around("ThreadPoolExecutor-0_2"), ["process:0", "pool:0"]);
  assert.deepEqual(around("MainThread", 2), ["process:0", "pool:1"]);
  assert.deepEqual(around("QueueFeederThread"), ["process:0", "internal:0"]);
  assert.deepEqual(around("curl"), ["untraced"]);
  const alike = buildModel(swarm(0, 60), []);
  assert.deepEqual(groupsAround(alike, 5), ["process:0", "alike:0:Thread-… (work)"]);
});

test("rows touch, and every height belongs to the row that covers it", () => {
  const layout = layoutRows(buildModel(office(), []), new Folds());
  let yPx = 0;
  for (const row of layout.rows) {
    assert.equal(row.yPx, yPx);
    assert.equal(rowAt(layout, yPx), row);
    assert.equal(rowAt(layout, yPx + row.heightPx - 0.5), row);
    yPx += row.heightPx;
  }
  assert.equal(layout.heightPx, yPx);
  assert.equal(rowAt(layout, yPx), undefined);
  assert.equal(rowAt(layout, -1), undefined);
});

test("locks and queues stand below the lanes, however many there are", () => {
  const trace = office();
  for (let i = 0; i < 10; i++) {
    trace.lanes.push({ ...trace.lanes[0], name: `more-${i}` });
    trace.laneSpans.push(trace.laneSpans[0]);
  }
  const rows = drawn(layoutRows(buildModel(trace, []), new Folds()), trace);
  assert.equal(rows[0], "MainThread");
  assert.deepEqual(rows.slice(-5, -3), ["v resources (4)", "= counter_lock with waiters"]);
});

test("of a thousand lanes only those in the window are visible", () => {
  const layout = layoutRows(buildModel(noise(1000, 3), []), new Folds());
  const [first] = layout.rows;
  const seen = visibleRows(layout, { scrollPx: 100 * first.heightPx, heightPx: 10 * first.heightPx });
  assert.deepEqual(seen, { stuck: [], scrolled: layout.rows.slice(100, 110) });
});
