/** What each line of the program waited: the answer that stands beside the line in the editor. */
import { type Site, type Trace, WaitOp } from "../trace/types";
import type { HoldIndex, LaneIndex, Ns, ResourceIndex, SiteIndex, WaitIndex } from "../units";
import { type Holder, type HolderLookup, lockHolders, semaphoreHolders } from "./rules/holder";
import { waitedDuring } from "./waited-during";

/** Whom a line waited for most, where somebody in particular is known. */
export interface LineHolder {
  lane: LaneIndex;
  laneName: string;
  /** Where it had got what it held; file "" = unknown, or a lane whose end was waited for. */
  file: string;
  line: number;
  ns: Ns;
}

export interface LineWaits {
  /** Absolute, as Python names it. */
  file: string;
  /** 1-based. */
  line: number;
  /** Of these `blockedNs` were spent on locks and semaphores; the rest waited for conditions, events, queues, barriers, joins. */
  totalNs: Ns;
  blockedNs: Ns;
  waits: number;
  /** Lanes that waited here. */
  lanes: number;
  worstNs: Ns;
  /** The longest one: leads to its span. */
  worst: { lane: LaneIndex; laneName: string; startNs: Ns };
  /** Names of the resources waited for, the longest first; at most 3. */
  resources: string[];
  /** At most 3, the longest first. */
  holders: LineHolder[];
}

/** Holders and resources named of one line. */
const MOST_NAMED = 3;

/** What the waits of one line add up to. */
interface Sums {
  totalNs: Ns;
  blockedNs: Ns;
  waits: number;
  lanes: Set<LaneIndex>;
  worst: WaitIndex;
  byResource: Map<ResourceIndex, Ns>;
  /** Waits for locks during which holds were recorded. */
  heldWaits: Map<ResourceIndex, WaitIndex[]>;
  /** Key: lane and site of the holder in one number. */
  byHolder: Map<number, Holder & { ns: Ns }>;
}

/**
 * Lines of program code that waited, sleeps and internal lanes left out; by file, then by line.
 *
 * A wait counts in full from its start to its end, whatever became of it; one that still lasts counts up to the last time known
 * of its lane. Each nanosecond of a lock's wait is put down to whoever held it then. Where no hold of that time was recorded,
 * the wait as a whole goes to whoever had it when the wait began, a semaphore's to whoever gave the permit back
 * (rules/holder.ts), a join's to the lane whose end it waits for. Conditions, events, queues and barriers wait for nobody in
 * particular.
 */
export function lineWaits(trace: Trace): LineWaits[] {
  const lineOfSite = linesOfSites(trace.sites);
  const lines = new Map<number, Sums>();
  const holdsOf = holdRanges(trace);
  const holderOf = holders(trace);
  const { waits } = trace;
  for (let wait = 0; wait < waits.length; wait++) {
    const line = lineOfSite[waits.site[wait]];
    if (line < 0 || waits.op[wait] === WaitOp.sleep || trace.lanes[waits.lane[wait]].internal) continue;
    let sums = lines.get(line);
    if (sums === undefined) {
      sums = newSums(wait);
      lines.set(line, sums);
    }
    add(sums, trace, wait);
    const holds = waits.op[wait] === WaitOp.lock ? holdsOf(waits.object[wait]) : null;
    if (holds !== null && wasHeldDuring(trace, holds, wait)) push(sums.heldWaits, waits.object[wait], wait);
    else addHolder(sums, trace, holderOf(wait), lasted(trace, wait));
  }
  for (const sums of lines.values()) {
    for (const [resource, rows] of sums.heldWaits) addHolds(sums, trace, holdsOf(resource)!, rows);
  }
  return [...lines].map(([line, sums]) => describe(trace, trace.sites[line], sums)).sort(byPlace);
}

/** For each site the first site of the same line, which stands for the line; -1 where no line of the program is known. */
function linesOfSites(sites: readonly Site[]): Int32Array {
  const first = new Map<string, SiteIndex>();
  return Int32Array.from(sites, ({ file, line, program }, site) => {
    if (!program || line < 1 || file === "") return -1;
    const key = `${line} ${file}`;
    const known = first.get(key);
    if (known === undefined) first.set(key, site);
    return known ?? site;
  });
}

/** Somebody in particular, or lane -1. A semaphore's permits are looked through once, when the first wait for it asks. */
function holders(trace: Trace): HolderLookup {
  const { waits } = trace;
  const ofLock = lockHolders(trace);
  const ofSemaphore = new Map<ResourceIndex, HolderLookup>();
  return (wait) => {
    const object = waits.object[wait];
    switch (waits.op[wait]) {
      case WaitOp.lock:
        return ofLock(wait);
      case WaitOp.threadJoin:
        return { lane: object, site: 0 };
      case WaitOp.semaphore: {
        let lookup = ofSemaphore.get(object);
        if (lookup === undefined) {
          lookup = semaphoreHolders(trace, object);
          ofSemaphore.set(object, lookup);
        }
        return lookup(wait);
      }
      default:
        return { lane: -1, site: 0 };
    }
  };
}

