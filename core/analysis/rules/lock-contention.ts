/**
 * lock-contention: lanes stood before a lock or a semaphore for a time that matters. (docs/findings/lock-contention.md)
 *
 * The first location is the acquire whose holds cost the others most (role `holder`), then further such lines, then the lines
 * that waited (role `waiter`), and last the line that made the resource (role `created`).
 */
import { formatDuration } from "../../l10n/format";
import { groupOf } from "../../trace/column";
import { type Resource, type Trace, WaitOp } from "../../trace/types";
import type { HoldIndex, ResourceIndex, SiteIndex } from "../../units";
import { isComplete } from "../completeness";
import type { Finding, FindingLocation } from "../finding";
import { findingId, ordinalAtSite } from "../finding-id";
import { type Facts, type FindingText, textOf, whereText } from "../rule";
import { standstillAt } from "../standstill/index";
import { momentOfStop } from "../who-waits";
import { type Convoy, longestConvoy } from "./convoy";
import { type Holder, lockHolders, semaphoreHolders } from "./holder";
import { findLocksNotReleased } from "./lock-not-released";

/** Less than this in a whole run is not worth a person's time: a fifth of one default switch interval of the GIL (5 ms). */
export const MIN_BLOCKED_NS = 1e6;
/** And it has to be a visible part of the run: total blocked time over the run's duration. With many lanes it may exceed 1. */
export const MIN_SHARE_OF_RUN = 0.01;
/** Lines named of each role. */
export const MAX_LINES_OF_A_ROLE = 3;

/** What the waits of one source line, or for one source line, add up to. */
interface LineCost {
  site: number;
  lane: number;
  costNs: number;
  waits: number;
  worstNs: number;
}

/** At most one finding for each resource; none where lock-not-released tells of the same waits. */
export function findLockContention(facts: Facts): Finding[] {
  return facts.trace.resources.flatMap((_, resource) => judge(facts, resource) ?? []);
}

function judge(facts: Facts, resourceIndex: ResourceIndex): Finding | null {
  const { trace } = facts;
  const { waits } = trace;
  const rows = contendedWaits(facts, resourceIndex);
  const { startNs, endNs } = waits;
  const lastedNs = (wait: number) => endNs[wait] - startNs[wait];
  let blockedNs = 0;
  let worst = rows[0];
  for (let i = 0; i < rows.length; i++) {
    blockedNs += lastedNs(rows[i]);
    if (lastedNs(rows[i]) > lastedNs(worst)) worst = rows[i];
  }
  const shareOfRun = blockedNs / Math.max(trace.endNs, 1);
  if (blockedNs < MIN_BLOCKED_NS || shareOfRun < MIN_SHARE_OF_RUN) return null;

  const resource = trace.resources[resourceIndex];
  const holderOf = isSemaphore(resource) ? semaphoreHolders(trace, resourceIndex) : lockHolders(trace);
  const holders = new CostByLine();
  const waiters = new CostByLine();
  const waitingLanes = new Set<number>();
  for (let i = 0; i < rows.length; i++) {
    const wait = rows[i];
    holders.add(holderOf(wait), lastedNs(wait));
    waiters.add({ site: waits.site[wait], lane: waits.lane[wait] }, lastedNs(wait));
    waitingLanes.add(waits.lane[wait]);
  }
  const exact = isComplete(trace, resourceIndex);
  // Where records were lost, the release may be one of them.
  const abandoned = isSemaphore(resource) || !exact ? null : abandonedHold(trace, resourceIndex, rows);
  if (abandoned !== null && isToldAsNotReleased(facts, trace.holds.site[abandoned])) return null;
  const convoy = isSemaphore(resource) ? null : convoyOf(trace, resourceIndex, rows);
  const lanes = waitingLanes.size;
  return {
    id: findingId("lock-contention", [trace.sites[resource.site]], ordinalAtSite(trace, resourceIndex)),
    rule: "lock-contention",
    severity: "info",
    certainty: "observed",
    ...textOf(abandoned === null ? chooseText(resource, holders, convoy) : "finding.lockContention.neverReleased", {
      name: resource.name,
      lanes,
      waits: rows.length,
      blocked: formatDuration(blockedNs),
      worst: formatDuration(lastedNs(worst)),
      where: whereHeld(trace, abandoned, holders),
      holder: abandoned === null ? "" : trace.lanes[trace.holds.lane[abandoned]].name,
      complete: exact ? 1 : 0,
      permits: resource.parameter,
      turns: convoy?.holds ?? 0,
      queue: convoy?.lanes ?? 0,
    }),
    count: rows.length,
    costNs: blockedNs,
    hurt: lanes,
    locations: [
      ...locations(holders, "holder"),
      ...locations(waiters, "waiter"),
      { site: resource.site, lane: null, role: "created" },
    ],
    focus: { lane: waits.lane[worst], startNs: waits.startNs[worst], endNs: waits.endNs[worst] },
    data: {
      resource: resourceIndex,
      exact,
      neverReleased: abandoned !== null,
      lanes,
      worstNs: lastedNs(worst),
      shareOfRun,
      convoy,
      holders: describeLines(trace, holders),
      waiters: describeLines(trace, waiters),
    },
  };
}

