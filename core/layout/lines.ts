/** From a line of the source, or a function, to its spans: waits that began there, locks taken there, items that ran it. */

import type { Target } from "./facts";
import { LitLanes, stretchesOf } from "./lit-lanes";
import type { Model } from "./model";
import { targetInRow } from "./navigate";
import { finishedNs } from "./pool-use";

/** A line of a file, or a function in it, as the trace names them. */
export type Place = { file: string; line: number } | { file: string; function: string };

export interface OfPlace {
  /** Its longest wait; without one its longest hold, then its longest item. */
  target: Target;
  /** How many waits, holds and items. */
  count: number;
  lit: LitLanes;
}

export function sitesOf({ trace }: Model, place: Place): Set<number> {
  const sites = new Set<number>();
  trace.sites.forEach(({ file, line, function: name }, site) => {
    if (site === 0 || file !== place.file) return;
    if ("line" in place ? line === place.line : name === place.function) sites.add(site);
  });
  return sites;
}

/** Null where nothing that is drawn belongs to it. */
export function ofPlace(model: Model, place: Place): OfPlace | null {
  const sites = sitesOf(model, place);
  if (sites.size === 0) return null;
  const { waits, holds, items } = model.trace;
  const of = (length: number, site: ArrayLike<number>) => {
    const rows: number[] = [];
    for (let row = 0; row < length; row++) if (sites.has(site[row])) rows.push(row);
    return rows;
  };
  const ownWaits = of(waits.length, waits.site);
  const ownHolds = of(holds.length, holds.site);
  const ownItems = of(items.length, items.functionSite).filter(
    (row) => items.lane[row] >= 0 && items.startNs[row] >= 0,
  );
  const itemEndNs = new Float64Array(items.length);
  for (const row of ownItems) itemEndNs[row] = finishedNs(model.trace, row);
  const target =
    targetOfWait(model, longest(ownWaits, waits)) ??
    targetOfHold(longest(ownHolds, holds)) ??
    targetOfItem(longest(ownItems, { startNs: items.startNs, endNs: itemEndNs }));
  if (!target) return null;
  const itemRows = { lane: items.lane, startNs: items.startNs, endNs: itemEndNs };
  const stretches = stretchesOf([
    [ownWaits, waits],
    [ownHolds, holds],
    [ownItems, itemRows],
  ]);
  const lit = new LitLanes(stretches, model.trace.lanes.length);
  return { target, count: stretches.length, lit };
}

/** How many waits, holds and items each site has, by its index: what can be found and is there to be shown. */
export function usedSites({ trace }: Model): number[] {
  const { waits, holds, items, sites } = trace;
  const used = new Array<number>(sites.length).fill(0);
  for (let row = 0; row < waits.length; row++) used[waits.site[row]]++;
  for (let row = 0; row < holds.length; row++) used[holds.site[row]]++;
  for (let row = 0; row < items.length; row++) if (items.lane[row] >= 0) used[items.functionSite[row]]++;
  used[0] = 0;
  return used;
}

/** The first of the longest; -1 of none. */
function longest(
  rows: readonly number[],
  { startNs, endNs }: { startNs: ArrayLike<number>; endNs: ArrayLike<number> },
) {
  let best = -1;
  for (const row of rows) if (best < 0 || endNs[row] - startNs[row] > endNs[best] - startNs[best]) best = row;
  return best;
}

function targetOfWait(model: Model, wait: number): Target | null {
  if (wait < 0) return null;
  const { waits } = model.trace;
  return targetInRow(model, { kind: "lane", lane: waits.lane[wait] }, waits.startNs[wait]);
}

const targetOfHold = (hold: number): Target | null => (hold < 0 ? null : { kind: "hold", hold });
const targetOfItem = (item: number): Target | null => (item < 0 ? null : { kind: "item", item });
