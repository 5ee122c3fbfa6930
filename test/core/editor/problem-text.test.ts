import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { Problem } from "../../../core/analysis/problems";
import { problemText, roleText } from "../../../core/editor/problem-text";
import { translator } from "../../../core/l10n/index";
import { FILE, loss } from "./support/losses";

const { messageKey, params } = loss();
const problem: Problem = {
  finding: "lost-update-1",
  rule: "lost-update",
  severity: "error",
  messageKey,
  params,
  places: [{ file: FILE, line: 31, column: 5, role: "write", laneName: "T1" }],
};
const place = (role: string, laneName: string | null = "T2") => ({ ...problem.places[0], role, laneName });

test("what happened, and below it what to do", () => {
  const [message, advice, ...more] = problemText(problem, false, translator("en")).split("\n");
  assert.match(message, /^80 updates of value were lost: app\.py:31 wrote/);
  assert.match(advice, /^No lock is held from the read at app\.py:30/);
  assert.deepEqual(more, []);
});

test("of a file that has changed it says so", () => {
  const lines = problemText(problem, true, translator("en")).split("\n");
  assert.equal(lines.length, 3);
  assert.match(lines[2], /^This file has changed since the run/);
});

test("in Chinese", () => assert.match(problemText(problem, false, translator("zh-cn")), /^丢失了 value 的 80 次更新/));

test("what the other places are to it, and whose", () => {
  const say = translator("en");
  assert.equal(roleText(place("read"), say), "read here (T2)");
  assert.equal(roleText(place("overwritten"), say), "what was written here is lost (T2)");
  assert.equal(roleText(place("created", null), say), "created here");
  assert.equal(roleText(place("of a later version"), say), "see here (T2)");
  assert.equal(roleText(place("read"), translator("zh-cn")), "在此处读取（T2）");
});

test("a name of many lines adds no line", () => {
  const evil = "a\nb\u202e";
  const text = problemText({ ...problem, params: { ...params, name: evil } }, false, translator("en"));
  assert.equal(text.split("\n").length, 2);
  assert.ok(text.includes("a␊b‹202E›"));
  assert.equal(roleText(place("read", evil), translator("en")), "read here (a␊b‹202E›)");
});

test("there are words for each role that a page of docs/findings lists", () => {
  const say = translator("en");
  const pages = readdirSync("docs/findings").filter((name) => name.endsWith(".md"));
  const roles = pages.flatMap((page) => {
    const [, table = ""] = readFileSync(`docs/findings/${page}`, "utf8").split("| role | place |");
    return [...table.split("\n\n")[0].matchAll(/^\| `([^`]+)` \|/gm)].map(([, role]) => role);
  });
  assert.ok(roles.length > 10);
  const wordless = roles.filter((role) => roleText(place(role, null), say) === say("problem.role.other"));
  assert.deepEqual([...new Set(wordless)], []);
});
