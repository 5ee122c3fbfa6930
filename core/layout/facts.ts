/** What is to be told about a place on the timeline. Indexes only: whoever shows it has the header with the names. */

import { countUpTo } from "../trace/column";
import { WaitOp } from "../trace/types";
import { type ChainStep, chainOf, lastMomentOf, waitAt, waitOfHold } from "./chain";
import { type EdgeFacts, edgesOfItem, edgesOfSpan, isForItem } from "./edge-facts";
import { awaitedItem, type GilFacts, type ItemFacts, itemFacts, type PoolFacts } from "./item-facts";
import { blocksLoop, loopHolders } from "./loop-holders";
import { type LossFacts, type LossPileFacts, lossExtent, lossFacts } from "./loss-facts";
import { markOfLoss } from "./losses";
import { type Model, waitOfSpan } from "./model";
import type { RacePileFacts } from "./race-clusters";
import { type RaceFacts, raceFacts } from "./race-facts";
import { TONE_COUNT, Tone } from "./tones";

export interface WaitFacts {
  wait: number;
  lane: number;
  startNs: number;
  endNs: number;
  op: number;
  result: number;
  /** What WAIT_TARGET says: a resource, a lane, a process, a pool or an io kind; -1 = none. */
  object: number;
  argument: number;
  site: number;
  holderLane: number;
  holderSite: number;
  wakerLane: number;
  wakerNs: number;
  wakerSite: number;
}

export interface HoldFacts {
  hold: number;
  resource: number;
  lane: number;
  startNs: number;
  endNs: number;
  closed: boolean;
  site: number;
  /** Most lanes that waited for it at once meanwhile. */
  waiters: number;
}

export interface SpanFacts {
  kind: "span";
  lane: number;
  span: number;
  tone: number;
  startNs: number;
  endNs: number;
  wait: WaitFacts | null;
  /** The line to look at: where it waits; of a span that is no wait, where it went on from, else where it got to; 0 = unknown. */
  site: number;
  /** How many waits its chain has, itself included; 0 for no wait. */
  chainDepth: number;
  /** Locks held during the whole span; for a span that is no wait, also during parts of it. At most MOST_HOLDS. */
  holds: HoldFacts[];
  /** The item that it ran meanwhile, or whose result it waits for; null = none. */
  item: ItemFacts | null;
  /** A task's call that makes its whole event loop wait. */
  blocksLoop: boolean;
  /** While a task was ready: whose steps had its loop, longest first. */
  loopHeldBy: LoopHeld[];
}

export interface LoopHeld {
  lane: number;
  startNs: number;
  endNs: number;
  /** What it waited for longest meanwhile; null = it computed. */
  wait: WaitFacts | null;
}

/** Several spans under one pixel: the exact share of each tone, and the longest among them. */
export interface PileFacts {
  kind: "pile";
  lane: number;
  startNs: number;
  endNs: number;
  spans: number;
  timesNs: number[];
  longest: SpanFacts;
}

export interface BandFacts {
  kind: "band";
  resource: number;
  /** Who holds it; null for an event that is set. */
  hold: HoldFacts | null;
  startNs: number;
  endNs: number;
}

/** A moment on a track where nobody holds anything: how deep, how many in use, how many wait. */
export interface MomentFacts {
  kind: "moment";
  resource: number;
  timeNs: number;
  level: number | null;
  levelLimit: number;
  waiters: number;
}

export type { EdgeFacts } from "./edge-facts";
export type { GilFacts, ItemFacts, PoolFacts } from "./item-facts";
export type { LossAccess, LossFacts, LossPileFacts } from "./loss-facts";
export type { RacePileFacts } from "./race-clusters";
export type { RaceFacts } from "./race-facts";
export type Facts =
  | SpanFacts
  | PileFacts
  | BandFacts
  | MomentFacts
  | ItemFacts
  | PoolFacts
  | GilFacts
  | LossFacts
  | LossPileFacts
  | RaceFacts
  | RacePileFacts;

/** What a click chose. */
export type Target =
  | { kind: "span"; lane: number; span: number }
  | { kind: "hold"; hold: number }
  | { kind: "item"; item: number }
  | { kind: "loss"; variable: number; loss: number }
  /** Index into the findings. */
  | { kind: "race"; finding: number };

export interface Selection {
  target: Target;
  facts: SpanFacts | BandFacts | ItemFacts | LossFacts | RaceFacts;
  /** What of the time to show when one goes there. */
  extent: { startNs: number; endNs: number };
  /** Waits that it ended: a span by setting, putting, releasing …, a hold by its release. At most MOST_FREED. */
  freed: WaitFacts[];
  /** Who started it and whom it started, what was handed on without anybody waiting for it. */
  edges: EdgeFacts[];
  /** Empty when it waited for nobody. */
  chain: (ChainStep & { facts: WaitFacts; holdFacts: HoldFacts | null })[];
  /** For a wait until all threads have ended: those still alive when it ended or was broken off. At most MOST_FREED. */
  alive: { lane: number; wait: WaitFacts | null }[];
}

