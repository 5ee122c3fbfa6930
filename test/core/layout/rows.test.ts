/** What stands where, drawn as text: one line a row. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { buildModel } from "../../../core/layout/model";
import { initiallyCollapsed, layoutRows, type RowLayout, rowAt, visibleRows } from "../../../core/layout/rows";
import type { Trace } from "../../../core/trace/types";
import { noise, office } from "./scenes";

function drawn({ rows }: RowLayout, trace: Trace): string[] {
  return rows.map((row) => {
    if (row.kind === "group") return `${row.collapsed ? ">" : "v"} ${row.id} (${row.count})`;
    if (row.kind === "lane") return trace.lanes[row.lane].name;
    return `= ${trace.resources[row.resource].name}${row.waitersPx > 0 ? " with waiters" : ""}`;
  });
}

test("threads, daemons, library threads, then what was waited for most", () => {
  const trace = office();
  const pool = [0, 1, 2, 3, 4, 5].map((i) => `ThreadPool-0_${i}`);
  assert.deepEqual(drawn(layoutRows(buildModel(trace, []), initiallyCollapsed()), trace), [
    "MainThread",
    "producer-1",
    ...pool,
    "v daemon:0 (2)",
    "logger",
    "heartbeat",
    "> internal (1)",
    "v resources (4)",
    "= counter_lock with waiters",
    "= all_done with waiters",
    "= tasks with waiters",
    "= Account.log_lock with waiters",
  ]);
});

test("several processes each have their heading", () => {
  const trace = office();
  trace.processes.push({ ...trace.processes[0], pid: 200, name: "Process-1" });
  trace.lanes[1].process = 1;
  const rows = drawn(layoutRows(buildModel(trace, []), new Set(["daemon:0", "resources"])), trace);
  assert.equal(rows[0], "v process:0 (7)");
  assert.deepEqual(rows.slice(8), [
    "> daemon:0 (2)",
    "v process:1 (1)",
    "producer-1",
    "v internal (1)",
    "QueueFeederThread",
    "> resources (4)",
  ]);
});

test("rows touch, and every height belongs to the row that covers it", () => {
  const layout = layoutRows(buildModel(office(), []), new Set());
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
  const rows = drawn(layoutRows(buildModel(trace, []), new Set()), trace);
  assert.equal(rows[0], "MainThread");
  assert.deepEqual(rows.slice(-5, -3), ["v resources (4)", "= counter_lock with waiters"]);
});

test("of a thousand lanes only those in the window are visible", () => {
  const layout = layoutRows(buildModel(noise(1000, 3), []), new Set());
  const [first] = layout.rows;
  const seen = visibleRows(layout, 100 * first.heightPx, 10 * first.heightPx);
  assert.deepEqual(seen, layout.rows.slice(100, 110));
});
