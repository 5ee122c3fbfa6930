/** When the page tells who waited for whom, and in which order. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { closedAtNs, stuckToTell } from "../../../core/layout/stuck";
import type { StuckLane } from "../../../core/protocol/messages";
import type { Program } from "../../../core/trace/types";

const ended = { exitCode: 0, signal: null, stopAskedNs: null } as Program;

function waiting(lane: number, sinceNs: number, cycle: number[] | null = null): StuckLane {
  return {
    lane,
    op: "lock",
    resource: 0,
    pool: null,
    process: null,
    sinceNs,
    site: 0,
    holder: null,
    holderSite: 0,
    cycle,
  };
}

test("a program that ended by itself may leave a daemon waiting", () => {
  assert.deepEqual(stuckToTell(ended, [waiting(3, 10)]), { waiting: [], cycles: [] });
});

test("one that was stopped, or whose end nobody saw, tells who waited", () => {
  for (const how of [{ signal: "SIGINT" }, { stopAskedNs: 5 }, { exitCode: null }])
    assert.deepEqual(
      stuckToTell({ ...ended, ...how }, [waiting(3, 10)]).waiting,
      [waiting(3, 10)],
      JSON.stringify(how),
    );
});

test("of one that was saved while it ran, only a circle is told", () => {
  const program: Program = { ...ended, exitCode: null, stillRunning: true };
  assert.deepEqual(stuckToTell(program, [waiting(3, 10)]), { waiting: [], cycles: [] });
  const circle = [waiting(0, 10), waiting(1, 30, [1, 2]), waiting(2, 20, [2, 1])];
  assert.deepEqual(
    stuckToTell(program, circle).waiting.map(({ lane }) => lane),
    [1, 2],
  );
});

test("a circle is told however the program ended: once, and its lanes first", () => {
  const lanes = [waiting(0, 10), waiting(1, 30, [1, 2]), waiting(2, 20, [2, 1])];
  const told = stuckToTell(ended, lanes);
  assert.deepEqual(told.cycles, [[1, 2]]);
  assert.deepEqual(
    told.waiting.map(({ lane }) => lane),
    [1, 2, 0],
  );
  assert.equal(closedAtNs([1, 2], lanes), 30);
});
