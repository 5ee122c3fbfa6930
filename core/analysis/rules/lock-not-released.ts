/**
 * lock-not-released: a lane ended while it held a lock, and nobody released it. (docs/findings/lock-not-released.md)
 *
 * The first location is the line that acquired it (role `acquire`), then lines where others waited for it for good (role `waits`),
 * then where it was made (role `created`).
 */
import { formatDuration } from "../../l10n/format";
import { type Trace, WaitOp, WaitResult } from "../../trace/types";
import type { HoldIndex, ResourceIndex, SiteIndex, WaitIndex } from "../../units";
import { isComplete } from "../completeness";
import type { Finding, FindingLocation } from "../finding";
import { findingId } from "../finding-id";
import { once } from "../once";
import { type Facts, textOf, whereText } from "../rule";
import { momentOfStop } from "../who-waits";
import { isSaid } from "./said-of-line";

/** One finding for each line that acquired; `count` says how many locks it left behind. */
export function findLocksNotReleased({ trace }: Facts): Finding[] {
  const { holds } = trace;
  const byPlace = new Map<string, Left[]>();
  const unanswered = unansweredWaits(trace);
  for (const hold of lastHolds(trace)) {
    const { endNs } = trace.lanes[holds.lane[hold]];
    const waiting = (unanswered.get(holds.resource[hold]) ?? []).filter((wait) => trace.waits.endNs[wait] > endNs);
    // One that gave up after its timeout was ready for that.
    const isWaitedFor = waiting.some((wait) => trace.waits.result[wait] !== WaitResult.timedOut);
    if (!isLeft(trace, hold, isWaitedFor)) continue;
    const place = `${holds.site[hold]} ${trace.resources[holds.resource[hold]].site}`;
    const known = byPlace.get(place);
    if (known !== undefined) known.push({ hold, waiting });
    else byPlace.set(place, [{ hold, waiting }]);
  }
  return [...byPlace.values()].map((left) => describe(trace, left));
}

interface Left {
  hold: HoldIndex;
  waiting: WaitIndex[];
}

/** Of each lock the last hold, where no release of it was recorded. */
function lastHolds({ holds, resources }: Trace): HoldIndex[] {
  const last = new Int32Array(resources.length).fill(-1);
  for (let hold = 0; hold < holds.length; hold++) {
    const other = last[holds.resource[hold]];
    if (other < 0 || holds.startNs[other] <= holds.startNs[hold]) last[holds.resource[hold]] = hold;
  }
  return Array.from(last).filter((hold) => hold >= 0 && !holds.closed[hold]);
}

/** Waits for locks that did not get them. */
function unansweredWaits({ waits }: Trace): Map<ResourceIndex, WaitIndex[]> {
  const found = new Map<ResourceIndex, WaitIndex[]>();
  for (let wait = 0; wait < waits.length; wait++) {
    if (waits.op[wait] !== WaitOp.lock || waits.result[wait] === WaitResult.got) continue;
    const known = found.get(waits.object[wait]);
    if (known !== undefined) known.push(wait);
    else found.set(waits.object[wait], [wait]);
  }
  return found;
}

/**
 * Is it sure that it should have been released by its own lane? Where that one's function has a release() for it, yes. Another may be
 * a signal that somebody else gives: not if others waited for it in vain, nor if it was taken once and never given. A lane that was interrupted tells nothing, nor the
 * main thread of a program that failed.
 */
function isLeft(trace: Trace, hold: HoldIndex, isWaitedFor: boolean): boolean {
  const { holds, lanes, resources, processes, program } = trace;
  const lane = lanes[holds.lane[hold]];
  const resource = holds.resource[hold];
  const { instances, counted, processes: users } = resources[resource];
  if (!lane.ended || instances > 1 || !isComplete(trace, resource)) return false;
  if (counted !== null && counted.acquisitions > holds.seq[hold]) return false;
  const isStopped = program.stillRunning === true || typeof program.stopAskedNs === "number" || program.signal !== null;
  if ((isStopped || program.exitCode === 130) && lane.endNs > momentOfStop(trace)) return false;
  // The main thread of its process is the first of its lanes.
  const isMain =
    lanes.findIndex(({ process, kind }) => process === lane.process && kind === "thread") === holds.lane[hold];
  const exitCode = lane.process === 0 ? program.exitCode : (processes[lane.process]?.exitCode ?? null);
  if (isMain && exitCode !== 0 && !isWaitedFor) return false;
  if (isSaid(trace, holds.site[hold], "pairedAcquires")) return true;
  if (isWaitedFor && users.length === 1) return true;
  const isPlain =
    isSaid(trace, holds.site[hold], "unpairedAcquires") && !isSaid(trace, holds.site[hold], "triedAcquires");
  return isPlain && !isMain && !wasGivenBack(trace, hold);
}

/** How many holds there are of the locks made at each place. */
const holdsByPlace = once(({ holds, resources }: Trace): ReadonlyMap<SiteIndex, number> => {
  const counts = new Map<SiteIndex, number>();
  for (let hold = 0; hold < holds.length; hold++) {
    const { site } = resources[holds.resource[hold]];
    counts.set(site, (counts.get(site) ?? 0) + 1);
  }
  return counts;
});

/** It, or one made at the same place, was taken before: then somebody gave it back, and nobody saw who. It may be a signal. */
const wasGivenBack = (trace: Trace, last: HoldIndex): boolean =>
  (holdsByPlace(trace).get(trace.resources[trace.holds.resource[last]].site) ?? 0) > 1;

function describe(trace: Trace, left: readonly Left[]): Finding {
  const { holds, waits, lanes, resources, sites } = trace;
  const [{ hold }] = left;
  const resource = holds.resource[hold];
  const endNs = lanes[holds.lane[hold]].endNs;
  const untilNs = momentOfStop(trace);
  const lastedNs = (wait: WaitIndex) =>
    Math.max(0, Math.min(waits.endNs[wait], untilNs) - Math.max(waits.startNs[wait], endNs));
  const waiting = left.flatMap((each) => each.waiting);
  const costNs = waiting.reduce((sum, wait) => sum + lastedNs(wait), 0);
  const lines = new Map<number, FindingLocation>(
    waiting.map((wait) => [waits.site[wait], { site: waits.site[wait], lane: waits.lane[wait], role: "waits" }]),
  );
  return {
    id: findingId("lock-not-released", [sites[holds.site[hold]], sites[resources[resource].site]]),
    rule: "lock-not-released",
    severity: "error",
    certainty: "observed",
    ...textOf(waiting.length > 0 ? "finding.lockNotReleased.waitedFor" : "finding.lockNotReleased.held", {
      name: resources[resource].name,
      where: whereText(trace, holds.site[hold]),
      lane: lanes[holds.lane[hold]].name,
      waits: waiting.length,
      lasted: formatDuration(costNs),
    }),
    count: left.length,
    costNs,
    locations: [
      { site: holds.site[hold], lane: holds.lane[hold], role: "acquire" },
      ...lines.values(),
      { site: resources[resource].site, lane: null, role: "created" },
    ],
    focus: { lane: holds.lane[hold], startNs: holds.startNs[hold], endNs: Math.max(holds.startNs[hold], endNs) },
    data: { resource, waits: waiting.length },
  };
}
