/** The hovers of marked lines, and their links. A link carries numbers and hashes, never a path or a name. */
import { MarkdownString } from "vscode";
import type { LinePlace } from "../../core/analysis/line-losses";
import { findingHover } from "../../core/editor/finding-hover";
import { lineHover } from "../../core/editor/line-hover";
import type { MarkedLine } from "../../core/editor/line-mark";
import { lossHover } from "../../core/editor/loss-hover";
import type { Translate } from "../../core/l10n/index";
import { INTERNAL_COMMANDS } from "../ids";
import type { MarkedRun } from "./marked-run";

const { showWait, showFinding, openLine } = INTERNAL_COMMANDS;

/** What was lost comes first, as on the line. */
export function hoversOf(
  run: MarkedRun,
  { waits, losses, findings }: MarkedLine,
  stale: boolean,
  say: Translate,
): MarkdownString[] {
  const openPlace = (place: LinePlace) => commandLink(openLine, [run.id, run.numberOf(place)]);
  const texts: string[] = [];
  const links = { showFinding: (finding: string) => findingLink(run.id, finding), openPlace };
  if (losses) texts.push(lossHover(losses, stale, links, say));
  const told = new Set(losses?.losses.map(({ name }) => name));
  const found = findings && findingHover(findings, told, stale, links, say);
  if (found !== null) texts.push(found);
  if (waits) {
    const { lane, startNs } = waits.worst;
    texts.push(lineHover(waits, stale, { showWorst: commandLink(showWait, [run.id, lane, startNs]), openPlace }, say));
  }
  return texts.map((text) => {
    const markdown = new MarkdownString(text);
    markdown.isTrusted = { enabledCommands: [showWait, showFinding, openLine] };
    markdown.supportHtml = false;
    markdown.supportThemeIcons = false;
    return markdown;
  });
}

/** Address of the command that shows a finding on its timeline. */
export const findingLink = (run: string, finding: string): string => commandLink(showFinding, [run, finding]);

/** https://code.visualstudio.com/api/extension-guides/command#command-uris */
function commandLink(command: string, parameters: (string | number)[]): string {
  return `command:${command}?${encodeURIComponent(JSON.stringify(parameters))}`;
}
