import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { analyze, RULE_TABLE } from "../../../core/analysis/analyze";
import { withAccesses } from "../support/accesses";
import { draw } from "../support/draw";
import { withLostUpdates } from "../support/lost-updates";

test("each rule is in the table once and has its page, which begins with its name", () => {
  const rules = RULE_TABLE.map(({ rule }) => rule);
  assert.equal(new Set(rules).size, rules.length);
  for (const rule of rules) {
    assert.ok(readFileSync(`docs/findings/${rule}.md`, "utf8").startsWith(`# ${rule}\n`), rule);
  }
});

test("the pages list the roles, the data and the severity that the rules give", () => {
  const findings = analyze(
    withAccesses(
      withLostUpdates(
        draw(`
      0     Main  creates lock L
      0     Main  creates bounded-semaphore S 1
      10    Main  starts T1
      100   T1    acquires L
      200   Main  wants L
      9000  T1    releases L
      9000  Main  gets L
      9010  Main  releases L
      9020  Main  over-releases S
    `),
        {
          name: "value",
          count: 1,
          losses: [
            {
              read: { lane: "Main", at: 10, line: 5 },
              victim: { lane: "T1", at: 20, line: 6, version: 1 },
              write: { lane: "Main", at: 30, line: 6, version: 2 },
            },
          ],
        },
      ),
      "total",
      [
        { lane: "Main", at: 300, line: 7, writes: true },
        { lane: "T1", at: 400, line: 8, writes: true },
      ],
    ).trace(),
  );
  assert.deepEqual(new Set(findings.map(({ rule }) => rule)), new Set(RULE_TABLE.map(({ rule }) => rule)));
  for (const { rule, severity, certainty, locations, data } of findings) {
    const page = readFileSync(`docs/findings/${rule}.md`, "utf8");
    assert.match(page, new RegExp(`Severity: ${severity}\\. Certainty: ${certainty}\\.`));
    for (const { role } of locations) assert.ok(page.includes(`| \`${role}\` |`), `${rule}: role ${role}`);
    for (const key of Object.keys(data)) assert.ok(page.includes(`\`${key}\``), `${rule}: data.${key}`);
  }
});
