/** Two tabs: findings and the longest waits. */
import type { Finding } from "../../core/analysis/finding";
import { chooseGroups, countRules, type FindingGroup, groupFindings } from "../../core/analysis/finding-groups";
import { formatDuration } from "../../core/l10n/format";
import type { WaitFacts } from "../../core/layout/facts";
import { h, refill, swatch } from "./dom";
import { joined } from "./fact-list";
import { icon } from "./icons";
import { pathSection, rulesOffLine } from "./path";
import { prose } from "./prose";
import { isLostUpdate, type Say } from "./say";
import { siteLink, type UseSite } from "./site-link";
import { deadlockSection, isToldAsCircle, type StuckActions, waitingSection } from "./stuck";
import { modelSection, whatIfSection } from "./what-if";

/** A screenful or two. */
const MOST_FINDINGS = 30;
const MOST_OF_A_RULE = 5;

export interface FindingActions extends StuckActions {
  showFinding(finding: Finding): void;
}

export function fillFindings(panel: HTMLElement, say: Say, actions: FindingActions): void {
  const findings = say.opened.header.findings.filter((finding) => !isToldAsCircle(say, finding));
  const waiting = waitingSection(say, actions);
  refill(
    panel,
    deadlockSection(say, actions),
    findings.length > 0
      ? h("ul", { class: "findings" }, ...findingItems(say, findings, actions))
      : // Of a program that cannot go on nobody should read that all is well.
        say.stuck.cycles.length === 0 &&
          h("p", { class: "empty" }, say.t(waiting ? "report.findings.none" : "findings.none")),
    waiting,
    pathSection(say, actions.useSite),
    modelSection(say),
    whatIfSection(say),
    rulesOffLine(say),
  );
}

/** One item a cause; what there is more of folds into one line, which names the rules. */
function findingItems(say: Say, findings: readonly Finding[], actions: FindingActions): HTMLElement[] {
  const { shown, rest } = chooseGroups(groupFindings(findings), MOST_FINDINGS, MOST_OF_A_RULE);
  const items = shown.map((group) => groupItem(say, group, actions));
  if (rest.length === 0) return items;
  const counted = countRules(rest).map(([rule, count]) => `${say.t(`rule.${rule}`)} ${count}`);
  const summary = say.t("findings.more", { rules: counted.join(" · ") });
  const hidden = h("ul", { class: "findings" }, ...rest.map((group) => groupItem(say, group, actions)));
  return [...items, h("li", { class: "more" }, h("details", {}, h("summary", {}, summary), hidden))];
}

function groupItem(say: Say, { first, same }: FindingGroup, actions: FindingActions): HTMLElement {
  const item = findingItem(say, first, actions);
  if (same.length === 0) return item;
  const others = h("ul", {}, ...same.map((finding) => findingItem(say, finding, actions)));
  const summary = say.t("findings.same", { count: same.length });
  item.append(h("details", {}, h("summary", {}, summary), others));
  return item;
}

function findingItem(say: Say, finding: Finding, actions: FindingActions): HTMLElement {
  const { t } = say;
  const { message, advice } = say.finding(finding);
  const places = [...new Set(finding.locations.map(({ site }) => site))]
    .filter((site) => say.path(site) !== "")
    .slice(0, 4);
  const sites = places.map((site) => siteLink(say, site, actions.useSite));
  const title = [h("span", { class: "rule" }, t(`rule.${finding.rule}`))];
  if (isLostUpdate(finding)) title.unshift(swatch("race"));
  else if (finding.racing !== undefined) title.unshift(swatch(`data-race ${finding.severity}`));
  if (isLostUpdate(finding)) title.push(h("span", { class: "amount" }, say.amount(finding)));
  const certainty = `${t(`severity.${finding.severity}`)} · ${t(`certainty.${finding.certainty}`)}`;
  return h(
    "li",
    { class: `finding ${isLostUpdate(finding) ? "race" : finding.severity}` },
    h("h2", {}, ...title, h("span", { class: "certainty" }, certainty)),
    h("p", {}, ...prose(message)),
    h("p", { class: "advice" }, ...prose(advice)),
    h(
      "p",
      { class: "places" },
      ...sites,
      finding.focus &&
        h(
          "button",
          { class: "plain", type: "button", onclick: () => actions.showFinding(finding) },
          icon("zoom"),
          t("findings.show"),
        ),
    ),
  );
}

export interface WaitActions {
  choose(wait: WaitFacts): void;
  useSite: UseSite;
}

export function fillWaits(panel: HTMLElement, say: Say, { choose, useSite }: WaitActions): void {
  const { t } = say;
  const waits = say.opened.longestWaits;
  if (waits.length === 0) {
    refill(panel, h("p", { class: "empty" }, t("waits.none")));
    return;
  }
  const rows = waits.map((wait) => {
    const title = h("button", { class: "plain", type: "button", onclick: () => choose(wait) }, say.waitTitle(wait));
    const holder =
      wait.holderLane >= 0 ? joined(say.lane(wait.holderLane), siteLink(say, wait.holderSite, useSite)) : "–";
    const by = wait.wakerLane >= 0 ? say.lane(wait.wakerLane) : say.result(wait);
    return h(
      "tr",
      {},
      h("td", { class: "number" }, formatDuration(wait.endNs - wait.startNs)),
      h("td", {}, title),
      h("td", {}, siteLink(say, wait.site, useSite)),
      h("td", {}, holder),
      h("td", { class: "muted" }, by),
    );
  });
  const head = [
    h("th", { class: "number", attributes: { scope: "col" } }, t("table.duration")),
    th(t("table.wait")),
    th(t("table.where")),
    th(t("fact.heldBy")),
    th(t("fact.endedBy")),
  ];
  refill(
    panel,
    h(
      "table",
      {},
      h("caption", { class: "hidden" }, t("waits.caption")),
      h("thead", {}, h("tr", {}, ...head)),
      h("tbody", {}, ...rows),
    ),
  );
}

export function th(text: string): HTMLElement {
  return h("th", { attributes: { scope: "col" } }, text);
}
