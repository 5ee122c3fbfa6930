/** Holds in the order in which they really followed each other, with ends as they may be drawn. */
import { groupRows, sortRows } from "../column";
import type { RawTables } from "../raw";
import type { Holds } from "../types";
import type { Order } from "./order";
import type { Resources } from "./resources";

export interface DerivedHolds {
  holds: Holds;
  /** Index = raw hold. */
  holdIndex: Uint32Array;
  /** Raw object of each hold: those of a folded resource are several. */
  object: Uint32Array;
}

/**
 * Sorted by resource, then object, then number of the hold. Numbers, not times, give the order of holds: they are counted
 * inside the critical section.
 * @param processEndNs when the process of a lane (index into `Trace.lanes`) was last known to live
 */
export function deriveHolds(
  raw: RawTables,
  order: Order,
  { resourceIndex, objectRank }: Resources,
  siteIndex: Uint32Array,
  processEndNs: (lane: number) => number,
): DerivedHolds {
  const { length } = raw.holds;
  const rows = inOrder(raw, objectRank);
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
  for (let index = 0; index < length; index++) {
    const row = rows[index];
    const end = raw.holds.endNs[row];
    const closed = !Number.isNaN(end);
    holdIndex[row] = index;
    object[index] = raw.holds.object[row];
    holds.resource[index] = resourceIndex[object[index]];
    holds.lane[index] = order.laneIndex[raw.holds.lane[row]];
    holds.seq[index] = raw.holds.seq[row];
    holds.startNs[index] = Math.max(0, raw.holds.startNs[row] - order.originNs);
    holds.again[index] = raw.holds.again[row];
    holds.closed[index] = closed ? 1 : 0;
    holds.endNs[index] = closed ? Math.max(0, end - order.originNs) : processEndNs(holds.lane[index]);
    holds.site[index] = siteIndex[raw.holds.site[row]];
  }
  clipToNext(holds, object);
  return { holds, holdIndex, object };
}

function inOrder(raw: RawTables, objectRank: Uint32Array): Uint32Array {
  const { length, object, seq } = raw.holds;
  const ranks = new Uint32Array(length);
  for (let row = 0; row < length; row++) ranks[row] = objectRank[object[row]];
  const groups = groupRows(ranks, length, raw.objects.length);
  for (let group = 0; group < raw.objects.length; group++) {
    sortRows(groups.rows.subarray(groups.offsets[group], groups.offsets[group + 1]), seq);
  }
  return groups.rows;
}

/**
 * The clock that ends a hold is read after its release, when the next hold may have begun already: a hold is drawn no
 * further than to the next one's start. Backwards, so that start ≤ end ≤ next start holds even where a clock stepped.
 */
function clipToNext(holds: Holds, object: Uint32Array): void {
  for (let index = holds.length - 1; index >= 0; index--) {
    const next = index + 1;
    if (next < holds.length && object[next] === object[index]) {
      holds.endNs[index] = Math.min(holds.endNs[index], holds.startNs[next]);
    }
    // A start after the end (no clock of ours does that) is moved and not the end: the next hold's start is the firmer fact.
    holds.startNs[index] = Math.min(holds.startNs[index], holds.endNs[index]);
  }
}
