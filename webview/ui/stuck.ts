/** Who waited for whom when the run stopped: first in the findings, in the words of the CLI's summary. */

import { formatDuration } from "../../core/l10n/format";
import type { StuckLane } from "../../core/protocol/messages";
import { h } from "./dom";
import { icon } from "./icons";
import type { Say } from "./say";
import { siteLink, type UseSite } from "./site-link";

export interface StuckActions {
  /** Chooses a wait and zooms to it. */
  showWaiting(waiting: StuckLane): void;
  useSite: UseSite;
}

/** Null when there is nothing to tell. */
export function stuckSection(say: Say, actions: StuckActions): HTMLElement | null {
  const { waiting, cycles } = say.stuck;
  if (waiting.length === 0) return null;
  const item = (each: StuckLane) =>
    h(
      "li",
      {},
      ...sentence(say, each, actions.useSite),
      " ",
      h(
        "button",
        { class: "plain", type: "button", onclick: () => actions.showWaiting(each) },
        icon("zoom"),
        say.t("findings.show"),
      ),
    );
  return h(
    "section",
    { class: `finding stuck ${cycles.length > 0 ? "error" : "warning"}` },
    h("h2", {}, h("span", { class: "rule" }, say.t("report.stuck"))),
    ...cycles.map((cycle) => h("p", { class: "circle" }, circleText(say, cycle))),
    h("ul", {}, ...waiting.map(item)),
  );
}

/** `None of these can go on: one → two → one`. */
export function circleText(say: Say, cycle: readonly number[]): string {
  return say.t("report.stuck.cycle", { lanes: circleNames(say, cycle) });
}

/** Which lanes, or how many: what a chip has room for. */
export function stuckSubject(say: Say): string {
  const { waiting, cycles } = say.stuck;
  return cycles.length > 0 ? circleNames(say, cycles[0]) : say.t("head.waiting", { count: waiting.length });
}

function circleNames(say: Say, cycle: readonly number[]): string {
  return [...cycle, cycle[0]].map((lane) => say.lane(lane)).join(" → ");
}

/** Stand where a link to a line goes. No name has them in it: visibleText takes them out. */
const HERE = "\u0001";
const THERE = "\u0002";

/** `one waited 873 ms for b_lock at dead.py:6, held by two since dead.py:8`, its lines as links. */
function sentence(say: Say, stuck: StuckLane, use: UseSite): (Node | string)[] {
  const [before, after = ""] = sentenceText(say, stuck).split(HERE);
  const [between, end] = after.split(THERE);
  return [
    before,
    siteLink(say, stuck.site, use) || "?",
    between,
    ...(end === undefined ? [] : [siteLink(say, stuck.holderSite, use), end]),
  ];
}

function sentenceText(say: Say, { lane, sinceNs, resource, holder, holderSite }: StuckLane): string {
  const { program, lanes } = say.opened.header;
  const untilNs = program.stopAskedNs ?? lanes[lane].endNs;
  const line = say.t("report.stuck.line", {
    lane: say.lane(lane),
    since: formatDuration(Math.max(untilNs - sinceNs, 0)),
    what: resource !== null ? say.resource(resource) : say.endOf(holder ?? -1),
    where: HERE,
  });
  if (holder === null || resource === null) return line;
  if (say.site(holderSite) === "") return say.t("report.stuck.held", { line, lane: say.lane(holder) });
  return say.t("report.stuck.heldSince", { line, lane: say.lane(holder), where: THERE });
}