function newSums(worst: WaitIndex): Sums {
  return {
    totalNs: 0,
    blockedNs: 0,
    waits: 0,
    lanes: new Set(),
    worst,
    byResource: new Map(),
    heldWaits: new Map(),
    byHolder: new Map(),
  };
}

function add(sums: Sums, trace: Trace, wait: WaitIndex): void {
  const { waits } = trace;
  const lastedNs = lasted(trace, wait);
  const op = waits.op[wait];
  sums.totalNs += lastedNs;
  if (op === WaitOp.lock || op === WaitOp.semaphore) sums.blockedNs += lastedNs;
  sums.waits++;
  sums.lanes.add(waits.lane[wait]);
  if (lastedNs > lasted(trace, sums.worst)) sums.worst = wait;
  const resource = waits.object[wait];
  if (op !== WaitOp.threadJoin && resource >= 0) {
    sums.byResource.set(resource, (sums.byResource.get(resource) ?? 0) + lastedNs);
  }
}

const lasted = ({ waits }: Trace, wait: WaitIndex): Ns => waits.endNs[wait] - waits.startNs[wait];

function push<Key>(lists: Map<Key, WaitIndex[]>, key: Key, wait: WaitIndex): void {
  const list = lists.get(key);
  if (list) list.push(wait);
  else lists.set(key, [wait]);
}

function addHolder(sums: Sums, { sites }: Trace, holder: Holder, ns: Ns): void {
  if (holder.lane < 0 || ns <= 0) return;
  const key = holder.lane * sites.length + holder.site;
  const known = sums.byHolder.get(key);
  if (known) known.ns += ns;
  else sums.byHolder.set(key, { ...holder, ns });
}

/** Rows of trace.holds: from … to − 1, those of one lock, ascending in time. */
interface HoldRange {
  from: HoldIndex;
  to: HoldIndex;
}

/** Null where there are none, and for a resource that stands for many locks: whose hold it was that one waited for is not known. */
function holdRanges({ holds, resources }: Trace): (resource: ResourceIndex) => HoldRange | null {
  const ranges = new Map<ResourceIndex, HoldRange>();
  for (let hold = 0; hold < holds.length; hold++) {
    const range = ranges.get(holds.resource[hold]);
    if (range) range.to = hold + 1;
    else ranges.set(holds.resource[hold], { from: hold, to: hold + 1 });
  }
  return (resource) => (resources[resource]?.instances === 1 ? (ranges.get(resource) ?? null) : null);
}

/** Does a recorded hold overlap the wait? The last one that began before its end does, or none. */
function wasHeldDuring({ holds, waits }: Trace, { from, to }: HoldRange, wait: WaitIndex): boolean {
  const last = firstFrom(holds.startNs, from, to, waits.endNs[wait]) - 1;
  return last >= from && holds.endNs[last] > waits.startNs[wait];
}

function addHolds(sums: Sums, trace: Trace, range: HoldRange, rows: readonly WaitIndex[]): void {
  const { holds, waits } = trace;
  const startNs = Float64Array.from(rows, (wait) => waits.startNs[wait]);
  const endNs = Float64Array.from(rows, (wait) => waits.endNs[wait]);
  // Only the holds between the first wait and the last; the one before may reach into it.
  const first = Math.max(range.from, firstFrom(holds.startNs, range.from, range.to, min(startNs)) - 1);
  const last = firstFrom(holds.startNs, first, range.to, max(endNs));
  const waited = waitedDuring(startNs, endNs, holds.startNs.subarray(first, last), holds.endNs.subarray(first, last));
  for (let i = 0; i < waited.length; i++) {
    addHolder(sums, trace, { lane: holds.lane[first + i], site: holds.site[first + i] }, waited[i]);
  }
}

/** The first row of from … to − 1 whose value is ≥ `value` (ascending); `to` when there is none. */
function firstFrom(values: Float64Array, from: number, to: number, value: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const min = (values: Float64Array) => values.reduce((a, b) => Math.min(a, b));
const max = (values: Float64Array) => values.reduce((a, b) => Math.max(a, b));

function describe(trace: Trace, { file, line }: Site, sums: Sums): LineWaits {
  const { waits, lanes, resources, sites } = trace;
  const { worst } = sums;
  const lane = waits.lane[worst];
  return {
    file,
    line,
    totalNs: sums.totalNs,
    blockedNs: sums.blockedNs,
    waits: sums.waits,
    lanes: sums.lanes.size,
    worstNs: waits.endNs[worst] - waits.startNs[worst],
    worst: { lane, laneName: lanes[lane].name, startNs: waits.startNs[worst] },
    resources: [...sums.byResource]
      .sort(([a, aNs], [b, bNs]) => bNs - aNs || a - b)
      .slice(0, MOST_NAMED)
      .map(([resource]) => resources[resource].name),
    holders: [...sums.byHolder.values()]
      .sort((a, b) => b.ns - a.ns || a.lane - b.lane || a.site - b.site)
      .slice(0, MOST_NAMED)
      .map((holder) => ({
        lane: holder.lane,
        laneName: lanes[holder.lane].name,
        file: holder.site > 0 ? sites[holder.site].file : "",
        line: holder.site > 0 ? sites[holder.site].line : 0,
        ns: holder.ns,
      })),
  };
}

function byPlace(a: LineWaits, b: LineWaits): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line;
}
