/** The report's pools: what was given to them, what became of it, and how much of their workers' time it took. */
import type { Trace } from "../trace/types";
import type { ReportPool } from "./schema";

/** Index = pool. */
export function reportPools(trace: Trace): ReportPool[] {
  return trace.pools.map((pool, id) => {
    const { kind, name, workers, submitted, completed, failed, cancelled, chunks, queueWaitNs, runNs } = pool;
    const { file, line } = trace.sites[pool.site];
    return {
      id,
      kind,
      name,
      site: { file, line },
      pid: trace.processes[pool.process].pid,
      workers,
      startedWorkers: pool.lanes.length,
      tasks: { submitted, completed, failed, cancelled },
      chunks,
      utilization: utilizationOf(pool),
      queueWaitNs,
      runNs,
    };
  });
}

/** Share of the workers' time, from the first submit to the last finish, in which they ran items; 0 where none finished. */
function utilizationOf({ runNs, workers, firstSubmitNs, lastFinishNs }: Trace["pools"][number]): number {
  const availableNs = workers * (lastFinishNs - firstSubmitNs);
  return availableNs > 0 ? Math.min(1, runNs / availableNs) : 0;
}
