/**
 * queue-starved: several consumers of a queue waited for items most of the time, so that half of them would have done.
 * (docs/findings/queue-starved.md)
 *
 * The first location is the line of most puts (role `put`), then the line of most gets (role `get`), last the line that made the
 * queue (role `created`).
 */
import { formatShare } from "../../l10n/format";
import { groupOf } from "../../trace/column";
import { WaitOp } from "../../trace/types";
import type { LaneIndex, Ns, ResourceIndex, WaitIndex } from "../../units";
import { isComplete } from "../completeness";
import type { Finding, FindingLocation } from "../finding";
import { findingId, ordinalAtSite } from "../finding-id";
import { mainLine, type QueueUses, usesOfQueues } from "../queues/uses";
import { type Facts, textOf } from "../rule";

/** The consumers waited for this share of their time, from the first put (or their own start) to the last. */
export const MIN_WAITED_SHARE = 0.75;
export const MIN_CONSUMERS = 2;
export const MIN_ITEMS = 10;
/** Shorter than this it is only how a program begins. */
export const MIN_NS = 50e6;

/** At most one finding for each queue. */
export function findQueueStarved(facts: Facts): Finding[] {
  return [...usesOfQueues(facts.trace)].flatMap(([queue, uses]) => judge(facts, queue, uses) ?? []);
}

function judge({ trace, waitsByResource }: Facts, queue: ResourceIndex, uses: QueueUses): Finding | null {
  const { events, lanes, waits, resources } = trace;
  const { puts, gets } = uses;
  const resource = resources[queue];
  if (puts.length < MIN_ITEMS || gets.length < MIN_ITEMS || resource.counted !== null) return null;
  if (resource.instances > 1 || !isComplete(trace, queue)) return null;
  const fromNs = events.timeNs[puts[0]];
  const toNs = events.timeNs[puts[puts.length - 1]];
  const consumers = new Set<LaneIndex>(gets.map((row) => events.lane[row]));
  if (toNs - fromNs < MIN_NS || consumers.size < MIN_CONSUMERS) return null;
  const within = (startNs: Ns, endNs: Ns) => Math.max(0, Math.min(endNs, toNs) - Math.max(startNs, fromNs));
  const livedNs = [...consumers].reduce((sum, lane) => sum + within(lanes[lane].startNs, lanes[lane].endNs), 0);
  let waitedNs = 0;
  let worst: WaitIndex | null = null;
  const lastedNs = (wait: WaitIndex) => within(waits.startNs[wait], waits.endNs[wait]);
  for (const wait of groupOf(waitsByResource, queue)) {
    if (waits.op[wait] !== WaitOp.get || !consumers.has(waits.lane[wait])) continue;
    waitedNs += lastedNs(wait);
    if (worst === null || lastedNs(wait) > lastedNs(worst)) worst = wait;
  }
  const share = waitedNs / Math.max(1, livedNs);
  const enough = Math.max(1, Math.ceil(consumers.size * (1 - share)));
  if (worst === null || share < MIN_WAITED_SHARE || enough > consumers.size / 2) return null;
  const put = mainLine(trace, puts);
  const get = mainLine(trace, gets);
  const locations: FindingLocation[] = [];
  if (put !== null) locations.push({ ...put, role: "put" });
  if (get !== null) locations.push({ ...get, role: "get" });
  locations.push({ site: resource.site, lane: null, role: "created" });
  return {
    id: findingId("queue-starved", [trace.sites[resource.site]], ordinalAtSite(trace, queue)),
    rule: "queue-starved",
    severity: "info",
    certainty: "observed",
    ...textOf("finding.queueStarved.consumersWait", {
      name: resource.name,
      consumers: consumers.size,
      share: formatShare(Math.min(1, share)),
      items: gets.length,
      enough,
    }),
    count: consumers.size,
    costNs: waitedNs,
    hurt: consumers.size,
    locations,
    focus: { lane: waits.lane[worst], startNs: waits.startNs[worst], endNs: waits.endNs[worst] },
    data: { resource: queue, consumers: consumers.size, waitedShare: share, enough, items: gets.length },
  };
}
