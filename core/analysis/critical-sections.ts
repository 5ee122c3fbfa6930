/** The blocks under a lock, ranked by how long others waited while they were held. */
import { groupOf } from "../trace/column";
import { type Trace, WaitOp } from "../trace/types";
import type { Ns, ResourceIndex, SiteIndex } from "../units";
import { HoldRanges } from "./hold-ranges";
import { once } from "./once";
import { groupWaitsByResource } from "./wait-totals";

export interface CriticalSection {
  /** Where the lock is taken. */
  site: SiteIndex;
  resource: ResourceIndex;
  /** All that others waited while it was held there, each waiting lane for itself. */
  costNs: Ns;
  /** Holds that somebody waited for. */
  holds: number;
}

export const MOST_SECTIONS = 10;

/** The most costly first. A wait is shared out among the holds that it lasted over; of holds that were only counted nobody knows. */
export const criticalSections = once((trace: Trace): CriticalSection[] => {
  const { waits, resources } = trace;
  const waitsByResource = groupWaitsByResource(trace);
  const ranges = new HoldRanges(trace);
  const sections: CriticalSection[] = [];
  for (let resource = 0; resource < resources.length; resource++) {
    const rows = groupOf(waitsByResource, resource).filter((wait) => waits.op[wait] === WaitOp.lock);
    if (rows.length === 0) continue;
    const bySite = new Map<SiteIndex, CriticalSection>();
    ranges.shareOut(resource, [...rows], ({ site }, ns) => {
      let section = bySite.get(site);
      if (section === undefined) {
        section = { site, resource, costNs: 0, holds: 0 };
        bySite.set(site, section);
      }
      section.costNs += ns;
      section.holds++;
    });
    sections.push(...bySite.values());
  }
  return sections
    .filter(({ site }) => site > 0)
    .sort((a, b) => b.costNs - a.costNs || a.site - b.site || a.resource - b.resource)
    .slice(0, MOST_SECTIONS);
});
