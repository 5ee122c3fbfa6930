/** The same window as a table: what each lane did in it, for those who do not see the picture and for those who want numbers. */
import { lowerBound } from "../trace/column";
import { longestIn, type SpanFacts, spanFacts } from "./facts";
import { lossesIn } from "./losses";
import type { Model } from "./model";
import { racesIn } from "./race-clusters";

export interface LaneInWindow {
  lane: number;
  /** Time in each tone within the window. */
  timesNs: number[];
  /** The longest wait that touches the window, in full length. */
  longest: SpanFacts | null;
  /** Writes in the window that lost something: those of this lane, and those that undid what it had written. */
  losses: number;
  /** Data races with an access of this lane in the window. */
  races: number;
  /** Items that it ran in the window, or a part of them. */
  items: number;
}

export function tableOf(model: Model, fromNs: number, toNs: number): LaneInWindow[] {
  const table: LaneInWindow[] = [];
  model.trace.lanes.forEach(({ internal }, lane) => {
    const store = model.lanes[lane];
    if (internal || store.length === 0 || store.beginNs >= toNs || store.endNs <= fromNs) return;
    const first = Math.max(0, store.spanAt(fromNs));
    const span = longestIn(model, lane, first, Math.max(first, store.spanAt(toNs)));
    const longest = store.objectOf(span) >= 0 ? spanFacts(model, lane, span) : null;
    const losses = lossesIn(model.losses, lane, fromNs, toNs).length;
    const races = racesIn(model.findings, lane, fromNs, toNs);
    const items = itemsIn(model, lane, fromNs, toNs);
    table.push({ lane, timesNs: Array.from(store.timeIn(fromNs, toNs)), longest, losses, races, items });
  });
  return table;
}

function itemsIn(model: Model, lane: number, fromNs: number, toNs: number): number {
  const store = model.itemsOf(lane);
  if (!store) return 0;
  const { items } = model.trace;
  const rows = model.items.ofLane.of(lane);
  const begun = lowerBound(rows, items.startNs, toNs) - lowerBound(rows, items.startNs, fromNs);
  const at = store.spanAt(fromNs);
  return begun + (at >= 0 && store.objectOf(at) >= 0 && store.startNsOf(at) < fromNs ? 1 : 0);
}
