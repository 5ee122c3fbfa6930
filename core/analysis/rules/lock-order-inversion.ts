/**
 * lock-order-inversion: lanes took the same locks in different orders. Nobody stood still in this run; at another pace each would have
 * waited for the other for ever. (docs/findings/lock-order-inversion.md)
 *
 * The first location is where the lane that was started first took its second lock (role `takes`), then where it had taken the first
 * (role `holds`), and so on around the circle.
 */

import { Clocks } from "../../races/clocks";
import { SyncKind, type SyncRows } from "../../trace/accesses";
import type { Trace } from "../../trace/types";
import type { LaneIndex, ResourceIndex } from "../../units";
import type { Finding, FindingLocation } from "../finding";
import { findingId } from "../finding-id";
import { type Nesting, nestingsOf } from "../lock-graph";
import { type Facts, textOf, whereText } from "../rule";
import { shownLanes, shownResources } from "../shown-names";
import { standstillAt } from "../standstill/index";
import { momentOfStop } from "../who-waits";

/** Circles of more locks than these are not looked for. */
export const MOST_LOCKS_IN_A_CIRCLE = 6;
/** So many steps are taken in looking for circles. */
export const MOST_STEPS = 100_000;

/** One finding for each set of lines; `count` is the number of different sets of locks taken so. */
export function findLockOrderInversions({ trace }: Facts): Finding[] {
  const circles = circlesOf(trace, withinCircles(nestingsOf(trace)));
  const found = new Map<string, Finding>();
  for (const circle of circles) {
    const finding = describe(trace, circle);
    const known = found.get(finding.id);
    if (known === undefined) found.set(finding.id, finding);
    else known.count++;
  }
  return [...found.values()];
}

/** Only nestings whose inner lock leads back to the outer one: mostly none, and then nothing more is to be done. */
function withinCircles(nestings: Map<ResourceIndex, Nesting[]>): Map<ResourceIndex, Nesting[]> {
  const kept = new Map(nestings);
  for (let changed = true; changed; ) {
    changed = false;
    const inner = new Set([...kept.values()].flat().map((nesting) => nesting.inner));
    for (const [outer, of] of kept) {
      const left = inner.has(outer) ? of.filter((nesting) => kept.has(nesting.inner)) : [];
      if (left.length === of.length) continue;
      changed = true;
      if (left.length === 0) kept.delete(outer);
      else kept.set(outer, left);
    }
  }
  return kept;
}

/** One circle for each set of locks. */
function circlesOf(trace: Trace, nestings: Map<ResourceIndex, Nesting[]>): Nesting[][] {
  if (nestings.size === 0 || trace.laneOrder === undefined) return [];
  const areOrdered = orders(trace, [...nestings.values()].flat(), trace.laneOrder());
  const stoodStill = deadlockedLocks(trace);
  const found = new Map<string, Nesting[]>();
  let steps = 0;
  // Each circle is walked once: from its lowest lock on.
  const walk = (path: Nesting[]): void => {
    const lowest = path[0].outer;
    for (const next of nestings.get(path[path.length - 1].inner) ?? []) {
      if (steps++ > MOST_STEPS) return;
      const closes = next.inner === lowest;
      const isNew = next.inner > lowest && path.every(({ outer }) => outer !== next.inner);
      if (!closes && !isNew) continue;
      if (path.some((other) => excludes(other, next) || areOrdered(other, next))) continue;
      const longer = [...path, next];
      if (closes) keep(longer);
      else if (longer.length < MOST_LOCKS_IN_A_CIRCLE) walk(longer);
    }
  };
  const keep = (circle: Nesting[]): void => {
    const locks = circle.map(({ outer }) => outer).sort((a, b) => a - b);
    if (locks.every((lock) => stoodStill.has(lock)) || found.has(locks.join(" "))) return;
    found.set(locks.join(" "), circle);
  };
  for (const of of nestings.values()) for (const nesting of of) if (nesting.inner > nesting.outer) walk([nesting]);
  return [...found.values()];
}

/** One lane cannot wait for itself; with a common gate one of them waits before it has its first lock. */
const excludes = (a: Nesting, b: Nesting): boolean =>
  a.lane === b.lane || a.gates.some((gate) => b.gates.includes(gate) || gate === b.outer) || b.gates.includes(a.outer);

