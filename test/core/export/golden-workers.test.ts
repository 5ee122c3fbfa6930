/** Recordings that real interpreters made of test/fixtures/recordings/workers.py: pools, tasks and child processes. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { momentOfStop, whoWaitsForWhom } from "../../../core/analysis/who-waits";
import { readRaceway } from "../../../core/export/raceway";
import { Assembler } from "../../../core/protocol/assemble";
import { decodeFrame, encodeFrame } from "../../../core/protocol/frame";
import { LivePacker } from "../../../core/protocol/live-packer";
import { buildReport } from "../../../core/report/report";
import { type Trace, WaitResult } from "../../../core/trace/types";
import { edgesOf, holdsOf, wakersOf } from "../support/reading";
import { assertSameTrace } from "../support/same-trace";

const FOLDER = join(process.cwd(), "test/fixtures/recordings");
const files = readdirSync(FOLDER).filter((name) => /^workers-.*\.raceway$/.test(name));

/** Without times and lines: `Main@20.5:7` → `Main`. */
const names = (texts: string[]): string[] => texts.map((text) => text.replace(/@[\d.]+(:\d+)?/g, ""));

/** The lanes of the program's own threads and tasks, process by process: `workers.py MainThread`. */
const ownLanes = ({ lanes, processes }: Trace): string[] =>
  lanes.flatMap(({ internal, process, name }) => (internal ? [] : [`${processes[process].name} ${name}`])).sort();

test("there is a recording of every supported interpreter", () => {
  assert.deepEqual(files.map((name) => name.replace(/^workers-|\.raceway$/g, "")).sort(), [
    "3.10",
    "3.11",
    "3.12",
    "3.13",
    "3.8",
    "3.9",
  ]);
});

for (const file of files) {
  const trace = readRaceway(join(FOLDER, file));
  const { lanes, processes, pools, items } = trace;

  test(`${file}: three processes, of each its threads, and the tasks of the event loop`, () => {
    assert.deepEqual(trace.losses, []);
    assert.deepEqual(
      processes.map(({ name, startMethod, exitCode, traced }) => `${name} ${startMethod} ${exitCode} ${traced}`),
      ["workers.py main 0 true", "courier fork 0 true", "ForkPoolWorker-2 fork 0 true"],
    );
    assert.deepEqual(ownLanes(trace), [
      "ForkPoolWorker-2 MainThread",
      "courier MainThread",
      "workers.py MainThread",
      "workers.py Task-1 (host)",
      "workers.py Task-2 (guest)",
      "workers.py Task-3 (guest)",
      "workers.py calc_0",
      "workers.py calc_1",
    ]);
    for (const { kind, loop, ended } of lanes) {
      assert.equal(kind === "task" ? lanes[loop].name : loop, kind === "task" ? "MainThread" : -1);
      assert.ok(ended);
    }
  });

  test(`${file}: what processes share is one`, () => {
    assert.deepEqual(
      trace.resources.map(({ kind, module, name, processes: users }) => `${kind} ${module} ${name} ${users.length}`),
      [
        "event threading gate 1",
        "lock asyncio door 1",
        "simple-queue multiprocessing box 2",
        "lock multiprocessing lock 2",
      ],
    );
    assert.equal(holdsOf(trace, "lock").length, 2);
  });

  test(`${file}: each item of a pool: who ran it and what became of it`, () => {
    assert.deepEqual(
      pools.map(({ kind, workers, lanes: own, submitted, completed, failed, cancelled, chunks }) =>
        [kind, workers, own.length, submitted, completed, failed, cancelled, chunks].join(" "),
      ),
      ["thread-pool-executor 2 2 3 2 1 0 0", "process-pool 1 1 3 3 0 0 2"],
    );
    const rows = Array.from({ length: items.length }, (_, i) => {
      const worker = lanes[items.lane[i]];
      assert.equal(worker.pool, items.pool[i]);
      assert.ok(items.submitNs[i] <= items.startNs[i] && items.startNs[i] <= items.endNs[i]);
      const how = items.result[i] === WaitResult.got ? "got" : "raised";
      return [items.pool[i], items.job[i], items.index[i], items.offset[i], how].join(" ");
    });
    assert.deepEqual(rows, [
      "0 1 0 0 got",
      "0 1 1 0 got",
      "0 2 0 0 raised",
      "1 1 0 0 got",
      "1 1 0 1 got",
      "1 1 1 0 got",
    ]);
    const edges = names(edgesOf(trace));
    assert.equal(edges.filter((edge) => edge.startsWith("submit→start")).length, 5);
  });

  test(`${file}: tasks go on thanks to whom the program says`, () => {
    assert.deepEqual(names(wakersOf(trace, "Task-2 (guest)")), ["Task-1 (host)", "nobody"]);
    assert.deepEqual(names(wakersOf(trace, "Task-3 (guest)")), ["Task-2 (guest)", "nobody"]);
    assert.deepEqual(names(wakersOf(trace, "Task-1 (host)")), ["nobody", "Task-3 (guest)"]);
    const edges = names(edgesOf(trace));
    for (const edge of [
      "start→run MainThread Task-1 (host)",
      "start→run Task-1 (host) Task-2 (guest)",
      "set→wake MainThread calc_0",
      "put→get MainThread MainThread",
    ])
      assert.ok(edges.includes(edge), edge);
  });

  test(`${file}: the report's states add up, and a view is sent the same`, () => {
    for (const { statesNs, startNs, endNs } of buildReport(trace, []).lanes) {
      assert.equal(
        Object.values(statesNs).reduce((sum, ns) => sum + ns, 0),
        endNs - startNs,
      );
    }
    const assembler = new Assembler();
    const messages = new LivePacker().next(trace, [], whoWaitsForWhom(trace, momentOfStop(trace)), true);
    for (const message of decodeFrame(encodeFrame(messages))) assembler.accept(message);
    assertSameTrace(assembler.trace, trace);
  });
}
