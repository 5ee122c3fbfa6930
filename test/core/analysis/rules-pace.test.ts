/** How often the rules run on a trace that grows, by a clock that only moves when it is told to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../../core/analysis/finding";
import { PAUSE_PER_COST, RulesPace } from "../../../core/analysis/rules-pace";
import type { Trace } from "../../../core/trace/types";
import { draw } from "../support/draw";

/** Rules that take as long as they are told to, and find something new each time. */
class Scene {
  nowMs = 0;
  costMs = 0;
  runs = 0;
  readonly pace = new RulesPace(
    ["straggler"],
    () => this.nowMs,
    (_, off) => {
      assert.deepEqual(off, ["straggler"]);
      this.nowMs += this.costMs;
      this.runs++;
      return [{ id: `run ${this.runs}` } as Finding];
    },
  );

  ids(trace: Trace, ended = false): string {
    return this.pace
      .findings(trace, ended)
      .map(({ id }) => id)
      .join();
  }
}

const ONE = draw("0 Main creates lock L @1\n10 Main acquires L @2").trace();
const MORE = draw("0 Main creates lock L @1\n10 Main acquires L @2\n20 Main releases L @2").trace();
const OTHER = draw("0 Main creates lock L @1\n5 Main creates lock M @3\n10 Main acquires L @2").trace();

test("cheap rules run with every snapshot", () => {
  const scene = new Scene();
  assert.equal(scene.ids(ONE), "run 1");
  assert.equal(scene.ids(MORE), "run 2");
});

test("costly ones pause, and what they found stays", () => {
  const scene = new Scene();
  scene.costMs = 100;
  assert.equal(scene.ids(ONE), "run 1");
  scene.nowMs += 100 * PAUSE_PER_COST - 1;
  assert.equal(scene.ids(MORE), "run 1");
  scene.nowMs += 1;
  assert.equal(scene.ids(MORE), "run 2");
});

test("of a trace that grows and costs ever more they keep to their share", () => {
  const scene = new Scene();
  let spentMs = 0;
  for (let snapshot = 1; snapshot <= 2000; snapshot++) {
    scene.costMs = snapshot;
    const [before, sinceMs] = [scene.runs, scene.nowMs];
    scene.ids(MORE);
    if (scene.runs > before) spentMs += scene.nowMs - sinceMs;
    scene.nowMs += 50;
  }
  // The last pause may not be over yet.
  assert.ok(spentMs <= (scene.nowMs + 2000 * PAUSE_PER_COST) / (1 + PAUSE_PER_COST), `${spentMs} of ${scene.nowMs}`);
  assert.ok(scene.runs > 3);
});

test("new rows, whose numbers findings would get wrong, and the end of the trace are not waited for", () => {
  const scene = new Scene();
  scene.costMs = 1000;
  scene.ids(ONE);
  assert.equal(scene.ids(OTHER), "run 2");
  assert.equal(scene.ids(OTHER), "run 2");
  assert.equal(scene.ids(OTHER, true), "run 3");
});
