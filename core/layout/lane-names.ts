/** Names of lanes as they are shown: in a sentence, where it has to be told whose thread it is, and on a row below its heading. */
import type { Trace } from "../trace/types";

type Header = Pick<Trace, "lanes" | "pools" | "processes">;

interface Named {
  lanes: readonly Pick<Trace["lanes"][number], "kind" | "name" | "process">[];
  processes: readonly Pick<Trace["processes"][number], "name">[];
}

const MAIN_THREAD = "MainThread";

/** `Process-1` for its main thread, `Thread-1 (Process-1)` for another; namesakes of one process are numbered. */
export function laneNames({ lanes, processes }: Named): string[] {
  const names = lanes.map(({ kind, name, process }) => {
    const own = processes[process]?.name ?? "";
    if (process === 0 || kind === "process" || own === "") return name;
    return kind === "thread" && name === MAIN_THREAD ? own : `${name} (${own})`;
  });
  const namesakes = new Map<string, number[]>();
  names.forEach((name, lane) => {
    const same = namesakes.get(name);
    if (same) same.push(lane);
    else namesakes.set(name, [lane]);
  });
  for (const [name, same] of namesakes) {
    if (same.length === 1) continue;
    same.forEach((lane, i) => {
      names[lane] = `${name} #${i + 1}`;
    });
  }
  return names;
}

/**
 * By lane: the number that tells a pool's worker from the others, as its name has it (`ThreadPoolExecutor-0_3` → 3). Nothing
 * where names have no number of their own.
 */
export function workerNumbers({ lanes, pools, processes }: Header): ReadonlyMap<number, number> {
  const numbers = new Map<number, number>();
  for (const { lanes: workers } of pools) {
    const own = workers.map((lane) => {
      const { name, process } = lanes[lane];
      return numbersIn(name === MAIN_THREAD ? (processes[process]?.name ?? name) : name);
    });
    // The number that differs; of `ThreadPoolExecutor-0_3` the last one, of `Thread-3 (worker)` the only one.
    const places = Math.min(...own.map(({ length }) => length));
    for (let place = places - 1; place >= 0; place--) {
      const at = own.map((all) => all[place]);
      if (new Set(at).size < workers.length) continue;
      for (const [i, lane] of workers.entries()) numbers.set(lane, at[i]);
      break;
    }
  }
  return numbers;
}

function numbersIn(name: string): number[] {
  return Array.from(name.matchAll(/\d+/g), ([digits]) => Number(digits));
}
