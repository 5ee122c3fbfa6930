/** What each line of the program waited: the answer that stands beside the line in the editor. */
import { type Site, type Trace, WaitOp } from "../trace/types";
import type { LaneIndex, Ns, ResourceIndex, SiteIndex, WaitIndex } from "../units";
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
  /** Key: lane and site of the holder in one number. */
  byHolder: Map<number, Holder & { ns: Ns }>;
}

/**
 * Lines of program code that waited, sleeps and internal lanes left out; by file, then by line.
 *
 * A wait counts in full from its start to its end, whatever became of it; one that still lasts counts up to the last time known
 * of its lane. A lock's wait is put down to whoever held it when it began, a semaphore's to whoever gave the permit back
 * (rules/holder.ts), a join's to the lane whose end it waits for. Conditions, events, queues and barriers wait for nobody in
 * particular.
 */
export function lineWaits(trace: Trace): LineWaits[] {
  const lineOfSite = linesOfSites(trace.sites);
  const lines = new Map<number, Sums>();
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
    add(sums, trace, wait, holderOf(wait));
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
    byHolder: new Map(),
  };
}

function add(sums: Sums, { waits, sites }: Trace, wait: WaitIndex, holder: Holder): void {
  const lastedNs = waits.endNs[wait] - waits.startNs[wait];
  const op = waits.op[wait];
  sums.totalNs += lastedNs;
  if (op === WaitOp.lock || op === WaitOp.semaphore) sums.blockedNs += lastedNs;
  sums.waits++;
  sums.lanes.add(waits.lane[wait]);
  if (lastedNs > waits.endNs[sums.worst] - waits.startNs[sums.worst]) sums.worst = wait;
  const resource = waits.object[wait];
  if (op !== WaitOp.threadJoin && resource >= 0) {
    sums.byResource.set(resource, (sums.byResource.get(resource) ?? 0) + lastedNs);
  }
  if (holder.lane < 0) return;
  const key = holder.lane * sites.length + holder.site;
  const known = sums.byHolder.get(key);
  if (known) known.ns += lastedNs;
  else sums.byHolder.set(key, { ...holder, ns: lastedNs });
}

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
