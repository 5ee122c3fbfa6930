/**
 * Who waits for whom at one moment: the picture of a program that no longer moves.
 *
 *   lane ──waits for──▶ resource ──held by──▶ lane ──waits for──▶ …          a lock
 *   lane ──waits for──────────────────────▶ lane                             a join, of a thread, a process or a task
 *   lane ──waits for──▶ item   ──run by───▶ lane ──waits for──▶ …          a result
 *
 * Not a finding: at the end of a healthy run a consumer may well wait for the next item. It says what is, and where the arrows
 * close to a cycle, that none of these lanes can go on.
 */
import { type Program, type Trace, WaitOp, WaitResult } from "../trace/types";
import { WAIT_TARGET } from "../trace/vocabulary";
import type { HoldIndex, LaneIndex, Ns, ResourceIndex, SiteIndex, WaitIndex } from "../units";
import type { Holder } from "./rules/holder";
import { standstillAt } from "./standstill";

export interface WaitingLane {
  lane: LaneIndex;
  wait: WaitIndex;
  /** A key of WaitOp. */
  op: keyof typeof WaitOp;
  /** What it waits for, where that is a resource, a pool (a result, its end) or a process; else null. */
  resource: ResourceIndex | null;
  pool: number | null;
  process: number | null;
  sinceNs: Ns;
  site: SiteIndex;
  /** The lane it waits for: who holds the lock, whom it joins, who runs the item. Null where nobody in particular is waited for. */
  holder: LaneIndex | null;
  /** Where the holder acquired the lock; 0 = unknown or a join. */
  holderSite: SiteIndex;
  /** The lanes that wait for each other and can go on no more, beginning with this one; null where it is in no such circle. */
  cycle: LaneIndex[] | null;
}

const OP_NAMES = Object.fromEntries(Object.entries(WaitOp).map(([name, op]) => [op, name])) as Record<
  number,
  keyof typeof WaitOp
>;

/**
 * A terminal's Ctrl-C reaches the program and its host at the same time, and the program may well be the first to act: its main
 * thread wakes up, leaves its wait by an exception and waits for something else before the host has looked at its clock. The
 * host is late by some milliseconds, and by as long as one step of its own reading lasts when it is busy.
 */
export const STOP_MAY_BE_NOTED_LATE_NS = 1e9;

/**
 * When the run was first asked to stop, else its end: what the waits looked like before anything tore them apart. That is the
 * moment before the first of those waits which an exception ended shortly before the request was noted.
 *
 *   program  ──join──────✗ KeyboardInterrupt ──join at exit──▶
 *   host                          ▲ noted here
 *   answer               ▲
 */
export function momentOfStop({ program, waits, endNs }: Trace): Ns {
  const notedNs = program.stopAskedNs ?? endNs;
  if (!wasStopped(program)) return notedNs;
  let momentNs = notedNs;
  for (let wait = 0; wait < waits.length; wait++) {
    const torn = waits.result[wait] === WaitResult.exception && waits.endNs[wait] > notedNs - STOP_MAY_BE_NOTED_LATE_NS;
    // One nanosecond earlier, that wait lasts.
    if (torn) momentNs = Math.min(momentNs, Math.max(waits.endNs[wait] - 1, waits.startNs[wait]));
  }
  return momentNs;
}

/** By a request that was noted, or by a Ctrl-C that ended it before anybody could note it. A shell says 130 for SIGINT. */
function wasStopped({ stopAskedNs, signal, exitCode }: Program): boolean {
  return typeof stopAskedNs === "number" || signal === "SIGINT" || exitCode === 130;
}

/** The lanes that wait at `atNs` for something other than time or work, in the order of the lanes. */
export function whoWaitsForWhom(trace: Trace, atNs: Ns): WaitingLane[] {
  const { moment, circleOf } = standstillAt(trace, atNs);
  const waiting = [...moment.waitOf].map(([lane, wait]) => describe(trace, lane, wait, moment.holdOf));
  waiting.sort((a, b) => a.lane - b.lane);
  for (const each of waiting) each.cycle = circleOf.get(each.lane) ?? null;
  // A thread of the library that waits for work is no news, unless somebody waits for it.
  const waitedFor = new Set(waiting.map(({ holder }) => holder));
  return waiting.filter(({ lane }) => !trace.lanes[lane].internal || waitedFor.has(lane));
}

function describe(
  trace: Trace,
  lane: LaneIndex,
  wait: WaitIndex,
  holdByResource: ReadonlyMap<ResourceIndex, HoldIndex>,
): WaitingLane {
  const { waits } = trace;
  const target = WAIT_TARGET[waits.op[wait]];
  const object = waits.object[wait];
  const holder = waitedFor(trace, wait, holdByResource);
  const objectOf = (kind: typeof target) => (target === kind && object >= 0 ? object : null);
  return {
    lane,
    wait,
    op: OP_NAMES[waits.op[wait]],
    resource: objectOf("resource"),
    pool: objectOf("pool"),
    process: objectOf("process"),
    sinceNs: waits.startNs[wait],
    site: waits.site[wait],
    holder: holder.lane < 0 ? null : holder.lane,
    holderSite: holder.site,
    cycle: null,
  };
}

function waitedFor(trace: Trace, wait: WaitIndex, holdByResource: ReadonlyMap<ResourceIndex, HoldIndex>): Holder {
  const { waits, lanes } = trace;
  const object = waits.object[wait];
  switch (WAIT_TARGET[waits.op[wait]]) {
    case "lane":
      return { lane: object, site: 0 };
    case "resource":
      return holderNow(trace, wait, holdByResource.get(object));
    case "process":
      // Lanes ascend by start: the first of a process is its main thread.
      return { lane: object < 0 ? -1 : lanes.findIndex(({ process }) => process === object), site: 0 };
    case "pool":
      return { lane: waits.op[wait] === WaitOp.future ? onlyRunner(trace, object, waits.argument[wait]) : -1, site: 0 };
    default:
      return { lane: -1, site: 0 };
  }
}

/** The lane that runs what is left of this job, where there is just one; -1 = none, several, or a wait for several jobs. */
function onlyRunner({ items }: Trace, pool: number, job: number): LaneIndex {
  if (pool < 0 || job === 0) return -1;
  let runner = -1;
  for (let item = 0; item < items.length; item++) {
    if (items.pool[item] !== pool || items.job[item] !== job || items.lane[item] < 0) continue;
    if (items.result[item] !== WaitResult.open) continue;
    if (runner >= 0) return -1;
    runner = items.lane[item];
  }
  return runner;
}

/** Who held it when the wait began, unless a later hold was recorded: then that one. */
function holderNow({ waits, holds }: Trace, wait: WaitIndex, hold: HoldIndex | undefined): Holder {
  const atBegin = { lane: waits.holderLane[wait], site: waits.holderSite[wait] };
  if (hold === undefined || waits.op[wait] !== WaitOp.lock) return atBegin;
  const isLater = holds.startNs[hold] >= waits.startNs[wait];
  return isLater || atBegin.lane < 0 ? { lane: holds.lane[hold], site: holds.site[hold] } : atBegin;
}
