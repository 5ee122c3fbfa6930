/**
 * What a lane that waits needs in order to go on: of each of its needs, one lane that gives.
 *
 *   lock            its holder                       join        that lane (several: each of them)
 *   semaphore       anyone who has a permit          result      who runs the item, else any worker
 *   queue, event,   anyone alive: who has given so   task        besides, the thread of its event loop
 *   condition, …    far is merely the likely one
 *
 * Null = it may go on by itself, or by something that nobody recorded: time, input and output, a signal of the system, another
 * program. In doubt null: who is said to be stuck must be.
 */
import { RecordKind, type Trace, WaitOp } from "../../trace/types";
import { WAIT_TARGET } from "../../trace/vocabulary";
import type { LaneIndex, Ns, ResourceIndex, SiteIndex, WaitIndex } from "../../units";
import { isComplete } from "../completeness";
import type { Moment } from "./moment";

export interface Need {
  /** Any of them would do. */
  givers: Giver[];
  /** So would any other lane that lives and can reach the resource: in the process, or `everywhere`. */
  orAnyone: null | "process" | "everywhere";
}

export interface Giver {
  lane: LaneIndex;
  /** Where it took what it is to give; 0 = nowhere in particular. */
  site: SiteIndex;
}

const only = (lane: LaneIndex, site: SiteIndex = 0): Need => ({ givers: [{ lane, site }], orAnyone: null });

/** Of a lane that lives. */
export function needsOf(moment: Moment, lane: LaneIndex): Need[] | null {
  const wait = moment.waitOf.get(lane);
  const { lanes } = moment.trace;
  const { kind, loop } = lanes[lane];
  const own = wait === undefined ? null : needsOfWait(moment, wait);
  if (kind !== "task" || loop < 0 || lanes[loop].kind === "task") return own;
  // Nothing of a task happens while the thread of its loop stands still.
  return [...(own ?? []), only(loop)];
}

function needsOfWait(moment: Moment, wait: WaitIndex): Need[] | null {
  const { waits, lanes, processes } = moment.trace;
  const op = waits.op[wait];
  const object = waits.object[wait];
  if (op === WaitOp.future || op === WaitOp.poolJoin) return poolNeeds(moment, wait);
  if (waits.argument[wait] !== 0) return null;
  switch (op) {
    case WaitOp.threadJoin:
      if (isFeederOfUndrained(moment, wait)) return [{ givers: [], orAnyone: "everywhere" }];
      return object >= 0 ? endOf(moment, [object]) : endOf(moment, joinedAtExit(moment, waits.lane[wait]));
    case WaitOp.task:
      return object >= 0 ? endOf(moment, [object]) : null;
    case WaitOp.processJoin: {
      if (object < 0 || !processes[object].traced) return null;
      // Lanes ascend by start: the first of a process is its main thread, which waits for the others.
      const main = lanes.findIndex(({ process, kind }) => process === object && kind === "thread");
      return main < 0 ? null : endOf(moment, [main]);
    }
    default:
      return object >= 0 && WAIT_TARGET[op] === "resource" ? resourceNeeds(moment, wait, object) : null;
  }
}

/** multiprocessing's name for the thread that writes into the pipe what a process has put into a queue. */
const FEEDER = "QueueFeederThread";
/** Until then a feeder may just be about to finish. */
const FEEDER_SETTLED_NS = 250e6;

/** At its end a process waits for the feeders of its queues, and these for somebody who reads, once the pipe is full. */
export function isFeederOfUndrained({ trace, atNs }: Moment, wait: WaitIndex): boolean {
  const { waits, lanes } = trace;
  const feeder = waits.object[wait];
  if (waits.op[wait] !== WaitOp.threadJoin || feeder < 0) return false;
  if (!lanes[feeder].internal || lanes[feeder].name !== FEEDER) return false;
  return waits.startNs[wait] <= atNs - FEEDER_SETTLED_NS && undrainedQueue(trace, lanes[feeder].process, atNs) >= 0;
}

/** A queue into which this process has put what nobody has taken yet; -1 = none. */
export function undrainedQueue({ events, lanes, resources }: Trace, process: number, atNs: Ns): ResourceIndex {
  const left = new Map<ResourceIndex, number>();
  const areOfProcess = new Set<ResourceIndex>();
  for (let event = 0; event < events.length && events.timeNs[event] <= atNs; event++) {
    const resource = events.resource[event];
    if (resource < 0 || resources[resource].module !== "multiprocessing") continue;
    const isPut = events.kind[event] === RecordKind.put;
    if (!isPut && events.kind[event] !== RecordKind.get) continue;
    if (isPut && lanes[events.lane[event]].process === process) areOfProcess.add(resource);
    left.set(resource, (left.get(resource) ?? 0) + (isPut ? 1 : -1));
  }
  return [...areOfProcess].find((resource) => left.get(resource)! > 0 && resources[resource].instances === 1) ?? -1;
}

