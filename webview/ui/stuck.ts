/** Who waited for whom when the run stopped: first in the findings, in the words of the CLI's summary. */

import { formatDuration } from "../../core/l10n/format";
import type { StuckLane } from "../../core/protocol/messages";
import { h } from "./dom";
import type { Say } from "./say";

export interface StuckActions {
  /** Chooses a wait and zooms to it. */
  showWaiting(waiting: StuckLane): void;
}

/** Null when there is nothing to tell. */
export function stuckSection(say: Say, actions: StuckActions): HTMLElement | null {
  const { waiting, cycles } = say.stuck;
  if (waiting.length === 0) return null;
  const item = (each: StuckLane) =>
    h(
      "li",
      {},
      h("button", { class: "plain", type: "button", onclick: () => actions.showWaiting(each) }, sentence(say, each)),
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

/** `one waited 873 ms for b_lock at dead.py:6, held by two since dead.py:8`. */
function sentence(say: Say, { lane, sinceNs, resource, site, holder, holderSite }: StuckLane): string {
  const { program, lanes } = say.opened.header;
  const untilNs = program.stopAskedNs ?? lanes[lane].endNs;
  const line = say.t("report.stuck.line", {
    lane: say.lane(lane),
    since: formatDuration(Math.max(untilNs - sinceNs, 0)),
    what: resource !== null ? say.resource(resource) : say.endOf(holder ?? -1),
    where: say.site(site) || "?",
  });
  if (holder === null || resource === null) return line;
  if (say.site(holderSite) === "") return say.t("report.stuck.held", { line, lane: say.lane(holder) });
  return say.t("report.stuck.heldSince", { line, lane: say.lane(holder), where: say.site(holderSite) });
}
