/** The few words that the engine draws: its script, which the page carries inside, has no others. */
import { fill, type Language, type MessageParams } from "../core/l10n/fill";
import * as terms from "../core/l10n/terms";

const TABLES = { en: terms.en, zh: terms.zh };
export type WordTranslate = (key: keyof typeof terms.en, params?: MessageParams) => string;

export function wordTranslator(language: Language): WordTranslate {
  return (key, params = {}) => fill(TABLES[language][key], params);
}
