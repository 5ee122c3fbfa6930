/**
 * slow-callback: a task computed so long in one go that other tasks, which were ready, could not go on.
 * (docs/findings/slow-callback.md)
 *
 * The first location is the `await` at which the step began (role `after`), of a task's first step the definition of its coroutine (role
 * `coroutine`); then the `await` at which it ended (role `until`).
 */
import { formatDuration } from "../../l10n/format";
import { groupOf, groupRows } from "../../trace/column";
import { State, type Trace } from "../../trace/types";
import type { LaneIndex, Ns, SiteIndex } from "../../units";
import type { Finding, FindingLocation } from "../finding";
import { findingId } from "../finding-id";
import { stepsOf } from "../loop-steps";
import { computingOf } from "../loops/computing";
import { readyTime } from "../loops/ready-time";
import { once } from "../once";
import { type Facts, textOf, whereText } from "../rule";
import { shownLanes } from "../shown-names";

/** From here on asyncio's debug mode tells of a step: `loop.slow_callback_duration`. */
export const MIN_STEP_NS = 100e6;
/** And others were ready so long meanwhile, each counted. */
export const MIN_COST_NS = 50e6;
/** Of the step's time its thread must have had the processor this share of it: a busy machine is no slow callback. */
export const MIN_CPU_SHARE = 0.5;

interface SlowStep {
  lane: LaneIndex;
  startNs: Ns;
  endNs: Ns;
  computedNs: Ns;
  costNs: Ns;
  others: number;
}

/** One finding for each place between two awaits. */
export function findSlowCallbacks({ trace }: Facts): Finding[] {
  const places = new Map<string, { sites: [SiteIndex, SiteIndex]; steps: SlowStep[] }>();
  trace.lanes.forEach(({ kind, loop, internal }, lane) => {
    if (kind !== "task" || loop < 0 || internal) return;
    for (const [startNs, endNs] of stepsOf(trace, lane)) {
      if (endNs - startNs < MIN_STEP_NS) continue;
      const step = slowStep(trace, lane, startNs, endNs);
      if (step === null) continue;
      const sites = awaitsAround(trace, lane, startNs, endNs);
      const key = sites.join(" ");
      const known = places.get(key);
      if (known === undefined) places.set(key, { sites, steps: [step] });
      else known.steps.push(step);
    }
  });
  return [...places.values()].flatMap(({ sites, steps }) => describe(trace, sites, steps) ?? []);
}

function slowStep(trace: Trace, lane: LaneIndex, startNs: Ns, endNs: Ns): SlowStep | null {
  const { loop } = trace.lanes[lane];
  const computedNs = computingWithin(trace, lane, startNs, endNs);
  const { cpuNs, sampledNs } = computingOf(trace).between(loop, startNs, endNs);
  // Where nothing was sampled the states are all there is.
  const usedNs = sampledNs > 0 ? Math.min(computedNs, cpuNs / MIN_CPU_SHARE) : computedNs;
  const ready = readyTime(trace);
  const costNs = ready.between(loop, startNs, endNs);
  if (usedNs < MIN_STEP_NS || costNs < MIN_COST_NS) return null;
  return { lane, startNs, endNs, computedNs, costNs, others: ready.count(loop, startNs, endNs) };
}

function computingWithin({ lanes, laneSpans }: Trace, lane: LaneIndex, fromNs: Ns, toNs: Ns): Ns {
  const { length, startNs, state } = laneSpans[lane];
  let sumNs = 0;
  for (let span = 0; span < length && startNs[span] < toNs; span++) {
    const endNs = span + 1 < length ? startNs[span + 1] : lanes[lane].endNs;
    if (endNs <= fromNs || (state[span] !== State.running && state[span] !== State.gil)) continue;
    sumNs += Math.min(endNs, toNs) - Math.max(startNs[span], fromNs);
  }
  return sumNs;
}

const waitsByLane = once(({ waits, lanes }: Trace) => groupRows(waits.lane, waits.length, lanes.length));

/** Where the task had waited before the step, and where it waits after it; 0 = nowhere, or not known. */
function awaitsAround(trace: Trace, lane: LaneIndex, startNs: Ns, endNs: Ns): [SiteIndex, SiteIndex] {
  const { waits } = trace;
  let [before, after] = [0, 0];
  for (const wait of groupOf(waitsByLane(trace), lane)) {
    if (waits.startNs[wait] < startNs) before = waits.site[wait];
    else if (after === 0 && waits.startNs[wait] <= endNs) after = waits.site[wait];
  }
  return [before, after];
}

function describe(trace: Trace, [before, after]: [SiteIndex, SiteIndex], steps: readonly SlowStep[]): Finding | null {
  const worst = steps.reduce((a, b) => (b.costNs > a.costNs ? b : a));
  const { coroutineSite = 0 } = trace.lanes[worst.lane];
  const locations: FindingLocation[] = [];
  if (before > 0) locations.push({ site: before, lane: worst.lane, role: "after" });
  else if (coroutineSite > 0) locations.push({ site: coroutineSite, lane: worst.lane, role: "coroutine" });
  if (after > 0) locations.push({ site: after, lane: worst.lane, role: "until" });
  if (locations.length === 0) return null;
  const costNs = steps.reduce((sum, step) => sum + step.costNs, 0);
  const [first, second = first] = locations;
  const variant = first === second ? "at" : "between";
  return {
    id: findingId(
      "slow-callback",
      locations.map(({ site }) => trace.sites[site]),
    ),
    rule: "slow-callback",
    severity: "info",
    certainty: "observed",
    ...textOf(`finding.slowCallback.${variant}`, {
      task: shownLanes(trace)[worst.lane],
      where: whereText(trace, first.site),
      until: whereText(trace, second.site),
      longest: formatDuration(worst.computedNs),
      others: worst.others,
      steps: steps.length,
      cost: formatDuration(costNs),
    }),
    count: steps.length,
    costNs,
    hurt: worst.others,
    locations,
    focus: { lane: worst.lane, startNs: worst.startNs, endNs: worst.endNs },
    data: {
      worstNs: worst.computedNs,
      others: worst.others,
      task: worst.lane,
      loop: trace.lanes[worst.lane].loop,
    },
  };
}
