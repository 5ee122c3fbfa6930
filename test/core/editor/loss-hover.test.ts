import assert from "node:assert/strict";
import { test } from "node:test";
import type { LineLoss } from "../../../core/analysis/line-losses";
import { type LossLinks, lossHover } from "../../../core/editor/loss-hover";
import { translator } from "../../../core/l10n/index";
import { FILE, lineWith, loss, STEPS } from "./support/losses";

const links: LossLinks = {
  showFinding: (finding) => `command:show?${finding}`,
  openPlace: ({ line }) => `command:open?${line}`,
};
const hover = (losses: LineLoss[], stale = false, language = "en") =>
  lossHover(lineWith(...losses), stale, links, translator(language)).replaceAll("\u00a0", " ");
const OPENS = '"Opens this line"';

test("what was lost, in which order, by whom, and which lock is missing", () => {
  assert.equal(
    hover([loss()]),
    [
      "**80 updates of value lost here**",
      "The first time:",
      `1. T1 reads version 0 at [line 30](command:open?30 ${OPENS})\n` +
        `2. T2 reads version 0 at [line 30](command:open?30 ${OPENS})\n` +
        `3. T2 writes version 1 at [line 31](command:open?31 ${OPENS})\n` +
        `4. T1 writes version 2 at [line 31](command:open?31 ${OPENS}), from version 0, which it had read: version 1 is lost`,
      "No lock is held from the read at app\\.py\\:30 to the write\\: put both into one `with` block\\, everywhere with the same lock\\.",
      '[Show in timeline](command:show?lost-update-1 "Shows where it happened first")',
    ].join("\n\n"),
  );
});

test("in Chinese it says the same", () => {
  const text = hover([loss()], false, "zh-cn");
  assert.match(text, /^\*\*此处丢失了 value 的 80 次更新\*\*\n\n第一次：\n\n1\. T1 在\[第 30 行\]/);
  assert.match(text, /4\. T1 在\[第 31 行\]\([^)]*\)写入版本 2，依据的是之前读取的版本 0：版本 1 丢失/);
});

test("the other lines are linked from the title", () => {
  const text = hover([loss({ exact: false, others: [{ file: FILE, line: 40 }] })]);
  assert.ok(
    text.startsWith(`**At least 80 updates of value lost here and at [line 40](command:open?40 ${OPENS})**`),
    text,
  );
});

test("the line that read leads to the line that wrote", () => {
  const text = hover([loss({ role: "read", others: [{ file: "/project/bank.py", line: 40 }] })]);
  const title = `**Read here, and out of date by the time of the write at [bank\\.py:40](command:open?40 ${OPENS})**`;
  assert.ok(text.startsWith(`${title}\n\n80 updates of value were lost that way.`), text);
});

test("an update in one step has no step of its own for its read", () => {
  const text = hover([loss({ steps: STEPS.filter(({ role }) => role !== "victimRead") })]);
  assert.match(text, /1\. T1 reads .*\n2\. T2 writes version 1 .*\n3\. T1 writes version 2/);
});

test("where no loss is known in full there are no steps, but all the rest", () => {
  const text = hover([loss({ steps: [], perhaps: [{ file: FILE, line: 40 }] })]);
  assert.match(text, /^\*\*80 updates of value lost here or at \[line 40\]/);
  assert.doesNotMatch(text, /first time|1\./);
  assert.match(text, /Show in timeline/);
});

test("several variables stand one below the other; of a changed file it is said once", () => {
  const text = hover([loss(), loss({ name: "other", count: 2 })], true);
  assert.equal(text.match(/\[Show in timeline\]/g)?.length, 2);
  assert.equal(text.match(/This file has changed since the run/g)?.length, 1);
});

test("no name from the program adds a link, a command or a line", () => {
  const evil = '](command:workbench.action.quit) [x](command:workbench.action.quit "\n# <b>`$(alert)`';
  const harmless = loss({ others: [{ file: "/project/other.py", line: 7 }] });
  const text = hover([
    loss({
      name: evil,
      others: [{ file: `/project/${evil}`, line: 7 }],
      steps: STEPS.map((step) => ({ ...step, laneName: evil, file: `/project/${evil}` })),
      params: { ...harmless.params, name: evil, where: evil, read: evil },
    }),
  ]);
  const targets = [...text.matchAll(/(?<!\\)\]\(([^) ]*)/g)].map(([, target]) => target);
  const ours = [7, 30, 30, 31, 31].map((line) => `command:open?${line}`);
  assert.deepEqual(targets, [...ours, "command:show?lost-update-1"]);
  assert.equal(text.split("\n").length, hover([harmless]).split("\n").length);
  const withoutCode = text.replace(/(?<!\\)`[^`<\\]*`/g, "");
  assert.doesNotMatch(withoutCode, /(?<!\\)[<`]/);
});
