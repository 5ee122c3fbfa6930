/**
 * Every text that a person reads, in every language we speak, from one table. Each area has its own file with the same keys
 * for each language; a key that one language lacks does not compile.
 */
import * as cli from "./cli";
import * as editor from "./editor";
import * as findings from "./findings";
import * as losses from "./losses";
import * as report from "./report";
import * as run from "./run";
import * as timeline from "./timeline";
import * as view from "./view";

const ENGLISH = {
  ...cli.en,
  ...editor.en,
  ...findings.en,
  ...losses.en,
  ...report.en,
  ...run.en,
  ...timeline.en,
  ...view.en,
};
const CHINESE: Record<MessageKey, string> = {
  ...cli.zh,
  ...editor.zh,
  ...findings.zh,
  ...losses.zh,
  ...report.zh,
  ...run.zh,
  ...timeline.zh,
  ...view.zh,
};

export type MessageKey = keyof typeof ENGLISH;
export type MessageParams = Record<string, string | number>;
export type Translate = (key: MessageKey, params?: MessageParams) => string;
export type Language = "en" | "zh";

export const TABLES: Record<Language, Record<MessageKey, string>> = { en: ENGLISH, zh: CHINESE };

/**
 * `locale` is anything that names a language first: `zh-cn` (VS Code), `zh_CN.UTF-8` (POSIX), `en`. What is not Chinese is
 * served in English.
 */
export function languageOf(locale: string | undefined): Language {
  return /^zh\b|^zh_/i.test(locale ?? "") ? "zh" : "en";
}

/**
 * A function from a key and its parameters to the text in the language of `locale`.
 * @param always parameters of every text: how this host calls what another host calls otherwise (an option, a setting)
 */
export function translator(locale: string | undefined, always: MessageParams = {}): Translate {
  const table = TABLES[languageOf(locale)];
  return (key, params = {}) => fill(table[key], { ...always, ...params });
}

/**
 * Replaces `{name}` by the parameter of that name and `{name:one|many}` by one of two words, as the number asks.
 *
 * A parameter that is missing stays visible as `{name}`: a person can report it, an exception in a message would hide the
 * message.
 */
export function fill(text: string, params: MessageParams): string {
  return text.replace(/\{(\w+)(?::([^|{}]*)\|([^|{}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    if (one === undefined || many === undefined) return String(value);
    return Number(value) === 1 ? one : many;
  });
}
