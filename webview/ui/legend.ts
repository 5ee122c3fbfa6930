/** What the colours and patterns mean; only those that occur. */
import { TONES } from "../../core/layout/tones";
import { family } from "../../core/layout/tracks";
import { h, refill, swatch } from "./dom";
import type { Say } from "./say";

export function fillLegend(element: HTMLElement, say: Say): void {
  refill(
    element,
    legendList(say),
    h("p", { class: "keys", attributes: { "aria-hidden": "true" } }, say.t("legend.keys")),
  );
}

/** What is not known of a lane was lost, or was never traced. */
function toneText(say: Say, tone: number): string {
  const { laneTimes } = say.opened;
  const texts = laneTimes.flatMap((times, lane) => (times[tone] > 0 ? [say.toneOf(lane, tone)] : []));
  return [...new Set(texts)].join(", ");
}

export function legendList(say: Say): HTMLElement {
  const { laneTimes, resourceFacts, header } = say.opened;
  const seen = TONES.map((_, tone) => tone).filter((tone) => laneTimes.some((times) => times[tone] > 0));
  const items = seen.map((tone) => h("li", {}, swatch(TONES[tone]), toneText(say, tone)));
  if (Object.values(resourceFacts).some(({ holds }) => holds > 0))
    items.push(h("li", {}, swatch("held"), say.t("legend.held")));
  if (header.pools.some(({ submitted }) => submitted > 0))
    items.push(h("li", {}, swatch("item"), say.t("legend.item")));
  if (header.pools.some(({ failed }) => failed > 0))
    items.push(h("li", {}, swatch("item raised"), say.t("legend.raised")));
  if (header.races.some(({ losses }) => losses.length > 0)) {
    items.push(h("li", {}, swatch("race"), say.t("legend.overwrote")));
    items.push(h("li", {}, swatch("race lost"), say.t("legend.lost")));
  }
  if (header.findings.some(({ racing }) => racing !== undefined))
    items.push(h("li", {}, swatch("data-race warning"), say.t("race.legend")));
  const families = new Set(
    Object.keys(resourceFacts).map((resource) => family(header.resources[Number(resource)].kind)),
  );
  const levels = [
    (families.has("queue") || header.pools.length > 0) && say.t("legend.depth"),
    families.has("semaphore") && say.t("legend.permits"),
  ].filter((text) => text !== false);
  if (levels.length > 0) items.push(h("li", {}, swatch("level"), levels.join(", ")));
  return h("ul", { attributes: { "aria-label": say.t("legend.label") } }, ...items);
}
