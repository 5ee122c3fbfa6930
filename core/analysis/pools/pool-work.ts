/** What a pool was given in this run, as it can be played again with another number of workers (simulate.ts). */
import { countUpTo } from "../../trace/column";
import type { Pool } from "../../trace/pool-types";
import { type Trace, WaitOp, WaitResult } from "../../trace/types";
import type { LaneIndex, Ns, WaitIndex } from "../../units";
import { once } from "../once";
import { type Computing, computingOf } from "./computing";
import { ANY_RESULT, type Step, type Submitter, type Work } from "./simulate";
import { byStart, type Units, unitsOfPools } from "./units";

/** More units than this are not played again: it would take seconds. */
export const MAX_UNITS = 200_000;

export interface PoolWork extends Work {
  units: Units;
  computed: Computing;
  /** Of the pool's process; null = not known. */
  processorCount: number | null;
  handOverNs: Ns;
  /** Of processes: from the first submit until the first of them was ready. It is no part of what is played. */
  startUpNs: Ns;
  firstSubmitNs: Ns;
  lastFinishNs: Ns;
}

/** Why a pool's work cannot be played again. */
export const NOT_PLAYED = ["nothing ran", "too many units", "items wait for items", "not all was seen"] as const;
export type NotPlayed = (typeof NOT_PLAYED)[number];

/** Index = pool. */
export const workOfPools = once((trace: Trace): (PoolWork | NotPlayed)[] => {
  const waits = waitsForPools(trace);
  return unitsOfPools(trace).map(({ units, unseen }, pool) => {
    if (unseen > 0) return "not all was seen";
    if (units.length === 0) return "nothing ran";
    if (units.length > MAX_UNITS) return "too many units";
    return workOf(trace, pool, units, waits[pool]);
  });
});

/** Waits for results and for the end of each pool, in the order of `Trace.waits`: by lane, then by time. */
function waitsForPools({ waits, pools }: Trace): WaitIndex[][] {
  const found = pools.map(() => [] as WaitIndex[]);
  if (pools.length === 0) return found;
  for (let wait = 0; wait < waits.length; wait++) {
    const op = waits.op[wait];
    if (op !== WaitOp.future && op !== WaitOp.poolJoin) continue;
    if (waits.object[wait] >= 0 && waits.result[wait] === WaitResult.got) found[waits.object[wait]].push(wait);
  }
  return found;
}

function workOf(trace: Trace, pool: number, units: Units, waits: readonly WaitIndex[]): PoolWork | NotPlayed {
  const { kind, process, workers } = trace.pools[pool];
  const started = byStart(units);
  const running = runningOn(units, started);
  const asks = waits.filter((wait) => trace.waits.op[wait] === WaitOp.future);
  if (asks.some((wait) => running(trace.waits.lane[wait], trace.waits.startNs[wait]) >= 0))
    return "items wait for items";
  const computed = computingOf(trace, units);
  const processorCount = trace.processes[process].processors ?? null;
  const isOfProcesses = kind === "process-pool" || kind === "process-pool-executor";
  const sharesLock = !isOfProcesses && trace.program.gil;
  const processors = sharesLock ? 1 : (processorCount ?? Number.POSITIVE_INFINITY);
  // What a unit would need if nobody stood in its way.
  const heldUp = heldUpShare(computed, sharesLock, workers > processors);
  const computing = Math.min(1, (computed.cpuShare ?? 0) / Math.max(1e-9, 1 - heldUp));
  const handOverNs = medianHandOverNs(units, started);
  const firstSubmitNs = units.submitNs.reduce((least, ns) => (ns < least ? ns : least), Number.POSITIVE_INFINITY);
  const startUpNs = isOfProcesses ? Math.max(0, units.startNs[started[0]] - firstSubmitNs - handOverNs) || 0 : 0;
  const needsNs = new Float64Array(units.length);
  const keys = new Float64Array(units.length);
  for (let unit = 0; unit < units.length; unit++) {
    needsNs[unit] = Math.round((units.endNs[unit] - units.startNs[unit]) * (1 - heldUp)) + handOverNs;
    keys[unit] = units.job[unit] + 1;
  }
  return {
    units,
    needsNs,
    keys,
    computing,
    processors,
    computed,
    processorCount,
    handOverNs,
    startUpNs,
    submitters: submittersOf(trace, trace.pools[pool], units, waits, running, firstSubmitNs + startUpNs),
    firstSubmitNs,
    lastFinishNs: units.endNs.reduce((most, ns) => Math.max(most, ns), 0),
  };
}

/** Of units' time: what they waited for the interpreter's lock, or of more workers than processors for a processor. */
function heldUpShare({ cpuShare, gilShare, runningShare }: Computing, sharesLock: boolean, isCrowded: boolean): number {
  if (cpuShare === null) return 0;
  if (sharesLock) return Math.min(gilShare, 1 - cpuShare);
  return isCrowded ? Math.max(0, runningShare - cpuShare) : 0;
}

/** Which unit a lane runs at a time; -1 = none. */
function runningOn({ lane, startNs, endNs }: Units, started: readonly number[]): (of: LaneIndex, atNs: Ns) => number {
  const byLane = new Map<LaneIndex, number[]>();
  for (const unit of started) {
    const rows = byLane.get(lane[unit]);
    if (rows === undefined) byLane.set(lane[unit], [unit]);
    else rows.push(unit);
  }
  const sorted = new Map([...byLane].map(([of, rows]) => [of, Uint32Array.from(rows)]));
  return (of, atNs) => {
    const rows = sorted.get(of);
    const unit = rows === undefined ? undefined : rows[countUpTo(rows, startNs, atNs) - 1];
    return unit !== undefined && endNs[unit] > atNs ? unit : -1;
  };
}

