/** The page's words in the reader's language. */

import type { Finding } from "../core/analysis/finding";
import { fill, type Language, type MessageParams } from "../core/l10n/fill";
import * as findings from "../core/l10n/findings";
import { visibleText } from "../core/l10n/format";
import * as lanes from "../core/l10n/lanes";
import * as moving from "../core/l10n/moving";
import * as raceView from "../core/l10n/race-view";
import * as report from "../core/l10n/report";
import * as selection from "../core/l10n/selection";
import * as steps from "../core/l10n/steps";
import * as terms from "../core/l10n/terms";
import * as view from "../core/l10n/view";

/** The page says some things in the words of the summary. What the command line and the editor say is not brought along. */
const ENGLISH = {
  ...findings.en,
  ...lanes.en,
  ...moving.en,
  ...raceView.en,
  ...report.en,
  ...selection.en,
  ...steps.en,
  ...terms.en,
  ...view.en,
};
export type ViewKey = keyof typeof ENGLISH;
const TABLES: Record<Language, Record<ViewKey, string>> = {
  en: ENGLISH,
  zh: {
    ...findings.zh,
    ...lanes.zh,
    ...moving.zh,
    ...raceView.zh,
    ...report.zh,
    ...selection.zh,
    ...steps.zh,
    ...terms.zh,
    ...view.zh,
  },
};

export type ViewTranslate = (key: ViewKey, params?: MessageParams) => string;

export function viewTranslator(language: Language): ViewTranslate {
  return (key, params = {}) => fill(TABLES[language][key], params);
}

/** What a finding says, in the reader's language where its rule has a text there, else as the trace says it. */
export function findingText(finding: Finding, language: Language): { message: string; advice: string } {
  const table: Partial<Record<string, string>> = TABLES[language];
  const params = Object.fromEntries(
    Object.entries(finding.params).map(([name, value]) => [
      name,
      typeof value === "string" ? visibleText(value) : value,
    ]),
  );
  const say = (part: "message" | "advice") => {
    const text = table[`${finding.messageKey}.${part}`];
    return text === undefined ? visibleText(finding[part], Number.POSITIVE_INFINITY) : fill(text, params);
  };
  return { message: say("message"), advice: say("advice") };
}
