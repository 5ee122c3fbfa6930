/** What findings advise: short enough to be read. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { en, zh } from "../../../core/l10n/findings";

const MOST_WORDS = 25;
const MOST_CHARACTERS_ZH = 145;

const advices = (texts: Record<string, string>) =>
  Object.entries(texts).flatMap(([key, text]) =>
    key.endsWith(".advice") ? [{ key, text: text.replace(/\{\w+:([^|{}]*)\|[^{}]*\}/g, "$1") }] : [],
  );

test("no advice is longer than a breath", () => {
  const long = advices(en).filter(({ text }) => text.split(/\s+/).length > MOST_WORDS);
  assert.deepEqual(long, []);
  assert.deepEqual(
    advices(zh).filter(({ text }) => text.length > MOST_CHARACTERS_ZH),
    [],
  );
});

test("backticks come in pairs", () => {
  for (const { key, text } of [...advices(en), ...advices(zh)]) assert.equal(text.split("`").length % 2, 1, key);
});
