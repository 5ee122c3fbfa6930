/**
 * over-release: something was given back that was not held. Python raised an exception at that line, which a program may
 * have caught and hidden. (docs/findings/over-release.md)
 *
 * The first location is the line that gave back too much (role `release`), the second the line that made the resource
 * (role `created`).
 */
import { RecordKind, type Resource, type ResourceKind, type Trace } from "../../trace/types";
import type { Finding } from "../finding";
import { findingId, ordinalAtSite } from "../finding-id";
import { type Facts, type FindingText, textOf, whereText } from "../rule";

const TEXTS: Partial<Record<ResourceKind, FindingText>> = {
  lock: "finding.overRelease.lock",
  rlock: "finding.overRelease.rlock",
  // The lock that a condition makes for itself is an RLock.
  condition: "finding.overRelease.rlock",
  semaphore: "finding.overRelease.semaphore",
  "bounded-semaphore": "finding.overRelease.semaphore",
};

/** One finding for each resource and line. */
export function findOverReleases({ trace }: Facts): Finding[] {
  const eventsByPlace = new Map<string, number[]>();
  const { kind, resource, site } = trace.events;
  for (let event = 0; event < trace.events.length; event++) {
    if (kind[event] !== RecordKind.overRelease || resource[event] < 0) continue;
    const place = `${resource[event]} ${site[event]}`;
    const samePlace = eventsByPlace.get(place);
    if (samePlace) samePlace.push(event);
    else eventsByPlace.set(place, [event]);
  }
  return [...eventsByPlace.values()].map((events) => describe(trace, events));
}

function describe(trace: Trace, events: number[]): Finding {
  const [first] = events;
  const { lane, timeNs, site } = trace.events;
  const resourceIndex = trace.events.resource[first];
  const resource: Resource = trace.resources[resourceIndex];
  return {
    id: findingId(
      "over-release",
      [trace.sites[site[first]], trace.sites[resource.site]],
      ordinalAtSite(trace, resourceIndex),
    ),
    rule: "over-release",
    severity: "error",
    certainty: "observed",
    ...textOf(TEXTS[resource.kind] ?? "finding.overRelease.queue", {
      name: resource.name,
      where: whereText(trace, site[first]),
      bound: resource.parameter,
    }),
    count: events.length,
    costNs: 0,
    locations: [
      { site: site[first], lane: lane[first], role: "release" },
      { site: resource.site, lane: null, role: "created" },
    ],
    focus: { lane: lane[first], startNs: timeNs[first], endNs: timeNs[first] },
    data: { resource: resourceIndex, timesNs: events.map((event) => timeNs[event]) },
  };
}