const MOST_HOLDS = 8;
const MOST_FREED = 24;

export function waitFacts({ trace: { waits } }: Model, wait: number): WaitFacts {
  return {
    wait,
    lane: waits.lane[wait],
    startNs: waits.startNs[wait],
    endNs: waits.endNs[wait],
    op: waits.op[wait],
    result: waits.result[wait],
    object: waits.object[wait],
    argument: waits.argument[wait],
    site: waits.site[wait],
    holderLane: waits.holderLane[wait],
    holderSite: waits.holderSite[wait],
    wakerLane: waits.wakerLane[wait],
    wakerNs: waits.wakerNs[wait],
    wakerSite: waits.wakerSite[wait],
  };
}

export function holdFacts(model: Model, hold: number): HoldFacts {
  const { holds } = model.trace;
  const resource = holds.resource[hold];
  const [startNs, endNs] = [holds.startNs[hold], holds.endNs[hold]];
  const waiters = model.track(resource).waiters?.rangeIn(startNs, endNs)[1] ?? 0;
  return {
    hold,
    resource,
    lane: holds.lane[hold],
    startNs,
    endNs,
    closed: holds.closed[hold] === 1,
    site: holds.site[hold],
    waiters,
  };
}

export function spanFacts(model: Model, lane: number, span: number): SpanFacts {
  const store = model.lanes[lane];
  const startNs = store.startNsOf(span);
  const endNs = store.spanEndNs(span);
  const wait = waitOfSpan(model, lane, span);
  return {
    kind: "span",
    lane,
    span,
    tone: store.stateOf(span),
    startNs,
    endNs,
    wait: wait >= 0 ? waitFacts(model, wait) : null,
    site: siteNear(model, lane, span),
    chainDepth: wait >= 0 ? chainOf(model, wait).length : 0,
    // A wait may give up its own lock (a condition does) and take it again: it is held only if it never let go.
    holds: holdsDuring(model, lane, startNs, endNs).filter(
      (hold) => wait < 0 || (hold.startNs <= startNs && hold.endNs >= endNs),
    ),
    item: itemOfSpan(model, lane, span),
    blocksLoop: blocksLoop(model, lane, span),
    loopHeldBy: store.stateOf(span) === Tone.ready ? loopHeldBy(model, lane, startNs, endNs) : [],
  };
}

function loopHeldBy(model: Model, task: number, fromNs: number, toNs: number): LoopHeld[] {
  return loopHolders(model, task, fromNs, toNs).map(({ lane, startNs, endNs, wait }) => {
    return { lane, startNs, endNs, wait: wait < 0 ? null : waitFacts(model, wait) };
  });
}

/** What a wait for a result is about; else the item during which the span began. */
function itemOfSpan(model: Model, lane: number, span: number): ItemFacts | null {
  const store = model.lanes[lane];
  const wait = store.objectOf(span);
  const awaited = wait >= 0 ? awaitedItem(model, wait, model.trace.waits.startNs[wait]) : -1;
  if (awaited >= 0) return itemFacts(model, awaited);
  const items = model.itemsOf(lane);
  const at = items?.spanAt(store.startNsOf(span)) ?? -1;
  return items && at >= 0 && items.objectOf(at) >= 0 ? itemFacts(model, items.objectOf(at)) : null;
}

function siteNear({ lanes, trace: { waits } }: Model, lane: number, span: number): number {
  for (const near of [span, span - 1, span + 1]) {
    const wait = lanes[lane].objectOf(near);
    if (wait >= 0 && waits.site[wait] > 0) return waits.site[wait];
  }
  return 0;
}

/** Holds of a lane that overlap [startNs, endNs), latest first. */
function holdsDuring(model: Model, lane: number, startNs: number, endNs: number): HoldFacts[] {
  const { holds } = model.trace;
  const rows = model.holdsOfLane.of(lane);
  const found: HoldFacts[] = [];
  // Holds nest a few levels deep: one that lasts longer than all of so many later ones is not looked for.
  const farthest = 256;
  const before = countUpTo(rows, holds.startNs, endNs);
  for (let i = before - 1; i >= 0 && i >= before - farthest && found.length < MOST_HOLDS; i--) {
    if (holds.startNs[rows[i]] < endNs && holds.endNs[rows[i]] > startNs) found.push(holdFacts(model, rows[i]));
  }
  return found;
}

