/** The other tabs: findings, the longest waits, and the current window as a table. */
import type { Finding } from "../../core/analysis/finding";
import { formatCount, formatDuration, formatShare } from "../../core/l10n/format";
import { formatMoment } from "../../core/layout/duration";
import type { WaitFacts } from "../../core/layout/facts";
import { TONES } from "../../core/layout/tones";
import type { LaneInWindow } from "../../core/layout/window-table";
import { findingText } from "../view-text";
import { h, replace, swatch } from "./dom";
import type { Say } from "./say";
import { type StuckActions, stuckSection } from "./stuck";

export interface FindingActions extends StuckActions {
  showFinding(finding: Finding): void;
  copy(text: string): void;
}

export function fillFindings(panel: HTMLElement, say: Say, actions: FindingActions): void {
  const { findings } = say.opened.header;
  const section = stuckSection(say, actions);
  replace(
    panel,
    section,
    findings.length > 0
      ? h("ul", { class: "findings" }, ...findings.map((finding) => findingItem(say, finding, actions)))
      : // Of a program that cannot go on nobody should read that all is well.
        say.stuck.cycles.length === 0 &&
          h("p", { class: "empty" }, say.t(section ? "report.findings.none" : "findings.none")),
  );
}

function findingItem(say: Say, finding: Finding, actions: FindingActions): HTMLElement {
  const { t } = say;
  const { message, advice } = findingText(finding, say.language);
  const places = [...new Set(finding.locations.map(({ site }) => site))]
    .filter((site) => say.path(site) !== "")
    .slice(0, 4);
  const sites = places.map((site) => {
    const title = t("selection.copy", { path: say.path(site) });
    return h(
      "button",
      {
        class: "site",
        type: "button",
        title,
        attributes: { "aria-label": title },
        onclick: () => actions.copy(say.path(site)),
      },
      say.site(site),
    );
  });
  const certainty = `${t(`severity.${finding.severity}`)} · ${t(`certainty.${finding.certainty}`)}`;
  return h(
    "li",
    { class: `finding ${finding.severity}` },
    h("h2", {}, h("span", { class: "rule" }, t(`rule.${finding.rule}`)), h("span", { class: "certainty" }, certainty)),
    h("p", {}, message),
    h("p", { class: "advice" }, advice),
    h(
      "p",
      { class: "places" },
      ...sites,
      finding.focus &&
        h(
          "button",
          { class: "plain", type: "button", onclick: () => actions.showFinding(finding) },
          `⤢ ${t("findings.show")}`,
        ),
    ),
  );
}

export function fillWaits(panel: HTMLElement, say: Say, choose: (wait: WaitFacts) => void): void {
  const { t } = say;
  const waits = say.opened.longestWaits;
  if (waits.length === 0) {
    replace(panel, h("p", { class: "empty" }, t("waits.none")));
    return;
  }
  const rows = waits.map((wait) => {
    const title = h("button", { class: "plain", type: "button", onclick: () => choose(wait) }, say.waitTitle(wait));
    const holder = wait.holderLane >= 0 ? [say.lane(wait.holderLane), say.site(wait.holderSite)] : ["–"];
    const by = wait.wakerLane >= 0 ? say.lane(wait.wakerLane) : say.result(wait);
    return h(
      "tr",
      {},
      h("td", { class: "number" }, formatDuration(wait.endNs - wait.startNs)),
      h("td", {}, title),
      h("td", { class: "site" }, say.site(wait.site)),
      h("td", {}, holder.filter(Boolean).join(" · ")),
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
  replace(
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

export function fillTable(
  panel: HTMLElement,
  say: Say,
  fromNs: number,
  toNs: number,
  table: LaneInWindow[],
  choose: (row: LaneInWindow) => void,
): void {
  const { t } = say;
  const caption = t("table.caption", {
    from: formatMoment(Math.max(0, Math.round(fromNs))),
    to: formatMoment(Math.round(toNs)),
  });
  const seen = TONES.map((_, tone) => tone).filter((tone) => table.some(({ timesNs }) => timesNs[tone] > 0));
  const head = [
    th(t("table.lane")),
    ...seen.map((tone) =>
      h("th", { class: "number", attributes: { scope: "col" } }, swatch(TONES[tone]), ` ${say.tone(tone)}`),
    ),
    th(t("table.longest")),
  ];
  const rows = table.map((row) => {
    const lengthNs = row.timesNs.reduce((sum, ns) => sum + ns, 0);
    const cells = seen.map((tone) => {
      const ns = row.timesNs[tone];
      return h(
        "td",
        { class: ns > 0 ? "number" : "number muted", title: `${formatCount(Math.round(ns))} ns` },
        ns > 0 ? `${formatDuration(ns)} · ${formatShare(ns / lengthNs)}` : "–",
      );
    });
    const longest = row.longest
      ? h(
          "button",
          { class: "plain", type: "button", onclick: () => choose(row) },
          `${formatDuration(row.longest.endNs - row.longest.startNs)} · ${say.title(row.longest)}`,
        )
      : "–";
    return h("tr", {}, h("th", { attributes: { scope: "row" } }, say.lane(row.lane)), ...cells, h("td", {}, longest));
  });
  if (rows.length === 0) {
    replace(panel, h("p", { class: "empty" }, t("table.empty")));
    return;
  }
  replace(
    panel,
    h("table", {}, h("caption", {}, caption), h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows)),
  );
}

function th(text: string): HTMLElement {
  return h("th", { attributes: { scope: "col" } }, text);
}
