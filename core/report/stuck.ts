/** The report's `stuck`: who waited for whom when the run ended or was told to stop. */
import { momentOfStop, type WaitingLane, whoWaitsForWhom } from "../analysis/who-waits";
import type { Trace } from "../trace/types";
import type { SiteIndex } from "../units";
import type { Report } from "./schema";

export function reportStuck(trace: Trace): Report["stuck"] {
  return whoWaitsForWhom(trace, momentOfStop(trace)).map((waiting) => describe(trace, waiting));
}

function describe(trace: Trace, waiting: WaitingLane): Report["stuck"][number] {
  const { lane, op, resource, pool, process, sinceNs, site, holder, holderSite, cycle } = waiting;
  const pid = process === null ? null : trace.processes[process].pid;
  return {
    lane,
    op,
    resource,
    pool,
    pid,
    sinceNs,
    site: place(trace, site),
    holder,
    holderSite: place(trace, holderSite),
    cycle,
  };
}

function place({ sites }: Trace, site: SiteIndex): { file: string; line: number } | null {
  return site === 0 ? null : { file: sites[site].file, line: sites[site].line };
}
