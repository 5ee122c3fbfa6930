/** What a hover says of a line that lost updates: Markdown without HTML, in which names from the trace are text and nothing else. */
import type { LineLoss, LineLosses, LinePlace, LossStep } from "../analysis/line-losses";
import { translateFinding } from "../analysis/rule";
import { formatCount } from "../l10n/format";
import type { Translate } from "../l10n/index";
import { ofVariable } from "./loss-text";
import { placeLink } from "./place-text";
import { forMarkdown, sentenceForMarkdown } from "./plain-text";

/** Addresses of our own commands; their arguments are numbers and hashes, never names or paths. */
export interface LossLinks {
  showFinding(finding: string): string;
  openPlace(place: LinePlace): string;
}

/**
 *   **80 updates of `value` lost here**
 *   One of them:
 *   1. T1 reads version 0 at [line 12](command:…)
 *   2. T2 reads version 0 at …
 *   3. T2 writes version 1 at …
 *   4. T1 writes version 2 at …, from the version 0 that it had read: version 1 is lost
 *   No lock is held from the read to the write. …
 *   [Show in timeline](command:…)
 *
 * @param stale the file is not any more what ran
 */
export function lossHover(line: LineLosses, stale: boolean, links: LossLinks, say: Translate): string {
  const parts = line.losses.map((loss) => ofLoss(loss, line.file, links, say));
  return [...parts, ...(stale ? [`_${say("lines.stale")}_`] : [])].join("\n\n");
}

function ofLoss(loss: LineLoss, file: string, links: LossLinks, say: Translate): string {
  const { advice } = translateFinding(loss, say);
  const place = (each: LinePlace) => placeLink(each, file, links.openPlace, "lines.openTip", say);
  const steps = loss.steps.map((step, index) => `${index + 1}. ${stepText(step, loss.steps, place, say)}`);
  const show = `[${say("lines.show")}](${links.showFinding(loss.finding)} "${say("lost.showTip")}")`;
  return [
    ...titleOf(loss, file, place, say),
    ...(steps.length > 0 ? [say("lost.example"), steps.join("\n")] : []),
    sentenceForMarkdown(advice),
    show,
  ].join("\n\n");
}

function titleOf(loss: LineLoss, file: string, place: (place: LinePlace) => string, say: Translate): string[] {
  if (loss.role === "write") return [`**${capital(ofVariable(loss, file, say, { name: forMarkdown, place }))}**`];
  const { count, exact, byValue } = loss;
  const amounts = { exact: exact ? 1 : 0, count, amount: formatCount(count), name: forMarkdown(loss.name) };
  return [
    `**${say("lost.readHere", { places: loss.others.map(place).join(say("lost.and")) })}**`,
    say(byValue ? "lost.byTotal" : "lost.byTotalWrites", amounts),
  ];
}

function stepText(
  { role, version, laneName, ...at }: LossStep,
  steps: readonly LossStep[],
  place: (place: LinePlace) => string,
  say: Translate,
): string {
  const facts = { lane: forMarkdown(laneName), version, where: place(at) };
  if (role === "read" || role === "victimRead") return say("lost.step.read", facts);
  if (role === "victim") return say("lost.step.write", facts);
  const versionAt = (of: LossStep["role"]) => steps.find((step) => step.role === of)?.version ?? 0;
  return say("lost.step.overwrites", { ...facts, read: versionAt("read"), victim: versionAt("victim") });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
