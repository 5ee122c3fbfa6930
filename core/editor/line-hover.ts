/** What a hover says of a line that waited: Markdown without HTML, in which names from the trace are text and nothing else. */

import type { LinePlace } from "../analysis/line-losses";
import type { LineHolder, LineWaits } from "../analysis/line-waits";
import { formatCount, formatDuration } from "../l10n/format";
import type { Translate } from "../l10n/index";
import { kindOf } from "./heat";
import { placeLink } from "./place-text";
import { forMarkdown } from "./plain-text";

/** Addresses of our own commands; their arguments are numbers, never names or paths. */
export interface HoverLinks {
  showWorst: string;
  openPlace(place: LinePlace): string;
}

/**
 *   **Blocked here: 6.15 ms** · 3 waits of 2 lanes · for `L`
 *   worst 3.05 ms: T2, 150 µs after the start
 *   - 5.95 ms held by T1, taken at [line 20](command:…)
 *   [Show in timeline](command:…)
 *
 * @param stale the file is not any more what ran
 */
export function lineHover(waits: LineWaits, stale: boolean, links: HoverLinks, say: Translate): string {
  const { totalNs, blockedNs, worstNs, worst } = waits;
  const kind = kindOf(waits);
  const facts = [
    `**${say(kind === "blocked" ? "lines.titleBlocked" : "lines.title", { total: formatDuration(totalNs) })}**`,
    ...(blockedNs > 0 && blockedNs < totalNs
      ? [say("lines.partlyBlocked", { blocked: formatDuration(blockedNs) })]
      : []),
    say("lines.waits", { waits: formatCount(waits.waits), waitCount: waits.waits, lanes: waits.lanes }),
    ...(waits.resources.length > 0
      ? [say("lines.for", { resources: waits.resources.map(forMarkdown).join(", ") })]
      : []),
  ];
  const longest = say(waits.waits > 1 ? "lines.worst" : "lines.only", {
    worst: formatDuration(worstNs),
    lane: forMarkdown(worst.laneName),
    at: formatDuration(worst.startNs),
  });
  const holders = waits.holders.map((holder) => `- ${holderText(holder, waits, links, say)}`);
  const show = `[${say("lines.show")}](${links.showWorst} "${say("lines.showTip")}")`;
  return [facts.join(" · "), longest, holders.join("\n"), show, stale ? `_${say("lines.stale")}_` : ""]
    .filter((part) => part !== "")
    .join("\n\n");
}

function holderText(holder: LineHolder, waits: LineWaits, { openPlace }: HoverLinks, say: Translate): string {
  const facts = { lane: forMarkdown(holder.laneName), duration: formatDuration(holder.ns) };
  // Where nothing was held, it was a lane's end that was waited for (core/analysis/line-waits.ts).
  if (holder.file === "") return say(kindOf(waits) === "blocked" ? "lines.heldByUnknown" : "lines.waitedFor", facts);
  const where = placeLink(holder, waits.file, openPlace, "lines.openTip", say);
  return say("lines.heldBy", { ...facts, where });
}
