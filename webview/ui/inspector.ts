/** The details of what is chosen: its facts, both source lines, and the chain of who let whom go on. */

import { formatDuration } from "../../core/l10n/format";
import { formatMoment } from "../../core/layout/duration";
import type { LoopHeld, LossFacts, RaceFacts, Selection, WaitFacts } from "../../core/layout/facts";
import { WaitOp } from "../../core/trace/types";
import { WAIT_TARGET } from "../../core/trace/vocabulary";
import type { ViewKey } from "../view-text";
import { h, refill, swatch } from "./dom";
import { factList, factRows, toneClass } from "./fact-list";
import { icon } from "./icons";
import { fillLoss, type LossActions } from "./loss";
import { fillRace, type RaceActions } from "./race";
import type { Say } from "./say";
import { siteLink } from "./site-link";
import { tieList } from "./ties";

export interface InspectorActions extends Omit<LossActions, "showLoss">, Omit<RaceActions, "showLoss"> {
  /** Shows the accesses of a lost update or a race apart from each other. */
  showLoss(facts: LossFacts | RaceFacts): void;
  showWait(wait: WaitFacts): void;
  chooseAt(lane: number, timeNs: number): void;
  zoomTo(startNs: number, endNs: number): void;
}

type ChainEntry = Selection["chain"][number];

/** `current`: the step of the chain, or the access, that is looked at. */
export function fillInspector(
  panel: HTMLElement,
  say: Say,
  selection: Selection | null,
  current: number,
  actions: InspectorActions,
): void {
  const { t } = say;
  if (!selection) {
    refill(panel, h("p", { class: "empty" }, t("selection.none")));
    return;
  }
  const { facts, chain, freed, alive } = selection;
  const holders = facts.kind === "span" ? facts.loopHeldBy : [];
  if (facts.kind === "loss") {
    fillLoss(panel, say, facts, current, actions);
    return;
  }
  if (facts.kind === "race") {
    fillRace(panel, say, facts, current, actions);
    return;
  }
  const site = (index: number) => siteLink(say, index, actions.useSite);
  const rows = factRows(say, facts, site);
  const range = `${formatMoment(facts.startNs)} – ${formatMoment(facts.endNs)}`;
  rows.splice(1, 0, { name: t("fact.from"), value: range });
  const waited = facts.kind === "span" ? facts.wait : null;
  if (waited && waited.object >= 0 && WAIT_TARGET[waited.op] === "resource") {
    const { object } = waited;
    const created = say.opened.header.resources[object]?.site ?? 0;
    const what = h("span", {}, `${say.resource(object)} · ${say.resourceKind(object)}`);
    if (created > 0) what.append(` · ${t("fact.created")} `, site(created));
    rows.push({ name: say.resourceKind(object), value: what });
  }
  const ties = tieList(say, selection, actions.chooseAt);
  refill(
    panel,
    h(
      "div",
      { class: "subject" },
      h("h2", {}, swatch(toneClass(facts)), h("span", {}, say.title(facts))),
      factList(rows),
      h(
        "button",
        { class: "plain", type: "button", onclick: () => actions.zoomTo(facts.startNs, facts.endNs) },
        icon("zoom"),
        t("selection.zoom"),
      ),
    ),
    h(
      "div",
      { class: "chain" },
      holders.length > 0 && h("h3", {}, t("selection.loopHeld")),
      holders.length > 0 && h("ul", {}, ...holders.map((held) => loopHeldItem(say, held, actions))),
      facts.kind !== "item" &&
        holders.length === 0 &&
        h("h3", {}, t(chain.length > 0 && !chain[0].released ? "selection.chainOpen" : "selection.chain")),
      facts.kind !== "item" &&
        holders.length === 0 &&
        (chain.length === 0
          ? h("p", { class: "empty" }, t("selection.noChain"))
          : h("ol", {}, ...chain.map((step, i) => chainItem(say, step, i, i === current, actions)))),
      ties && h("h3", {}, t("selection.ties")),
      ties,
      alive.length > 0 && h("h3", {}, t("selection.alive")),
      alive.length > 0 && h("ul", {}, ...alive.map((each) => aliveItem(say, each, actions))),
      facts.kind === "item" && freed.length === 0 && h("p", { class: "empty" }, t("selection.noAwaited")),
      freed.length > 0 && h("h3", {}, t(facts.kind === "item" ? "selection.awaited" : "selection.freed")),
      freed.length > 0 && h("ul", {}, ...freed.map((wait) => freedItem(say, wait, actions))),
    ),
  );
}

