/**
 * Every text that a person reads, in every language we speak, from one table. Each area has its own file with the same keys
 * for each language; a key that one language lacks does not compile.
 */
import * as cli from "./cli";
import * as editor from "./editor";
import { fill, type Language, languageOf, type MessageParams } from "./fill";
import * as findings from "./findings";
import * as lineFindings from "./line-findings";
import * as lineLosses from "./line-losses";
import * as losses from "./losses";
import * as raceView from "./race-view";
import * as report from "./report";
import * as roles from "./roles";
import * as about from "./rules/about";
import * as run from "./run";
import * as selection from "./selection";
import * as terms from "./terms";
import * as timeline from "./timeline";
import * as view from "./view";

export { fill, type Language, languageOf, type MessageParams };

const ENGLISH = {
  ...about.en,
  ...cli.en,
  ...editor.en,
  ...findings.en,
  ...lineFindings.en,
  ...lineLosses.en,
  ...losses.en,
  ...raceView.en,
  ...report.en,
  ...roles.en,
  ...run.en,
  ...selection.en,
  ...terms.en,
  ...timeline.en,
  ...view.en,
};
const CHINESE: Record<MessageKey, string> = {
  ...about.zh,
  ...cli.zh,
  ...editor.zh,
  ...findings.zh,
  ...lineFindings.zh,
  ...lineLosses.zh,
  ...losses.zh,
  ...raceView.zh,
  ...report.zh,
  ...roles.zh,
  ...run.zh,
  ...selection.zh,
  ...terms.zh,
  ...timeline.zh,
  ...view.zh,
};

export type MessageKey = keyof typeof ENGLISH;
export type Translate = (key: MessageKey, params?: MessageParams) => string;

export const TABLES: Record<Language, Record<MessageKey, string>> = { en: ENGLISH, zh: CHINESE };

/**
 * A function from a key and its parameters to the text in the language of `locale`.
 * @param always parameters of every text: how this host calls what another host calls otherwise (an option, a setting)
 */
export function translator(locale: string | undefined, always: MessageParams = {}): Translate {
  const table = TABLES[languageOf(locale)];
  return (key, params = {}) => fill(table[key], { ...always, ...params });
}
