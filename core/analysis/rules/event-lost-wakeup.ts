/**
 * event-lost-wakeup: an event was set between the return of a wait and the clear that followed: nobody will be woken by that set.
 * (docs/findings/event-lost-wakeup.md)
 *
 * The first location is the line that clears (role `clear`), then the line that set in vain (role `set`), then where the event was
 * made (role `created`).
 */
import { RecordKind, type Trace } from "../../trace/types";
import type { LaneIndex, Ns, ResourceIndex } from "../../units";
import { isComplete } from "../completeness";
import type { Finding } from "../finding";
import { findingId } from "../finding-id";
import { type Facts, textOf, whereText } from "../rule";
import { isSaid } from "./said-of-line";

/** Of one event: what is known of it at the event that is looked at. */
interface State {
  isSet: boolean;
  /** By lane: since when its latest wait is over. */
  passedNs: Map<LaneIndex, Ns>;
  /** Sets that came while it was set, rows of the events. */
  repeated: number[];
}

/** A clear, and the sets that it undid. */
interface Lost {
  clear: number;
  sets: number[];
}

/** One finding for each event and line that clears it. */
export function findLostWakeups({ trace }: Facts): Finding[] {
  const { events, resources } = trace;
  const states = new Map<ResourceIndex, State>();
  const found = new Map<string, Lost>();
  for (let event = 0; event < events.length; event++) {
    const resource = events.resource[event];
    if (resource < 0 || resources[resource].kind !== "event") continue;
    const state = states.get(resource) ?? { isSet: false, passedNs: new Map(), repeated: [] };
    states.set(resource, state);
    const lane = events.lane[event];
    if (events.kind[event] === RecordKind.passed) state.passedNs.set(lane, events.timeNs[event]);
    else if (events.kind[event] === RecordKind.set) {
      if (state.isSet) state.repeated.push(event);
      state.isSet = true;
    } else if (events.kind[event] === RecordKind.clear) {
      const passedNs = state.passedNs.get(lane) ?? Number.POSITIVE_INFINITY;
      const sets = state.repeated.filter((set) => events.lane[set] !== lane && events.timeNs[set] > passedNs);
      if (sets.length > 0 && isSaid(trace, events.site[event], "lateClears")) {
        const key = `${resource} ${events.site[event]}`;
        const known = found.get(key);
        if (known !== undefined) for (const set of sets) known.sets.push(set);
        else found.set(key, { clear: event, sets });
      }
      state.isSet = false;
      state.repeated = [];
    }
  }
  return [...found.values()]
    .filter(
      ({ clear }) => resources[events.resource[clear]].instances === 1 && isComplete(trace, events.resource[clear]),
    )
    .map((lost) => describe(trace, lost));
}

function describe(trace: Trace, { clear, sets }: Lost): Finding {
  const { events, resources, sites } = trace;
  const resource = events.resource[clear];
  const [first] = sets;
  return {
    id: findingId("event-lost-wakeup", [sites[events.site[clear]], sites[resources[resource].site]]),
    rule: "event-lost-wakeup",
    severity: "warning",
    certainty: "observed",
    ...textOf("finding.eventLostWakeup.clearedLate", {
      name: resources[resource].name,
      where: whereText(trace, events.site[clear]),
      set: whereText(trace, events.site[first]),
      count: sets.length,
      // An event that is used very often is only counted.
      exact: resources[resource].counted === null ? 1 : 0,
    }),
    count: sets.length,
    costNs: 0,
    locations: [
      { site: events.site[clear], lane: events.lane[clear], role: "clear" },
      { site: events.site[first], lane: events.lane[first], role: "set" },
      { site: resources[resource].site, lane: null, role: "created" },
    ],
    focus: { lane: events.lane[clear], startNs: events.timeNs[first], endNs: events.timeNs[clear] },
    data: { resource, timesNs: sets.map((set) => events.timeNs[set]), exact: resources[resource].counted === null },
  };
}
