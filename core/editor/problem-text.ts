/** What the editor's list of problems says of a finding. It shows plain text: nothing in it can be markup. */
import type { Problem, ProblemPlace } from "../analysis/problems";
import { translateFinding } from "../analysis/rule";
import { visibleText } from "../l10n/format";
import type { MessageKey, Translate } from "../l10n/index";
import { oneLine } from "./plain-text";

/** What happened, and on a line of its own what to do. */
export function problemText(problem: Problem, stale: boolean, say: Translate): string {
  const { message, advice } = translateFinding(problem, say);
  const sentences = [message, advice, ...(stale ? [say("lines.stale")] : [])];
  return sentences.map((sentence) => visibleText(sentence, Number.POSITIVE_INFINITY)).join("\n");
}

const ROLES: Record<string, MessageKey> = {
  write: "problem.role.write",
  read: "problem.role.read",
  overwritten: "problem.role.overwritten",
  release: "problem.role.release",
  created: "problem.role.created",
  access: "problem.role.access",
  "other access": "problem.role.access",
  lock: "problem.role.created",
};

/** What a further place is to a finding: `read here (T2)`. */
export function roleText({ role, laneName }: ProblemPlace, say: Translate): string {
  const what = say(ROLES[role] ?? "problem.role.other");
  return laneName === null ? what : say("problem.by", { what, lane: oneLine(laneName) });
}
