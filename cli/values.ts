/** Values of options: from a word to a number, or a Refusal that says what is expected. */
import { RULES, type Rule } from "../core/analysis/finding";
import type { MessageKey } from "../core/l10n/index";
import { Refusal } from "../core/run/refusal";
import { CHILDREN, type Children } from "../core/run/run-file";
import type { FailOn } from "./arguments";

/** Below it not even the first segments of a few processes fit (256 KB each, and they double). */
const MIN_BUDGET_BYTES = 2 ** 20;
/** setTimeout takes at most 2^31 - 1 ms (24 days). */
const MAX_SECONDS = (2 ** 31 - 1) / 1000;

const UNIT_BYTES: Record<string, number> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** `0.5` → 500 ms. */
export function parseSeconds(word: string): number {
  const seconds = /^\d*\.?\d+$|^\d+\.$/.test(word) ? Number(word) : Number.NaN;
  if (!(seconds > 0 && seconds <= MAX_SECONDS)) throw badValue("--stop-after", word, "cli.expected.seconds");
  return seconds * 1000;
}

/** `200M` → 209,715,200 bytes; also `200MB`, `200MiB` and plain bytes. */
export function parseSize(word: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?$/i.exec(word) ?? [];
  const bytes = digits === undefined ? Number.NaN : Math.floor(Number(digits) * UNIT_BYTES[unit.toUpperCase()]);
  if (!(bytes >= MIN_BUDGET_BYTES && Number.isSafeInteger(bytes)))
    throw badValue("--budget", word, "cli.expected.size");
  return bytes;
}

export function parseFailOn(word: string): FailOn {
  if (word === "error" || word === "warning" || word === "never") return word;
  throw badValue("--fail-on", word, "cli.expected.failOn");
}

/** `data-race,straggler`; given again, it adds to what was given before. */
export function parseRules(word: string, before: readonly Rule[] = []): Rule[] {
  const rules = word.split(",").map((name) => {
    const rule = RULES.find((known) => known === name.trim());
    if (rule === undefined) throw badValue("--off", name, "cli.expected.rules");
    return rule;
  });
  return [...new Set([...before, ...rules])];
}

export function parseChildren(word: string): Children {
  const children = CHILDREN.find((known) => known === word);
  if (children === undefined) throw badValue("--children", word, "cli.expected.children");
  return children;
}

function badValue(option: string, value: string, expected: MessageKey): Refusal {
  return new Refusal("cli.badValue", { option, value }, { expected });
}
