/** Texts with holes, and which language to take. Apart from the texts: a page brings only those along that it says. */

export type Language = "en" | "zh";
export type MessageParams = Record<string, string | number>;

/** The script, and the regions that write it where no script is named. */
const TRADITIONAL = new Set(["hant", "tw", "hk", "mo"]);

/**
 * `locale` is anything that names a language first: `zh-cn` (VS Code), `zh_CN.UTF-8` (POSIX), `en`. What is not Chinese is
 * served in English, and so is Chinese in traditional characters: we write the simplified ones, and the editor shows what the
 * manifest says in English there too.
 */
export function languageOf(locale: string | undefined): Language {
  const [language, ...subtags] = (locale ?? "").toLowerCase().split(/[-_.@]/);
  return language === "zh" && !subtags.some((subtag) => TRADITIONAL.has(subtag)) ? "zh" : "en";
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
