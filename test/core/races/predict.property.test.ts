/** A predicted pair is one that some schedule of the same lanes brings together: all schedules of small logs are tried. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { Log } from "../../../core/races/log";
import { canMeet } from "../../../core/races/predict";
import { canMeetReversed } from "../../../core/races/reversal";
import { type Act, accessesOf, lockLogs, sectionLogs } from "./logs";

/** Is there a schedule, each read seeing the write that it saw, after which both acts are next? */
function someScheduleMeets(acts: readonly Act[], a: number, b: number): boolean {
  const lanes = new Map<number, number[]>();
  acts.forEach((act, at) => {
    lanes.set(act.lane, [...(lanes.get(act.lane) ?? []), at]);
  });
  const order = [...lanes.keys()];
  const seen = lastWrites(acts);
  const tried = new Set<string>();
  const explore = (done: number[], holders: Map<number, number>, written: Map<number, number>): boolean => {
    const key = JSON.stringify([done, [...written].sort()]);
    if (tried.has(key)) return false;
    tried.add(key);
    const next = order.map((lane, index) => lanes.get(lane)![done[index]] ?? -1);
    if (next.includes(a) && next.includes(b)) return true;
    return next.some((at, index) => {
      const act = acts[at];
      if (act === undefined || at === a || at === b) return false;
      const holding = new Map(holders);
      const values = new Map(written);
      if (act.what === "take") {
        if (holding.has(act.hub)) return false;
        holding.set(act.hub, act.lane);
      } else if (act.what === "free") holding.delete(act.hub);
      else if (act.what === "write") values.set(act.variable, at);
      else if (act.what === "read" && (values.get(act.variable) ?? -1) !== seen.get(at)) return false;
      return explore(
        done.map((count, other) => (other === index ? count + 1 : count)),
        holding,
        values,
      );
    });
  };
  return explore(
    order.map(() => 0),
    new Map(),
    new Map(),
  );
}

function lastWrites(acts: readonly Act[]): Map<number, number> {
  const last = new Map<number, number>();
  const seen = new Map<number, number>();
  acts.forEach((act, at) => {
    if (act.what === "write") last.set(act.variable, at);
    else if (act.what === "read") seen.set(at, last.get(act.variable) ?? -1);
  });
  return seen;
}

for (const [name, meets] of [
  ["is predicted", canMeet],
  ["is predicted with locks in another order", canMeetReversed],
] as const) {
  test(`what ${name} some schedule brings together`, () => {
    let predicted = 0;
    forAllPairs((log, acts, a, b, rows) => {
      if (!meets(log, ...rows)) return;
      predicted++;
      assert.ok(someScheduleMeets(acts, a, b), `${a} and ${b}`);
    });
    assert.ok(predicted > 100);
  });
}

test("locks in another order bring together what nothing else does, and most of what can meet at all is found", () => {
  let [reversed, missed, possible] = [0, 0, 0];
  forAllPairs((log, acts, a, b, rows) => {
    if (!someScheduleMeets(acts, a, b)) return;
    possible++;
    if (canMeet(log, ...rows)) return;
    if (canMeetReversed(log, ...rows)) reversed++;
    else missed++;
  });
  assert.ok(reversed > 20, `${reversed} of ${possible}`);
  assert.ok(missed < possible / 20, `${missed} of ${possible}`);
});

function forAllPairs(
  visit: (log: Log, acts: readonly Act[], a: number, b: number, rows: [number, number]) => void,
): void {
  fc.assert(
    fc.property(fc.oneof(lockLogs, sectionLogs), (acts) => {
      const log = new Log(accessesOf(acts));
      const at = acts.flatMap((act, index) => ("variable" in act ? [index] : []));
      at.forEach((b, second) => {
        at.slice(0, second).forEach((a, first) => {
          if (acts[a].lane !== acts[b].lane) visit(log, acts, a, b, [first, second]);
        });
      });
    }),
    { numRuns: 3_000, seed: 20_261_124 },
  );
}
