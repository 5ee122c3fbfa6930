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
  const from = raw.waits;
  for (let wait = 0; wait < length; wait++) {
    const row = rows[wait];
    const lane = order.laneIndex[from.lane[row]];
    const startNs = Math.max(0, from.startNs[row] - order.originNs);
    const endNs = Number.isNaN(from.endNs[row]) ? lanes[lane].endNs : from.endNs[row] - order.originNs;
    waits.lane[wait] = lane;
    waits.startNs[wait] = startNs;
    waits.endNs[wait] = Math.max(startNs, endNs);
    waits.op[wait] = from.op[row];
    waits.result[wait] = from.result[row];
    waits.site[wait] = siteIndex[from.site[row]];
    waits.argument[wait] = from.argument[row];
    waits.holderLane[wait] = from.holderLane[row] < 0 ? -1 : order.laneIndex[from.holderLane[row]];
    waits.holderSite[wait] = siteIndex[from.holderSite[row]];
    got[wait] = from.got[row];
    if (from.object[row] < 0) continue;
    if (from.op[row] === WaitOp.threadJoin) waits.object[wait] = order.laneIndex[from.object[row]];
    else {
      object[wait] = from.object[row];
      waits.object[wait] = resourceIndex[from.object[row]];
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
