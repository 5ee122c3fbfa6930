/** Is all known of a pool, or were records lost that may have been of it? */
import type { Trace } from "../../trace/types";

/** False where a lane of its process, or of its workers, lost records, and where anything of the recording could not be read. */
export function isPoolComplete({ lanes, losses, pools }: Trace, pool: number): boolean {
  if (losses.length > 0) return false;
  const processes = new Set([pools[pool].process, ...pools[pool].lanes.map((lane) => lanes[lane].process)]);
  return !lanes.some(({ dropped, process }) => dropped > 0 && processes.has(process));
}
