/** The same window as a table: what each lane did in it, for those who do not see the picture and for those who want numbers. */
import { longestIn, type SpanFacts, spanFacts } from "./facts";
import { lossesIn } from "./losses";
import type { Model } from "./model";

export interface LaneInWindow {
  lane: number;
  /** Time in each tone within the window. */
  timesNs: number[];
  /** The longest wait that touches the window, in full length. */
  longest: SpanFacts | null;
  /** Writes in the window that lost something: those of this lane, and those that undid what it had written. */
  losses: number;
}

export function tableOf(model: Model, fromNs: number, toNs: number): LaneInWindow[] {
  const table: LaneInWindow[] = [];
  model.trace.lanes.forEach(({ internal }, lane) => {
    const store = model.lanes[lane];
    if (internal || store.length === 0 || store.beginNs >= toNs || store.endNs <= fromNs) return;
    const first = Math.max(0, store.spanAt(fromNs));
    const span = longestIn(model, lane, first, Math.max(first, store.spanAt(toNs)));
    const longest = store.object[span] >= 0 ? spanFacts(model, lane, span) : null;
    const losses = lossesIn(model.losses, lane, fromNs, toNs).length;
    table.push({ lane, timesNs: Array.from(store.timeIn(fromNs, toNs)), longest, losses });
  });
  return table;
}
