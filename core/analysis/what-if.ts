/**
 * What if a pool had more workers, or fewer: what it was given in this run, played through with each number. What is taken for
 * true is told with it (`assumes`).
 */
import type { Trace } from "../trace/types";
import type { Ns } from "../units";
import { once } from "./once";
import { type NotPlayed, type PoolWork, workOfPools } from "./pools/pool-work";
import { simulate } from "./pools/simulate";

/** Most workers that are tried. */
export const MAX_WORKERS = 64;
/** The play with as many workers as there were must come that near to what was measured, or it says nothing of others. */
export const MAX_DEVIATION = 0.25;

export const ASSUMPTIONS = [
  /** Each item takes as long as it took, and so do handing it over and the start of the first process. */
  "sameRunTimes",
  /** Threads that compute share one interpreter: together they compute no faster than one. */
  "oneInterpreter",
  /** No more of them compute at once than there are processors. */
  "processors",
  /** How much they compute, or how many processors there are, is not known: they are taken not to be in each other's way. */
  "notInTheWay",
  /** Who submits waits for the same results as before, and else goes on as fast as it did. */
  "sameSubmits",
] as const;
export type Assumption = (typeof ASSUMPTIONS)[number];

export interface WithWorkers {
  workers: number;
  durationNs: Ns;
  /** Share of the workers' time in which they had items. */
  utilization: number;
}

export interface PoolWhatIf {
  pool: number;
  /** Why nothing is told; null: it is. */
  reason: NotPlayed | null;
  /** How many workers it may have, and how long it took, from the first submit to the last finish. */
  workers: number;
  measuredNs: Ns;
  /** What workers take at once: items, or chunks of them. */
  units: number;
  cpuShare: number | null;
  processors: number | null;
  handOverNs: Ns;
  startUpNs: Ns;
  assumes: Assumption[];
  /** Ascending; the pool's own number is among them. */
  plays: WithWorkers[];
}

/** Index = pool. */
export const whatIf = once((trace: Trace): PoolWhatIf[] =>
  workOfPools(trace).map((work, pool) => {
    const { workers } = trace.pools[pool];
    if (typeof work === "string") {
      const nothing = {
        measuredNs: 0,
        units: 0,
        cpuShare: null,
        processors: null,
        handOverNs: 0,
        startUpNs: 0,
        assumes: [],
        plays: [],
      };
      return { pool, reason: work, workers, ...nothing };
    }
    return {
      pool,
      reason: null,
      workers,
      measuredNs: work.lastFinishNs - work.firstSubmitNs,
      units: work.units.length,
      cpuShare: work.computed.cpuShare,
      processors: work.processorCount,
      handOverNs: work.handOverNs,
      startUpNs: work.startUpNs,
      assumes: assumptions(work),
      plays: numbersToTry(workers, work.units.length).map((number) => withWorkers(work, number)),
    };
  }),
);

export function withWorkers(work: PoolWork, workers: number): WithWorkers {
  const { durationNs, busyNs } = simulate(work, workers);
  const tookNs = Math.round(work.startUpNs + durationNs);
  return { workers, durationNs: tookNs, utilization: tookNs > 0 ? Math.min(1, busyNs / (workers * tookNs)) : 0 };
}

/** Its play with the workers that it has is near to what was measured: then those with others say something. */
export function isNearTheTruth({ measuredNs, workers, plays }: PoolWhatIf): boolean {
  const own = plays.find((play) => play.workers === workers);
  return own !== undefined && Math.abs(own.durationNs - measuredNs) <= MAX_DEVIATION * measuredNs;
}

/** 1, 2, 4, … up to as many as there are units, and the pool's own number. */
function numbersToTry(workers: number, units: number): number[] {
  const numbers = new Set([workers]);
  for (let number = 1; number <= MAX_WORKERS; number *= 2) {
    numbers.add(number);
    if (number >= units) break;
  }
  return [...numbers].filter((number) => number > 0).sort((a, b) => a - b);
}

function assumptions({ computed, processors, processorCount }: PoolWork): Assumption[] {
  const said: Assumption[] = ["sameRunTimes", "sameSubmits"];
  if (processors === 1) said.push("oneInterpreter");
  else if (processorCount !== null) said.push("processors");
  if (computed.cpuShare === null || processors === Number.POSITIVE_INFINITY) said.push("notInTheWay");
  return said;
}
