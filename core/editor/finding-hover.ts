/** What a hover says of a line where something is wrong: Markdown without HTML, in which names from the trace are text and nothing else. */
import type { LineFinding, LineFindings, RaceStep } from "../analysis/line-findings";
import type { LinePlace } from "../analysis/line-losses";
import { translateFinding } from "../analysis/rule";
import type { MessageKey, Translate } from "../l10n/index";
import { untold } from "./finding-text";
import type { LossLinks } from "./loss-hover";
import { placeLink } from "./place-text";
import { forMarkdown, sentenceForMarkdown } from "./plain-text";

/**
 *   **Data race**: app.py:27 writes counter while another thread may read it at app.py:26: …
 *   Nothing orders these two:
 *   - T1 writes at [line 27](command:…), holding no lock
 *   - T2 reads at [line 26](command:…), holding counter_lock
 *   3 of 4 accesses hold counter_lock; …
 *   [Show in timeline](command:…)
 *
 * @param told names of variables that the line's lost updates tell of already, with the same cause
 * @param stale the file is not any more what ran
 * @returns null where nothing else is to be said
 */
export function findingHover(
  line: LineFindings,
  told: ReadonlySet<string>,
  stale: boolean,
  links: LossLinks,
  say: Translate,
): string | null {
  const findings = untold(line.findings, told);
  if (findings.length === 0) return null;
  const parts = findings.map((finding) => ofFinding(finding, line.file, links, say));
  return [...parts, ...(stale ? [`_${say("lines.stale")}_`] : [])].join("\n\n");
}

function ofFinding(finding: LineFinding, file: string, links: LossLinks, say: Translate): string {
  const place = (each: LinePlace) => placeLink(each, file, links.openPlace, "lines.openTip", say);
  const rule = say(`rule.${finding.rule}` as MessageKey);
  const show = `[${say("lines.show")}](${links.showFinding(finding.finding)} "${say("lost.showTip")}")`;
  // The whole story stands at the line where to mend it.
  if (!finding.isMain && finding.other !== null)
    return [
      `**${say("line.otherSide", { rule, place: place(finding.other) })}**`,
      ...accesses(finding, place, say),
      show,
    ].join("\n\n");
  const { message, advice } = translateFinding(finding, say);
  return [
    `**${rule}**: ${sentenceForMarkdown(message)}`,
    ...accesses(finding, place, say),
    sentenceForMarkdown(advice),
    show,
  ].join("\n\n");
}

function accesses({ steps }: LineFinding, place: (place: LinePlace) => string, say: Translate): string[] {
  if (steps.length === 0) return [];
  return [say("line.race.nothing"), steps.map((step) => `- ${ofStep(step, place, say)}`).join("\n")];
}

function ofStep(step: RaceStep, place: (place: LinePlace) => string, say: Translate): string {
  const { laneName, writes, locks } = step;
  const facts = { lane: forMarkdown(laneName), writes: writes ? 1 : 0, where: place(step) };
  if (locks.length === 0) return say("line.race.stepBare", facts);
  return say("line.race.step", { ...facts, locks: locks.map(forMarkdown).join(", ") });
}
