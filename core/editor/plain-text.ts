/**
 * Names and paths from a trace inside texts that the editor reads as more than text. Whatever a program called its things, it
 * stays a name.
 */
import { codeParts } from "../l10n/code-parts";
import { visibleText } from "../l10n/format";

/** Of a longer text the middle gives way: a path says most at its end. */
const LONGEST = 200;

/** One line, every character of it to be seen, at most so many of them. */
export function oneLine(text: string): string {
  const isLong = text.length > LONGEST;
  return visibleText(isLong ? `${text.slice(0, LONGEST / 4)} … ${text.slice((-3 * LONGEST) / 4)}` : text);
}

/** A name of a variable among other words: most are a word, but a key of a dict may be anything. */
export function shortName(name: string): string {
  return visibleText(name, 40);
}

/** For a notification. VS Code makes a link of `[words](command:…)` in it, which would run a command on a click. */
export function forNotification(text: string): string {
  return oneLine(text).replaceAll("](", "] (");
}

/**
 * For a MarkdownString without HTML: all punctuation that could begin markup is behind a backslash, as CommonMark allows for
 * any of ASCII's. Spaces do not break, so that none of them indents.
 */
export function forMarkdown(text: string): string {
  return escaped(oneLine(text)).replaceAll(" ", "\u00a0");
}

/** Sentences of ours in which names stand: of any length, and their lines may break. What stands between backticks is code. */
export function sentenceForMarkdown(text: string): string {
  return codeParts(visibleText(text, Number.POSITIVE_INFINITY).trim())
    .map(({ text, isCode }) => (!isCode ? escaped(text) : MARKUP.test(text) ? escaped(`\`${text}\``) : `\`${text}\``))
    .join("");
}

/** A link, HTML or an icon: of code these are names that a program made up; in a span nothing is markup, but who knows what reads it. */
const MARKUP = /\]\(|<|\$\(/;

const escaped = (text: string): string => text.replace(/[!-/:-@[-`{-~]/g, "\\$&");
