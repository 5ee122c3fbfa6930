/** Lost updates on the timeline: where they stand, what is told of one, and where one gets to from it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { analyze } from "../../../core/analysis/analyze";
import { anchorOf, targetAt, targetOfHost } from "../../../core/layout/anchor";
import { type LossFacts, select, type Target } from "../../../core/layout/facts";
import { Folds } from "../../../core/layout/folds";
import { lossesIn } from "../../../core/layout/losses";
import { buildModel, type Model } from "../../../core/layout/model";
import { type Direction, extentOf, step } from "../../../core/layout/navigate";
import { layoutRows } from "../../../core/layout/rows";
import { fit } from "../../../core/layout/time-scale";
import { tableOf } from "../../../core/layout/window-table";
import { arbitraryRecording } from "../support/arbitrary-recording";
import { draw } from "../support/draw";
import { type DrawnVariable, withLostUpdates } from "../support/lost-updates";

const THREADS = `
  0   Main  creates lock L @1
  1   Main  starts A
  1   Main  starts B
  1   Main  starts C
  2   A     sleeps 1
  2   B     sleeps 1
  2   C     sleeps 1
  90  Main  ends
`;

/** A reads at 10 and writes at 40, B does both in between. */
const BY_A = {
  read: { lane: "A", at: 10, line: 5, version: 0 },
  victimRead: { lane: "B", at: 20, line: 5, version: 0 },
  victim: { lane: "B", at: 30, line: 7, version: 1 },
  write: { lane: "A", at: 40, line: 7, version: 2 },
};
/** C writes over A, whose update was one step. */
const BY_C = {
  read: { lane: "C", at: 45, line: 5, version: 2 },
  victim: { lane: "A", at: 50, line: 9, version: 3 },
  write: { lane: "C", at: 60, line: 7, version: 4 },
};
const ON_OTHER = {
  read: { lane: "B", at: 54, line: 11 },
  victim: { lane: "C", at: 55, line: 12 },
  write: { lane: "B", at: 56, line: 13 },
};

const VALUE: DrawnVariable = { name: "value", count: 80, losses: [BY_C, BY_A] };
const OTHER: DrawnVariable = { name: "other", count: 1, byValue: false, losses: [ON_OTHER] };

function modelOf(variables: DrawnVariable[], program = THREADS): Model {
  const trace = withLostUpdates(draw(program), ...variables).trace();
  return buildModel(trace, analyze(trace));
}

const lossOf = (model: Model, target: Target | null): LossFacts => {
  const { facts } = select(model, target!);
  assert.ok(facts.kind === "loss");
  return facts;
};
const variableOf = (model: Model, name: string) => model.trace.races.findIndex((race) => race.name === name);
const nameOf = (model: Model, lane: number) => model.trace.lanes[lane].name;

test("marks ascend by their writes, stand on both lanes and are as grave as what is found", () => {
  const model = modelOf([VALUE, OTHER]);
  const { marks } = model.losses;
  assert.deepEqual(
    marks.map(({ startNs, endNs, lanes, severity, finding }) => [
      startNs,
      endNs,
      lanes.map((lane) => nameOf(model, lane)).join(),
      severity,
      model.findings[finding].params.name,
    ]),
    [
      [10_000, 40_000, "A,B", "error", "value"],
      [54_000, 56_000, "B,C", "warning", "other"],
      [45_000, 60_000, "C,A", "error", "value"],
    ],
  );
});

test("a loss is told access by access, in time order, with the lock that is missing", () => {
  const model = modelOf(
    [{ ...VALUE, touches: [{ lane: "A", at: 70, line: 21 }] }],
    `${THREADS}
    65  A     acquires L @20
    80  A     releases L`,
  );
  const target = targetOfHost(model, { kind: "finding", id: model.findings[0].id });
  const first = lossOf(model, target);
  assert.deepEqual(
    first.accesses.map(({ role, lane, timeNs, version, site }) =>
      [role, nameOf(model, lane), timeNs / 1000, `v${version}`, model.trace.sites[site].line].join(" "),
    ),
    ["read A 10 v0 5", "victimRead B 20 v0 5", "victim B 30 v1 7", "write A 40 v2 7"],
  );
  assert.deepEqual([first.number, first.of], [1, 2], "the first in time, though it was told of last");
  assert.equal(first.advice, "oneBare");
  assert.equal(model.trace.resources[first.lock].name, "L");
  assert.equal(model.trace.sites[first.bare].line, 5);
  const { chain, freed, alive } = select(model, target!);
  assert.deepEqual([chain, freed, alive], [[], [], []]);
});

test("what is not drawn is counted", () => {
  const model = modelOf([VALUE]);
  model.trace.races[0].stale = 80;
  assert.equal(lossOf(model, { kind: "loss", variable: 0, loss: 0 }).undrawn, 78);
});

test("what one goes to see lies within the window, with room on both sides", () => {
  const model = modelOf([VALUE]);
  const target: Target = { kind: "loss", variable: 0, loss: 1 };
  const { startNs, endNs } = extentOf(model, target);
  const { accesses } = lossOf(model, target);
  const lengthNs = endNs - startNs;
  for (const { timeNs } of accesses) {
    assert.ok(timeNs - startNs > lengthNs / 10 && endNs - timeNs > lengthNs / 10);
  }
  assert.deepEqual(select(model, target).extent, { startNs, endNs });
});

