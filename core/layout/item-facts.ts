/** What is told of an item of a pool, and of a pool or the GIL at a moment. */
import { WaitOp, WaitResult } from "../trace/types";
import type { GilUse } from "./gil-use";
import { gilShare } from "./gil-use";
import type { Model } from "./model";
import { finishedNs, leftQueueNs } from "./pool-use";

export interface ItemFacts {
  kind: "item";
  item: number;
  pool: number;
  job: number;
  index: number;
  offset: number;
  /** How many items this row stands for. */
  count: number;
  place: ItemPlace;
  submitLane: number;
  /** NaN = unknown. */
  submitNs: number;
  submitSite: number;
  /** Who ran it, -1 = nobody. */
  lane: number;
  /** Of one that was never started: its time in the queue. */
  startNs: number;
  endNs: number;
  started: boolean;
  finished: boolean;
  result: number;
  functionSite: number;
  /** From submit to start, or for as long as it was queued; NaN = unknown. */
  queuedNs: number;
}

/** Where it stands among the items of its call. */
export interface ItemPlace {
  /** 1, 2, … as the program handed them over. */
  number: number;
  /** How many of its call are known. */
  of: number;
  /** Whether the items of this call travel several at a time. */
  chunked: boolean;
  /** Whether the pool got other calls. */
  otherJobs: boolean;
}

/** A pool around a moment: averages over what a pixel covers. */
export interface PoolFacts {
  kind: "pool";
  pool: number;
  timeNs: number;
  atWork: number;
  io: number;
  blocked: number;
  waiting: number;
  queued: number;
}

export interface GilFacts {
  kind: "gil";
  process: number;
  timeNs: number;
  /** Of the time in which lanes wanted the GIL or had it, the part in which they had to wait. An estimate. */
  share: number;
  /** How many lanes wanted it, and how many processors' worth of time was used. */
  waiting: number;
  used: number;
}

export function itemFacts(model: Model, item: number): ItemFacts {
  const { trace } = model;
  const { items, endNs } = trace;
  const started = !Number.isNaN(items.startNs[item]);
  const until = finishedNs(trace, item);
  const leftNs = Math.min(leftQueueNs(items, item), endNs);
  return {
    kind: "item",
    item,
    pool: items.pool[item],
    job: items.job[item],
    index: items.index[item],
    offset: items.offset[item],
    count: items.count[item],
    place: placeOf(model, item),
    submitLane: items.submitLane[item],
    submitNs: items.submitNs[item],
    submitSite: items.submitSite[item],
    lane: items.lane[item],
    startNs: started ? items.startNs[item] : items.submitNs[item],
    endNs: started ? Math.min(until, endNs) : leftNs,
    started,
    finished: items.result[item] !== WaitResult.open,
    result: items.result[item],
    functionSite: items.functionSite[item],
    queuedNs: leftNs - items.submitNs[item],
  };
}

/** Counted from the rows before it: chunks differ in size, and their numbers may leave gaps (docs/trace-format.md). */
function placeOf({ trace: { items }, items: tables }: Model, item: number): ItemPlace {
  const place: ItemPlace = { number: 1, of: 0, chunked: false, otherJobs: false };
  for (const row of tables.ofPool.of(items.pool[item])) {
    if (items.job[row] !== items.job[item]) {
      place.otherJobs = true;
      continue;
    }
    place.of += items.count[row];
    place.chunked ||= items.count[row] > 1 || items.offset[row] > 0;
    const chunksBefore = items.index[item] - items.index[row];
    if (chunksBefore > 0 || (chunksBefore === 0 && items.offset[row] < items.offset[item]))
      place.number += items.count[row];
  }
  return place;
}

export function poolFacts(model: Model, pool: number, timeNs: number, widthNs: number): PoolFacts {
  const { busy, queued } = model.pool(pool);
  const [atWork, io, blocked, waiting] = busy.averages(timeNs - widthNs / 2, timeNs + widthNs / 2);
  return { kind: "pool", pool, timeNs, atWork, io, blocked, waiting, queued: queued?.valueAt(timeNs) ?? 0 };
}

export function gilFacts(use: GilUse, process: number, timeNs: number, widthNs: number): GilFacts {
  const [fromNs, toNs] = [timeNs - widthNs / 2, timeNs + widthNs / 2];
  const [[waiting], [used]] = [use.waiting.averages(fromNs, toNs), use.used.averages(fromNs, toNs)];
  return { kind: "gil", process, timeNs, share: gilShare(waiting, used), waiting, used };
}

/** The item that a wait for a result is about, that had no result at `atNs`; -1 = of several, or not known. */
export function awaitedItem({ trace, items: tables }: Model, wait: number, atNs: number): number {
  const { waits, items } = trace;
  const [pool, job] = [waits.object[wait], waits.argument[wait]];
  if (waits.op[wait] !== WaitOp.future || pool < 0 || job <= 0) return -1;
  for (const row of tables.ofPool.of(pool)) if (items.job[row] === job && !(finishedNs(trace, row) <= atNs)) return row;
  return -1;
}

/** A worker of the pool that runs an item at a moment, the one that has run longest; -1 = none. */
export function busyWorker(model: Model, pool: number, atNs: number): number {
  let found = -1;
  let sinceNs = Number.POSITIVE_INFINITY;
  for (const lane of model.trace.pools[pool]?.lanes ?? []) {
    const store = model.itemsOf(lane);
    const at = store?.spanAt(atNs) ?? -1;
    if (!store || at < 0 || store.objectOf(at) < 0 || store.startNsOf(at) >= sinceNs) continue;
    found = lane;
    sinceNs = store.startNsOf(at);
  }
  return found;
}
