/** Facts as a list of names and values: the hover card shows the short form, the details the long one. */

import { formatDuration, formatShare } from "../../core/l10n/format";
import { formatMoment } from "../../core/layout/duration";
import type {
  BandFacts,
  Facts,
  ItemFacts,
  LossAccess,
  LossFacts,
  LossPileFacts,
  MomentFacts,
  PileFacts,
  RaceFacts,
  SpanFacts,
  WaitFacts,
} from "../../core/layout/facts";
import { TONES } from "../../core/layout/tones";
import { WaitOp, WaitResult } from "../../core/trace/types";
import { h } from "./dom";
import { gilRows, itemRows, poolRows } from "./item-rows";
import type { Say } from "./say";

/** Waits that time, a thread's end or the world outside ends: that nobody let them go on is no news. */
const NOBODY_ENDS: ReadonlySet<number> = new Set([
  WaitOp.sleep,
  WaitOp.threadJoin,
  WaitOp.processJoin,
  WaitOp.io,
  WaitOp.idle,
]);

/** Of those whose updates were lost in one diamond. */
const MOST_VARIABLES = 6;

export interface FactRow {
  name: string;
  value: string | HTMLElement;
  strong?: boolean;
}

export function factRows(say: Say, facts: Facts, site: (index: number) => HTMLElement | string): FactRow[] {
  switch (facts.kind) {
    case "span":
      return spanRows(say, facts, site);
    case "pile":
      return pileRows(say, facts);
    case "band":
      return bandRows(say, facts, site);
    case "moment":
      return momentRows(say, facts);
    case "item":
      return itemRows(say, facts, site);
    case "pool":
      return poolRows(say, facts);
    case "gil":
      return gilRows(say, facts);
    case "loss":
      return lossRows(say, facts, site);
    case "losses":
      return lossPileRows(say, facts);
    case "race":
      return raceCardRows(say, facts, site);
    case "races":
      return raceCardRows(say, facts.first, site);
  }
}

function spanRows(say: Say, facts: SpanFacts, site: (index: number) => HTMLElement | string): FactRow[] {
  const { t } = say;
  const rows: FactRow[] = [
    { name: t("fact.duration"), value: formatDuration(facts.endNs - facts.startNs), strong: true },
  ];
  if (facts.wait) rows.push(...waitRows(say, facts.wait, site));
  for (const held of facts.loopHeldBy)
    rows.push({ name: t("fact.loopHeldBy"), value: joined(say.loopHeld(held), site(held.wait?.site ?? 0)) });
  if (facts.item) rows.push(...itemOfSpan(say, facts.item, site));
  if (facts.chainDepth > 1)
    rows.push({ name: t("fact.chain"), value: t("fact.chainDeep", { count: facts.chainDepth }) });
  for (const hold of facts.holds) {
    const heldNs = Math.min(hold.endNs, facts.endNs) - Math.max(hold.startNs, facts.startNs);
    const name = say.resource(hold.resource);
    const partly = heldNs < facts.endNs - facts.startNs;
    const text = partly ? t("fact.holdsPartly", { name, duration: formatDuration(heldNs) }) : name;
    rows.push({ name: t("fact.holds"), value: joined(text, site(hold.site)) });
  }
  return rows;
}

/** The item that a lane ran, or waits for: its name and where it was submitted. */
function itemOfSpan(say: Say, item: ItemFacts, site: (index: number) => HTMLElement | string): FactRow[] {
  const rows: FactRow[] = [{ name: say.t("fact.item"), value: joined(say.itemName(item), site(item.functionSite)) }];
  if (item.submitLane >= 0)
    rows.push({ name: say.t("fact.submittedBy"), value: joined(say.lane(item.submitLane), site(item.submitSite)) });
  return rows;
}

function waitRows(say: Say, wait: WaitFacts, site: (index: number) => HTMLElement | string): FactRow[] {
  const { t } = say;
  const rows: FactRow[] = [];
  if (wait.site > 0) rows.push({ name: t("fact.at"), value: site(wait.site) });
  const result = say.result(wait);
  if (result !== "") rows.push({ name: t("fact.result"), value: result, strong: true });
  // One who lost the race for a lock just released is noted as its holder: told only when nobody else ended the wait.
  if (wait.holderLane >= 0 && (wait.holderLane !== wait.lane || wait.wakerLane < 0))
    rows.push({ name: t("fact.heldBy"), value: joined(say.lane(wait.holderLane), site(wait.holderSite)) });
  if (wait.wakerLane >= 0)
    rows.push({ name: t(say.causeKey(wait.op)), value: joined(say.lane(wait.wakerLane), site(wait.wakerSite)) });
  else if (!NOBODY_ENDS.has(wait.op) && wait.holderLane < 0) {
    rows.push({ name: t("fact.endedBy"), value: t("selection.causeUnknown") });
  }
  return rows;
}

