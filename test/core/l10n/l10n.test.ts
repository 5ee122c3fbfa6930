import assert from "node:assert/strict";
import { test } from "node:test";
import { formatBytes, formatCount, formatDuration, formatShare } from "../../../core/l10n/format";
import { fill, languageOf, translator, TABLES as WORDS } from "../../../core/l10n/index";
import * as moving from "../../../core/l10n/moving";
import * as steps from "../../../core/l10n/steps";

/** What everybody says, and what only the page does. */
const TABLES = { en: { ...WORDS.en, ...moving.en, ...steps.en }, zh: { ...WORDS.zh, ...moving.zh, ...steps.zh } };
type MessageKey = keyof typeof TABLES.en;

const placeholders = (text: string) => new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name));
/** Those whose value is shown. One that only chooses between two words has nothing to choose where there is no plural. */
const shown = (text: string) => new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));

test("each text has the same parameters in every language", () => {
  for (const key of Object.keys(TABLES.en) as MessageKey[]) {
    const english = placeholders(TABLES.en[key]);
    for (const name of placeholders(TABLES.zh[key]))
      assert.ok(english.has(name), `${key}: {${name}} is not in English`);
    for (const name of shown(TABLES.en[key]))
      assert.ok(placeholders(TABLES.zh[key]).has(name), `${key}: {${name}} is not in Chinese`);
  }
});

test("no Chinese text chooses between two words that are the same", () => {
  for (const key of Object.keys(TABLES.zh) as MessageKey[])
    for (const [choice, one, many] of TABLES.zh[key].matchAll(/\{\w+:([^|{}]*)\|([^|{}]*)\}/g))
      assert.notEqual(one, many, `${key}: ${choice}`);
});

test("every Chinese text is Chinese, or the same symbols", () => {
  for (const key of Object.keys(TABLES.en) as MessageKey[]) {
    // A text of parameters and signs alone has nothing to translate.
    const words = TABLES.zh[key].replace(/\{[^}]*\}/g, "");
    const isTranslated = /[\u4e00-\u9fff]/.test(words) || !/[a-z]/i.test(words);
    assert.ok(isTranslated || TABLES.zh[key] === TABLES.en[key], `${key} is not translated`);
  }
});

test("locales of VS Code and of POSIX", () => {
  for (const chinese of ["zh", "zh-cn", "zh_CN.UTF-8", "zh-Hans"]) assert.equal(languageOf(chinese), "zh");
  for (const other of ["en", "de_DE.UTF-8", "C", "", undefined, "zhx"]) assert.equal(languageOf(other), "en");
  for (const traditional of ["zh-tw", "zh-TW", "zh_TW.UTF-8", "zh-hk", "zh-Hant", "zh-Hant-TW"])
    assert.equal(languageOf(traditional), "en", `${traditional}: as the manifest, which has no such texts`);
  assert.match(translator("zh_CN.UTF-8")("report.lanes"), /泳道/);
});

test("parameters, plurals, and one that was forgotten", () => {
  assert.equal(fill("{n} {n:wait|waits} for {name}", { n: 1, name: "L" }), "1 wait for L");
  assert.equal(fill("{n} {n:wait|waits} for {name}", { n: 2 }), "2 waits for {name}");
});

test("durations have three digits and the unit that suits", () => {
  const cases: [number, string][] = [
    [0, "0 ns"],
    [999, "999 ns"],
    [999.6, "1 µs"],
    [1500, "1.5 µs"],
    [5_100_000, "5.1 ms"],
    [812_345_678, "812 ms"],
    [999_700_000, "1 s"],
    [1_240_000_000, "1.24 s"],
    [83_000_000_000, "83 s"],
    [12_345_000_000_000, "12345 s"],
  ];
  for (const [ns, text] of cases) assert.equal(formatDuration(ns), text);
});

test("counts, shares, sizes", () => {
  assert.equal(formatCount(1234567), "1,234,567");
  assert.equal(formatCount(999), "999");
  assert.equal(formatShare(0), "–");
  assert.equal(formatShare(0.001), "< 1 %");
  assert.equal(formatShare(0.424), "42 %");
  assert.equal(formatBytes(2 ** 20), "1.05 MB");
  assert.equal(formatBytes(12), "12 B");
});
