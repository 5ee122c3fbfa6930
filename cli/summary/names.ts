/** Names as the summary shows them, which are those of the timeline: fit for a terminal, and telling one from the other. */
import { laneNames } from "../../core/layout/lane-names";
import { resourceNames } from "../../core/layout/resource-names";
import type { Report } from "../../core/report/schema";
import { printable } from "./text";

/** Of a lane in this report: `MainThread`, `ForkPoolWorker-2`, `logger (Process-1)`. */
export function laneName(report: Report, lane: number): string {
  return allNames(report).lanes[lane];
}

/** Of a resource in this report: `Account.lock #2`. */
export function resourceName(report: Report, resource: number): string {
  return allNames(report).resources[resource];
}

interface AllNames {
  lanes: string[];
  resources: string[];
}

/** A summary asks for many names of one report. */
const known = new WeakMap<Report, AllNames>();

function allNames(report: Report): AllNames {
  const found = known.get(report);
  if (found !== undefined) return found;
  const { processes } = report;
  const lanes = report.lanes.map(({ kind, name, pid }) => ({
    kind,
    name,
    process: processes.findIndex((each) => each.pid === pid),
  }));
  const made = {
    lanes: laneNames({ lanes, processes }).map(printable),
    // By creation already.
    resources: resourceNames(
      report.resources.map(({ name }) => ({ name, createdNs: 0 })),
      report.resources.filter(wasUsed).map(({ id }) => id),
    ).map(printable),
  };
  known.set(report, made);
  return made;
}

/** One to which nothing happened has no row on the timeline, and is not counted there. */
function wasUsed({ acquisitions, puts, waits, notifies, blockedNs }: Report["resources"][number]): boolean {
  return acquisitions + (puts ?? 0) + (waits ?? 0) + (notifies ?? 0) + blockedNs > 0;
}
