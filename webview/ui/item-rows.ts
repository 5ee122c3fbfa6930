/** What is told of an item of a pool, of a pool and of the GIL, as rows of facts. */
import { formatDuration, formatShare } from "../../core/l10n/format";
import { formatMoment } from "../../core/layout/duration";
import type { GilFacts, ItemFacts, PoolFacts } from "../../core/layout/facts";
import { WaitResult } from "../../core/trace/types";
import type { ViewKey } from "../view-text";
import { type FactRow, joined } from "./fact-list";
import type { Say } from "./say";

type SiteText = (index: number) => HTMLElement | string;

const RESULTS: Record<number, ViewKey> = {
  [WaitResult.open]: "fact.resultOpen",
  [WaitResult.got]: "fact.resultReturned",
  [WaitResult.exception]: "fact.resultRaised",
  [WaitResult.failed]: "fact.resultCancelled",
};

export function itemRows(say: Say, facts: ItemFacts, site: SiteText): FactRow[] {
  const { t } = say;
  const rows: FactRow[] = [];
  if (facts.started)
    rows.push({ name: t("fact.duration"), value: formatDuration(facts.endNs - facts.startNs), strong: true });
  if (!Number.isNaN(facts.queuedNs))
    rows.push({ name: t("fact.queued"), value: formatDuration(Math.max(0, facts.queuedNs)), strong: !facts.started });
  const result = RESULTS[facts.result];
  if (result) rows.push({ name: t("fact.result"), value: t(result), strong: facts.result !== WaitResult.got });
  if (facts.submitLane >= 0 || facts.submitSite > 0) {
    const by = facts.submitLane >= 0 ? say.lane(facts.submitLane) : "";
    rows.push({
      name: t("fact.submittedBy"),
      value: by === "" ? site(facts.submitSite) : joined(by, site(facts.submitSite)),
    });
  }
  if (facts.functionSite > 0 && say.site(facts.functionSite) !== "")
    rows.push({ name: t("fact.function"), value: joined(say.function(facts.functionSite), site(facts.functionSite)) });
  rows.push({ name: t("fact.pool"), value: say.poolWithKind(facts.pool) });
  const number = itemNumber(say, facts);
  if (number !== "") rows.push({ name: t("fact.item"), value: number });
  return rows;
}

/** `17 of 40 of job 1 (chunk 4, its 2nd)`; "" for a call of a single item: that has no number. */
function itemNumber({ t }: Say, { job, index, offset, count, place }: ItemFacts): string {
  if (job <= 0 || place.of <= 1) return "";
  const last = place.number + count - 1;
  const item = count > 1 ? `${place.number}–${last}` : String(place.number);
  const params = { item, of: place.of, job, chunk: index + 1, inChunk: offset + 1 };
  const number = t(place.otherJobs ? "fact.itemOfJob" : "fact.itemNumber", params);
  if (!place.chunked) return number;
  return t(count > 1 ? "fact.itemsOfChunk" : "fact.itemInChunk", { ...params, number });
}

export function poolRows(say: Say, facts: PoolFacts): FactRow[] {
  const { t } = say;
  const { workers } = say.opened.header.pools[facts.pool];
  const rows: FactRow[] = [{ name: t("fact.from"), value: formatMoment(Math.max(0, Math.round(facts.timeNs))) }];
  const part = (name: ViewKey, count: number, strong = false) => {
    if (count > 0.005 || strong)
      rows.push({ name: t(name), value: t("fact.ofWorkers", { count: decimal(count), workers }), strong });
  };
  part("fact.atWork", facts.atWork, true);
  part("fact.ioItems", facts.io);
  part("fact.waitingItems", facts.waiting);
  part("fact.blockedItems", facts.blocked);
  rows.push({ name: t("fact.queueDepth"), value: String(facts.queued), strong: facts.queued > 0 });
  return rows;
}

export function gilRows(say: Say, facts: GilFacts): FactRow[] {
  const { t } = say;
  const estimate = (value: string) => t("fact.estimate", { value });
  return [
    { name: t("fact.from"), value: formatMoment(Math.max(0, Math.round(facts.timeNs))) },
    { name: t("fact.gilShare"), value: estimate(formatShare(facts.share)), strong: true },
    { name: t("fact.gilWaiting"), value: estimate(decimal(facts.waiting)) },
    { name: t("fact.gilUsed"), value: estimate(formatShare(facts.used)) },
  ];
}

/** `2`, `1.4`: of an average. */
function decimal(count: number): string {
  return String(Number(count.toFixed(count < 1 ? 2 : 1)));
}
