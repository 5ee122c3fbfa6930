/** Units of pools: what a worker takes at once, an item or a chunk of items, with what was measured of it. */
import type { Trace } from "../../trace/types";
import { once } from "../once";

/** Columns, one row a unit that was run from beginning to end; in the order of `Trace.items`: by job, then by index. */
export interface Units {
  length: number;
  job: Float64Array;
  index: Uint32Array;
  /** First and last row of `Trace.items`. */
  first: Uint32Array;
  last: Uint32Array;
  /** Items in it. */
  items: Uint32Array;
  submitLane: Int32Array;
  submitNs: Float64Array;
  submitSite: Uint32Array;
  lane: Int32Array;
  startNs: Float64Array;
  endNs: Float64Array;
}

export interface PoolUnits {
  units: Units;
  /** Units that began and did not end, or that nobody began; those of which only the result is known. */
  unfinished: number;
  unseen: number;
}

/** Index = pool. */
export const unitsOfPools = once((trace: Trace): PoolUnits[] => {
  const { items, pools } = trace;
  const found = pools.map(() => ({ rows: [] as [number, number][], unfinished: 0, unseen: 0 }));
  for (let first = 0; first < items.length; ) {
    let end = first + 1;
    while (end < items.length && isSameUnit(trace, first, end)) end++;
    const ofPool = found[items.pool[first]];
    // Behind an item that raised nobody runs the rest.
    let last = end - 1;
    while (last > first && items.lane[last] < 0) last--;
    const { startNs, endNs, lane } = items;
    if (lane[first] >= 0 && startNs[first] >= 0 && endNs[last] >= startNs[first]) ofPool.rows.push([first, last]);
    else if (endNs[last] >= 0) ofPool.unseen++;
    else ofPool.unfinished++;
    first = end;
  }
  return found.map(({ rows, unfinished, unseen }) => ({ units: columns(trace, rows), unfinished, unseen }));
});

function isSameUnit({ items }: Trace, a: number, b: number): boolean {
  return items.pool[a] === items.pool[b] && items.job[a] === items.job[b] && items.index[a] === items.index[b];
}

function columns({ items }: Trace, rows: readonly [number, number][]): Units {
  const first = Uint32Array.from(rows, ([row]) => row);
  const last = Uint32Array.from(rows, ([, row]) => row);
  const of = <C extends { [row: number]: number }>(column: C, at: Uint32Array) =>
    Float64Array.from(at, (row) => column[row]);
  return {
    length: rows.length,
    job: of(items.job, first),
    index: Uint32Array.from(of(items.index, first)),
    first,
    last,
    items: Uint32Array.from(rows, ([from, to]) => items.offset[to] + items.count[to] - items.offset[from]),
    submitLane: Int32Array.from(of(items.submitLane, first)),
    submitNs: of(items.submitNs, first),
    submitSite: Uint32Array.from(of(items.submitSite, first)),
    lane: Int32Array.from(of(items.lane, first)),
    startNs: of(items.startNs, first),
    endNs: of(items.endNs, last),
  };
}

/** Rows of `units` by when they began. */
export const byStart = ({ length, startNs }: Units): number[] =>
  Array.from({ length }, (_, unit) => unit).sort((a, b) => startNs[a] - startNs[b] || a - b);
