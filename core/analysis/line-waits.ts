/** What each line of the program waited: the answer that stands beside the line in the editor. */
import { groupOf, groupRows } from "../trace/column";
import { type Site, type Trace, WaitOp } from "../trace/types";
import { WAIT_TARGET, type WaitTarget } from "../trace/vocabulary";
import type { LaneIndex, Ns, ResourceIndex, SiteIndex, WaitIndex } from "../units";
import { HoldRanges } from "./hold-ranges";
import { type Holder, type HolderLookup, lockHolders, semaphoreHolders } from "./rules/holder";

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
  /** Names of the resources, pools and processes waited for, the longest first; at most 3. */
  resources: string[];
  /** At most 3, the longest first. */
  holders: LineHolder[];
}

/** Holders and resources named of one line. */
const MOST_NAMED = 3;
/** Of what waits are for, that which has a name of its own. */
const NAMED_TARGETS: readonly WaitTarget[] = ["resource", "pool", "process"];

/**
 * Lines of program code that waited; sleeps, workers without work and internal lanes left out; by file, then by line.
 *
 * A wait counts in full from its start to its end, whatever became of it; one that still lasts counts up to the last time known
 * of its lane. Each nanosecond of a lock's wait is put down to whoever held it then. Where no hold of that time was recorded,
 * the wait as a whole goes to whoever had it when the wait began, a semaphore's to whoever gave the permit back
 * (rules/holder.ts), a join's to the lane whose end it waits for. Conditions, events, queues and barriers wait for nobody in
 * particular.
 */
export function lineWaits(trace: Trace): LineWaits[] {
  const { lanes, sites, waits } = trace;
  const lineOfSite = linesOfSites(sites);
  const lineOfWait = new Int32Array(waits.length);
  for (let wait = 0; wait < waits.length; wait++) {
    const counts =
      waits.op[wait] !== WaitOp.sleep && waits.op[wait] !== WaitOp.idle && !lanes[waits.lane[wait]].internal;
    lineOfWait[wait] = counts ? lineOfSite[waits.site[wait]] : -1;
  }
  const byLine = groupRows(lineOfWait, waits.length, sites.length);
  const known = { holds: new HoldRanges(trace), holderOf: holders(trace) };
  const lines: LineWaits[] = [];
  for (let line = 0; line < sites.length; line++) {
    const rows = groupOf(byLine, line);
    if (rows.length > 0) lines.push(describe(trace, sites[line], sumUp(trace, rows, known)));
  }
  return lines.sort(byPlace);
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
      case WaitOp.task:
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

/** What the waits of one line add up to. */
interface Sums {
  totalNs: Ns;
  blockedNs: Ns;
  waits: number;
  lanes: Set<LaneIndex>;
  worst: WaitIndex;
  /** Key: what kind of thing it is and its index in one number. */
  resources: Map<number, OfResource>;
  /** Key: lane and site of the holder in one number. */
  holders: Map<number, Holder & { ns: Ns }>;
}

interface OfResource {
  key: number;
  name: string;
  /** -1: it is no resource. */
  resource: ResourceIndex;
  ns: Ns;
  /** The waits for it during which a hold was recorded. */
  held: WaitIndex[];
}

/** @param rows the waits of the line: those of one lane stand together */
function sumUp(trace: Trace, rows: Uint32Array, known: { holds: HoldRanges; holderOf: HolderLookup }): Sums {
  const { startNs, endNs, op, lane, object } = trace.waits;
  const sums: Sums = {
    totalNs: 0,
    blockedNs: 0,
    waits: rows.length,
    lanes: new Set(),
    worst: rows[0],
    resources: new Map(),
    holders: new Map(),
  };
  let worstNs = -1;
  let lastLane = -1;
  // A line mostly waits for one thing: what the last wait was for is tried first.
  let ofResource: OfResource = { key: -1, name: "", resource: -1, ns: 0, held: [] };
  for (const wait of rows) {
    const ns = endNs[wait] - startNs[wait];
    const isLock = op[wait] === WaitOp.lock;
    sums.totalNs += ns;
    if (isLock || op[wait] === WaitOp.semaphore) sums.blockedNs += ns;
    if (ns > worstNs) [worstNs, sums.worst] = [ns, wait];
    if (lane[wait] !== lastLane) {
      lastLane = lane[wait];
      sums.lanes.add(lastLane);
    }
    const named = NAMED_TARGETS.indexOf(WAIT_TARGET[op[wait]]);
    if (named >= 0 && object[wait] >= 0) {
      const key = object[wait] * NAMED_TARGETS.length + named;
      if (ofResource.key !== key) ofResource = resourceIn(sums, trace, key);
      ofResource.ns += ns;
    }
    if (isLock && known.holds.overlap(wait)) ofResource.held.push(wait);
    else addHolder(sums, trace, known.holderOf(wait), ns);
  }
  for (const { resource, held } of sums.resources.values()) {
    if (held.length === 0 || resource < 0) continue;
    known.holds.shareOut(resource, held, (holder, ns) => addHolder(sums, trace, holder, ns));
  }
  return sums;
}

function resourceIn({ resources }: Sums, trace: Trace, key: number): OfResource {
  let entry = resources.get(key);
  if (entry === undefined) {
    const target = NAMED_TARGETS[key % NAMED_TARGETS.length];
    const object = Math.floor(key / NAMED_TARGETS.length);
    const table = target === "resource" ? trace.resources : target === "pool" ? trace.pools : trace.processes;
    entry = { key, name: table[object].name, resource: target === "resource" ? object : -1, ns: 0, held: [] };
    resources.set(key, entry);
  }
  return entry;
}

function addHolder({ holders }: Sums, { sites }: Trace, holder: Holder, ns: Ns): void {
  if (holder.lane < 0 || ns <= 0) return;
  const key = holder.lane * sites.length + holder.site;
  const known = holders.get(key);
  if (known) known.ns += ns;
  else holders.set(key, { ...holder, ns });
}

function describe(trace: Trace, { file, line }: Site, sums: Sums): LineWaits {
  const { waits, lanes, sites } = trace;
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
    resources: [...sums.resources.values()]
      .sort((a, b) => b.ns - a.ns || a.key - b.key)
      .slice(0, MOST_NAMED)
      .map(({ name }) => name),
    holders: [...sums.holders.values()]
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
