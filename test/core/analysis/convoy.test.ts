/** Lanes that queue for one lock, and what each block under a lock cost the others. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze } from "../../../core/analysis/analyze";
import { criticalSections } from "../../../core/analysis/critical-sections";
import type { Convoy } from "../../../core/analysis/rules/convoy";
import { draw } from "../support/draw";

/** Lanes take the lock in turn, `rounds` times each; every lane wants it again `pauseUs` after it has let it go. */
function turns(lanes: number, rounds: number, pauseUs: number): string {
  const HOLD_US = 1000;
  const lines = ["0 Main creates lock L"];
  const names = Array.from({ length: lanes }, (_, lane) => `T${lane}`);
  for (const name of names) lines.push(`0 Main starts ${name}`);
  const wants = names.map((_, lane) => 10 + lane);
  let nowUs = 100;
  for (let turn = 0; turn < lanes * rounds; turn++) {
    const lane = turn % lanes;
    const waited = wants[lane] < nowUs && turn > 0;
    if (!waited) nowUs = Math.max(nowUs, wants[lane]);
    else lines.push(`${wants[lane]} ${names[lane]} wants L @20`);
    lines.push(`${nowUs} ${names[lane]} acquires L @20`);
    nowUs += HOLD_US;
    lines.push(`${nowUs} ${names[lane]} releases L`);
    wants[lane] = nowUs + pauseUs;
  }
  const at = (line: string) => Number(line.split(" ")[0]);
  return lines
    .map((line, i) => ({ line, i }))
    .sort((a, b) => at(a.line) - at(b.line) || a.i - b.i)
    .map(({ line }) => line)
    .join("\n");
}

function convoyOf(lanes: number, rounds: number, pauseUs: number): Convoy | null | undefined {
  const [finding] = analyze(draw(turns(lanes, rounds, pauseUs)).trace());
  return finding?.data.convoy as Convoy | null | undefined;
}

test("three lanes that queue for a lock again and again are a convoy", () => {
  const convoy = convoyOf(3, 4, 100)!;
  assert.deepEqual([convoy.holds, convoy.lanes], [12, 3]);
  const [finding] = analyze(draw(turns(3, 4, 100)).trace());
  assert.match(finding.message, /3 lanes queued for it, 12 turns in a row/);
});

test("two lanes, or too few turns, are none; nor are lanes that come when it is free", () => {
  assert.equal(convoyOf(2, 9, 100), null);
  assert.equal(convoyOf(3, 2, 100), null);
  assert.equal(convoyOf(3, 6, 5000) ?? null, null);
});

test("blocks are ranked by what others waited while they were held", () => {
  const trace = draw(`
    0     Main  creates lock L
    0     Main  starts A
    0     Main  starts B
    100   A     acquires L @10
    200   B     wants L    @20
    300   Main  wants L    @30
    1100  A     releases L
    1100  B     acquires L @20
    1500  B     releases L
    1500  Main  acquires L @30
    1600  Main  releases L
  `).trace();
  const sections = criticalSections(trace).map(({ site, costNs, holds }) => [trace.sites[site].line, costNs, holds]);
  assert.deepEqual(sections, [
    [10, 1_700_000, 1],
    [20, 400_000, 1],
  ]);
  assert.deepEqual(criticalSections(draw("0 Main creates lock L").trace()), []);
});