/** One that has ended already holds up nobody. */
function endOf({ isAlive }: Moment, lanes: readonly LaneIndex[]): Need[] | null {
  const alive = lanes.filter(isAlive);
  return alive.length === 0 ? null : alive.map((lane) => only(lane));
}

function joinedAtExit({ trace: { lanes } }: Moment, waiter: LaneIndex): LaneIndex[] {
  const { process } = lanes[waiter];
  return lanes.flatMap((lane, index) =>
    lane.process === process && index !== waiter && lane.kind === "thread" && !lane.daemon && !lane.internal
      ? [index]
      : [],
  );
}

function resourceNeeds(moment: Moment, wait: WaitIndex, resource: ResourceIndex): Need[] | null {
  const { trace, atNs } = moment;
  const { instances, parameter } = trace.resources[resource];
  if (instances > 1 || !isComplete(trace, resource)) return null;
  const uses = moment.usesOf(resource);
  const sinceNs = trace.waits.startNs[wait];
  const counted = trace.resources[resource].counted !== null;
  switch (trace.waits.op[wait]) {
    case WaitOp.lock:
      return lockNeeds(moment, wait, resource);
    case WaitOp.semaphore:
      if (!counted && uses.value > 0) return null;
      return unlessHandled(moment, wait, permitNeed(moment, wait, resource, counted));
    case WaitOp.event:
      // Set, and about to go on. An interrupt's handler runs in the main thread, also while that waits for an event.
      if (uses.setNs >= sinceNs || (uses.setNs > uses.clearNs && !counted) || isMain(moment, wait)) return null;
      return [anyone(moment, wait, resource, uses.wakers)];
    case WaitOp.condition:
      if (uses.notifyNs >= sinceNs || isMain(moment, wait)) return null;
      return [anyone(moment, wait, resource, uses.wakers)];
    case WaitOp.barrier: {
      const there = [...moment.waitOf.values()].filter((other) => trace.waits.object[other] === resource);
      if (uses.passedNs >= sinceNs || there.length >= parameter) return null;
      return [anyone(moment, wait, resource, [])];
    }
    case WaitOp.get:
      if (!counted && uses.puts > uses.gets) return null;
      return unlessHandled(moment, wait, anyone(moment, wait, resource, uses.putters));
    case WaitOp.put:
      if (!counted && parameter > 0 && uses.puts - uses.gets < parameter) return null;
      return [anyone(moment, wait, resource, uses.getters)];
    case WaitOp.queueJoin:
      if (uses.unfinished === 0 || atNs < sinceNs) return null;
      return [anyone(moment, wait, resource, [...uses.wakers, ...uses.getters])];
    default:
      return null;
  }
}

function isMain({ trace: { waits, lanes } }: Moment, wait: WaitIndex): boolean {
  const lane = waits.lane[wait];
  return lanes.findIndex(({ process, kind }) => process === lanes[lane].process && kind === "thread") === lane;
}

/** What anyone may give, a handler of a signal may: it runs in the main thread, also while that waits. */
function unlessHandled(moment: Moment, wait: WaitIndex, need: Need): Need[] | null {
  const handles = [...(moment.trace.signalLines?.values() ?? [])].some(({ handlesSignals }) => handlesSignals);
  return need.orAnyone !== null && handles && isMain(moment, wait) ? null : [need];
}

function anyone(moment: Moment, wait: WaitIndex, resource: ResourceIndex, likely: Iterable<LaneIndex>): Need {
  const own = moment.trace.waits.lane[wait];
  const { module, processes } = moment.trace.resources[resource];
  const givers = [...new Set(likely)].filter((lane) => lane !== own && moment.isAlive(lane));
  return {
    givers: givers.map((lane) => ({ lane, site: 0 })),
    orAnyone: module === "multiprocessing" || processes.length > 1 ? "everywhere" : "process",
  };
}

/**
 * A lock is given back by who holds it, as far as its acquire is paired with a release: by `with` or `finally`, or by a release() in
 * the same function. Another one may be a signal, which anyone gives.
 */
