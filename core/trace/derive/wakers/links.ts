/** What the search for wakers reads and writes. */
import { type Groups, groupOf, lowerBound } from "../../column";
import type { Items, Pool } from "../../pool-types";
import type { Events, Holds, Lane, Process, Resource, Waits } from "../../types";
import { WaitResult } from "../../types";
import { WAIT_TARGET } from "../../vocabulary";
import type { EdgeList } from "../edges";

export interface Links {
  lanes: readonly Lane[];
  processes: readonly Process[];
  /** Index = process: the lane of its main thread, or its own; -1 = it has none. */
  mainLanes: Int32Array;
  pools: readonly Pool[];
  items: Items;
  /** When who waits could have the result of an item; NaN = never. */
  arrivedNs: Float64Array;
  resources: readonly Resource[];
  waits: Waits;
  /** The raw hold or raw event that each wait got; -1 = none. */
  got: Int32Array;
  holds: Holds;
  holdObject: Uint32Array;
  /** Index = raw hold. */
  holdIndex: Uint32Array;
  events: Events;
  /** Index = raw event. */
  eventIndex: Uint32Array;
  /** GET → number of the put that its item came from, where a TOOK told. */
  took: ReadonlyMap<number, number>;
  /** Index into `events` of those of each raw object, by time. */
  eventsOfObject: Groups;
  /** By the raw object that stands for a queue of several processes: its SENTs by time, and the PUT that each tells of, -1 = lost. */
  sents: ReadonlyMap<number, Sent[]>;
  /** What made a task ready; -1 and 0 = its event loop, or the wait is a thread's. */
  readyLane: Int32Array;
  readySite: Uint32Array;
  edges: EdgeList;
}

export interface Sent {
  timeNs: number;
  /** Index into `events`. */
  put: number;
}

export const eventsOf = (links: Links, object: number): Uint32Array => groupOf(links.eventsOfObject, object);

export const ofKind = ({ events }: Links, rows: Uint32Array, kind: number): Uint32Array =>
  rows.filter((row) => events.kind[row] === kind);

/** True for a wait that ended because it got what it waited for. */
export const succeeded = ({ waits }: Links, wait: number): boolean => waits.result[wait] === WaitResult.got;

/** Notes that `lane` ended the wait at `timeNs` (no later than the wait's end), and the edge that this makes. What is known already stays. */
export function wokenBy(links: Links, wait: number, edge: number, lane: number, timeNs: number, site: number): void {
  const { waits, edges } = links;
  if (waits.wakerLane[wait] >= 0) return;
  const atNs = Math.min(timeNs, waits.endNs[wait]);
  waits.wakerLane[wait] = lane;
  waits.wakerNs[wait] = atNs;
  waits.wakerSite[wait] = site;
  const resource = WAIT_TARGET[waits.op[wait]] === "resource" ? waits.object[wait] : -1;
  edges.add(edge, lane, atNs, waits.lane[wait], waits.endNs[wait], resource, wait);
}

/** Notes that an event ended the wait. */
export function wokenByEvent(links: Links, wait: number, edge: number, event: number): void {
  const { events } = links;
  wokenBy(links, wait, edge, events.lane[event], events.timeNs[event], events.site[event]);
}

/** The first of `rows` (by time) within the wait; -1 = none. */
export function firstWithin({ events, waits }: Links, rows: Uint32Array, wait: number): number {
  const at = lowerBound(rows, events.timeNs, waits.startNs[wait]);
  return at < rows.length && events.timeNs[rows[at]] <= waits.endNs[wait] ? rows[at] : -1;
}

/** The last of `rows` (by time) no later than `timeNs`; -1 = none. */
export function lastUntil({ events }: Links, rows: Uint32Array, timeNs: number): number {
  // Times are integers, so the first one ≥ timeNs + 1 is the first later one.
  const at = lowerBound(rows, events.timeNs, timeNs + 1);
  return at > 0 ? rows[at - 1] : -1;
}

/** The last of `rows` within the wait; -1 = none. */
export function lastWithin(links: Links, rows: Uint32Array, wait: number): number {
  const { waits, events } = links;
  const row = lastUntil(links, rows, waits.endNs[wait]);
  return row >= 0 && events.timeNs[row] >= waits.startNs[wait] ? row : -1;
}

/** Rows found by their number (`events.seq`): puts, gets and permits are numbered 1, 2, …, with gaps where they were only counted. */
export function bySeq({ events }: Links, rows: Uint32Array): (seq: number) => number {
  let highest = 0;
  for (const row of rows) highest = Math.max(highest, events.seq[row]);
  if (highest > SPARSE * (rows.length + 1)) {
    const sparse = new Map<number, number>();
    for (const row of rows) sparse.set(events.seq[row], row);
    return (seq) => sparse.get(seq) ?? -1;
  }
  const dense = new Int32Array(highest + 1).fill(-1);
  for (const row of rows) dense[events.seq[row]] = row;
  return (seq) => (seq >= 0 && seq <= highest ? dense[seq] : -1);
}

/** With more numbers than this to a row a table of all numbers would be larger than a map of the rows. */
const SPARSE = 8;