/** From when a worker was free and there was a unit for it to when it began: the middle one of all. */
export function medianHandOverNs({ lane, submitNs, startNs, endNs }: Units, started: readonly number[]): Ns {
  const freeNs = new Map<LaneIndex, Ns>();
  const gaps: number[] = [];
  for (const unit of started) {
    const before = freeNs.get(lane[unit]);
    // What a worker does first takes its own start, too.
    if (before !== undefined && submitNs[unit] >= 0)
      gaps.push(Math.max(0, startNs[unit] - Math.max(before, submitNs[unit])));
    freeNs.set(lane[unit], endNs[unit]);
  }
  return gaps.length === 0 ? 0 : gaps.sort((a, b) => a - b)[gaps.length >> 1];
}

/** Who submitted what, each in the order of time, with the waits for results in between. */
function submittersOf(
  trace: Trace,
  { kind }: Pool,
  units: Units,
  waits: readonly WaitIndex[],
  running: (lane: LaneIndex, atNs: Ns) => number,
  openNs: Ns,
): Submitter[] {
  const found = new Map<string, { unit: number; steps: Step[] }>();
  const lazyJobs = kind === "thread-pool" || kind === "process-pool" ? jobsHandedLater(units) : new Set<number>();
  for (let unit = 0; unit < units.length; unit++) {
    const lane = units.submitLane[unit];
    // Items of an `imap` are handed on by a thread of the library, whatever the caller does.
    const isLazy = lazyJobs.has(units.job[unit]);
    const within = isLazy ? -1 : running(lane, units.submitNs[unit]);
    const name = isLazy ? `job ${units.job[unit]}` : within >= 0 ? `unit ${within}` : `lane ${lane}`;
    const submitter = found.get(name) ?? { unit: within, steps: [] as Step[] };
    found.set(name, submitter);
    submitter.steps.push({ does: "submit", unit, atNs: units.submitNs[unit] || 0 });
  }
  const results = new ResultTimes(units);
  for (const wait of waits) {
    const submitter = found.get(`lane ${trace.waits.lane[wait]}`);
    const step = submitter === undefined ? null : results.waitStep(trace, wait);
    if (step !== null) submitter?.steps.push(step);
  }
  return [...found.values()].map(({ unit, steps }) => ({
    unit,
    beganNs: unit < 0 ? 0 : units.startNs[unit],
    steps: withoutLastWaits(steps.sort((a, b) => timeOf(a) - timeOf(b))).map((step) => notBefore(step, openNs)),
  }));
}

const timeOf = (step: Step): Ns => (step.does === "submit" ? step.atNs : step.fromNs);

/** Nothing happens before the first worker is ready. */
function notBefore(step: Step, openNs: Ns): Step {
  if (step.does === "submit") return { ...step, atNs: Math.max(openNs, step.atNs) };
  return { ...step, fromNs: Math.max(openNs, step.fromNs) };
}

/** What nobody submits after, nobody waits for. */
function withoutLastWaits(steps: readonly Step[]): Step[] {
  let length = steps.length;
  while (length > 0 && steps[length - 1].does === "wait") length--;
  return steps.slice(0, length);
}

function jobsHandedLater({ length, job, submitNs }: Units): Set<number> {
  const lazy = new Set<number>();
  for (let unit = 1; unit < length; unit++)
    if (job[unit] === job[unit - 1] && submitNs[unit] !== submitNs[unit - 1]) lazy.add(job[unit]);
  return lazy;
}

/** When the results of each job, and of the pool, were there. */
class ResultTimes {
  readonly #times = new Map<number, Float64Array>();

  constructor({ length, job, endNs }: Units) {
    const lists = new Map<number, number[]>([[ANY_RESULT, []]]);
    for (let unit = 0; unit < length; unit++) {
      for (const key of [ANY_RESULT, job[unit] + 1]) {
        const list = lists.get(key);
        if (list === undefined) lists.set(key, [endNs[unit]]);
        else list.push(endNs[unit]);
      }
    }
    for (const [key, list] of lists) this.#times.set(key, Float64Array.from(list).sort());
  }

  /** The wait ended when so many results were there; null where none came meanwhile. */
  waitStep({ waits }: Trace, wait: WaitIndex): Step | null {
    const [fromNs, untilNs] = [waits.startNs[wait], waits.endNs[wait]];
    const job = waits.op[wait] === WaitOp.poolJoin ? 0 : waits.argument[wait];
    const key = job === 0 ? ANY_RESULT : job + 1;
    const times = this.#times.get(key);
    if (times === undefined) return null;
    const results = countOf(times, untilNs);
    const lastNs = times[results - 1];
    if (results === 0 || lastNs < fromNs) return null;
    return { does: "wait", key, results, fromNs, untilNs, lagNs: untilNs - lastNs };
  }
}

/** How many of these, which ascend, are no later. */
function countOf(times: Float64Array, untilNs: Ns): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] <= untilNs) low = middle + 1;
    else high = middle;
  }
  return low;
}
