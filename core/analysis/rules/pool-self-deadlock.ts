/**
 * pool-self-deadlock: every worker of a pool waits for a result that only a free worker of the same pool could bring.
 * (docs/findings/pool-self-deadlock.md)
 *
 * The first location is a line where a worker waits (role `waits`), then the other such lines, the lines that submitted what
 * nobody runs (role `submitted`), and the line that made the pool (role `created`).
 */
import { formatDuration } from "../../l10n/format";
import type { Trace } from "../../trace/types";
import type { LaneIndex, SiteIndex } from "../../units";
import type { Finding, FindingLocation } from "../finding";
import { findingId } from "../finding-id";
import { type Facts, textOf, whereText } from "../rule";
import { type Standstill, standstillAt } from "../standstill/index";
import { momentOfStop } from "../who-waits";
import { isOfOnePool } from "./deadlock";

/** At most one finding for each pool. */
export function findPoolSelfDeadlocks({ trace }: Facts): Finding[] {
  const standstill = standstillAt(trace, momentOfStop(trace));
  return standstill.parts
    .filter((part) => isOfOnePool(trace, standstill, part))
    .map((part) => describe(trace, standstill, part));
}

function describe(trace: Trace, { moment }: Standstill, part: readonly LaneIndex[]): Finding {
  const { waits, pools, sites, items } = trace;
  const rows = part.map((lane) => moment.waitOf.get(lane)!);
  const [first] = rows;
  const pool = waits.object[first];
  const sinceNs = Math.max(...rows.map((wait) => waits.startNs[wait]));
  const waiting = distinct(rows.map((wait) => ({ site: waits.site[wait], lane: waits.lane[wait], role: "waits" })));
  const submitted: FindingLocation[] = [];
  let unstarted = 0;
  for (let item = 0; item < items.length; item++) {
    if (items.pool[item] !== pool || items.lane[item] >= 0 || Number.isNaN(items.submitNs[item])) continue;
    if (items.submitNs[item] > moment.atNs) continue;
    unstarted += items.count[item];
    const lane = items.submitLane[item];
    if (items.submitSite[item] !== 0 && part.includes(lane))
      submitted.push({ site: items.submitSite[item], lane, role: "submitted" });
  }
  return {
    id: findingId("pool-self-deadlock", [...waiting.map(({ site }) => sites[site]), sites[pools[pool].site]]),
    rule: "pool-self-deadlock",
    severity: "error",
    certainty: "observed",
    ...textOf("finding.poolSelfDeadlock.waiting", {
      name: pools[pool].name,
      workers: part.length,
      where: whereText(trace, waits.site[first]),
      unstarted,
      stuck: formatDuration(Math.max(0, moment.atNs - sinceNs)),
    }),
    count: 1,
    costNs: rows.reduce((sum, wait) => sum + Math.max(0, moment.atNs - waits.startNs[wait]), 0),
    locations: [...waiting, ...distinct(submitted), { site: pools[pool].site, lane: null, role: "created" }],
    focus: {
      lane: waits.lane[first],
      startNs: waits.startNs[first],
      endNs: Math.max(waits.startNs[first], moment.atNs),
    },
    data: { pool, lanes: part, unstarted, stuckNs: Math.max(0, moment.atNs - sinceNs) },
  };
}

function distinct(locations: readonly FindingLocation[]): FindingLocation[] {
  const seen = new Set<SiteIndex>();
  return locations.filter(({ site }) => !seen.has(site) && seen.add(site));
}
