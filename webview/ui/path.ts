/** The critical path: of which lanes and lines the run's duration consists. */
import { formatDuration, formatShare } from "../../core/l10n/format";
import { h } from "./dom";
import type { Say } from "./say";
import { siteLink, type UseSite } from "./site-link";

const MOST_LANES = 4;

/** Null where the run goes on, or one lane alone did everything: then it is in the table. */
export function pathSection(say: Say, useSite: UseSite): HTMLElement | null {
  const { path } = say.opened.header.run;
  if (path === null || path.lanes.length < 2 || path.places.length === 0) return null;
  const lanes = path.lanes
    .slice(0, MOST_LANES)
    .map(({ lane, share }) => `${say.lane(lane)} ${formatShare(share)}`)
    .join(" · ");
  const places = path.places.map(({ site, state, ns, share }) =>
    h(
      "li",
      {},
      `${formatShare(share)} ${say.t(`report.lane.${state}`)} (${formatDuration(ns)}) `,
      siteLink(say, site, useSite) || "?",
    ),
  );
  return h(
    "section",
    { class: "finding stuck info path" },
    h("h2", {}, h("span", { class: "rule" }, say.t("report.path"))),
    h("ul", {}, ...places),
    h("p", { class: "muted" }, lanes),
  );
}

/** Which rules were switched off; null = none. */
export function rulesOffLine(say: Say): HTMLElement | null {
  const { rulesOff } = say.opened.header.run;
  if (rulesOff.length === 0) return null;
  return h("p", { class: "muted" }, say.t("report.rulesOff", { rules: rulesOff.join(", ") }));
}
