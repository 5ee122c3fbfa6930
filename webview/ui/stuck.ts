/** Who waits for whom and cannot go on, and who else was waiting when the run stopped, in the words of the CLI's summary. */

import type { Finding } from "../../core/analysis/finding";
import { formatDuration } from "../../core/l10n/format";
import { closedAtNs } from "../../core/layout/stuck";
import type { StuckLane } from "../../core/protocol/messages";
import type { ViewKey } from "../view-text";
import { h } from "./dom";
import { icon } from "./icons";
import { prose } from "./prose";
import type { Say } from "./say";
import { siteLink, type UseSite } from "./site-link";

export interface StuckActions {
  /** Chooses a wait and zooms to it. */
  showWaiting(waiting: StuckLane): void;
  useSite: UseSite;
}

/** Lanes that wait for each other in a circle, live too, and what to do about it; null when there are none. */
export function deadlockSection(say: Say, actions: StuckActions): HTMLElement | null {
  const { waiting, cycles } = say.stuck;
  if (cycles.length === 0) return null;
  const inCircles = waiting.filter(({ cycle }) => cycle !== null);
  const circles = cycles.map((cycle) => h("p", { class: "circle" }, circleText(say, cycle)));
  const element = section(say, "stuck.deadlock", "error", circles, inCircles, actions);
  const told = say.opened.header.findings.filter((finding) => isToldAsCircle(say, finding));
  for (const advice of new Set(told.map((finding) => say.finding(finding).advice)))
    element.append(h("p", { class: "advice" }, ...prose(advice)));
  return element;
}

/** A finding whose circle stands in the section of circles, where its waits can be seen to grow. */
export function isToldAsCircle(say: Say, { rule, locations }: Finding): boolean {
  const lanes = locations.flatMap(({ lane }) => lane ?? []);
  return rule === "deadlock" && say.stuck.cycles.some((cycle) => lanes.every((lane) => cycle.includes(lane)));
}

/** Lanes that were waiting, for good or by chance, when the run was stopped; null when there are none. */
export function waitingSection(say: Say, actions: StuckActions): HTMLElement | null {
  const others = say.stuck.waiting.filter(({ cycle }) => cycle === null);
  return others.length === 0 ? null : section(say, "report.stuck", "info", [], others, actions);
}

function section(
  say: Say,
  title: ViewKey,
  severity: string,
  before: HTMLElement[],
  waiting: StuckLane[],
  actions: StuckActions,
): HTMLElement {
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
    { class: `finding stuck ${severity}` },
    h("h2", {}, h("span", { class: "rule" }, say.t(title))),
    ...before,
    h("ul", {}, ...waiting.map(item)),
  );
}

/** `None of these can go on: one → two → one`. */
export function circleText(say: Say, cycle: readonly number[]): string {
  return say.t("report.stuck.cycle", { lanes: circleNames(say, cycle), one: cycle.length });
}

/** `one → two → one`, and since when none of them could go on. */
export function deadlockSubject(say: Say, cycle: readonly number[]): string {
  const sinceNs = closedAtNs(cycle, say.stuck.waiting);
  return `${circleNames(say, cycle)} · ${formatDuration(Math.max(0, untilNs(say, cycle[0]) - sinceNs))}`;
}

/** How many lanes wait outside of circles. */
export function othersWaiting(say: Say): number {
  return say.stuck.waiting.filter(({ cycle }) => cycle === null).length;
}

/** Waits count until somebody asked the program to stop: what comes after is not its own doing. */
function untilNs(say: Say, lane: number): number {
  const { program, lanes } = say.opened.header;
  return program.stopAskedNs ?? lanes[lane].endNs;
}

function circleNames(say: Say, cycle: readonly number[]): string {
  // Of one that waits for itself the name is enough.
  const round = cycle.length > 1 ? [...cycle, cycle[0]] : cycle;
  return round.map((lane) => say.lane(lane)).join(" → ");
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

function whatFor(say: Say, { op, resource, pool, process, holder }: StuckLane): string {
  const { t, names } = say;
  if (resource !== null) return say.resource(resource);
  switch (op) {
    case "future":
      return pool === null ? t("stuck.results") : t("stuck.result", { name: names.pool(pool) });
    case "poolJoin":
      return t("stuck.workers", { name: names.pool(pool ?? -1) });
    case "processJoin":
      return t("report.stuck.lane", { lane: names.process(process ?? -1) });
    case "tasks":
      return t("stuck.tasks");
    case "io":
      return t("stuck.io");
    default:
      return say.endOf(holder ?? -1);
  }
}

function sentenceText(say: Say, stuck: StuckLane): string {
  const { lane, sinceNs, resource, holder, holderSite } = stuck;
  const line = say.t(say.opened.live ? "stuck.line" : "report.stuck.line", {
    lane: say.lane(lane),
    since: formatDuration(Math.max(untilNs(say, lane) - sinceNs, 0)),
    what: whatFor(say, stuck),
    where: HERE,
  });
  if (holder !== null && stuck.op === "future") return say.t("stuck.runBy", { line, lane: say.lane(holder) });
  if (holder === null || resource === null) return line;
  if (say.site(holderSite) === "") return say.t("report.stuck.held", { line, lane: say.lane(holder) });
  return say.t("report.stuck.heldSince", { line, lane: say.lane(holder), where: THERE });
}
