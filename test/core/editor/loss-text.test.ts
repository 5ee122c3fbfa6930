import assert from "node:assert/strict";
import { test } from "node:test";
import type { LineLoss } from "../../../core/analysis/line-losses";
import { lossText } from "../../../core/editor/loss-text";
import { translator } from "../../../core/l10n/index";
import { FILE, lineWith, loss } from "./support/losses";

const text = (...losses: LineLoss[]) => lossText(lineWith(...losses), translator("en"));
const chinese = (...losses: LineLoss[]) => lossText(lineWith(...losses), translator("zh-cn"));
const at = (line: number, file = FILE) => ({ file, line });

test("how many updates of what were lost here", () => {
  assert.equal(text(loss()), "80 updates of `value` lost here");
  assert.equal(text(loss({ count: 1 })), "1 update of `value` lost here");
  assert.equal(text(loss({ count: 12345 })), "12,345 updates of `value` lost here");
  assert.equal(chinese(loss()), "此处丢失了 `value` 的 80 次更新");
});

test("at least so many, where not all was seen", () => {
  assert.equal(text(loss({ exact: false })), "at least 80 updates of `value` lost here");
  assert.equal(chinese(loss({ exact: false })), "此处至少丢失了 `value` 的 80 次更新");
});

test("what a test decided upon is overwritten", () => {
  assert.equal(text(loss({ name: "seats[]", byValue: false, count: 2 })), "2 writes of `seats[]` overwritten here");
  assert.equal(chinese(loss({ byValue: false, count: 2 })), "此处有 2 次对 `value` 的写入被覆盖");
});

test("no line claims for itself what several lost", () => {
  assert.equal(text(loss({ others: [at(40)] })), "80 updates of `value` lost here and at line 40");
  assert.equal(
    text(loss({ others: [at(40), at(7, "/project/bank.py")] })),
    "80 updates of `value` lost here and at line 40 and bank.py:7",
  );
  assert.equal(
    text(loss({ others: [at(40), at(41), at(42)] })),
    "80 updates of `value` lost here and at 3 other lines",
  );
  assert.equal(chinese(loss({ others: [at(40)] })), "此处和第 40 行丢失了 `value` 的 80 次更新");
});

test("what is not known is said with a perhaps, and where nothing is known with an or", () => {
  assert.equal(text(loss({ perhaps: [at(40)] })), "80 updates of `value` lost here and perhaps at line 40");
  assert.equal(text(loss({ perhaps: [at(40)], steps: [] })), "80 updates of `value` lost here or at line 40");
});

test("several variables, not more than are read at a glance", () => {
  const many = ["b", "c", "d"].map((name) => loss({ name, count: 3 }));
  assert.equal(text(loss({ name: "a" }), many[0]), "80 updates of `a` lost here · 3 updates of `b` lost here");
  assert.equal(text(loss({ name: "a" }), ...many), "80 updates of `a` lost here · 3 updates of `b` lost here · 2 more");
});

test("a line that only read has no text", () => assert.equal(text(loss({ role: "read", others: [at(31)] })), null));

test("a name of many lines or signs stays one short name", () => {
  const shown = text(loss({ name: `a\nb\u202e${"x".repeat(100)}` }))!;
  assert.match(shown, /^80 updates of `a␊b‹202E›x+…` lost here$/);
  assert.ok(shown.length < 80);
});