/** What really stood still is told by deadlock. */
function deadlockedLocks(trace: Trace): Set<ResourceIndex> {
  const { circleOf, moment } = standstillAt(trace, momentOfStop(trace));
  return new Set([...circleOf.keys()].map((lane) => trace.waits.object[moment.waitOf.get(lane) ?? -1]));
}

/**
 * Whether of two nestings the one was over before the other could begin, in every run: by starts, joins, queues and all else that
 * orders lanes, the order of locks apart.
 */
function orders(
  { lanes, processes }: Trace,
  nestings: readonly Nesting[],
  sync: SyncRows,
): (a: Nesting, b: Nesting) => boolean {
  const clocks = new Clocks(
    lanes.length,
    Uint32Array.from(nestings, ({ lane }) => lane),
  );
  const knew = new Map<Nesting, Uint32Array>();
  const epoch = new Map<Nesting, number>();
  const questions = nestings
    .flatMap((nesting) => [
      { timeNs: nesting.outerNs, nesting, isBegin: true },
      { timeNs: nesting.innerNs, nesting, isBegin: false },
    ])
    .sort((a, b) => a.timeNs - b.timeNs);
  let row = 0;
  for (const { timeNs, nesting, isBegin } of questions) {
    for (; row < sync.length && sync.timeNs[row] <= timeNs; row++) {
      if (sync.isLock[row] === 1 || sync.kind[row] === SyncKind.step) continue;
      if (sync.kind[row] === SyncKind.learn) clocks.learn(sync.lane[row], sync.hub[row]);
      else clocks.tell(sync.lane[row], sync.hub[row], sync.timeNs[row]);
    }
    if (clocks.slot[nesting.lane] < 0) continue;
    if (isBegin) knew.set(nesting, clocks.snapshot(nesting.lane));
    else epoch.set(nesting, clocks.now(nesting.lane, timeNs));
  }
  const isBefore = (a: Nesting, b: Nesting): boolean => {
    const { ended, endNs, process } = lanes[a.lane];
    const { observer } = processes[process];
    // Only the search for races records a join of what had ended already. Without it any lane may know of an end.
    if (ended && endNs <= b.outerNs && observer !== "on" && observer !== "exact") return true;
    const [known, own] = [knew.get(b), epoch.get(a)];
    // Too many lanes for clocks: nobody knows.
    return known === undefined || own === undefined || known[clocks.slot[a.lane]] >= own;
  };
  return (a, b) => isBefore(a, b) || isBefore(b, a);
}

function describe(trace: Trace, found: readonly Nesting[]): Finding {
  const first = found.reduce((lowest, { lane }, index) => (lane < found[lowest].lane ? index : lowest), 0);
  const circle = [...found.slice(first), ...found.slice(0, first)];
  const locations: FindingLocation[] = circle.flatMap(({ lane, outerSite, innerSite }) => [
    { site: innerSite, lane, role: "takes" },
    { site: outerSite, lane, role: "holds" },
  ]);
  const [one, two] = circle;
  const name = (lane: LaneIndex) => shownLanes(trace)[lane];
  const lock = (resource: ResourceIndex) => shownResources(trace)[resource];
  const chain = circle.map(
    ({ lane, outer, inner, outerSite, innerSite }) =>
      `${name(lane)}: ${lock(outer)} (${whereText(trace, outerSite)}) → ${lock(inner)} (${whereText(trace, innerSite)})`,
  );
  return {
    id: findingId(
      "lock-order-inversion",
      locations.map(({ site }) => trace.sites[site]),
    ),
    rule: "lock-order-inversion",
    severity: "warning",
    certainty: "predicted",
    ...textOf(circle.length === 2 ? "finding.lockOrderInversion.two" : "finding.lockOrderInversion.several", {
      one: name(one.lane),
      two: name(two.lane),
      held: lock(one.outer),
      taken: lock(one.inner),
      heldWhere: whereText(trace, one.outerSite),
      takenWhere: whereText(trace, one.innerSite),
      otherHeldWhere: whereText(trace, two.outerSite),
      otherTakenWhere: whereText(trace, two.innerSite),
      lanes: circle.length,
      chain: chain.join(", "),
    }),
    count: 1,
    costNs: 0,
    locations,
    focus: { lane: one.lane, startNs: one.outerNs, endNs: one.innerNs },
    data: {
      locks: circle.map(({ outer }) => outer),
      lanes: circle.map(({ lane }) => lane),
    },
  };
}
