import assert from "node:assert/strict";
import { test } from "node:test";
import { codeParts } from "../../../core/l10n/code-parts";

/** Code in square brackets. */
const shown = (sentence: string) =>
  codeParts(sentence)
    .map(({ text, isCode }) => (isCode ? `[${text}]` : text))
    .join("");

test("what stands between backticks is code", () => {
  assert.equal(shown("Use `with lock:` here"), "Use [with lock:] here");
  assert.equal(shown("`a` and `b`"), "[a] and [b]");
  assert.equal(shown("no code"), "no code");
});

test("a backtick that has no second one stays", () => {
  assert.equal(shown("a ` b"), "a ` b");
  assert.equal(shown("`a` and ` b"), "[a] and ` b");
});
