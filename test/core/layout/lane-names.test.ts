/** Names of lanes, in sentences and on rows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { laneNames, workerNumbers } from "../../../core/layout/lane-names";
import type { Pool } from "../../../core/trace/pool-types";
import type { Lane, Process } from "../../../core/trace/types";

function named(
  lanes: [name: string, process: number, kind?: Lane["kind"]][],
  processes: string[],
  workers: number[][] = [],
) {
  return {
    lanes: lanes.map(([name, process, kind = "thread"]) => ({ name, process, kind }) as Lane),
    processes: processes.map((name) => ({ name }) as Process),
    pools: workers.map((own) => ({ lanes: own }) as Pool),
  };
}

test("in a sentence it is clear whose thread it is", () => {
  const trace = named(
    [
      ["MainThread", 0],
      ["MainThread", 1],
      ["logger", 1],
      ["curl", 2, "process"],
    ],
    ["MainProcess", "Process-1", "curl"],
  );
  assert.deepEqual(laneNames(trace), ["MainThread", "Process-1", "logger (Process-1)", "curl"]);
});

test("namesakes are numbered in the order of their start", () => {
  const trace = named(
    [
      ["worker", 0],
      ["worker", 0],
      ["main", 0],
    ],
    ["MainProcess"],
  );
  assert.deepEqual(laneNames(trace), ["worker #1", "worker #2", "main"]);
});

const WORKERS: [what: string, names: [string, number][], processes: string[], numbers: number[]][] = [
  [
    "a thread pool executor",
    [
      ["ThreadPoolExecutor-0_0", 0],
      ["ThreadPoolExecutor-0_11", 0],
    ],
    ["Main"],
    [0, 11],
  ],
  [
    "a thread pool",
    [
      ["Thread-3 (worker)", 0],
      ["Thread-4 (worker)", 0],
    ],
    ["Main"],
    [3, 4],
  ],
  [
    "a process pool, by the names of its processes",
    [
      ["MainThread", 1],
      ["MainThread", 2],
    ],
    ["Main", "ForkPoolWorker-1", "ForkPoolWorker-2"],
    [1, 2],
  ],
];
for (const [what, lanes, processes, numbers] of WORKERS)
  test(`workers of ${what} have their number`, () => {
    const found = workerNumbers(named(lanes, processes, [lanes.map((_, lane) => lane)]));
    assert.deepEqual([...found.values()], numbers);
  });

test("workers without numbers keep their names", () => {
  const lanes: [string, number][] = [
    ["anna", 0],
    ["bert", 0],
  ];
  assert.equal(workerNumbers(named(lanes, ["Main"], [[0, 1]])).size, 0);
});