function pileRows(say: Say, facts: PileFacts): FactRow[] {
  const lengthNs = facts.endNs - facts.startNs;
  const rows = facts.timesNs
    .map((ns, tone) => ({ ns, tone }))
    .filter(({ ns }) => ns > 0)
    .sort((a, b) => b.ns - a.ns)
    .map(({ ns, tone }) => ({ name: say.tone(tone), value: `${formatShare(ns / lengthNs)} · ${formatDuration(ns)}` }));
  const { longest } = facts;
  return [
    ...rows,
    { name: say.t("fact.longest"), value: `${say.title(longest)}, ${formatDuration(longest.endNs - longest.startNs)}` },
  ];
}

function bandRows(say: Say, facts: BandFacts, site: (index: number) => HTMLElement | string): FactRow[] {
  const { t } = say;
  const rows: FactRow[] = [
    { name: t("fact.duration"), value: formatDuration(facts.endNs - facts.startNs), strong: true },
  ];
  const { hold } = facts;
  rows.push(...countedRows(say, facts.resource));
  if (!hold) return rows;
  rows.push({ name: t("fact.heldSince"), value: site(hold.site) });
  if (hold.waiters > 0) rows.push({ name: t("fact.waiters"), value: t("fact.waitersMost", { count: hold.waiters }) });
  if (!hold.closed) rows.push({ name: t("fact.result"), value: t("fact.notReleased"), strong: true });
  return rows;
}

function momentRows(say: Say, facts: MomentFacts): FactRow[] {
  const { t } = say;
  const rows: FactRow[] = [{ name: t("fact.from"), value: formatMoment(Math.round(facts.timeNs)) }];
  const { kind } = say.opened.header.resources[facts.resource];
  if (facts.level !== null) {
    const value =
      facts.levelLimit > 0 ? t("fact.levelOf", { level: facts.level, limit: facts.levelLimit }) : String(facts.level);
    rows.push({ name: t(kind.endsWith("queue") ? "fact.depth" : "fact.permits"), value, strong: true });
  }
  rows.push({ name: t("fact.waiters"), value: String(facts.waiters) });
  return [...rows, ...countedRows(say, facts.resource)];
}

function lossRows(say: Say, facts: LossFacts, site: (index: number) => HTMLElement | string): FactRow[] {
  const access = (role: LossAccess["role"]) => facts.accesses.find((each) => each.role === role);
  const row = (name: string, of: LossAccess | undefined): FactRow[] =>
    of ? [{ name, value: joined(`v${of.version} · ${say.lane(of.lane)}`, site(of.site)) }] : [];
  return [
    ...row(say.t("update.fact.lost"), access("victim")),
    ...row(say.t("update.fact.by"), access("write")),
    ...row(say.t("update.fact.from"), access("read")),
    { name: say.t("update.fact.lock"), value: lockText(say, facts, say.site(facts.bare)) },
  ];
}

function raceCardRows(say: Say, facts: RaceFacts, site: (index: number) => HTMLElement | string): FactRow[] {
  return facts.accesses.map((access, at) => ({
    name: String(at + 1),
    value: joined(say.raceAccess(facts, at), site(access.site)),
  }));
}

/** Which lock is missing; `bare`: the line that does without. */
export function lockText(say: Say, { advice, lock }: LossFacts, bare: string): string {
  if (lock < 0) return say.t("update.lock.none");
  return say.t(`update.lock.${advice}`, { lock: say.resource(lock), bare });
}

function lossPileRows(say: Say, { lane, wrote, lost, variables }: LossPileFacts): FactRow[] {
  const { t } = say;
  const rows: FactRow[] = [];
  if (variables.length > 1)
    rows.push(
      ...variables
        .slice(0, MOST_VARIABLES)
        .map((each) => ({ name: say.variable(each.variable), value: String(each.count) })),
    );
  if (wrote > 0) rows.push({ name: t("update.fact.wrote", { lane: say.lane(lane) }), value: String(wrote) });
  if (lost > 0) rows.push({ name: t("update.fact.ownLost", { lane: say.lane(lane) }), value: String(lost) });
  return rows;
}

/** An empty stretch of a track is not always a lock that nobody took. */
function countedRows(say: Say, resource: number): FactRow[] {
  const counted = say.onlyCounted(resource);
  return counted === null ? [] : [{ name: say.t("fact.acquired"), value: say.t("fact.acquiredCounted", counted) }];
}

export function joined(name: string, site: HTMLElement | string): HTMLElement | string {
  if (typeof site === "string") return site === "" ? name : `${name} · ${site}`;
  return h("span", {}, `${name} · `, site);
}

/** The class of the swatch that stands for a place. */
export function toneClass(facts: Facts): string {
  switch (facts.kind) {
    case "span":
      return TONES[facts.tone];
    case "pile":
      return TONES[facts.timesNs.indexOf(Math.max(...facts.timesNs))];
    case "band":
      return "held";
    case "moment":
      return "level";
    case "item":
      return facts.result === WaitResult.exception ? "item raised" : "item";
    case "pool":
      return "running";
    case "gil":
      return "gil";
    case "loss":
    case "losses":
      return "race";
    case "race":
    case "races":
      return `data-race ${facts.severity}`;
  }
}

export function factList(rows: FactRow[]): HTMLElement {
  const children = rows.flatMap(({ name, value, strong }) => [
    h("dt", {}, name),
    h("dd", { class: strong ? "strong" : "" }, value),
  ]);
  return h("dl", { class: "facts" }, ...children);
}
