/** Waits by lane and time, before anyone knows who ended them (see wakers/). */
import { groupRows, sortRows } from "../column";
import type { RawTables } from "../raw";
import { type Lane, WaitOp, type Waits } from "../types";
import type { Order } from "./order";

export interface DerivedWaits {
  waits: Waits;
  /** Raw object of each wait, -1 = none. For op threadJoin `waits.object` is a lane and this is -1. */
  object: Int32Array;
  /** The raw hold or raw event that the wait got; -1 = none. */
  got: Int32Array;
}

/** Sorted by lane, then start. The waker's columns are empty still. */
export function deriveWaits(
  raw: RawTables,
  order: Order,
  resourceIndex: Int32Array,
  siteIndex: Uint32Array,
  lanes: readonly Lane[],
): DerivedWaits {
  const { length } = raw.waits;
  const rows = inOrder(raw, order);
  const waits: Waits = {
    length,
    lane: new Uint32Array(length),
    startNs: new Float64Array(length),
    endNs: new Float64Array(length),
    op: new Uint8Array(length),
    result: new Uint8Array(length),
    object: new Int32Array(length).fill(-1),
    site: new Uint32Array(length),
    argument: new Float64Array(length),
    holderLane: new Int32Array(length),
    holderSite: new Uint32Array(length),
    wakerLane: new Int32Array(length).fill(-1),
    wakerNs: new Float64Array(length).fill(Number.NaN),
    wakerSite: new Uint32Array(length),
  };
  const object = new Int32Array(length).fill(-1);
  const got = new Int32Array(length);
  const { originNs, laneIndex } = order;
  // As variables: the compiler reads fields of an object anew for every row, which doubles the time of this loop.
  const { lane: rawLane, startNs: rawStartNs, endNs: rawEndNs, op: rawOp, object: rawObject, got: rawGot } = raw.waits;
  const { result: rawResult, site: rawSite, argument: rawArgument } = raw.waits;
  const { holderLane: rawHolderLane, holderSite: rawHolderSite } = raw.waits;
  const { lane, startNs, endNs, op, result, object: waitedFor, site, argument, holderLane, holderSite } = waits;
  for (let wait = 0; wait < length; wait++) {
    const row = rows[wait];
    const own = laneIndex[rawLane[row]];
    const start = Math.max(0, rawStartNs[row] - originNs);
    const end = rawEndNs[row];
    lane[wait] = own;
    startNs[wait] = start;
    endNs[wait] = Math.max(start, Number.isNaN(end) ? lanes[own].endNs : end - originNs);
    op[wait] = rawOp[row];
    result[wait] = rawResult[row];
    site[wait] = siteIndex[rawSite[row]];
    argument[wait] = rawArgument[row];
    holderLane[wait] = rawHolderLane[row] < 0 ? -1 : laneIndex[rawHolderLane[row]];
    holderSite[wait] = siteIndex[rawHolderSite[row]];
    got[wait] = rawGot[row];
    if (rawObject[row] < 0) continue;
    if (rawOp[row] === WaitOp.threadJoin) waitedFor[wait] = laneIndex[rawObject[row]];
    else {
      object[wait] = rawObject[row];
      waitedFor[wait] = resourceIndex[rawObject[row]];
    }
  }
  return { waits, object, got };
}

function inOrder(raw: RawTables, order: Order): Uint32Array {
  const { length, lane, startNs } = raw.waits;
  const lanes = new Uint32Array(length);
  for (let row = 0; row < length; row++) lanes[row] = order.laneIndex[lane[row]];
  const groups = groupRows(lanes, length, order.lanes.length);
  for (let index = 0; index < order.lanes.length; index++) {
    sortRows(groups.rows.subarray(groups.offsets[index], groups.offsets[index + 1]), startNs);
  }
  return groups.rows;
}
