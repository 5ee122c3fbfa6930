/** The sweep finds exactly the pairs of places of which two accesses are not ordered. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { findRacingPairs } from "../../../core/races/sweep";
import { type Act, accessesOf, LANE_COUNT, lockLogs, signalLogs, siteOf } from "./logs";

const tells = ({ what }: Act) => what === "tell" || what === "free";
const learns = ({ what }: Act) => what === "learn" || what === "take";

/** before[i][j]: act i is ordered before act j. */
function closure(acts: readonly Act[]): boolean[][] {
  const before = acts.map(() => acts.map(() => false));
  for (let j = 0; j < acts.length; j++)
    for (let i = j - 1; i >= 0; i--) {
      const [a, b] = [acts[i], acts[j]];
      const isDirect = a.lane === b.lane || ("hub" in a && "hub" in b && a.hub === b.hub && tells(a) && learns(b));
      if (!isDirect) continue;
      before[i][j] = true;
      for (let h = 0; h < i; h++) before[h][j] ||= before[h][i];
    }
  return before;
}

function expectedPairs(acts: readonly Act[]): string[] {
  const before = closure(acts);
  const pairs = new Set<string>();
  acts.forEach((b, j) => {
    acts.slice(0, j).forEach((a, i) => {
      if (!("variable" in a) || !("variable" in b) || a.variable !== b.variable || a.lane === b.lane) return;
      if ((a.what === "read" && b.what === "read") || before[i][j]) return;
      pairs.add(`${a.variable}: ${[siteOf(a), siteOf(b)].sort().join(" ")}`);
    });
  });
  return [...pairs].sort();
}

function foundPairs(acts: readonly Act[]): string[] {
  const accesses = accessesOf(acts);
  return findRacingPairs(accesses, LANE_COUNT)
    .map(
      ({ variable, first, second }) => `${variable}: ${[accesses.site[first], accesses.site[second]].sort().join(" ")}`,
    )
    .sort();
}

for (const [name, logs] of [
  ["what is told and learned", signalLogs],
  ["locks", lockLogs],
] as const) {
  test(`the pairs that ${name} do not order, all of them and no others`, () => {
    fc.assert(
      fc.property(logs, (acts) => assert.deepEqual(foundPairs(acts), expectedPairs(acts))),
      { numRuns: 3_000 },
    );
  });
}
