/** Whom a wait for a lock or a semaphore was for. */
import { lowerBound } from "../../trace/column";
import { RecordKind, type Trace } from "../../trace/types";
import type { LaneIndex, ResourceIndex, SiteIndex, WaitIndex } from "../../units";

export interface Holder {
  /** Where it had been acquired; 0 = unknown. */
  site: SiteIndex;
  /** -1 = unknown. */
  lane: LaneIndex;
}

const UNKNOWN: Holder = { site: 0, lane: -1 };

/** Answers, for the waits of one resource, who was in the way. */
export type HolderLookup = (wait: WaitIndex) => Holder;

/**
 * A lock: who held it when the wait began. The whole wait is put down to that hold, also where others came between: the
 * holder that one saw on arrival is the one to ask why.
 */
export function lockHolders({ waits }: Trace): HolderLookup {
  return (wait) => ({ site: waits.holderSite[wait], lane: waits.holderLane[wait] });
}

/**
 * A semaphore has many holders and the recording names none. The one to ask is whoever gave the permit back that ended the
 * wait: its latest acquire before that. Unknown while the wait lasts, and where that lane never acquired.
 */
export function semaphoreHolders(trace: Trace, resource: ResourceIndex): HolderLookup {
  const permits = permitsByLane(trace, resource);
  const { timeNs, site } = trace.events;
  const { wakerLane, wakerNs } = trace.waits;
  return (wait) => {
    const lane = wakerLane[wait];
    const ofLane = permits.get(lane);
    if (ofLane === undefined) return UNKNOWN;
    const latest = lowerBound(ofLane, timeNs, wakerNs[wait]) - 1;
    return latest < 0 ? UNKNOWN : { site: site[ofLane[latest]], lane };
  };
}

/** Rows of trace.events, ascending in time as that table is. */
function permitsByLane({ events }: Trace, resource: ResourceIndex): Map<LaneIndex, Uint32Array> {
  const permits = new Map<LaneIndex, number[]>();
  for (let event = 0; event < events.length; event++) {
    if (events.kind[event] !== RecordKind.permit || events.resource[event] !== resource) continue;
    const ofLane = permits.get(events.lane[event]);
    if (ofLane) ofLane.push(event);
    else permits.set(events.lane[event], [event]);
  }
  return new Map([...permits].map(([lane, rows]) => [lane, Uint32Array.from(rows)]));
}
