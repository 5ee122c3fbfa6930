/**
 * The critical path of a run: the chain of work and waits, across lanes, that its duration consists of. Whatever is not on it could
 * be faster without the run being shorter.
 *
 *   Main  ──run──┤▒▒▒▒▒▒▒▒▒ join ▒▒▒▒▒▒▒▒▒├──run──          ▲ end
 *   A     ····start──run──┤▒ lock ▒├──run─┘                │
 *   B     ───────run────── release ┘                       │
 *         ◀────────── B ───────────◀── A ──◀──── Main ─────┘   walked backwards
 *
 * From the end of the main thread backwards: along a lane to the end of its last wait that somebody ended, over to who ended it, at
 * the moment at which that happened, and on from there; from a lane's start over to who started it (Yang and Miller, "Critical Path
 * Analysis for the Execution of Parallel and Distributed Programs", 1988). A wait that nobody ended (a sleep, input and output, a
 * timeout) is the lane's own time. In the thread of an event loop the path goes over to the task whose step ran last, and a task
 * that was ready gives way to the one that had the loop.
 */
import { Edge, type LaneSpans, STATES, State, type StateName, type Trace } from "../trace/types";
import type { LaneIndex, Ns, SiteIndex, WaitIndex } from "../units";
import { loopSteps } from "./loop-steps";
import { once } from "./once";
import { PlaceLookup } from "./path-places";

/** A stretch of the path: one lane in one state. */
export interface PathPiece {
  lane: LaneIndex;
  startNs: Ns;
  endNs: Ns;
  state: StateName;
  /** -1 = no wait. */
  wait: WaitIndex;
  /** Where to look; 0 = unknown. */
  site: SiteIndex;
}

export interface PathShare {
  ns: Ns;
  /** Of the path. */
  share: number;
}

export interface PathPlace extends PathShare {
  site: SiteIndex;
  state: StateName;
  /** Those that were there, the one that was longest first; at most MOST_LANES_OF_A_PLACE. */
  lanes: LaneIndex[];
}

export interface CriticalPath {
  startNs: Ns;
  endNs: Ns;
  /** By time, largest first. */
  lanes: (PathShare & { lane: LaneIndex })[];
  /** The places that, made faster, would shorten the run most: at most MOST_PLACES. */
  places: PathPlace[];
  /** Stays in a lane, in the order of time: where the path runs. At most MOST_STAYS, then the longest of them. */
  stays: { lane: LaneIndex; startNs: Ns; endNs: Ns }[];
}

export const MOST_PLACES = 5;
export const MOST_LANES_OF_A_PLACE = 3;
export const MOST_STAYS = 2_000;

/** Null where nothing was recorded. */
export const criticalPath = once((trace: Trace): CriticalPath | null => {
  const main = mainLane(trace);
  if (main < 0) return null;
  const { startNs, endNs } = trace.lanes[main];
  const totalNs = endNs - startNs;
  if (totalNs <= 0) return null;
  const byLane = new Map<LaneIndex, Ns>();
  const byPlace = new Map<number, { site: SiteIndex; state: number; ns: Ns; lanes: Map<LaneIndex, Ns> }>();
  const stays: CriticalPath["stays"] = [];
  for (const { lane, startNs, endNs, state, site } of walkBack(trace)) {
    const ns = endNs - startNs;
    byLane.set(lane, (byLane.get(lane) ?? 0) + ns);
    const number = STATES.indexOf(state);
    const key = site * STATES.length + number;
    let place = byPlace.get(key);
    if (place === undefined) {
      place = { site, state: number, ns: 0, lanes: new Map() };
      byPlace.set(key, place);
    }
    place.ns += ns;
    place.lanes.set(lane, (place.lanes.get(lane) ?? 0) + ns);
    const last = stays[stays.length - 1];
    if (last?.lane === lane) last.startNs = startNs;
    else stays.push({ lane, startNs, endNs });
  }
  const share = (ns: Ns) => ns / totalNs;
  return {
    startNs,
    endNs,
    lanes: byTime(byLane).map(([lane, ns]) => ({ lane, ns, share: share(ns) })),
    places: [...byPlace.values()]
      .filter(({ site }) => site > 0)
      .sort((a, b) => b.ns - a.ns || a.site - b.site || a.state - b.state)
      .slice(0, MOST_PLACES)
      .map(({ site, state, ns, lanes }) => ({
        site,
        state: STATES[state],
        ns,
        share: share(ns),
        lanes: byTime(lanes)
          .slice(0, MOST_LANES_OF_A_PLACE)
          .map(([lane]) => lane),
      })),
    stays: longest(stays),
  };
});

const byTime = (sums: ReadonlyMap<LaneIndex, Ns>): [LaneIndex, Ns][] =>
  [...sums].sort(([laneA, a], [laneB, b]) => b - a || laneA - laneB);

function longest(stays: CriticalPath["stays"]): CriticalPath["stays"] {
  const inOrder = stays.reverse();
  if (inOrder.length <= MOST_STAYS) return inOrder;
  const kept = [...inOrder].sort((a, b) => b.endNs - b.startNs - (a.endNs - a.startNs)).slice(0, MOST_STAYS);
  return kept.sort((a, b) => a.startNs - b.startNs);
}

