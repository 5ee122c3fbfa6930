/** The page's words in the reader's language. */

import type { Finding } from "../core/analysis/finding";
import { fill, type Language, type MessageKey, type MessageParams, TABLES } from "../core/l10n/index";

/** The page says some things in the words of the summary. */
export type ViewKey = MessageKey;
export type ViewTranslate = (key: ViewKey, params?: MessageParams) => string;

export function viewTranslator(language: Language): ViewTranslate {
  return (key, params = {}) => fill(TABLES[language][key], params);
}

/** What a finding says, in the reader's language where its rule has a text there, else as the trace says it. */
export function findingText(finding: Finding, language: Language): { message: string; advice: string } {
  const table: Partial<Record<string, string>> = TABLES[language];
  const say = (part: "message" | "advice") => {
    const text = table[`${finding.messageKey}.${part}`];
    return text === undefined ? finding[part] : fill(text, finding.params);
  };
  return { message: say("message"), advice: say("advice") };
}
