/**
 * lost-notify: a condition was notified while nobody waited, and who waited for it later was never woken. (docs/findings/lost-notify.md)
 *
 * The first location is the line that waits (role `wait`), then the line that notified in vain (role `notify`), then where the
 * condition was made (role `created`).
 */
import { formatDuration } from "../../l10n/format";
import { RecordKind, type Trace, WaitOp, WaitResult } from "../../trace/types";
import type { ResourceIndex, WaitIndex } from "../../units";
import { isComplete } from "../completeness";
import type { Finding } from "../finding";
import { findingId } from "../finding-id";
import { once } from "../once";
import { type Facts, textOf, whereText } from "../rule";
import { momentOfStop } from "../who-waits";
import { hasEndedByItself } from "./ended";
import { isSaid } from "./said-of-line";

/** While the program runs a wait must have lasted so long: its notify may not have been read. */
export const SETTLED_NS = 250e6;

/** A condition of which no notify was ever heard, its waits that began after one, and that notify (a row of the events). */
interface Unheard {
  resource: ResourceIndex;
  notify: number;
  waits: WaitIndex[];
}

/** One finding for each condition. */
export function findLostNotifies({ trace }: Facts): Finding[] {
  return unheardNotifies(trace).map((unheard) => describe(trace, unheard));
}

export const unheardNotifies = once((trace: Trace): Unheard[] => {
  const { events, waits, resources } = trace;
  /** Null = one was heard. */
  const firstNotify = new Map<ResourceIndex, number | null>();
  for (let event = 0; event < events.length; event++) {
    if (events.kind[event] !== RecordKind.notify || events.resource[event] < 0) continue;
    const known = firstNotify.get(events.resource[event]);
    if (events.arg[event] > 0) firstNotify.set(events.resource[event], null);
    else if (known === undefined) firstNotify.set(events.resource[event], event);
  }
  const found = new Map<ResourceIndex, Unheard>();
  const isOut = new Set<ResourceIndex>();
  const atNs = momentOfStop(trace);
  const endedByItself = hasEndedByItself(trace.program);
  for (let wait = 0; wait < waits.length; wait++) {
    const resource = waits.object[wait];
    if (waits.op[wait] !== WaitOp.condition || resource < 0) continue;
    const notify = firstNotify.get(resource);
    if (notify === null || notify === undefined) continue;
    const isOpen = waits.result[wait] === WaitResult.open || waits.endNs[wait] > atNs;
    const isTornBySomething = !isOpen && waits.result[wait] !== WaitResult.timedOut;
    const isYoung = trace.program.stillRunning === true && waits.startNs[wait] > atNs - SETTLED_NS;
    // It was woken, or it is over for another reason, or its program has left it behind: nothing was lost for sure.
    if (isTornBySomething || (isOpen && endedByItself)) isOut.add(resource);
    else if (waits.startNs[wait] > events.timeNs[notify] && waits.startNs[wait] <= atNs && !isYoung) {
      const isOther = waits.lane[wait] !== events.lane[notify];
      if (!isOther || !isSaid(trace, waits.site[wait], "untestedWaits")) continue;
      // Over in time, and nobody asks how: a pause.
      if (!isOpen && isSaid(trace, waits.site[wait], "looseWaits")) continue;
      const known = found.get(resource);
      if (known !== undefined) known.waits.push(wait);
      else found.set(resource, { resource, notify, waits: [wait] });
    }
  }
  return [...found.values()].filter(
    ({ resource }) =>
      !isOut.has(resource) &&
      resources[resource].instances === 1 &&
      resources[resource].counted === null &&
      isComplete(trace, resource),
  );
});

function describe(trace: Trace, { resource, notify, waits: rows }: Unheard): Finding {
  const { waits, events, resources, sites } = trace;
  const [first] = rows;
  const atNs = momentOfStop(trace);
  const lastedNs = (wait: WaitIndex) => Math.max(0, Math.min(waits.endNs[wait], atNs) - waits.startNs[wait]);
  const costNs = rows.reduce((sum, wait) => sum + lastedNs(wait), 0);
  return {
    id: findingId("lost-notify", [sites[waits.site[first]], sites[events.site[notify]]]),
    rule: "lost-notify",
    severity: "warning",
    certainty: "observed",
    ...textOf("finding.lostNotify.unheard", {
      name: resources[resource].name,
      where: whereText(trace, waits.site[first]),
      notify: whereText(trace, events.site[notify]),
      lane: trace.lanes[waits.lane[first]].name,
      lasted: formatDuration(lastedNs(first)),
    }),
    count: rows.length,
    costNs,
    locations: [
      { site: waits.site[first], lane: waits.lane[first], role: "wait" },
      { site: events.site[notify], lane: events.lane[notify], role: "notify" },
      { site: resources[resource].site, lane: null, role: "created" },
    ],
    focus: {
      lane: waits.lane[first],
      startNs: waits.startNs[first],
      endNs: waits.startNs[first] + lastedNs(first),
    },
    data: { resource, notifiedNs: events.timeNs[notify] },
  };
}