test("arrow keys lead to the losses of the same variable, and to the lane whose update is gone", () => {
  const model = modelOf([VALUE, OTHER]);
  const layout = layoutRows(model, new Folds());
  const scale = fit(0, model.trace.endNs, 1000);
  const from = targetOfHost(model, { kind: "loss", variable: variableOf(model, "value"), loss: 1 })!;
  const walk = (...directions: Direction[]) =>
    directions.reduce<Target | null>((at, direction) => at && step(model, layout, scale, 1000, at, direction), from);
  assert.equal(lossOf(model, from).endNs, 40_000);
  assert.equal(walk("left"), null);
  assert.equal(lossOf(model, walk("right")).endNs, 60_000);
  assert.equal(walk("right", "right"), null, "the loss in between is another variable's");
  assert.deepEqual(walk("right", "left"), from);
  const onVictim = walk("down");
  assert.ok(onVictim?.kind === "span");
  assert.equal(nameOf(model, onVictim.lane), "B");
  const { startNs, endNs } = extentOf(model, onVictim);
  assert.ok(startNs <= 30_000 && 30_000 <= endNs, "when it wrote what was lost");
  const above = walk("right", "up");
  assert.ok(above?.kind === "span" && nameOf(model, above.lane) === "A", "past B, to whose update C undid");
  const beside = walk("up");
  assert.ok(beside?.kind === "span" && nameOf(model, beside.lane) === "Main", "the row above, where no victim is");
});

test("a loss is found again when variables and losses have come before it", () => {
  const before = modelOf([VALUE]);
  const target: Target = { kind: "loss", variable: 0, loss: 0 };
  const anchor = anchorOf(before, target);
  const twin = { ...OTHER, losses: [ON_OTHER, BY_C] };
  const after = modelOf([twin, { ...VALUE, losses: [BY_A, BY_C] }]);
  const now = targetAt(after, anchor);
  assert.deepEqual(now, { kind: "loss", variable: variableOf(after, "value"), loss: 1 });
  assert.deepEqual(lossOf(after, now).accesses.at(-1), lossOf(before, target).accesses.at(-1));
  assert.equal(targetAt(modelOf([twin]), anchor), null, "it is gone");
});

test("what the host points to that is not there leads nowhere", () => {
  const model = modelOf([VALUE]);
  assert.equal(targetOfHost(model, { kind: "loss", variable: 0, loss: 2 }), null);
  assert.equal(targetOfHost(model, { kind: "loss", variable: 7, loss: 0 }), null);
  assert.equal(targetOfHost(model, { kind: "loss", variable: 0.5, loss: 0 }), null);
  assert.throws(() => select(model, { kind: "loss", variable: 7, loss: 0 }), /no such loss/);
});

test("marks of a lane in a window, against looking at all of them; the table agrees with them", () => {
  let seen = 0;
  fc.assert(
    fc.property(arbitraryRecording, fc.nat(700), fc.nat(700), (drawing, a, b) => {
      const trace = drawing.trace();
      const model = buildModel(trace, analyze(trace));
      const [fromNs, toNs] = [Math.min(a, b), Math.max(a, b) + 1];
      const inWindow = (lane: number) =>
        model.losses.marks.flatMap(({ endNs, write, victim }, mark) =>
          (write.lane === lane || victim.lane === lane) && endNs >= fromNs && endNs <= toNs ? [mark] : [],
        );
      trace.lanes.forEach((_, lane) => {
        assert.deepEqual([...lossesIn(model.losses, lane, fromNs, toNs)], inWindow(lane));
        seen += inWindow(lane).length;
      });
      for (const { lane, losses } of tableOf(model, fromNs, toNs)) assert.equal(losses, inWindow(lane).length);
    }),
  );
  assert.ok(seen > 20, "most recordings have some");
});

test("from any loss one gets to all drawn losses of its variable, and to no other", () => {
  fc.assert(
    fc.property(arbitraryRecording, (drawing) => {
      const trace = drawing.trace();
      const model = buildModel(trace, analyze(trace));
      const layout = layoutRows(model, new Folds());
      const scale = fit(0, Math.max(trace.endNs, 1), 1000);
      trace.races.forEach(({ losses }, variable) => {
        if (losses.length === 0) return;
        const visited: number[] = [];
        let at: Target | null = {
          kind: "loss",
          variable,
          loss: model.losses.marks[model.losses.ofVariable[variable][0]].loss,
        };
        for (; at?.kind === "loss"; at = step(model, layout, scale, 1000, at, "right")) {
          assert.equal(at.variable, variable);
          visited.push(at.loss);
          assert.equal(lossOf(model, at).number, visited.length);
          assert.ok(visited.length <= losses.length);
        }
        assert.deepEqual(
          visited.sort((one, two) => one - two),
          losses.map((_, loss) => loss),
        );
      });
    }),
  );
});
