/** Coroutines and tasks that were thrown away, in groups that are told of together. */
import type { Trace } from "../../trace/types";
import { momentOfStop } from "../who-waits";

/** Rows of `Trace.mishaps` of one kind, coroutine and call; what came of a stop is no mistake of the program's. */
export function groupMishaps(trace: Trace, kinds: readonly number[]): number[][] {
  const { mishaps } = trace;
  if (mishaps === undefined) return [];
  const stopNs = momentOfStop(trace);
  const { what, timeNs, site, where, isCall } = mishaps;
  const groups = new Map<string, number[]>();
  for (let row = 0; row < mishaps.length; row++) {
    if (!kinds.includes(what[row]) || timeNs[row] >= stopNs) continue;
    const key = `${what[row]} ${site[row]} ${isCall[row] === 1 ? where[row] : 0}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [row]);
    else known.push(row);
  }
  return [...groups.values()];
}
