/** In which order findings are read. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze, rank } from "../../../core/analysis/analyze";
import { type Finding, GRAVEST, RULES } from "../../../core/analysis/finding";
import { draw } from "../support/draw";

const found = (id: string, facts: Partial<Finding>): Finding =>
  ({ id, severity: "error", certainty: "observed", costNs: 0, count: 1, ...facts }) as Finding;

test("by severity, certainty, cost, lanes held up, count, id", () => {
  const inOrder = [
    found("a", { costNs: 7 }),
    found("b", { costNs: 5, hurt: 3 }),
    found("c", { costNs: 5, hurt: 1, count: 9 }),
    found("d", { costNs: 5, hurt: 1, count: 2 }),
    found("e", { costNs: 5, hurt: 1, count: 2 }),
    found("f", { costNs: 5, count: 99 }),
    found("g", { certainty: "race", costNs: 100 }),
    found("h", { certainty: "predicted", costNs: 100 }),
    found("i", { severity: "warning", costNs: 1000 }),
    found("j", { severity: "info", costNs: 10_000 }),
  ];
  const shuffled = [...inOrder].reverse();
  assert.equal(
    rank(shuffled)
      .map(({ id }) => id)
      .join(""),
    "abcdefghij",
  );
});

test("a rule that is off is not looked for", () => {
  const trace = draw("0 Main creates bounded-semaphore S 1\n10 Main over-releases S").trace();
  assert.deepEqual(
    analyze(trace).map(({ rule }) => rule),
    ["over-release"],
  );
  assert.deepEqual(analyze(trace, ["over-release"]), []);
});

test("every rule has its gravest severity", () => {
  assert.deepEqual(Object.keys(GRAVEST).sort(), [...RULES].sort());
});
