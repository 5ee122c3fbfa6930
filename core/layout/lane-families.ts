/**
 * Who belongs together: the lanes of a process, its pools' workers (threads, or main threads of other processes), the tasks of
 * an event loop beneath the thread that runs it.
 */
import type { Trace } from "../trace/types";
import { workerNumbers } from "./lane-names";

type Header = Pick<Trace, "lanes" | "pools" | "processes" | "endNs">;

export interface Family {
  /** Not daemon, not internal, no pool's worker. */
  threads: number[];
  /** Short-lived threads of one kind of name, where there are very many. */
  alike: { stem: string; lanes: number[] }[];
  pools: { pool: number; lanes: number[] }[];
  daemons: number[];
  internal: number[];
  /** Tasks whose event loop's thread is not known. */
  tasks: number[];
}

export interface Families {
  /** By process. One whose threads all work for a pool of another process has none: they stand with the pool. */
  processes: Family[];
  /** By the lane of the thread whose loop runs them. */
  tasksOf: ReadonlyMap<number, number[]>;
  /** Processes that could not be traced. */
  untraced: number[];
}

/** So many of one kind stand together. */
const MANY_ALIKE = 50;
/** Those that live for a smaller part of the run. */
const SHORT_LIFE = 0.25;

export function familiesOf({ lanes, pools, processes, endNs }: Header): Families {
  const poolOf = new Map(pools.flatMap(({ lanes: workers }, pool) => workers.map((lane) => [lane, pool] as const)));
  const homes = homesOf({ lanes, pools, processes }, poolOf);
  const families = processes.map(
    (): Family => ({ threads: [], alike: [], pools: [], daemons: [], internal: [], tasks: [] }),
  );
  const tasksOf = new Map<number, number[]>();
  const untraced: number[] = [];
  for (const [pool, { process }] of pools.entries()) families[process].pools.push({ pool, lanes: [] });
  lanes.forEach(({ kind, process, loop, internal, daemon }, lane) => {
    const family = families[homes[process]];
    const pool = poolOf.get(lane);
    if (kind === "process") untraced.push(lane);
    else if (internal) family.internal.push(lane);
    else if (kind === "task" && loop >= 0) push(tasksOf, loop, lane);
    else if (kind === "task") family.tasks.push(lane);
    else if (pool !== undefined)
      families[pools[pool].process].pools.find((each) => each.pool === pool)!.lanes.push(lane);
    else if (daemon) family.daemons.push(lane);
    else family.threads.push(lane);
  });
  // Whichever began its first item first is listed first by the trace: that says nothing to a reader.
  const numbers = workerNumbers({ lanes, pools, processes });
  for (const family of families) {
    for (const { lanes: workers } of family.pools) {
      workers.sort((a, b) => (numbers.get(a) ?? 0) - (numbers.get(b) ?? 0) || a - b);
    }
    setAlikeApart(family, lanes, endNs);
  }
  return { processes: families, tasksOf, untraced };
}

/** By process: where its lanes stand, which is with the pool that all its threads work for. */
function homesOf({ lanes, pools, processes }: Omit<Header, "endNs">, poolOf: ReadonlyMap<number, number>): number[] {
  const homes = processes.map((_, process) => process);
  const own = processes.map((): number[] => []);
  lanes.forEach(({ kind, internal, process }, lane) => {
    if (kind !== "process" && !internal) own[process].push(lane);
  });
  for (const [process, threads] of own.entries()) {
    const pool = poolOf.get(threads[0] ?? -1);
    if (pool !== undefined && threads.every((lane) => poolOf.get(lane) === pool)) homes[process] = pools[pool].process;
  }
  return homes;
}

/** `Thread-12 (fetch)` and `Thread-13 (fetch)` are of one kind. */
export function stemOf(name: string): string {
  return name.replace(/\d+/g, "…");
}

function setAlikeApart(family: Family, lanes: Trace["lanes"], endNs: number): void {
  const kinds = new Map<string, number[]>();
  for (const lane of family.threads) {
    const { name, startNs, endNs: untilNs } = lanes[lane];
    if (untilNs - startNs < SHORT_LIFE * endNs) push(kinds, stemOf(name), lane);
  }
  for (const [stem, alike] of kinds) {
    if (alike.length < MANY_ALIKE) continue;
    const isAlike = new Set(alike);
    family.alike.push({ stem, lanes: alike });
    family.threads = family.threads.filter((lane) => !isAlike.has(lane));
  }
}

function push<K>(lists: Map<K, number[]>, key: K, lane: number): void {
  const list = lists.get(key);
  if (list) list.push(lane);
  else lists.set(key, [lane]);
}
