/**
 * gil-bound: threads wanted to compute at the same time, and only one of them could: the one that had the GIL.
 * On a busy machine it cannot tell, and is silent. (docs/findings/gil-bound.md)
 *
 * The first location is the function of the pool's items (role `computes`) or the line that started the thread (role `started`) of the
 * threads that computed most; then further such places.
 */
import { formatDuration } from "../../l10n/format";
import { RecordKind, State, type Trace } from "../../trace/types";
import type { LaneIndex, Ns, SiteIndex } from "../../units";
import type { Finding, FindingLocation } from "../finding";
import { findingId } from "../finding-id";
import { computingOf } from "../loops/computing";
import { once } from "../once";
import { type Facts, textOf } from "../rule";

/** A thread that used the processor for less is not what the time went into. */
export const MIN_THREAD_CPU_NS = 50e6;
/** What they waited for the GIL, all together, and its share of the run's duration. */
export const MIN_GIL_NS = 50e6;
export const MIN_SHARE_OF_RUN = 0.1;
/** Of the time in which a thread wanted to compute it waited that share. */
export const MIN_GIL_SHARE = 0.3;
/** What processes would gain, at least. */
export const MIN_GAIN_NS = 50e6;
/** Threads that used more processors than that at once, in so many of the windows of time, let go of the GIL, in C code. */
export const MAX_CORES = 1.2;
export const WINDOW_NS = 40e6;
export const MAX_RELEASED_SHARE = 0.1;
/** Threads that had less of the processors all together stood behind other programs: nobody can tell what the GIL did. */
export const MIN_CORES = 0.85;
/** In so many of the looks at a thread that computes it waited for a processor: the machine has too few of them. */
export const MAX_STARVED_SHARE = 0.3;
export const MAX_PLACES = 3;

interface Computing {
  lane: LaneIndex;
  cpuNs: Ns;
  gilNs: Ns;
  /** When it first and last computed or wanted to. */
  fromNs: Ns;
  toNs: Ns;
}

/** One finding for each process. Nothing where the number of processors, or what the threads waited for, is not known. */
export function findGilBound({ trace }: Pick<Facts, "trace">): Finding[] {
  if (!trace.program.gil) return [];
  const byProcess = new Map<number, Computing[]>();
  trace.lanes.forEach(({ kind, internal, process, cpuNs, dropped }, lane) => {
    if (kind !== "thread" || internal || dropped > 0 || (cpuNs ?? 0) < MIN_THREAD_CPU_NS) return;
    const rows = byProcess.get(process) ?? [];
    byProcess.set(process, rows);
    rows.push(computingOfLane(trace, lane));
  });
  return [...byProcess].flatMap(([process, rows]) => judge(trace, process, rows) ?? []);
}

function computingOfLane({ lanes, laneSpans }: Trace, lane: LaneIndex): Computing {
  const { length, startNs, state } = laneSpans[lane];
  const computing = { lane, cpuNs: lanes[lane].cpuNs ?? 0, gilNs: 0, fromNs: Number.POSITIVE_INFINITY, toNs: 0 };
  for (let span = 0; span < length; span++) {
    if (state[span] !== State.running && state[span] !== State.gil) continue;
    const endNs = span + 1 < length ? startNs[span + 1] : lanes[lane].endNs;
    if (state[span] === State.gil) computing.gilNs += endNs - startNs[span];
    computing.fromNs = Math.min(computing.fromNs, startNs[span]);
    computing.toNs = Math.max(computing.toNs, endNs);
  }
  return computing;
}

/** Only threads that waited for the GIL count: the others computed while nobody else wanted to. */
function judge(trace: Trace, process: number, all: readonly Computing[]): Finding | null {
  const { processors = 1, looks = { looks: 0, starved: 0 } } = trace.processes[process];
  const rows = all.filter(({ cpuNs, gilNs }) => gilNs >= MIN_GIL_SHARE * (cpuNs + gilNs));
  if (rows.length < 2 || processors < 2) return null;
  // Whether a thread waits for the GIL or for a processor only a look at it tells.
  if (looks.looks === 0 || looks.starved > MAX_STARVED_SHARE * looks.looks) return null;
  const sum = (of: (row: Computing) => Ns) => rows.reduce((total, row) => total + of(row), 0);
  const [cpuNs, gilNs] = [sum((row) => row.cpuNs), sum((row) => row.gilNs)];
  const fromNs = Math.min(...rows.map((row) => row.fromNs));
  const spanNs = Math.max(...rows.map((row) => row.toNs)) - fromNs;
  // One after the other they need the sum; side by side as long as the longest, or as there are processors for.
  const beside = Math.max(...rows.map((row) => row.cpuNs), cpuNs / Math.min(processors, rows.length));
  const gainNs = Math.min(cpuNs - beside, Math.max(...rows.map((row) => row.gilNs)));
  const leastGilNs = Math.max(MIN_GIL_NS, MIN_SHARE_OF_RUN * trace.program.durationNs);
  if (gilNs < leastGilNs || gainNs < MIN_GAIN_NS || cpuNs < MIN_CORES * spanNs) return null;
  if (cpuNs > MAX_CORES * spanNs || letsGo(trace, rows, fromNs, spanNs)) return null;
  return describe(trace, rows, { cpuNs, gilNs, spanNs, processesNs: Math.max(0, spanNs - gainNs), processors });
}

