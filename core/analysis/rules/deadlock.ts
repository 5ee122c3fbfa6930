/**
 * deadlock: lanes that wait for each other in a circle, so that none of them can ever go on. (docs/findings/deadlock.md)
 *
 * The first location is where the lane that was started first waits (role `waits`), then where the next one took what it waits for
 * (role `holds`), and so on around the circle.
 */
import { formatDuration } from "../../l10n/format";
import { type Trace, WaitOp } from "../../trace/types";
import type { LaneIndex } from "../../units";
import type { Finding } from "../finding";
import { findingId } from "../finding-id";
import { type Facts, type FindingText, textOf, whereText } from "../rule";
import { shownLanes } from "../shown-names";
import { type Standstill, standstillAt } from "../standstill/index";
import { momentOfStop } from "../who-waits";
import { chainText, circleData, circleLocations, type Link, linksOf, stuckNs, thingName, waitedNs } from "./circle";

/** One finding for each set of lines; `count` says how many circles stand there. */
export function findDeadlocks({ trace }: Facts): Finding[] {
  const standstill = standstillAt(trace, momentOfStop(trace));
  const found = new Map<string, Finding>();
  for (const part of standstill.parts) {
    if (isOfOnePool(trace, standstill, part)) continue;
    const finding = describe(trace, standstill, part);
    const known = found.get(finding.id);
    if (known === undefined) found.set(finding.id, finding);
    else {
      known.count++;
      known.costNs += finding.costNs;
    }
  }
  return [...found.values()];
}

/** All wait for results of the pool that they work for: pool-self-deadlock tells of them. */
export function isOfOnePool({ waits, pools }: Trace, { moment }: Standstill, part: readonly LaneIndex[]): boolean {
  const pool = waits.object[moment.waitOf.get(part[0]) ?? -1];
  return part.every((lane) => {
    const wait = moment.waitOf.get(lane);
    const isForIt = wait !== undefined && waits.op[wait] === WaitOp.future && waits.object[wait] === pool;
    return isForIt && pools[pool].lanes.includes(lane);
  });
}

function describe(trace: Trace, standstill: Standstill, part: readonly LaneIndex[]): Finding {
  const { atNs } = standstill.moment;
  const links = linksOf(trace, standstill, standstill.circleOf.get(part[0])!);
  const [first, second] = links;
  const isLock = ({ resource, holderSite }: Link) => resource !== null && holderSite !== 0;
  const variant: FindingText = !links.every(isLock)
    ? "finding.deadlock.mixed"
    : links.length === 1
      ? "finding.deadlock.self"
      : links.length === 2
        ? "finding.deadlock.two"
        : "finding.deadlock.locks";
  const name = ({ lane }: Link) => shownLanes(trace)[lane];
  return {
    id: findingId(
      "deadlock",
      circleLocations(links).map(({ site }) => trace.sites[site]),
    ),
    rule: "deadlock",
    severity: "error",
    certainty: "observed",
    ...textOf(variant, {
      lanes: links.length,
      stuck: formatDuration(stuckNs(links, atNs)),
      chain: chainText(trace, links),
      one: name(first),
      wanted: thingName(trace, first),
      where: whereText(trace, first.site),
      wantedHeld: whereText(trace, first.holderSite),
      ...(second === undefined
        ? {}
        : {
            two: name(second),
            other: thingName(trace, second),
            otherWhere: whereText(trace, second.site),
            otherHeld: whereText(trace, second.holderSite),
          }),
    }),
    count: 1,
    costNs: waitedNs(links, atNs),
    locations: circleLocations(links),
    focus: { lane: first.lane, startNs: first.sinceNs, endNs: Math.max(first.sinceNs, atNs) },
    data: { resource: first.resource, lanes: part, stuckNs: stuckNs(links, atNs), circle: circleData(trace, links) },
  };
}
