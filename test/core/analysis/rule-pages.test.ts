/** Each rule has its page, its texts, and the programs that the page shows. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { RULE_TABLE } from "../../../core/analysis/analyze";
import { TABLES } from "../../../core/l10n/index";
import { parseProgram, shownSource } from "../../findings/verdict";

const LEAST_OF_EACH = 3;

const camelCase = (rule: string): string => rule.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const page = (rule: string): string => readFileSync(`docs/findings/${rule}.md`, "utf8");
const folder = (rule: string): string => `test/findings/programs/${rule}`;

test("nothing is in the table twice; a rule may have two parts", () => {
  const parts = RULE_TABLE.map(({ find }) => find);
  assert.equal(new Set(parts).size, parts.length);
});

for (const rule of new Set(RULE_TABLE.map(({ rule }) => rule))) {
  test(`${rule}: its page begins with its name and says how to silence it`, () => {
    assert.ok(page(rule).startsWith(`# ${rule}\n`));
    assert.ok(page(rule).includes(`# raceway: ignore[${rule}]`), "no line that says how to silence it");
    assert.ok(
      readFileSync("docs/findings/README.md", "utf8").includes(`(${rule}.md)`),
      "not in the table of all rules",
    );
  });

  test(`${rule}: a message and an advice for each case, in both languages`, () => {
    const prefix = `finding.${camelCase(rule)}.`;
    const texts = Object.keys(TABLES.en).filter((key) => key.startsWith(prefix));
    const cases = new Set(texts.map((key) => key.replace(/\.(message|advice)$/, "")));
    assert.ok(cases.size > 0, `no text begins with ${prefix}`);
    for (const each of cases)
      for (const table of Object.values(TABLES))
        for (const part of ["message", "advice"]) assert.ok(`${each}.${part}` in table, `${each}.${part}`);
  });

  test(`${rule}: programs that are wrong and near-misses`, () => {
    const programs = readdirSync(folder(rule))
      .filter((name) => name.endsWith(".py"))
      .map((name) => ({ name, ...parseProgram(readFileSync(`${folder(rule)}/${name}`, "utf8")) }));
    const wrong = programs.filter(({ expected }) => expected.some((each) => each.rule === rule && each.how === "must"));
    const right = programs.filter(({ expected }) => expected.length === 0);
    assert.ok(wrong.length >= LEAST_OF_EACH, `${wrong.length} are wrong`);
    assert.ok(right.length >= LEAST_OF_EACH, `${right.length} are near-misses`);
    assert.ok(wrong.some(({ name }) => name === "wrong.py") && right.some(({ name }) => name === "mended.py"));
  });

  for (const name of ["wrong.py", "mended.py"]) {
    test(`${rule}: its page shows ${name}, word for word`, () => {
      const path = `${folder(rule)}/${name}`;
      assert.ok(existsSync(path), path);
      const block = `\`\`\`python\n${shownSource(readFileSync(path, "utf8"))}\n\`\`\`\n`;
      assert.ok(page(rule).includes(block), `docs/findings/${rule}.md lacks this block:\n${block}`);
    });
  }
}
