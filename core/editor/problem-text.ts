/** What the editor's list of problems says of a finding. It shows plain text: nothing in it can be markup. */
import type { Problem, ProblemPlace } from "../analysis/problems";
import { translateFinding } from "../analysis/rule";
import { visibleText } from "../l10n/format";
import type { Translate } from "../l10n/index";
import { en as roles } from "../l10n/roles";
import { oneLine } from "./plain-text";

/** What happened, and on a line of its own what to do. */
export function problemText(problem: Problem, stale: boolean, say: Translate): string {
  const { message, advice } = translateFinding(problem, say);
  const sentences = [message, advice, ...(stale ? [say("lines.stale")] : [])];
  return sentences.map((sentence) => visibleText(sentence, Number.POSITIVE_INFINITY)).join("\n");
}

/** What a further place is to a finding: `read here (T2)`. */
export function roleText({ role, laneName }: ProblemPlace, say: Translate): string {
  const key = `problem.role.${role.replace(" ", "-")}`;
  const what = say(isKnown(key) ? key : "problem.role.other");
  return laneName === null ? what : say("problem.by", { what, lane: oneLine(laneName) });
}

const isKnown = (key: string): key is keyof typeof roles => key in roles;
