/**
 * stuck-lane: a lane waits for what nobody alive can give, because all others have ended or wait for good themselves.
 * (docs/findings/stuck-lane.md)
 *
 * The first location is the line that waits (role `waits`), then where the thing that is waited for was made (role `created`).
 */
import { formatDuration } from "../../l10n/format";
import { type Trace, WaitOp } from "../../trace/types";
import type { LaneIndex, ResourceIndex, WaitIndex } from "../../units";
import type { Finding } from "../finding";
import { findingId } from "../finding-id";
import { type Facts, type FindingText, textOf, whereText } from "../rule";
import { shownLanes, shownResources } from "../shown-names";
import { type Standstill, standstillAt } from "../standstill/index";
import { isFeederOfUndrained, undrainedQueue } from "../standstill/needs";
import { momentOfStop } from "../who-waits";
import { hasEndedByItself } from "./ended";
import { unheardNotifies } from "./lost-notify";
import { findQueueUnfinishedTasks } from "./queue-unfinished-tasks";

const TEXTS: Partial<Record<number, FindingText>> = {
  [WaitOp.get]: "finding.stuckLane.get",
  [WaitOp.put]: "finding.stuckLane.put",
  [WaitOp.event]: "finding.stuckLane.event",
  [WaitOp.condition]: "finding.stuckLane.condition",
  [WaitOp.semaphore]: "finding.stuckLane.semaphore",
  [WaitOp.barrier]: "finding.stuckLane.barrier",
};

/** One finding for each resource and line. Nothing of a run that ended by itself: then what waited was left to wait. */
export function findStuckLanes(facts: Facts): Finding[] {
  const { trace } = facts;
  if (hasEndedByItself(trace.program)) return [];
  const standstill = standstillAt(trace, momentOfStop(trace));
  const places = new Map<string, WaitIndex[]>();
  const undrained: Finding[] = [];
  // Whose notify was lost is told by that rule.
  const isExplained = new Set(unheardNotifies(trace).flatMap(({ waits }) => waits));
  for (const [lane, { givers }] of standstill.stuck) {
    const wait = standstill.moment.waitOf.get(lane);
    if (givers.length > 0 || wait === undefined || trace.lanes[lane].internal) continue;
    if (isFeederOfUndrained(standstill.moment, wait)) undrained.push(...describeUndrained(trace, standstill, lane));
    if (TEXTS[trace.waits.op[wait]] === undefined || isExplained.has(wait)) continue;
    const place = `${trace.waits.op[wait]} ${trace.waits.object[wait]} ${trace.waits.site[wait]}`;
    const known = places.get(place);
    if (known === undefined) places.set(place, [wait]);
    else known.push(wait);
  }
  const told = [...places.values()].some(([wait]) => trace.waits.op[wait] === WaitOp.get) ? joinedForGood(facts) : null;
  const isTold = ([wait]: readonly WaitIndex[]) =>
    trace.waits.op[wait] === WaitOp.get && told?.has(trace.waits.object[wait]) === true;
  const untold = [...places.values()].filter((rows) => !isTold(rows));
  return [...untold.map((rows) => describe(trace, standstill, rows)), ...undrained];
}

/** Queues whose join never returns: that their consumers have nothing to do follows from it. */
const joinedForGood = (facts: Facts): Set<ResourceIndex> =>
  new Set(
    findQueueUnfinishedTasks(facts).flatMap(({ severity, data }) =>
      severity === "error" ? [data.resource as ResourceIndex] : [],
    ),
  );

function describe(trace: Trace, { moment }: Standstill, rows: readonly WaitIndex[]): Finding {
  const { waits, resources, sites } = trace;
  const [first] = rows;
  const resource = waits.object[first];
  const lane: LaneIndex = waits.lane[first];
  const lastedNs = (wait: WaitIndex) => Math.max(0, moment.atNs - waits.startNs[wait]);
  return {
    id: findingId("stuck-lane", [sites[waits.site[first]], sites[resources[resource].site]]),
    rule: "stuck-lane",
    severity: "warning",
    certainty: "observed",
    ...textOf(TEXTS[waits.op[first]]!, {
      lane: shownLanes(trace)[lane],
      lanes: rows.length,
      others: rows.length - 1,
      name: shownResources(trace)[resource],
      where: whereText(trace, waits.site[first]),
      stuck: formatDuration(lastedNs(first)),
    }),
    count: rows.length,
    costNs: rows.reduce((sum, wait) => sum + lastedNs(wait), 0),
    locations: [
      { site: waits.site[first], lane, role: "waits" },
      { site: resources[resource].site, lane: null, role: "created" },
    ],
    focus: { lane, startNs: waits.startNs[first], endNs: waits.startNs[first] + lastedNs(first) },
    data: { resource, lanes: rows.map((wait) => waits.lane[wait]) },
  };
}

/**
 * Who joins a process before it has taken what that one put into a queue: the process cannot end before somebody reads. The finding
 * is the joining lane's.
 */
function describeUndrained(trace: Trace, { moment, stuck }: Standstill, child: LaneIndex): Finding[] {
  const { waits, resources, sites, lanes } = trace;
  const resource = undrainedQueue(trace, lanes[child].process, moment.atNs);
  const joiner = [...stuck].find(
    ([lane, { givers }]) =>
      givers.some((giver) => giver.lane === child) && waits.op[moment.waitOf.get(lane) ?? -1] === WaitOp.processJoin,
  );
  if (joiner === undefined || resource < 0) return [];
  const [lane] = joiner;
  const wait = moment.waitOf.get(lane)!;
  const lastedNs = Math.max(0, moment.atNs - waits.startNs[wait]);
  return [
    {
      id: findingId("stuck-lane", [sites[waits.site[wait]], sites[resources[resource].site]]),
      rule: "stuck-lane",
      severity: "warning",
      certainty: "observed",
      ...textOf("finding.stuckLane.undrained", {
        lane: shownLanes(trace)[lane],
        where: whereText(trace, waits.site[wait]),
        process: trace.processes[lanes[child].process].name,
        name: shownResources(trace)[resource],
        stuck: formatDuration(lastedNs),
      }),
      count: 1,
      costNs: lastedNs,
      locations: [
        { site: waits.site[wait], lane, role: "waits" },
        { site: resources[resource].site, lane: null, role: "created" },
      ],
      focus: { lane, startNs: waits.startNs[wait], endNs: waits.startNs[wait] + lastedNs },
      data: { resource, lanes: [lane, child] },
    },
  ];
}