function lockNeeds(moment: Moment, wait: WaitIndex, resource: ResourceIndex): Need[] | null {
  const { trace, holdOf, isAlive } = moment;
  const { waits, holds } = trace;
  const hold = holdOf.get(resource);
  const counted = trace.resources[resource].counted !== null;
  if (hold === undefined && !counted) return null;
  const isRecorded = hold !== undefined && (!counted || holds.startNs[hold] >= waits.startNs[wait]);
  const holder: Giver = isRecorded
    ? { lane: holds.lane[hold], site: holds.site[hold] }
    : { lane: waits.holderLane[wait], site: waits.holderSite[wait] };
  if (holder.lane < 0) return null;
  const own = waits.lane[wait];
  const isOwned = trace.resources[resource].kind !== "lock" || isPaired(moment, holder.site, holder.lane === own);
  if (!isOwned) {
    const givers = [holder].filter(({ lane }) => isAlive(lane));
    return unlessHandled(moment, wait, { ...anyone(moment, wait, resource, []), givers });
  }
  if (isRecorded) return [{ givers: [holder].filter(({ lane }) => isAlive(lane)), orAnyone: null }];
  // Only counted: who came in between is not known. Nobody did if the holder has stood still since before this wait.
  const holdersWait = moment.waitOf.get(holder.lane);
  const isSure = holdersWait !== undefined && waits.startNs[holdersWait] <= waits.startNs[wait];
  const others = isSure ? [] : usersOf(moment, resource).filter((lane) => lane !== own && lane !== holder.lane);
  const givers = [holder, ...others.map((lane) => ({ lane, site: 0 }))];
  return [{ givers: givers.filter(({ lane }) => isAlive(lane)), orAnyone: null }];
}

/** False: somebody else may release what is acquired at this line. */
function isPaired({ trace }: Moment, site: SiteIndex, isForItself: boolean): boolean {
  const { file, line } = trace.sites[site];
  const lines = trace.signalLines?.get(file);
  // Without the source: who waits for itself may well wait for a signal, who waits for another who waits hardly does.
  if (lines === undefined || site === 0) return !isForItself;
  if (lines.guardedAcquires?.includes(line)) return true;
  // Who acquires again, outside of any block, expects that somebody releases in between.
  return !lines.unpairedAcquires.includes(line) && !(isForItself && lines.pairedAcquires.includes(line));
}

function usersOf({ trace: { holds, waits } }: Moment, resource: ResourceIndex): LaneIndex[] {
  const users = new Set<LaneIndex>();
  for (let hold = 0; hold < holds.length; hold++) if (holds.resource[hold] === resource) users.add(holds.lane[hold]);
  for (let wait = 0; wait < waits.length; wait++)
    if (waits.op[wait] === WaitOp.lock && waits.object[wait] === resource) users.add(waits.lane[wait]);
  return [...users];
}

function permitNeed(moment: Moment, wait: WaitIndex, resource: ResourceIndex, counted: boolean): Need {
  const { trace, isAlive } = moment;
  const uses = moment.usesOf(resource);
  const own = trace.waits.lane[wait];
  const holders = [...uses.permits].filter(([, { count }]) => count > 0);
  const givers = holders.filter(([lane]) => isAlive(lane)).map(([lane, { site }]) => ({ lane, site }));
  const taken = holders.reduce((sum, [, { count }]) => sum + count, 0);
  // Who has taken a permit gives it back, as far as all did so.
  const areOwned =
    !counted &&
    taken === trace.resources[resource].parameter &&
    [...uses.permits.values()].every(({ count }) => count >= 0) &&
    holders.every(([lane, { site }]) => isPaired(moment, site, lane === own));
  if (areOwned) return { givers, orAnyone: null };
  const others = [...uses.wakers].filter((lane) => lane !== own && isAlive(lane));
  return { ...anyone(moment, wait, resource, others), ...(givers.length > 0 ? { givers } : {}) };
}

/** A result: of the item that is waited for alone; of several, any may be the next. The end of a pool: of all its workers. */
function poolNeeds(moment: Moment, wait: WaitIndex): Need[] | null {
  const { trace, idle, isAlive } = moment;
  const { waits, items, pools } = trace;
  const pool = waits.object[wait];
  if (pool < 0) return null;
  const workers = pools[pool].lanes.filter(isAlive);
  const busy = workers.filter((lane) => !idle.has(lane));
  if (waits.op[wait] === WaitOp.poolJoin) return endOf(moment, busy);
  const job = waits.argument[wait];
  const givers = new Map<LaneIndex, SiteIndex>();
  for (const item of moment.pendingItems(pool, job)) {
    if (items.lane[item] >= 0 && items.startNs[item] <= moment.atNs) givers.set(items.lane[item], 0);
    // One that nobody has begun: whichever worker comes free. One that is still to be started would.
    else if (workers.length < pools[pool].workers) return null;
    else for (const worker of workers) givers.set(worker, 0);
  }
  return givers.size === 0 ? null : [{ givers: [...givers].map(([lane, site]) => ({ lane, site })), orAnyone: null }];
}
