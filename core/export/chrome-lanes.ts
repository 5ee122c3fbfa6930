/** What lanes did: their states as slices, the items that they ran on a track beside, and arrows from who let go on to who went on. */
import { formatDuration } from "../l10n/format";
import { finishedNs } from "../layout/pool-use";
import { EDGE_KINDS, IO_KINDS, STATES, State, type Trace, WaitResult } from "../trace/types";
import { WAIT_TARGET } from "../trace/vocabulary";
import type { LaneIndex, Ns, SiteIndex } from "../units";
import { flow, named, slice, type Track } from "./chrome-events";

/** Names and tracks: what all parts of the file agree upon. */
export interface Plan {
  laneNames: readonly string[];
  resourceNames: readonly string[];
  poolNames: readonly string[];
  trackOf(lane: LaneIndex): Track;
  itemTrackOf(lane: LaneIndex): Track;
}

const RESULTS: Record<number, string> = {
  [WaitResult.open]: "did not end",
  [WaitResult.got]: "result",
  [WaitResult.exception]: "exception",
  [WaitResult.failed]: "cancelled",
};

export function* laneEvents(trace: Trace, plan: Plan): Generator<string> {
  for (const [lane, { kind, internal, daemon }] of trace.lanes.entries()) {
    const track = plan.trackOf(lane);
    const facts = [kind !== "thread" && kind, daemon && "daemon", internal && "of the standard library"];
    const told = facts.filter(Boolean).join(", ");
    yield* named("thread", track, told === "" ? plan.laneNames[lane] : `${plan.laneNames[lane]} (${told})`, track.tid);
    yield* stateSlices(trace, plan, lane);
  }
  yield* itemSlices(trace, plan);
}

function* stateSlices(trace: Trace, plan: Plan, lane: LaneIndex): Generator<string> {
  const { length, startNs, state, wait } = trace.laneSpans[lane];
  const track = plan.trackOf(lane);
  for (let span = 0; span < length; span++) {
    const endNs = span + 1 < length ? startNs[span + 1] : trace.lanes[lane].endNs;
    const object = wait[span] < 0 ? "" : objectOf(trace, plan, wait[span]);
    yield slice(track, {
      name: object === "" ? STATES[state[span]] : `${STATES[state[span]]}: ${object}`,
      category: "state",
      startNs: startNs[span],
      endNs,
      args: wait[span] >= 0 ? waitArgs(trace, plan, wait[span]) : state[span] === State.gil ? { estimate: true } : {},
    });
  }
}

function objectOf(trace: Trace, plan: Plan, wait: number): string {
  const { op, object } = trace.waits;
  const target = WAIT_TARGET[op[wait]];
  if (target === "io") return IO_KINDS[object[wait]] ?? "unknown";
  if (object[wait] < 0 || target === "none") return "";
  const names = {
    resource: plan.resourceNames,
    lane: plan.laneNames,
    pool: plan.poolNames,
    process: trace.processes.map(({ name }) => name),
  };
  return names[target][object[wait]] ?? "?";
}

function waitArgs(trace: Trace, plan: Plan, wait: number): Record<string, string> {
  const { site, holderLane, holderSite, wakerLane, wakerSite, result } = trace.waits;
  const at = siteText(trace, site[wait]);
  const told: Record<string, string> = {};
  if (at !== "") told.at = at;
  if (holderLane[wait] >= 0) told["held by"] = by(trace, plan, holderLane[wait], holderSite[wait]);
  if (wakerLane[wait] >= 0) told["let go on by"] = by(trace, plan, wakerLane[wait], wakerSite[wait]);
  if (result[wait] === WaitResult.timedOut) told.ended = "timed out";
  if (result[wait] === WaitResult.exception) told.ended = "exception";
  if (result[wait] === WaitResult.open) told.ended = "did not end";
  return told;
}

function by(trace: Trace, plan: Plan, lane: LaneIndex, site: SiteIndex): string {
  const at = siteText(trace, site);
  return at === "" ? plan.laneNames[lane] : `${plan.laneNames[lane]} at ${at}`;
}

/** `path:line`, "" = not known. */
export function siteText({ sites }: Trace, site: SiteIndex): string {
  const { file, line } = sites[site] ?? { file: "", line: 0 };
  return site > 0 && line > 0 ? `${file}:${line}` : "";
}

function* itemSlices(trace: Trace, plan: Plan): Generator<string> {
  const { items, sites, lanes } = trace;
  const announced = new Set<LaneIndex>();
  for (let item = 0; item < items.length; item++) {
    const lane = items.lane[item];
    const startNs = items.startNs[item];
    if (lane < 0 || Number.isNaN(startNs)) continue;
    const track = plan.itemTrackOf(lane);
    if (!announced.has(lane)) yield* named("thread", track, `${plan.laneNames[lane]} · items`, track.tid);
    announced.add(lane);
    const count = items.count[item];
    const name = sites[items.functionSite[item]]?.function || "item";
    yield slice(track, {
      name: count > 1 ? `${name} × ${count}` : name,
      category: "item",
      startNs,
      endNs: Math.max(startNs, Math.min(finishedNs(trace, item), lanes[lane].endNs)),
      args: {
        pool: plan.poolNames[items.pool[item]],
        "submitted by": by(trace, plan, items.submitLane[item], items.submitSite[item]),
        queued: Number.isNaN(items.submitNs[item]) ? "?" : formatDuration(startNs - items.submitNs[item]),
        ended: RESULTS[items.result[item]] ?? "?",
      },
    });
  }
}

/** Arrows tie what stands around their ends: who ends with its last word is still in its last slice a nanosecond before. */
export function* flowEvents(trace: Trace, plan: Plan): Generator<string> {
  const { length, kind, fromLane, fromNs, toLane, toNs } = trace.edges;
  for (let edge = 0; edge < length; edge++) {
    const [from, to] = [fromLane[edge], toLane[edge]];
    const begin = within(trace, from, fromNs[edge]);
    const end = within(trace, to, toNs[edge]);
    if (begin === null || end === null) continue;
    yield* flow(
      edge + 1,
      EDGE_KINDS[kind[edge]],
      { ...plan.trackOf(from), timeNs: begin },
      { ...plan.trackOf(to), timeNs: end },
    );
  }
}

/** The moment, or the last one of the lane; null where the lane has no time at all, or did not live then. */
function within({ lanes, laneSpans }: Trace, lane: LaneIndex, timeNs: Ns): Ns | null {
  const spans = laneSpans[lane];
  if (spans === undefined || spans.length === 0) return null;
  const lastNs = lanes[lane].endNs - 1;
  if (timeNs < spans.startNs[0] || timeNs > lanes[lane].endNs || lastNs < spans.startNs[0]) return null;
  return Math.min(timeNs, lastNs);
}
