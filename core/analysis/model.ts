/**
 * Which model fits what a program did: did it wait for what is outside of Python, or compute, and would threads, asyncio or processes let
 * that lie side by side?
 *
 *   lane 1   ███ compute  ░░░░░ outside  ███          alone outside: one lane waits, and nobody else does anything
 *   lane 2            ███ compute                     (a task's waits count for the task, its thread's select for nobody)
 */
import { sortRows } from "../trace/column";
import { IO_KINDS, State, type Trace, WaitOp } from "../trace/types";
import type { LaneIndex, Ns } from "../units";
import { findGilBound, MAX_CORES } from "./rules/gil-bound";

/** Shorter than this, and starting Python is what took the time. */
export const MIN_RUN_NS = 200e6;
/** Of the lanes' time at most that much may be unknown. */
export const MAX_UNKNOWN_SHARE = 0.2;
/** That share of the run one lane waited outside while nothing else went on … */
export const MIN_ALONE_SHARE = 0.4;
/** … in at least so many waits: one wait cannot lie beside itself. */
export const MIN_WAITS = 3;
/** That share of the run was computed. */
export const MIN_CPU_SHARE = 0.6;
/** Both: work of two kinds. */
export const MIN_MIXED_SHARE = 0.25;

export const MODELS = ["threads-or-asyncio", "processes", "mixed", "as-it-is", "unknown"] as const;

export interface ModelAdvice {
  fits: (typeof MODELS)[number];
  /** Of the life of the main thread. */
  runNs: Ns;
  /** Sums over the program's lanes; those of threads that are estimated from samples: cpu, io, gil. */
  cpuNs: Ns;
  ioNs: Ns;
  sleepingNs: Ns;
  lockNs: Ns;
  gilNs: Ns;
  unknownNs: Ns;
  /** How long exactly one lane waited outside and nothing computed, and in how many waits. */
  aloneNs: Ns;
  aloneWaits: number;
  /** The longest of these waits: all of them side by side would have taken that. */
  longestAloneNs: Ns;
  /** Null = no better one is recommended. What the run would take, at best. */
  wouldTakeNs: Ns | null;
}

/** Null where nothing was recorded. */
export function modelAdvice(trace: Trace): ModelAdvice | null {
  const main = trace.lanes.find(({ kind, internal }) => kind === "thread" && !internal);
  if (main === undefined) return null;
  const sums = sumsOf(trace);
  const alone = aloneOutside(trace);
  const runNs = main.endNs - main.startNs;
  const all = { runNs, ...sums, ...alone };
  // What samples tell is painted in parts of nanoseconds.
  for (const key of Object.keys(all) as (keyof typeof all)[]) all[key] = Math.round(all[key]);
  const fits = choose(trace, all);
  const isFaster = fits === "threads-or-asyncio" || fits === "mixed";
  return { fits, ...all, wouldTakeNs: isFaster ? Math.max(0, all.runNs - all.aloneNs + all.longestAloneNs) : null };
}

type Measured = Omit<ModelAdvice, "fits" | "wouldTakeNs">;

function choose(trace: Trace, measured: Measured): ModelAdvice["fits"] {
  const { runNs, cpuNs, unknownNs, aloneNs, aloneWaits } = measured;
  const knownNs = measured.ioNs + measured.sleepingNs + measured.lockNs + measured.gilNs + cpuNs;
  const isKnown = unknownNs <= MAX_UNKNOWN_SHARE * (knownNs + unknownNs) && trace.losses.length === 0;
  if (runNs < MIN_RUN_NS || !isKnown || trace.program.stillRunning) return "unknown";
  const isGilBound = findGilBound({ trace }).length > 0;
  const waits = aloneWaits >= MIN_WAITS && aloneNs >= MIN_MIXED_SHARE * runNs;
  const busy = trace.processes.filter(({ traced }) => traced).length;
  const computes = isGilBound || (busy === 1 && cpuNs >= MIN_CPU_SHARE * runNs && cpuNs <= MAX_CORES * runNs);
  if (waits && (isGilBound || (busy === 1 && cpuNs >= MIN_MIXED_SHARE * runNs))) return "mixed";
  if (waits && aloneNs >= MIN_ALONE_SHARE * runNs) return "threads-or-asyncio";
  if (computes) return "processes";
  // They stood behind each other, or behind other programs: the rule could not tell.
  return measured.gilNs >= MIN_MIXED_SHARE * runNs ? "unknown" : "as-it-is";
}

