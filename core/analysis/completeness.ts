/** Is all known of a resource, or were records lost that may have been of it? */
import type { Trace } from "../trace/types";
import type { ResourceIndex } from "../units";
import { once } from "./once";

/** Processes with a lane that lost records. */
const losers = once(
  ({ lanes }: Trace): ReadonlySet<number> =>
    new Set(lanes.flatMap(({ dropped, process }) => (dropped > 0 ? [process] : []))),
);

/**
 * False where a lane of a process that used it lost records, and where anything of the recording could not be read: the
 * sentences of `losses` do not say of which objects that was. Then what is counted is at least so much.
 */
export function isComplete(trace: Trace, resource: ResourceIndex): boolean {
  if (trace.losses.length > 0) return false;
  const lost = losers(trace);
  return lost.size === 0 || !trace.resources[resource].processes.some((process) => lost.has(process));
}
