import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding, Rule, Severity } from "../../../core/analysis/finding";
import { chooseGroups, countRules, groupFindings } from "../../../core/analysis/finding-groups";

const found = (id: string, rule: Rule, name?: string, severity: Severity = "error"): Finding =>
  ({ id, rule, severity, data: name === undefined ? {} : { variable: { scope: "app", name } } }) as unknown as Finding;
const ids = (findings: readonly Finding[]) => findings.map(({ id }) => id).join(" ");

test("the races of a variable go with its lost update; those of another one do not", () => {
  const groups = groupFindings([
    found("1", "lost-update", "total"),
    found("2", "data-race", "total"),
    found("3", "data-race", "other"),
    found("4", "data-race", "total"),
    found("5", "over-release"),
    found("6", "data-race", "total", "info"),
  ]);
  assert.deepEqual(
    groups.map(({ first, same }) => [first.id, ids(same)]),
    [
      ["1", "2 4 6"],
      ["3", ""],
      ["5", ""],
    ],
  );
});

test("no rule crowds out the others, nothing is forgotten, and all keep their order", () => {
  const groups = groupFindings([
    ...Array.from({ length: 5 }, (_, i) => found(`r${i}`, "data-race", `v${i}`)),
    found("o", "over-release"),
    found("s", "straggler"),
  ]);
  const { shown, rest } = chooseGroups(groups, 3, 2);
  assert.equal(ids(shown.map(({ first }) => first)), "r0 r1 o");
  assert.equal(ids(rest.map(({ first }) => first)), "r2 r3 r4 s");
  assert.deepEqual(countRules(rest), [
    ["data-race", 3],
    ["straggler", 1],
  ]);
});
