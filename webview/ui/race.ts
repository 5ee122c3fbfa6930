/** The details of a data race: both accesses with their lanes, lines and locks, what orders them not, and what to do. */
import { formatCount, formatDuration } from "../../core/l10n/format";
import type { RaceFacts } from "../../core/layout/race-facts";
import { h, refill, swatch } from "./dom";
import { type FactRow, factList } from "./fact-list";
import { icon } from "./icons";
import { prose } from "./prose";
import type { Say } from "./say";
import { siteLink, type UseSite } from "./site-link";

export interface RaceActions {
  /** The race before or after this one. */
  walk(by: 1 | -1): void;
  showStep(index: number): void;
  /** Shows both accesses apart from each other. */
  showLoss(facts: RaceFacts): void;
  useSite: UseSite;
}

/** `current`: the access that is looked at. */
export function fillRace(panel: HTMLElement, say: Say, facts: RaceFacts, current: number, actions: RaceActions): void {
  const { t } = say;
  const finding = say.opened.header.findings[facts.finding];
  const { message, advice } = say.finding(finding);
  refill(
    panel,
    h(
      "div",
      { class: "subject" },
      h("h2", {}, swatch(`data-race ${facts.severity}`), h("span", {}, say.title(facts)), walkButtons(say, actions)),
      h("p", {}, ...prose(message)),
      facts.isPredicted && h("p", {}, t("race.predicted")),
      h("p", { class: "advice" }, ...prose(advice)),
      factList(raceRows(say, facts)),
      h(
        "button",
        { class: "plain", type: "button", onclick: () => actions.showLoss(facts) },
        icon("zoom"),
        t("selection.zoom"),
      ),
    ),
    h(
      "div",
      { class: "chain accesses" },
      h("h3", {}, t(facts.isPredicted ? "race.orderPredicted" : "race.order")),
      h("ol", {}, ...facts.accesses.map((_, at) => accessItem(say, facts, at, at === current, actions))),
    ),
  );
}

function raceRows(say: Say, facts: RaceFacts): FactRow[] {
  const { count, severity, certainty } = say.opened.header.findings[facts.finding];
  return [
    { name: say.t(`severity.${severity}`), value: say.t(`certainty.${certainty}`), strong: true },
    { name: say.t("race.fact.apart"), value: formatDuration(facts.endNs - facts.startNs) },
    { name: say.t("race.fact.count"), value: `${formatCount(count)} ${say.t("race.times", { count })}` },
  ];
}

function walkButtons(say: Say, { walk }: RaceActions): HTMLElement {
  const button = (by: 1 | -1) => {
    const title = `${say.t(by < 0 ? "race.previous" : "race.next")} (${by < 0 ? "[" : "]"})`;
    const attributes = { "aria-label": title };
    const onclick = () => walk(by);
    return h("button", { class: "tool", type: "button", title, attributes, onclick }, icon(by < 0 ? "left" : "right"));
  };
  return h("span", { class: "walk" }, button(-1), button(1));
}

function accessItem(say: Say, facts: RaceFacts, at: number, current: boolean, actions: RaceActions): HTMLElement {
  const { site, writes } = facts.accesses[at];
  const attributes: Record<string, string> = current ? { "aria-current": "step" } : {};
  return h(
    "li",
    {},
    h(
      "button",
      { class: `step${current ? " current" : ""}`, type: "button", attributes, onclick: () => actions.showStep(at) },
      h(
        "span",
        { class: `sign ${writes ? "victim" : "read"}`, attributes: { "aria-hidden": "true" } },
        h("span", {}, String(at + 1)),
      ),
      h("span", {}, say.raceAccess(facts, at)),
    ),
    h("span", {}, siteLink(say, site, actions.useSite)),
    h("span", { class: "since" }, at === 0 ? "" : `+${formatDuration(facts.endNs - facts.startNs)}`),
  );
}
