/** Holds in the order in which they really followed each other, with ends as they may be drawn. */
import { groupRows, sortRows } from "../column";
import type { RawTables } from "../raw";
import type { Holds } from "../types";
import type { Order } from "./order";
import type { Resources } from "./resources";
import { SharedNumbers } from "./shared-numbers";
import type { Things } from "./things";

export interface DerivedHolds {
  holds: Holds;
  /** Index = raw hold. */
  holdIndex: Uint32Array;
  /** The raw object that stands for what each holds (`Things.objectOf`): those of a folded resource are several. */
  object: Uint32Array;
}

/**
 * Sorted by resource, then object, then number of the hold. Numbers, not times, give the order of holds: they are counted
 * inside the critical section. Of an object of several processes, each of which counts its own, times do: both ends are stamped
 * inside the critical section.
 * @param processEndNs when the process of a lane (index into `Trace.lanes`) was last known to live
 * @param memory of the snapshot before
 */
export function deriveHolds(
  raw: RawTables,
  order: Order,
  { resourceIndex, objectRank }: Resources,
  { objectOf, isShared }: Things,
  siteIndex: Uint32Array,
  processEndNs: (lane: number) => number,
  memory: HoldOrder,
): DerivedHolds {
  const { length } = raw.holds;
  const rows = memory.rows(raw, objectRank, isShared, order);
  const numbers = new SharedNumbers(objectOf);
  const holds: Holds = {
    length,
    resource: new Uint32Array(length),
    lane: new Uint32Array(length),
    seq: new Float64Array(length),
    startNs: new Float64Array(length),
    endNs: new Float64Array(length),
    closed: new Uint8Array(length),
    again: new Uint8Array(length),
    site: new Uint32Array(length),
  };
  const holdIndex = new Uint32Array(length);
  const object = new Uint32Array(length);
  const { originNs, laneIndex } = order;
  // As variables: the compiler reads fields of an object anew for every row, which doubles the time of this loop.
  const { object: rawObject, lane: rawLane, seq: rawSeq, startNs: rawStartNs, endNs: rawEndNs } = raw.holds;
  const { again: rawAgain, site: rawSite } = raw.holds;
  const { resource, lane, seq, startNs, endNs, closed, again, site } = holds;
  for (let index = 0; index < length; index++) {
    const row = rows[index];
    const end = rawEndNs[row];
    const isClosed = !Number.isNaN(end);
    holdIndex[row] = index;
    object[index] = objectOf[rawObject[row]];
    resource[index] = resourceIndex[rawObject[row]];
    lane[index] = laneIndex[rawLane[row]];
    seq[index] = isShared[rawObject[row]] === 1 ? numbers.hold(rawObject[row], rawSeq[row]) : rawSeq[row];
    startNs[index] = Math.max(0, rawStartNs[row] - originNs);
    again[index] = rawAgain[row];
    closed[index] = isClosed ? 1 : 0;
    endNs[index] = isClosed ? Math.max(0, end - originNs) : processEndNs(lane[index]);
    site[index] = siteIndex[rawSite[row]];
  }
  clipToNext(holds, object);
  return { holds, holdIndex, object };
}

/** Sorts holds, and begins where it left off: holds of one object keep their order whatever comes later. */
export class HoldOrder {
  private last: Uint32Array = new Uint32Array(0);

  /** The raw holds by the rank of their object, then by number or time. */
  rows(raw: RawTables, objectRank: Uint32Array, isShared: Uint8Array, order: Order): Uint32Array {
    const { length, object, seq, startNs } = raw.holds;
    const ranks = new Uint32Array(length);
    for (let row = 0; row < length; row++) ranks[row] = objectRank[object[row]];
    const known = new Uint32Array(length);
    known.set(this.last);
    for (let row = this.last.length; row < length; row++) known[row] = row;
    const { offsets, rows } = groupRows(ranks, length, raw.objects.length, known);
    for (let group = 0; group < raw.objects.length; group++) {
      const holds = rows.subarray(offsets[group], offsets[group + 1]);
      if (holds.length === 0) continue;
      if (isShared[object[holds[0]]] === 0) sortRows(holds, seq);
      else
        sortTies(
          sortRows(holds, startNs),
          startNs,
          (a, b) => seq[a] - seq[b] || place(raw, order, a) - place(raw, order, b),
        );
    }
    this.last = rows;
    return rows;
  }
}

const place = ({ holds }: RawTables, { laneIndex }: Order, row: number): number => laneIndex[holds.lane[row]];

/** Rows of one time: in an order that does not depend on how they arrived. */
function sortTies(rows: Uint32Array, keys: Float64Array, compare: (a: number, b: number) => number): void {
  for (let from = 0; from < rows.length; ) {
    let to = from + 1;
    while (to < rows.length && keys[rows[to]] === keys[rows[from]]) to++;
    if (to > from + 1) rows.subarray(from, to).sort(compare);
    from = to;
  }
}

/**
 * The clock that ends a hold is read after its release, when the next hold may have begun already: a hold is drawn no
 * further than to the next one's start. Backwards, so that start ≤ end ≤ next start holds even where a clock stepped.
 */
function clipToNext({ length, startNs, endNs }: Holds, object: Uint32Array): void {
  for (let index = length - 1; index >= 0; index--) {
    const next = index + 1;
    if (next < length && object[next] === object[index]) endNs[index] = Math.min(endNs[index], startNs[next]);
    // A start after the end (no clock of ours does that) is moved and not the end: the next hold's start is the firmer fact.
    startNs[index] = Math.min(startNs[index], endNs[index]);
  }
}
