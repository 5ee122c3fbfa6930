/**
 * What happens to a pool over time: how many of its workers run an item, and whether they get on with it; how many items are
 * submitted and not started.
 *
 *   busy     ▁▂▄▄▄▃▁   of N workers: at work, in I/O, blocked, waiting
 *   queued   ▇▆▄▂▁
 */
import { lowerBound, sortRows } from "../trace/column";
import type { Items } from "../trace/pool-types";
import { type Trace, WaitResult } from "../trace/types";
import { Areas, CategoryChanges } from "./areas";
import type { StateStore } from "./state-store";
import { openSteps, StepSeries } from "./steps";
import { TimeGroups } from "./time-groups";
import { THIN_TONES, Tone } from "./tones";

/** What a worker does with its item. The numbers of `PoolUse.busy`. */
export const Busy = { atWork: 0, io: 1, blocked: 2, waiting: 3 } as const;
export const BUSY_COUNT = 4;

export interface PoolUse {
  busy: Areas;
  /** Null: nothing ever had to wait for a worker. */
  queued: StepSeries | null;
}

/** Rows of items. */
export interface ItemTables {
  ofPool: TimeGroups<"pool" | "submitNs">;
  /** Started ones, by the lane that ran them. */
  ofLane: TimeGroups<"lane" | "startNs">;
}

export function newItemTables(): ItemTables {
  return {
    ofPool: new TimeGroups<"pool" | "submitNs">(
      ({ pool, submitNs }, row) => (Number.isNaN(submitNs[row]) ? -1 : pool[row]),
      "submitNs",
    ),
    ofLane: new TimeGroups<"lane" | "startNs">(
      ({ lane, startNs }, row) => (Number.isNaN(startNs[row]) ? -1 : lane[row]),
      "startNs",
    ),
  };
}

/** When it left the queue; Infinity = it is still there. */
export function leftQueueNs({ startNs, endNs, submitNs, result }: Items, item: number): number {
  if (!Number.isNaN(startNs[item])) return startNs[item];
  if (!Number.isNaN(endNs[item])) return endNs[item];
  // Cancelled, and nobody knows when.
  return result[item] === WaitResult.failed ? submitNs[item] : Number.POSITIVE_INFINITY;
}

/** When it was done with; Infinity = it still runs. A lane that ended took its item with it. */
export function finishedNs({ items, lanes }: Pick<Trace, "items" | "lanes">, item: number): number {
  if (!Number.isNaN(items.endNs[item])) return items.endNs[item];
  const lane = lanes[items.lane[item]];
  return lane?.ended ? lane.endNs : Number.POSITIVE_INFINITY;
}

/** Makes the use of a pool anew from these times on, before which nothing has changed. */
export function extendPoolUse(
  use: PoolUse | null,
  trace: Trace,
  stores: readonly StateStore[],
  tables: ItemTables,
  pool: number,
  fromNs: { busy: number; queued: number },
): PoolUse {
  const busy = use?.busy ?? new Areas(BUSY_COUNT);
  if (fromNs.busy < Number.POSITIVE_INFINITY) extendBusy(busy, trace, stores, tables, pool, fromNs.busy);
  const rows = tables.ofPool.of(pool);
  const before = use?.queued ?? null;
  // What was never queued has no series to go on with.
  const sinceNs = before === null ? Number.NEGATIVE_INFINITY : fromNs.queued;
  const queued = fromNs.queued < Number.POSITIVE_INFINITY ? extendQueue(before, trace.items, rows, sinceNs) : before;
  return { busy, queued };
}

function extendBusy(
  busy: Areas,
  trace: Trace,
  stores: readonly StateStore[],
  { ofLane }: ItemTables,
  pool: number,
  fromNs: number,
): void {
  busy.cut(fromNs);
  const now = new Array<number>(BUSY_COUNT).fill(0);
  const changes = new CategoryChanges();
  for (const lane of trace.pools[pool].lanes) {
    let category = 0;
    const rows = ofLane.of(lane);
    // The item before that moment may still run.
    for (let i = Math.max(0, lowerBound(rows, trace.items.startNs, fromNs) - 1); i < rows.length; i++) {
      if (trace.items.pool[rows[i]] !== pool) continue;
      const startNs = trace.items.startNs[rows[i]];
      const endNs = finishedNs(trace, rows[i]);
      if (endNs <= fromNs) continue;
      const store = stores[lane];
      for (let span = Math.max(0, store.spanAt(Math.max(startNs, fromNs))); span < store.length; span++) {
        if (store.startNsOf(span) >= endNs) break;
        const next = categoryOf(store.stateOf(span));
        const atNs = Math.max(startNs, store.startNsOf(span));
        if (atNs <= fromNs) {
          now[next - 1]++;
          if (category > 0) now[category - 1]--;
        } else changes.add(atNs, category, next);
        category = next;
      }
      if (endNs < Number.POSITIVE_INFINITY) changes.add(endNs, category, 0);
      category = endNs < Number.POSITIVE_INFINITY ? 0 : category;
    }
  }
  if (fromNs > Number.NEGATIVE_INFINITY) busy.add(fromNs, now);
  changes.into(busy, sortRows);
}

function categoryOf(tone: number): number {
  if (tone === Tone.blocked) return 1 + Busy.blocked;
  if (tone === Tone.io) return 1 + Busy.io;
  return 1 + (THIN_TONES.includes(tone) || tone === Tone.idle ? Busy.waiting : Busy.atWork);
}

/** Who was queued already at `fromNs`: so many as the step before says, found backwards from there. */
function extendQueue(queued: StepSeries | null, items: Items, rows: Uint32Array, fromNs: number): StepSeries | null {
  const series = queued ?? new StepSeries(new Float64Array(0), new Float64Array(0));
  const kept = series.countBefore(fromNs);
  const open = kept > 0 ? series.value[kept - 1] : 0;
  const later = lowerBound(rows, items.submitNs, fromNs);
  const starts: number[] = [];
  const ends: number[] = [];
  const leave = (row: number) => {
    const leftNs = leftQueueNs(items, row);
    // A row may stand for many items.
    for (let i = 0; i < items.count[row] && leftNs < Number.POSITIVE_INFINITY; i++) ends.push(leftNs);
  };
  for (let i = later - 1, found = 0; found < open && i >= 0; i--) {
    if (leftQueueNs(items, rows[i]) < fromNs) continue;
    leave(rows[i]);
    found += items.count[rows[i]];
  }
  for (let i = later; i < rows.length; i++) {
    for (let copy = 0; copy < items.count[rows[i]]; copy++) starts.push(items.submitNs[rows[i]]);
    leave(rows[i]);
  }
  const steps = openSteps(Float64Array.from(starts), Float64Array.from(ends), open);
  series.replaceFrom(kept, steps.timeNs, steps.value);
  return series.max > 0 ? series : null;
}
