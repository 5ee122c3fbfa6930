/** The exact totals of a chosen stretch of time: by state, by lane, by resource. */
import { formatCount, formatDuration, formatShare } from "../../core/l10n/format";
import { formatMoment } from "../../core/layout/duration";
import type { LaneTotals, RangeTotals, ResourceTotals } from "../../core/layout/range-totals";
import { TONES, Tone } from "../../core/layout/tones";
import { h, refill, swatch } from "./dom";
import { factList } from "./fact-list";
import { icon } from "./icons";
import type { Say } from "./say";

export function fillRange(
  panel: HTMLElement,
  say: Say,
  totals: RangeTotals,
  zoomTo: (fromNs: number, toNs: number) => void,
): void {
  const { t } = say;
  const { fromNs, toNs, timesNs } = totals;
  const duration = formatDuration(toNs - fromNs);
  const share = formatShare((toNs - fromNs) / Math.max(1, say.opened.header.endNs));
  refill(
    panel,
    h(
      "div",
      { class: "subject" },
      h(
        "h2",
        {},
        t("range.title", { duration }),
        h(
          "button",
          { class: "plain", type: "button", onclick: () => zoomTo(fromNs, toNs) },
          icon("zoom"),
          t("selection.zoom"),
        ),
      ),
      factList([
        { name: t("fact.from"), value: `${formatMoment(fromNs)} – ${formatMoment(toNs)}` },
        { name: t("range.ofRun"), value: share },
      ]),
      h("h3", {}, t("range.states")),
      ...states(say, timesNs),
    ),
    h("div", { class: "totals" }, h("h3", {}, t("range.lanes")), laneTable(say, totals)),
    h("div", { class: "totals" }, h("h3", {}, t("range.resources")), resourceTable(say, totals)),
  );
}

const sumOf = (timesNs: readonly number[]) => timesNs.reduce((sum, ns) => sum + ns, 0);

/** One bar of all lanes' time, and what its parts are. */
function states(say: Say, timesNs: readonly number[]): HTMLElement[] {
  const allNs = sumOf(timesNs);
  const seen = byTime(timesNs);
  if (seen.length === 0) return [h("p", { class: "empty" }, say.t("range.noLanes"))];
  const items = seen.map((tone) =>
    h(
      "li",
      {},
      swatch(TONES[tone]),
      h("span", { class: "name" }, say.tone(tone)),
      h(
        "span",
        { class: "number", title: `${formatCount(Math.round(timesNs[tone]))} ns` },
        formatDuration(timesNs[tone]),
      ),
      h("span", { class: "number muted" }, formatShare(timesNs[tone] / allNs)),
    ),
  );
  return [shareBar(timesNs), h("ul", { class: "shares" }, ...items)];
}

const byTime = (timesNs: readonly number[]) =>
  timesNs.flatMap((ns, tone) => (ns > 0 ? [tone] : [])).sort((a, b) => timesNs[b] - timesNs[a]);

function shareBar(timesNs: readonly number[]): HTMLElement {
  const parts = timesNs.flatMap((ns, tone) =>
    ns > 0 ? [h("span", { class: `swatch ${TONES[tone]}`, style: { "flex-grow": String(ns) } })] : [],
  );
  return h("div", { class: "share-bar", attributes: { "aria-hidden": "true" } }, ...parts);
}

function laneTable(say: Say, { lanes, otherLanes }: RangeTotals): HTMLElement {
  if (lanes.length === 0) return h("p", { class: "empty" }, say.t("range.noLanes"));
  const row = (name: string, timesNs: readonly number[]) =>
    h(
      "tr",
      {},
      h("th", { attributes: { scope: "row" } }, name),
      h("td", { class: "bar" }, shareBar(timesNs)),
      ...[Tone.blocked, Tone.running].map((tone) =>
        h(
          "td",
          { class: timesNs[tone] > 0 ? "number" : "number muted" },
          timesNs[tone] > 0 ? `${formatDuration(timesNs[tone])} · ${formatShare(timesNs[tone] / sumOf(timesNs))}` : "–",
        ),
      ),
    );
  const rows = lanes.map(({ lane, timesNs }: LaneTotals) => row(say.lane(lane), timesNs));
  if (otherLanes.count > 0) rows.push(row(say.t("range.otherLanes", { count: otherLanes.count }), otherLanes.timesNs));
  const tones = [Tone.blocked, Tone.running].map((tone) => number(say.tone(tone), TONES[tone]));
  return table(say.t("range.lanes"), [column(say.t("range.lane")), column(""), ...tones], rows);
}

function resourceTable(say: Say, { fromNs, toNs, resources, otherResources }: RangeTotals): HTMLElement {
  const { t } = say;
  if (resources.length === 0) return h("p", { class: "empty" }, t("range.noResources"));
  const time = (ns: number, count: number, key: "range.waits" | "range.holds") =>
    h(
      "td",
      { class: count > 0 ? "number" : "number muted" },
      count > 0 ? `${formatDuration(ns)} · ${t(key, { count })}` : "–",
    );
  const rows = resources.map((total: ResourceTotals) =>
    h(
      "tr",
      {},
      h("th", { attributes: { scope: "row" } }, say.resource(total.resource)),
      time(total.waitedNs, total.waits, "range.waits"),
      time(total.heldNs, total.holds, "range.holds"),
      h(
        "td",
        { class: total.holds > 0 ? "" : "muted" },
        total.holds > 0 ? `${say.lane(total.holderLane)} · ${formatShare(total.holderNs / (toNs - fromNs))}` : "–",
      ),
    ),
  );
  if (otherResources.count > 0) {
    const { count, waitedNs, waits, heldNs, holds } = otherResources;
    rows.push(
      h(
        "tr",
        {},
        h("th", { attributes: { scope: "row" } }, t("range.otherResources", { count })),
        time(waitedNs, waits, "range.waits"),
        time(heldNs, holds, "range.holds"),
        h("td", {}, ""),
      ),
    );
  }
  const head = [
    column(t("range.resource")),
    number(t("range.waited"), "blocked"),
    number(t("range.held"), "held"),
    column(t("range.holder")),
  ];
  return table(t("range.resources"), head, rows);
}

function table(caption: string, head: HTMLElement[], rows: HTMLElement[]): HTMLElement {
  return h(
    "table",
    {},
    h("caption", { class: "hidden" }, caption),
    h("thead", {}, h("tr", {}, ...head)),
    h("tbody", {}, ...rows),
  );
}

/** A column of nothing but bars needs no name, and axe wants none of an empty cell that is no heading. */
function column(text: string): HTMLElement {
  return text === "" ? h("td", {}, "") : h("th", { attributes: { scope: "col" } }, text);
}

function number(text: string, look: string): HTMLElement {
  return h("th", { class: "number", attributes: { scope: "col" } }, swatch(look), ` ${text}`);
}
