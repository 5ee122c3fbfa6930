/** What happened to locks, queues and pools: who held them, as slices; how many waited, were queued or busy, as counters. */

import { buildModel } from "../layout/model";
import { finishedNs, leftQueueNs } from "../layout/pool-use";
import type { StepSeries } from "../layout/steps";
import type { Trace } from "../trace/types";
import type { Ns } from "../units";
import { counter, named, slice } from "./chrome-events";
import { type Plan, siteText } from "./chrome-lanes";

/** What a resource's level counts, by the end of its kind. */
const LEVELS: readonly (readonly [string, string])[] = [
  ["semaphore", "in use"],
  ["queue", "depth"],
  ["pipe", "under way"],
];

/** `pid`: of the process that stands for all resources. */
export function* resourceEvents(trace: Trace, plan: Plan, pid: number): Generator<string> {
  yield* named("process", { pid, tid: 0 }, "Locks, queues and pools", pid);
  yield* holdSlices(trace, plan, pid);
  const model = buildModel(trace, []);
  for (const [resource, { kind }] of trace.resources.entries()) {
    if (model.uses[resource] === 0) continue;
    const { level, waiters } = model.track(resource);
    const name = plan.resourceNames[resource];
    const [, unit] = LEVELS.find(([ending]) => kind.endsWith(ending)) ?? ["", "level"];
    if (level) yield* steps(pid, `${name}: ${unit}`, unit, level);
    if (waiters) yield* steps(pid, `${name}: waiting`, "waiting", waiters);
  }
  yield* poolCounters(trace, plan, pid);
}

function* steps(pid: number, name: string, unit: string, series: StepSeries): Generator<string> {
  yield counter(pid, name, unit, 0, series.initial);
  for (let at = 0; at < series.length; at++) yield counter(pid, name, unit, series.timeNs[at], series.value[at]);
}

/**
 * A track for each lock. Of an entry that stands for many objects several may be held at once: each such hold goes to the first
 * track of the entry that is free, for slices of one track must not overlap.
 */
function* holdSlices(trace: Trace, plan: Plan, pid: number): Generator<string> {
  const { length, resource, lane, startNs, endNs, site } = trace.holds;
  const rows = new Map<number, number[]>();
  for (let hold = 0; hold < length; hold++) {
    const own = rows.get(resource[hold]);
    if (own) own.push(hold);
    else rows.set(resource[hold], [hold]);
  }
  let tid = 0;
  for (const [of, holds] of [...rows].sort(([a], [b]) => a - b)) {
    const free: { tid: number; fromNs: Ns }[] = [];
    for (const hold of holds.sort((a, b) => startNs[a] - startNs[b])) {
      let track = free.find(({ fromNs }) => fromNs <= startNs[hold]);
      if (track === undefined) {
        track = { tid: ++tid, fromNs: 0 };
        free.push(track);
        const kind = trace.resources[of].kind;
        const name = `${plan.resourceNames[of]} (${kind})${free.length > 1 ? ` ${free.length}` : ""}`;
        yield* named("thread", { pid, tid }, name, tid);
      }
      track.fromNs = Math.max(endNs[hold], startNs[hold]);
      const at = siteText(trace, site[hold]);
      yield slice(
        { pid, tid: track.tid },
        {
          name: `held by ${plan.laneNames[lane[hold]]}`,
          category: "hold",
          startNs: startNs[hold],
          endNs: track.fromNs,
          args: at === "" ? {} : { at },
        },
      );
    }
  }
}

/** How many items of a pool wait for a worker, and how many workers have one. */
function* poolCounters(trace: Trace, plan: Plan, pid: number): Generator<string> {
  const { items } = trace;
  const queued = trace.pools.map(() => new Map<Ns, number>());
  const busy = trace.pools.map(() => new Map<Ns, number>());
  const change = (at: Map<Ns, number>, timeNs: Ns, by: number) => {
    if (Number.isFinite(timeNs)) at.set(timeNs, (at.get(timeNs) ?? 0) + by);
  };
  for (let item = 0; item < items.length; item++) {
    const pool = items.pool[item];
    const count = items.count[item];
    if (!Number.isNaN(items.submitNs[item])) {
      change(queued[pool], items.submitNs[item], count);
      change(queued[pool], leftQueueNs(items, item), -count);
    }
    if (Number.isNaN(items.startNs[item]) || items.lane[item] < 0) continue;
    change(busy[pool], items.startNs[item], 1);
    change(busy[pool], finishedNs(trace, item), -1);
  }
  for (const [pool, name] of plan.poolNames.entries()) {
    yield* sums(pid, `${name}: queued`, "queued", queued[pool]);
    yield* sums(pid, `${name}: busy workers`, "busy", busy[pool]);
  }
}

function* sums(pid: number, name: string, unit: string, changes: ReadonlyMap<Ns, number>): Generator<string> {
  let value = 0;
  for (const [timeNs, by] of [...changes].sort(([a], [b]) => a - b)) {
    value += by;
    if (by !== 0) yield counter(pid, name, unit, timeNs, value);
  }
}