/** In some windows they used more than one processor: the GIL does not hold them up all the time. */
function letsGo(trace: Trace, rows: readonly Computing[], fromNs: Ns, spanNs: Ns): boolean {
  const computing = computingOf(trace);
  let [windows, released] = [0, 0];
  for (let atNs = fromNs; atNs + WINDOW_NS <= fromNs + spanNs; atNs += WINDOW_NS, windows++) {
    const usedNs = rows.reduce((sum, { lane }) => sum + computing.between(lane, atNs, atNs + WINDOW_NS).cpuNs, 0);
    if (usedNs > MAX_CORES * WINDOW_NS) released++;
  }
  return released > MAX_RELEASED_SHARE * windows;
}

interface Sums {
  cpuNs: Ns;
  gilNs: Ns;
  spanNs: Ns;
  processesNs: Ns;
  processors: number;
}

function describe(trace: Trace, rows: readonly Computing[], sums: Sums): Finding | null {
  const places = placesOf(trace, rows);
  if (places.length === 0) return null;
  const worst = rows.reduce((a, b) => (b.gilNs > a.gilNs ? b : a));
  const round = Math.round;
  return {
    id: findingId(
      "gil-bound",
      places.map(({ site }) => trace.sites[site]),
    ),
    rule: "gil-bound",
    severity: "info",
    certainty: "predicted",
    ...textOf("finding.gilBound.threads", {
      threads: rows.length,
      cpu: formatDuration(sums.cpuNs),
      gil: formatDuration(sums.gilNs),
      took: formatDuration(sums.spanNs),
      would: formatDuration(sums.processesNs),
      processors: sums.processors,
    }),
    count: rows.length,
    costNs: round(sums.gilNs),
    hurt: rows.length,
    locations: places,
    focus: { lane: worst.lane, startNs: worst.fromNs, endNs: worst.toNs },
    data: {
      lanes: rows.map(({ lane }) => lane),
      cpuNs: rows.map(({ cpuNs }) => round(cpuNs)),
      gilNs: round(sums.gilNs),
      spanNs: round(sums.spanNs),
      processesNs: round(sums.processesNs),
      processors: sums.processors,
    },
  };
}

const startSites = once(({ events }: Trace) => {
  const sites = new Map<LaneIndex, SiteIndex>();
  for (let event = 0; event < events.length; event++)
    if (events.kind[event] === RecordKind.threadStart) sites.set(events.arg[event], events.site[event]);
  return sites;
});

const itemSites = once(({ items }: Trace) => {
  const longest = new Map<LaneIndex, { site: SiteIndex; ns: Ns }>();
  for (let item = 0; item < items.length; item++) {
    const ns = items.endNs[item] - items.startNs[item];
    if (items.functionSite[item] > 0 && ns > (longest.get(items.lane[item])?.ns ?? -1))
      longest.set(items.lane[item], { site: items.functionSite[item], ns });
  }
  return longest;
});

/** What computed most first. The main thread, which nobody started, has no place of its own. */
function placesOf(trace: Trace, rows: readonly Computing[]): FindingLocation[] {
  const byPlace = new Map<SiteIndex, FindingLocation & { ns: Ns }>();
  for (const { lane, cpuNs } of rows) {
    const item = itemSites(trace).get(lane)?.site;
    const site = item ?? startSites(trace).get(lane) ?? 0;
    if (site === 0) continue;
    const known = byPlace.get(site) ?? { site, lane, role: item === undefined ? "started" : "computes", ns: 0 };
    byPlace.set(site, { ...known, ns: known.ns + cpuNs });
  }
  return [...byPlace.values()]
    .sort((a, b) => b.ns - a.ns || a.site - b.site)
    .slice(0, MAX_PLACES)
    .map(({ site, lane, role }) => ({ site, lane, role }));
}
