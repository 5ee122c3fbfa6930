/** What stands behind a line where something is wrong. */
import type { LineFinding, LineFindings } from "../analysis/line-findings";
import { formatCount } from "../l10n/format";
import type { MessageKey, Translate } from "../l10n/index";
import { placeText } from "./place-text";
import { shortName } from "./plain-text";

/**
 *   Data race: `counter` with line 26
 *   Wait without a loop: `ready` · 2 more
 *
 * @param told names of variables that the line's lost updates tell of already: their races say nothing new behind the line
 * @returns null where nothing is to be mended at this line itself
 */
export function findingText(
  { file, findings }: LineFindings,
  told: ReadonlySet<string>,
  say: Translate,
): string | null {
  const main = untold(findings, told).filter(({ isMain }) => isMain);
  if (main.length === 0) return null;
  const more = new Set(main.map(({ rule }) => rule)).size - 1;
  const first = ofFinding(main[0], file, say);
  return more === 0 ? first : `${first} · ${say("line.moreFindings", { amount: formatCount(more) })}`;
}

/** Without the races of what was lost: one cause is told once. */
export const untold = (findings: readonly LineFinding[], told: ReadonlySet<string>): LineFinding[] =>
  findings.filter(({ rule, about }) => !(rule === "data-race" && told.has(about)));

function ofFinding({ rule, about, other }: LineFinding, file: string, say: Translate): string {
  const facts = { rule: say(`rule.${rule}` as MessageKey), name: shortName(about) };
  if (about === "") return say("line.finding", facts);
  if (other === null) return say("line.findingAbout", facts);
  return say("line.findingWith", { ...facts, place: placeText(other, file, say) });
}

/** The graver of those that are to be mended at this line; null = none is. */
export function gravest({ findings }: LineFindings): "error" | "warning" | null {
  const main = findings.filter(({ isMain }) => isMain);
  if (main.length === 0) return null;
  return main.some(({ severity }) => severity === "error") ? "error" : "warning";
}