export function pileFacts(
  model: Model,
  lane: number,
  fromNs: number,
  toNs: number,
  first: number,
  last: number,
): PileFacts {
  const store = model.lanes[lane];
  const times = store.timeIn(fromNs, toNs);
  const longest = spanFacts(model, lane, longestIn(model, lane, first, last));
  return {
    kind: "pile",
    lane,
    startNs: fromNs,
    endNs: toNs,
    spans: last - first + 1,
    timesNs: Array.from(times).slice(0, TONE_COUNT),
    longest,
  };
}

/** The longest wait among spans first … last of a lane, or the longest span where none waits. */
export function longestIn(model: Model, lane: number, first: number, last: number): number {
  const store = model.lanes[lane];
  let best = first;
  let bestNs = -1;
  let bestWaits = false;
  for (let span = first; span <= last; span++) {
    const waits = store.objectOf(span) >= 0;
    const ns = store.spanEndNs(span) - store.startNsOf(span);
    if ((waits && !bestWaits) || (waits === bestWaits && ns > bestNs)) {
      best = span;
      bestNs = ns;
      bestWaits = waits;
    }
  }
  return best;
}

export function bandFacts(model: Model, hold: number): BandFacts {
  const facts = holdFacts(model, hold);
  return { kind: "band", resource: facts.resource, hold: facts, startNs: facts.startNs, endNs: facts.endNs };
}

export function select(model: Model, target: Target): Selection {
  if (target.kind === "loss") {
    const mark = markOfLoss(model.losses, target.variable, target.loss);
    if (mark < 0) throw new Error("The trace has no such loss any more.");
    const extent = lossExtent(model.losses.marks[mark]);
    return { target, facts: lossFacts(model, mark), extent, freed: [], edges: [], alive: [], chain: [] };
  }
  if (target.kind === "race") {
    const facts = raceFacts(model.findings, target.finding);
    if (facts === null) throw new Error("The trace has no such race any more.");
    const { startNs, endNs } = facts;
    return { target, facts, extent: { startNs, endNs }, freed: [], edges: [], alive: [], chain: [] };
  }
  if (target.kind === "item") {
    const facts = itemFacts(model, target.item);
    const extent = { startNs: facts.startNs, endNs: facts.endNs };
    return { target, facts, extent, freed: freedBy(model, facts), edges: edgesOfItem(facts), alive: [], chain: [] };
  }
  const facts = target.kind === "span" ? spanFacts(model, target.lane, target.span) : bandFacts(model, target.hold);
  const wait = facts.kind === "span" ? (facts.wait?.wait ?? -1) : waitOfHold(model, facts.hold!.hold);
  const chain = wait < 0 ? [] : chainOf(model, wait);
  return {
    target,
    facts,
    extent: { startNs: facts.startNs, endNs: facts.endNs },
    freed: freedBy(model, facts),
    edges: facts.kind === "span" ? edgesOfSpan(model, facts.lane, facts.startNs, facts.endNs) : [],
    alive: facts.kind === "span" && facts.wait ? aliveDuring(model, facts.wait) : [],
    chain: chain.map((step) => ({
      ...step,
      facts: waitFacts(model, step.wait),
      holdFacts: step.hold >= 0 ? holdFacts(model, step.hold) : null,
    })),
  };
}

/** Daemon threads and those of the standard library do not keep a program alive. */
function aliveDuring(model: Model, { op, object, lane, wait }: WaitFacts): Selection["alive"] {
  if (op !== WaitOp.threadJoin || object >= 0) return [];
  const { lanes } = model.trace;
  const atNs = lastMomentOf(model, wait);
  const alive: Selection["alive"] = [];
  for (const [other, { kind, process, daemon, internal, startNs, endNs, ended }] of lanes.entries()) {
    const counts = other !== lane && kind === "thread" && process === lanes[lane].process && !daemon && !internal;
    if (!counts || startNs > atNs || (ended && endNs < atNs) || alive.length === MOST_FREED) continue;
    const own = waitAt(model, other, atNs);
    alive.push({ lane: other, wait: own >= 0 ? waitFacts(model, own) : null });
  }
  return alive;
}

function freedBy(model: Model, facts: SpanFacts | BandFacts | ItemFacts): WaitFacts[] {
  const { waits } = model.trace;
  const lane = facts.kind === "band" ? (facts.hold?.lane ?? -1) : facts.lane;
  const counts = (wait: number): boolean => {
    if (facts.kind === "span") return true;
    if (facts.kind === "item") return isForItem(model.trace, wait, facts);
    return waits.object[wait] === facts.resource;
  };
  if (lane < 0) return [];
  const rows = model.wakesOf(lane);
  const freed: WaitFacts[] = [];
  for (let i = countUpTo(rows, waits.wakerNs, facts.endNs) - 1; i >= 0 && freed.length < MOST_FREED; i--) {
    if (waits.wakerNs[rows[i]] < facts.startNs) break;
    if (counts(rows[i])) freed.unshift(waitFacts(model, rows[i]));
  }
  return freed;
}
