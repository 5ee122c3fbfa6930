/** Is all known of a resource, or were records lost that may have been of it? */
import type { Trace } from "../trace/types";
import type { ResourceIndex } from "../units";

/**
 * False where a lane of a process that used it lost records, and where anything of the recording could not be read: the
 * sentences of `losses` do not say of which objects that was. Then what is counted is at least so much.
 */
export function isComplete({ lanes, resources, losses }: Trace, resource: ResourceIndex): boolean {
  if (losses.length > 0) return false;
  const { processes } = resources[resource];
  return !lanes.some(({ dropped, process }) => dropped > 0 && processes.includes(process));
}
