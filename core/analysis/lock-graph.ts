/**
 * Which locks were taken while which others were held: the lock graph (Havelund: Using runtime analysis to guide model checking of Java
 * programs, 2000, "GoodLock"; Bensalem, Havelund: Dynamic deadlock analysis of multi-threaded programs, 2005, add gates and the order
 * of starts and joins).
 */
import { groupOf, groupRows, sortRows } from "../trace/column";
import type { Trace } from "../trace/types";
import type { HoldIndex, LaneIndex, Ns, ResourceIndex, SiteIndex } from "../units";
import { isSaid } from "./rules/said-of-line";

/** More different nestings than these are not looked at. */
export const MOST_NESTINGS = 5_000;
/** A lane that holds more than these at once has left them behind: what it takes from then on is not looked at. */
export const MOST_HELD = 256;
/** Of nestings that are alike in all but their time, so many are kept: an early one may be ordered where a later one is not. */
const MOST_ALIKE = 4;

/** A lane took `inner` while it held `outer`. */
export interface Nesting {
  lane: LaneIndex;
  outer: ResourceIndex;
  inner: ResourceIndex;
  outerSite: SiteIndex;
  innerSite: SiteIndex;
  outerNs: Ns;
  innerNs: Ns;
  /** What else it held then: another lane that holds one of them cannot be in the way. */
  gates: ResourceIndex[];
}

/** By outer lock. */
export function nestingsOf(trace: Trace): Map<ResourceIndex, Nesting[]> {
  const { holds, lanes } = trace;
  const byLane = groupRows(holds.lane, holds.length, lanes.length);
  const alike = new Map<string, number>();
  const found = new Map<ResourceIndex, Nesting[]>();
  for (let lane = 0; lane < lanes.length; lane++) {
    const rows = sortRows(groupOf(byLane, lane).slice(), holds.startNs);
    let open: HoldIndex[] = [];
    for (const hold of rows) {
      const startNs = holds.startNs[hold];
      if (open.length > 0) open = open.filter((other) => holds.endNs[other] > startNs);
      if (open.length > 0 && canBlock(trace, hold)) {
        for (const outer of open) {
          if (!isBlock(trace, outer) || holds.resource[outer] === holds.resource[hold]) continue;
          if (!add(trace, found, alike, outer, hold, open)) return found;
        }
      }
      open.push(hold);
      if (open.length > MOST_HELD) break;
    }
  }
  return found;
}

/** False when there are too many. */
function add(
  { holds }: Trace,
  found: Map<ResourceIndex, Nesting[]>,
  alike: Map<string, number>,
  outer: HoldIndex,
  inner: HoldIndex,
  open: readonly HoldIndex[],
): boolean {
  const gates = open.filter((hold) => hold !== outer).map((hold) => holds.resource[hold]);
  const nesting: Nesting = {
    lane: holds.lane[inner],
    outer: holds.resource[outer],
    inner: holds.resource[inner],
    outerSite: holds.site[outer],
    innerSite: holds.site[inner],
    outerNs: holds.startNs[outer],
    innerNs: holds.startNs[inner],
    gates,
  };
  const key = `${nesting.lane} ${nesting.outer} ${nesting.inner} ${nesting.outerSite} ${nesting.innerSite} ${gates.join(",")}`;
  const times = alike.get(key) ?? 0;
  if (times >= MOST_ALIKE) return true;
  if (times === 0 && alike.size >= MOST_NESTINGS) return false;
  alike.set(key, times + 1);
  const known = found.get(nesting.outer);
  if (known !== undefined) known.push(nesting);
  else found.set(nesting.outer, [nesting]);
  return true;
}

/** A lock of one object that its own lane lets go: no signal that another one gives back, no entry that stands for many. */
function isBlock(trace: Trace, hold: HoldIndex): boolean {
  const { holds, resources, signalLines, sites } = trace;
  if (resources[holds.resource[hold]].instances > 1) return false;
  const site = holds.site[hold];
  // Without its source nobody can tell a try from an acquire that waits for ever.
  if (site === 0 || signalLines?.get(sites[site].file) === undefined) return false;
  return resources[holds.resource[hold]].kind !== "lock" || !isSaid(trace, site, "unpairedAcquires");
}

/** It would have waited for ever: a try, or an acquire with a timeout, gives up. */
const canBlock = (trace: Trace, hold: HoldIndex): boolean =>
  isBlock(trace, hold) && !isSaid(trace, trace.holds.site[hold], "triedAcquires");
