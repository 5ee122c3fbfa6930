/** A queue.Queue's own mutex leaves no record: two accesses that both run under such a one are taken as ordered. */
import type { Accesses } from "../trace/accesses";
import type { Trace } from "../trace/types";
import type { RacingPair } from "./detector";

export function areUnderMutex(trace: Trace, { site, sites }: Accesses, { first, second }: RacingPair): boolean {
  return [first, second].every((row) => {
    const { file, line } = trace.sites[sites[site[row]].site];
    return trace.signalLines?.get(file)?.underMutex?.includes(line) ?? false;
  });
}