/**
 * Waits for a lock or a semaphore. Not those of lanes that wait for good, in a circle or behind one or for a lock that nobody will
 * give back: no shorter hold would have ended them.
 */
function contendedWaits({ trace, waitsByResource, stuck }: Facts, resource: ResourceIndex): Uint32Array {
  const { stuck: forGood } = standstillAt(trace, momentOfStop(trace));
  const inVain = new Set(stuck.filter(({ lane }) => forGood.has(lane)).map(({ wait }) => wait));
  const { op } = trace.waits;
  const rows = groupOf(waitsByResource, resource);
  const kept = new Uint32Array(rows.length);
  let length = 0;
  for (let i = 0; i < rows.length; i++) {
    const isForIt = op[rows[i]] === WaitOp.lock || op[rows[i]] === WaitOp.semaphore;
    if (isForIt && !(inVain.size > 0 && inVain.has(rows[i]))) kept[length++] = rows[i];
  }
  return kept.subarray(0, length);
}

/**
 * The hold that nobody will ever end: its lane has ended without a release, and lanes waited for it for a time that matters
 * after that. No shorter hold helps then. Of a folded entry nobody knows which of its objects a wait was for.
 */
function abandonedHold(trace: Trace, resource: ResourceIndex, rows: Uint32Array): HoldIndex | null {
  const { holds, lanes, waits } = trace;
  const last = lastHold(trace, resource);
  if (last === null || holds.closed[last] || trace.resources[resource].instances > 1) return null;
  const { ended, endNs } = lanes[holds.lane[last]];
  const afterEndNs = (wait: number) => Math.max(waits.endNs[wait] - Math.max(waits.startNs[wait], endNs), 0);
  const waitedNs = rows.reduce((sum, wait) => sum + afterEndNs(wait), 0);
  return ended && waitedNs >= MIN_BLOCKED_NS ? last : null;
}

/** One line may have left many locks of one place: that is one finding. */
const isToldAsNotReleased = (facts: Facts, acquire: SiteIndex): boolean =>
  findLocksNotReleased(facts).some(({ locations: [left] }) => left.site === acquire);

/** The table ascends by resource: binary search for the first row behind it. `own`: null where that row is another resource's. */
function lastHold({ holds }: Trace, resource: ResourceIndex, own = true): HoldIndex | null {
  let from = 0;
  let to = holds.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds.resource[middle] <= resource) from = middle + 1;
    else to = middle;
  }
  return from > 0 && (!own || holds.resource[from - 1] === resource) ? from - 1 : null;
}

function whereHeld(trace: Trace, abandoned: HoldIndex | null, { top }: CostByLine): string {
  if (abandoned !== null) return whereText(trace, trace.holds.site[abandoned]);
  return top.length > 0 ? whereText(trace, top[0].site) : "";
}

/** Sums by source line; a line that is not known (site 0) is left out. */
class CostByLine {
  readonly #lines = new Map<number, LineCost>();
  #last: LineCost | null = null;

  add({ site, lane }: Holder, costNs: number): void {
    if (site === 0) return;
    // Mostly it is the same line again and again.
    const line = this.#last?.site === site ? this.#last : this.#line(site, lane);
    this.#last = line;
    line.costNs += costNs;
    line.waits++;
    if (costNs > line.worstNs) {
      line.worstNs = costNs;
      line.lane = lane;
    }
  }

  #line(site: number, lane: number): LineCost {
    let line = this.#lines.get(site);
    if (line === undefined) {
      line = { site, lane, costNs: 0, waits: 0, worstNs: -1 };
      this.#lines.set(site, line);
    }
    return line;
  }

  /** The most costly lines first. */
  get top(): LineCost[] {
    return [...this.#lines.values()]
      .sort((a, b) => b.costNs - a.costNs || a.site - b.site)
      .slice(0, MAX_LINES_OF_A_ROLE);
  }
}

function isSemaphore({ kind }: Resource): boolean {
  return kind === "semaphore" || kind === "bounded-semaphore";
}

function convoyOf(trace: Trace, resource: ResourceIndex, rows: Uint32Array): Convoy | null {
  const last = lastHold(trace, resource);
  if (last === null) return null;
  const before = lastHold(trace, resource - 1, false);
  return longestConvoy(trace, resource, rows, before === null ? 0 : before + 1, last + 1);
}

function chooseText(resource: Resource, holders: CostByLine, convoy: Convoy | null): FindingText {
  if (isSemaphore(resource)) return "finding.lockContention.semaphore";
  if (convoy !== null && holders.top.length > 0) return "finding.lockContention.convoy";
  return holders.top.length > 0 ? "finding.lockContention.knownHolder" : "finding.lockContention.unknownHolder";
}

function locations(lines: CostByLine, role: string): FindingLocation[] {
  return lines.top.map(({ site, lane }) => ({ site, lane: lane < 0 ? null : lane, role }));
}

function describeLines(trace: Trace, lines: CostByLine) {
  return lines.top.map(({ site, costNs, waits }) => {
    const { file, line } = trace.sites[site];
    return { file, line, costNs, waits };
  });
}
