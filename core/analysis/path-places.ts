/** Which line a stretch of a lane's time belongs to. */
import { type Groups, groupOf, groupRows } from "../trace/column";
import type { Trace } from "../trace/types";
import type { LaneIndex, Ns, SiteIndex, WaitIndex } from "../units";

/** What happened in one lane, by time. */
interface Marks {
  timeNs: Float64Array;
  site: Uint32Array;
}

/** Items of one lane, by start. */
interface LaneItems {
  startNs: Float64Array;
  endNs: Float64Array;
  site: Uint32Array;
}

export class PlaceLookup {
  readonly #trace: Trace;
  readonly #marks = new Map<LaneIndex, Marks>();
  readonly #items = new Map<LaneIndex, LaneItems>();
  /** The main threads of the processes. */
  readonly #firstLanes: ReadonlySet<LaneIndex>;
  readonly #rows: { holds: Groups; events: Groups; waits: Groups; items: Groups };

  constructor(trace: Trace) {
    const { lanes, holds, events, waits, items } = trace;
    this.#trace = trace;
    // Lanes ascend by start: of each process the last one that is set is its first.
    this.#firstLanes = new Set(new Map(lanes.map(({ process }, lane) => [process, lane] as const).reverse()).values());
    this.#rows = {
      holds: groupRows(holds.lane, holds.length, lanes.length),
      events: groupRows(events.lane, events.length, lanes.length),
      waits: groupRows(waits.lane, waits.length, lanes.length),
      items: groupRows(items.lane, items.length, lanes.length),
    };
  }

  /**
   * Cuts a stretch, from its end to its beginning, by the lines that it belongs to. A wait is its line's; what is no wait belongs to the
   * function of the item that ran, else to the last thing that the lane had done, else to the first that a thread did later. 0 = unknown.
   */
  *cut(lane: LaneIndex, wait: WaitIndex, startNs: Ns, endNs: Ns): Generator<{ fromNs: Ns; toNs: Ns; site: SiteIndex }> {
    if (wait >= 0) {
      yield { fromNs: startNs, toNs: endNs, site: this.#trace.waits.site[wait] };
      return;
    }
    const items = this.#of(this.#items, lane, () => this.#itemsOf(lane));
    const marks = this.#of(this.#marks, lane, () => this.#marksOf(lane));
    // What a process does before its first known line is starting and importing.
    const beforeAll = this.#firstLanes.has(lane) ? 0 : (marks.site[0] ?? 0);
    for (let toNs = endNs; toNs > startNs; ) {
      const item = countBelow(items.startNs, toNs) - 1;
      const isInItem = item >= 0 && items.endNs[item] >= toNs;
      const mark = countBelow(marks.timeNs, toNs) - 1;
      const sinceNs = isInItem ? items.startNs[item] : Math.max(items.endNs[item] ?? 0, marks.timeNs[mark] ?? 0);
      const fromNs = Math.max(startNs, sinceNs);
      yield { fromNs, toNs, site: isInItem ? items.site[item] : mark < 0 ? beforeAll : marks.site[mark] };
      toNs = fromNs;
    }
  }

  #of<T>(known: Map<LaneIndex, T>, lane: LaneIndex, make: () => T): T {
    let made = known.get(lane);
    if (made === undefined) {
      made = make();
      known.set(lane, made);
    }
    return made;
  }

  #itemsOf(lane: LaneIndex): LaneItems {
    const { startNs, endNs, functionSite } = this.#trace.items;
    const rows = groupOf(this.#rows.items, lane).filter((row) => startNs[row] >= 0 && functionSite[row] > 0);
    rows.sort((a, b) => startNs[a] - startNs[b]);
    const end = (row: number) => (endNs[row] >= 0 ? endNs[row] : Number.POSITIVE_INFINITY);
    return {
      startNs: Float64Array.from(rows, (row) => startNs[row]),
      endNs: Float64Array.from(rows, end),
      site: Uint32Array.from(rows, (row) => functionSite[row]),
    };
  }

  #marksOf(lane: LaneIndex): Marks {
    const { holds, events, waits } = this.#trace;
    const marks: [Ns, SiteIndex][] = [];
    for (const row of groupOf(this.#rows.holds, lane)) marks.push([holds.startNs[row], holds.site[row]]);
    for (const row of groupOf(this.#rows.events, lane)) marks.push([events.timeNs[row], events.site[row]]);
    for (const row of groupOf(this.#rows.waits, lane)) marks.push([waits.startNs[row], waits.site[row]]);
    const known = marks.filter(([, site]) => site > 0 && this.#trace.sites[site].program);
    known.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return { timeNs: Float64Array.from(known, ([ns]) => ns), site: Uint32Array.from(known, ([, site]) => site) };
  }
}

/** How many of these ascending moments lie before `timeNs`. */
function countBelow(moments: Float64Array, timeNs: Ns): number {
  let from = 0;
  let to = moments.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (moments[middle] < timeNs) from = middle + 1;
    else to = middle;
  }
  return from;
}