/** Lanes of the program; the waits of a thread that runs an event loop are its tasks'. */
function* workLanes({ lanes }: Trace): Generator<[lane: LaneIndex, isLoop: boolean]> {
  const loops = new Set(lanes.map(({ loop }) => loop));
  for (let lane = 0; lane < lanes.length; lane++)
    if (!lanes[lane].internal && lanes[lane].kind !== "process") yield [lane, loops.has(lane)];
}

function sumsOf(trace: Trace): Pick<ModelAdvice, "cpuNs" | "ioNs" | "sleepingNs" | "lockNs" | "gilNs" | "unknownNs"> {
  const { lanes, laneSpans } = trace;
  const sums = { cpuNs: 0, ioNs: 0, sleepingNs: 0, lockNs: 0, gilNs: 0, unknownNs: 0 };
  for (const [lane, isLoop] of workLanes(trace)) {
    const isTask = lanes[lane].kind === "task";
    const { length, startNs, state } = laneSpans[lane];
    let runningNs = 0;
    for (let span = 0; span < length; span++) {
      const ns = (span + 1 < length ? startNs[span + 1] : lanes[lane].endNs) - startNs[span];
      if (state[span] === State.running) runningNs += ns;
      else if (state[span] === State.gil && !isTask) sums.gilNs += ns;
      else if (state[span] === State.unknown && !isTask) sums.unknownNs += ns;
      else if (state[span] === State.blocked && !isLoop) sums.lockNs += ns;
      else if (state[span] === State.io && !isLoop) sums.ioNs += ns;
      else if (state[span] === State.sleeping && !isLoop) sums.sleepingNs += ns;
    }
    // Without samples nobody knows whether it computed.
    const { cpuNs } = lanes[lane];
    if (isTask) continue;
    if (cpuNs === null) sums.unknownNs += runningNs;
    else sums.cpuNs += Math.min(runningNs, cpuNs);
  }
  sums.cpuNs = Math.round(sums.cpuNs);
  return sums;
}

/** A person who types is no server that answers. */
const INPUT = IO_KINDS.indexOf("input");

function aloneOutside(trace: Trace): Pick<ModelAdvice, "aloneNs" | "aloneWaits" | "longestAloneNs"> {
  const { lanes, laneSpans, waits } = trace;
  const [times, outside, computing]: [number[], number[], number[]] = [[], [], []];
  const change = (timeNs: Ns, outsideBy: number, computingBy: number) => {
    times.push(timeNs);
    outside.push(outsideBy);
    computing.push(computingBy);
  };
  for (const [lane, isLoop] of workLanes(trace)) {
    const isTask = lanes[lane].kind === "task";
    const { length, startNs, state, wait } = laneSpans[lane];
    for (let span = 0; span < length; span++) {
      const endNs = span + 1 < length ? startNs[span + 1] : lanes[lane].endNs;
      const computes = !isTask && (state[span] === State.running || state[span] === State.gil);
      const isInput = wait[span] >= 0 && waits.op[wait[span]] === WaitOp.io && waits.object[wait[span]] === INPUT;
      const waitsOutside = !isLoop && !isInput && (state[span] === State.io || state[span] === State.sleeping);
      if (endNs <= startNs[span] || !(computes || waitsOutside)) continue;
      change(startNs[span], Number(waitsOutside), Number(computes));
      change(endNs, -Number(waitsOutside), -Number(computes));
    }
  }
  const rows = sortRows(Uint32Array.from(times.keys()), times);
  const found = { aloneNs: 0, aloneWaits: 0, longestAloneNs: 0 };
  let [waiting, busy, lastNs, pieceNs] = [0, 0, 0, 0];
  for (const row of rows) {
    const ns = waiting === 1 && busy === 0 ? times[row] - lastNs : 0;
    found.aloneNs += ns;
    pieceNs += ns;
    lastNs = times[row];
    waiting += outside[row];
    busy += computing[row];
    // A wait has ended, or is no longer alone.
    if (pieceNs > 0 && (waiting !== 1 || outside[row] < 0)) {
      found.aloneWaits++;
      found.longestAloneNs = Math.max(found.longestAloneNs, pieceNs);
      pieceNs = 0;
    }
  }
  return found;
}