/** Lanes ascend by start: the first is the main thread of the first process. */
const mainLane = ({ lanes }: Trace): LaneIndex =>
  lanes.findIndex(({ kind, internal }) => kind === "thread" && !internal);

/**
 * The pieces of the path, from its end to its beginning, each beginning where the one before in time ends. Moments only fall, and at one
 * moment no lane is entered twice, so it ends; every span of a lane is passed at most once, and looked up by binary search.
 */
export function* walkBack(trace: Trace): Generator<PathPiece> {
  const { lanes, laneSpans, waits } = trace;
  const main = mainLane(trace);
  if (main < 0) return;
  const firstNs = lanes[main].startNs;
  const steps = loopSteps(trace);
  const places = new PlaceLookup(trace);
  const started = startsOf(trace);
  let lane = main;
  let nowNs = lanes[main].endNs;
  /** Lanes that the path was in at this moment. */
  let here = new Set<LaneIndex>([lane]);

  const mayGoTo = (other: LaneIndex, atNs: Ns): boolean =>
    other >= 0 && atNs >= firstNs && isAlive(trace, other, atNs) && (atNs < nowNs || !here.has(other));

  while (nowNs > firstNs) {
    // Before its start a lane's time is that of who started it.
    if (nowNs <= lanes[lane].startNs) {
      const start = started.get(lane);
      const fromNs = Math.min(start?.fromNs ?? firstNs, nowNs);
      if (start === undefined || !mayGoTo(start.from, fromNs)) {
        yield piece(lane, firstNs, nowNs, State.unknown, -1, 0);
        return;
      }
      if (fromNs < nowNs) {
        yield piece(lane, fromNs, nowNs, State.unknown, -1, 0);
        here = new Set();
      }
      nowNs = fromNs;
      lane = start.from;
      here.add(lane);
      continue;
    }
    const spans = laneSpans[lane];
    const span = spanBefore(spans, nowNs);
    const wait = spans.wait[span];
    const spanNs = Math.max(spans.startNs[span], firstNs);
    const cause = causeOf(span, wait);
    const fromNs = Math.max(Math.min(cause?.atNs ?? spanNs, nowNs), firstNs);
    if (fromNs < nowNs) {
      for (const { fromNs: startNs, toNs, site } of places.cut(lane, wait, fromNs, nowNs))
        yield piece(lane, startNs, toNs, spans.state[span], wait, site);
      here = new Set();
    }
    nowNs = fromNs;
    if (cause !== null) lane = cause.lane;
    here.add(lane);
  }

  /** Over to whom, and when: who ended the wait that this span is, or who had the loop. */
  function causeOf(span: number, wait: WaitIndex): { lane: LaneIndex; atNs: Ns } | null {
    const spans = laneSpans[lane];
    const spanNs = spans.startNs[span];
    // Was it cut short by the moment at which the path came here, then nobody's end of it is known by then.
    if (wait >= 0) {
      const atNs = waits.wakerNs[wait];
      const isEnder = waits.wakerLane[wait] >= 0 && atNs <= nowNs && atNs > spanNs;
      return isEnder && mayGoTo(waits.wakerLane[wait], atNs) ? { lane: waits.wakerLane[wait], atNs } : null;
    }
    const isTask = lanes[lane].kind === "task";
    if (isTask && spans.state[span] !== State.ready) return null;
    const step = steps.lastBefore(isTask ? lanes[lane].loop : lane, nowNs, lane);
    if (step === null || step.endNs <= spanNs || !mayGoTo(step.lane, step.endNs)) return null;
    return { lane: step.lane, atNs: step.endNs };
  }
}

function piece(lane: LaneIndex, startNs: Ns, endNs: Ns, state: number, wait: WaitIndex, site: SiteIndex): PathPiece {
  return { lane, startNs, endNs, state: STATES[state], wait, site };
}

function isAlive({ lanes, laneSpans }: Trace, lane: LaneIndex, atNs: Ns): boolean {
  return laneSpans[lane].length > 0 && lanes[lane].startNs <= atNs && atNs <= lanes[lane].endNs;
}

/** The span that lasts just before `timeNs`, which lies behind the first one's start. */
function spanBefore({ startNs, length }: LaneSpans, timeNs: Ns): number {
  let from = 0;
  let to = length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (startNs[middle] < timeNs) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

/** Who started each lane, and when. */
function startsOf({ edges, lanes }: Trace): Map<LaneIndex, { from: LaneIndex; fromNs: Ns }> {
  const starts = new Map<LaneIndex, { from: LaneIndex; fromNs: Ns }>();
  for (let edge = 0; edge < edges.length; edge++) {
    if (edges.kind[edge] !== Edge.startRun || starts.has(edges.toLane[edge])) continue;
    starts.set(edges.toLane[edge], { from: edges.fromLane[edge], fromNs: edges.fromNs[edge] });
  }
  lanes.forEach(({ parent, startNs }, lane) => {
    if (parent >= 0 && !starts.has(lane)) starts.set(lane, { from: parent, fromNs: startNs });
  });
  return starts;
}
