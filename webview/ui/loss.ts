/** The details of a lost update: what happened in order, with both lines of both lanes, and which lock is missing. */
import { formatCount, formatDuration } from "../../core/l10n/format";
import type { LossAccess, LossFacts } from "../../core/layout/facts";
import { h, refill, swatch } from "./dom";
import { type FactRow, factList, joined, lockText } from "./fact-list";
import { icon } from "./icons";
import type { Say } from "./say";
import { siteLink, type UseSite } from "./site-link";

export interface LossActions {
  /** The loss before or after this one. */
  walk(by: 1 | -1): void;
  showStep(index: number): void;
  /** Shows its accesses apart from each other. */
  showLoss(facts: LossFacts): void;
  useSite: UseSite;
}

/** `current`: the access that is looked at. */
export function fillLoss(panel: HTMLElement, say: Say, facts: LossFacts, current: number, actions: LossActions): void {
  const { t } = say;
  refill(
    panel,
    h(
      "div",
      { class: "subject" },
      h("h2", {}, swatch("race"), h("span", {}, say.title(facts)), walkButtons(say, facts, actions)),
      factList(factRowsOf(say, facts, actions.useSite)),
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
      h("h3", {}, t("update.order")),
      h("ol", {}, ...facts.accesses.map((access, i) => accessItem(say, facts, access, i, i === current, actions))),
    ),
  );
}

function walkButtons(say: Say, facts: LossFacts, { walk }: LossActions): HTMLElement {
  const button = (by: 1 | -1, disabled: boolean) => {
    const title = `${say.t(by < 0 ? "update.previous" : "update.next")} (${by < 0 ? "[" : "]"})`;
    const attributes: Record<string, string> = { "aria-label": title };
    if (disabled) attributes["aria-disabled"] = "true";
    return h(
      "button",
      { class: "tool", type: "button", title, attributes, onclick: () => walk(by) },
      icon(by < 0 ? "left" : "right"),
    );
  };
  return h(
    "span",
    { class: "walk" },
    button(-1, facts.number <= 1),
    h("span", {}, say.lossNumber(facts)),
    button(1, facts.number >= facts.of),
  );
}

function factRowsOf(say: Say, facts: LossFacts, use: UseSite): FactRow[] {
  const { t } = say;
  const { byValue } = say.opened.header.races[facts.variable];
  return [
    {
      name: t("update.fact.lock"),
      value: joined(lockText(say, facts, say.site(facts.bare)), siteLink(say, facts.bare, use)),
      strong: true,
    },
    { name: t("update.fact.why"), value: t(byValue ? "update.byValue" : "update.byControl") },
    { name: t("update.fact.duration"), value: formatDuration(facts.endNs - facts.startNs) },
    { name: t("update.fact.inAll"), value: inAllText(say, facts) },
  ];
}

/** A write may undo several updates, and what one undid may come back with the write of a lane that had kept it. */
function inAllText({ t, opened }: Say, { variable, of, undrawn }: LossFacts): string {
  const { lost, exact } = opened.header.races[variable];
  const writes = of + undrawn;
  const parts = [
    t(exact ? "update.exactly" : "update.atLeast", { count: lost }),
    writes !== lost && t("update.writes", { writes: formatCount(writes) }),
    undrawn > 0 && t("update.drawn", { count: formatCount(of) }),
  ];
  return parts.filter((part) => part !== false).join(" · ");
}

function accessItem(
  say: Say,
  facts: LossFacts,
  access: LossAccess,
  index: number,
  current: boolean,
  actions: LossActions,
): HTMLElement {
  const attributes: Record<string, string> = current ? { "aria-current": "step" } : {};
  const sinceNs = access.timeNs - facts.startNs;
  return h(
    "li",
    {},
    h(
      "button",
      { class: `step${current ? " current" : ""}`, type: "button", attributes, onclick: () => actions.showStep(index) },
      h(
        "span",
        { class: `sign ${access.role}`, attributes: { "aria-hidden": "true" } },
        h("span", {}, String(index + 1)),
      ),
      h("span", {}, accessText(say, facts, access)),
    ),
    h("span", {}, siteLink(say, access.site, actions.useSite)),
    h("span", { class: "since" }, index === 0 ? "" : `+${formatDuration(sinceNs)}`),
  );
}

/** `adder-1 writes v2, made from v0: v1 is lost`. */
export function accessText(say: Say, facts: LossFacts, { role, lane, version }: LossAccess): string {
  const of = (wanted: LossAccess["role"]) => facts.accesses.find((access) => access.role === wanted)?.version ?? 0;
  const { byValue } = say.opened.header.races[facts.variable];
  const key =
    role === "write"
      ? (`update.step.${byValue ? "made" : "decided"}` as const)
      : (`update.step.${role === "victim" ? "writes" : "reads"}` as const);
  return say.t(key, { lane: say.lane(lane), version, read: of("read"), lost: of("victim") });
}