function chainItem(
  say: Say,
  step: ChainEntry,
  index: number,
  current: boolean,
  actions: InspectorActions,
): HTMLElement {
  const attributes: Record<string, string> = current ? { "aria-current": "step" } : {};
  return h(
    "li",
    {},
    h(
      "button",
      { class: `step${current ? " current" : ""}`, type: "button", attributes, onclick: () => actions.showStep(index) },
      h(
        "span",
        { class: `badge${index === 0 ? " first" : ""}`, attributes: { "aria-hidden": "true" } },
        String(index + 1),
      ),
      h("span", {}, stepText(say, step.facts)),
    ),
    h("p", { class: "cause" }, causeText(say, step), " ", siteLink(say, step.causeSite, actions.useSite)),
    step.backTo >= 0 && h("p", { class: "cause circle" }, circleText(say, step)),
  );
}

/** The chain came back: to its beginning, or to a circle that it only leads to. */
function circleText(say: Say, { causeLane, backTo }: ChainEntry): string {
  return say.t("selection.circle", { lane: say.lane(causeLane), step: backTo + 1 });
}

function aliveItem(say: Say, { lane, wait }: Selection["alive"][number], actions: InspectorActions): HTMLElement {
  if (!wait) return h("li", {}, say.lane(lane));
  return h(
    "li",
    {},
    h("button", { class: "step", type: "button", onclick: () => actions.showWait(wait) }, say.waitTitle(wait)),
  );
}

function loopHeldItem(say: Say, held: LoopHeld, actions: InspectorActions): HTMLElement {
  const onclick = () => actions.chooseAt(held.lane, held.startNs);
  return h("li", {}, h("button", { class: "step", type: "button", onclick }, say.loopHeld(held)));
}

function freedItem(say: Say, wait: WaitFacts, actions: InspectorActions): HTMLElement {
  return h(
    "li",
    {},
    h("button", { class: "step", type: "button", onclick: () => actions.showWait(wait) }, stepText(say, wait)),
  );
}

export function stepText(say: Say, wait: WaitFacts): string {
  const lane = say.lane(wait.lane);
  const duration = formatDuration(wait.endNs - wait.startNs);
  const key = STEPS[wait.op];
  const object = say.names.object(wait.op, wait.object);
  if (wait.op === WaitOp.future && wait.object < 0) return say.t("selection.stepResults", { lane, duration });
  if (key) return say.t(key, { lane, duration, object });
  return say.t("selection.step", { lane, duration, object: say.object(wait) });
}

/** What the one that is waited for had not done. */
const STILL: Record<number, ViewKey> = {
  [WaitOp.threadJoin]: "selection.causeLives",
  [WaitOp.processJoin]: "selection.causeLives",
  [WaitOp.task]: "selection.causeLives",
  [WaitOp.future]: "selection.causeRuns",
  [WaitOp.poolJoin]: "selection.causeWorks",
};
const STEPS: Record<number, ViewKey> = {
  [WaitOp.sleep]: "selection.stepSleep",
  [WaitOp.idle]: "selection.stepIdle",
  [WaitOp.io]: "selection.stepIo",
  [WaitOp.future]: "selection.stepResult",
  [WaitOp.poolJoin]: "selection.stepWorkers",
  [WaitOp.tasks]: "selection.stepTasks",
};

function causeText(say: Say, { facts, causeLane, released, queued, holdFacts }: ChainEntry): string {
  const { t } = say;
  if (facts.op === WaitOp.sleep) return t("selection.causeSlept");
  if (facts.op === WaitOp.io && causeLane < 0) return t("selection.causeIo");
  if (causeLane < 0)
    return t(facts.op === WaitOp.threadJoin && !released ? "selection.causeThreads" : "selection.causeUnknown");
  const lane = say.lane(causeLane);
  if (!released) return t(queued ? "selection.causeQueued" : (STILL[facts.op] ?? "selection.causeHolds"), { lane });
  if (!holdFacts) return t("selection.cause", { lane });
  return t("selection.causeHeld", { lane, duration: formatDuration(holdFacts.endNs - holdFacts.startNs) });
}
