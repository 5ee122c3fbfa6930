/** Waits by lane and time, before anyone knows who ended them (see wakers/). */
import { groupRows, sortRows } from "../column";
import type { RawTables } from "../raw";
import { type Lane, WaitOp, type Waits } from "../types";
import { WAIT_TARGET } from "../vocabulary";
import type { Order } from "./order";

export interface DerivedWaits {
  waits: Waits;
  /** Index = raw wait. */
  waitIndex: Uint32Array;
  /** The raw object that stands for the resource of each wait (`Things.objectOf`), -1 = it is for none. */
  object: Int32Array;
  /** The raw hold or raw event that the wait got; -1 = none. */
  got: Int32Array;
  /** What made a task ready: its lane and site; -1 and 0 = the event loop itself, or the wait is a thread's. */
  readyLane: Int32Array;
  readySite: Uint32Array;
}

/** What a wait may be for, by raw number. */
export interface WaitTargets {
  resourceIndex: Int32Array;
  poolIndex: Int32Array;
  objectOf: Uint32Array;
  /** Index in `Trace.processes` of the child that a process of this rank knew by the pid at that time; -1 = none. */
  processOf(pid: number, waiter: number, untilNs: number): number;
}

/** Sorted by lane, then start. The waker's columns are empty still. */
export function deriveWaits(
  raw: RawTables,
  order: Order,
  targets: WaitTargets,
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
  const waitIndex = new Uint32Array(length);
  const got = new Int32Array(length);
  const readyLane = new Int32Array(length);
  const readySite = new Uint32Array(length);
  const { originNs, laneIndex } = order;
  // As variables: the compiler reads fields of an object anew for every row, which doubles the time of this loop.
  const { lane: rawLane, startNs: rawStartNs, endNs: rawEndNs, op: rawOp, object: rawObject, got: rawGot } = raw.waits;
  const { result: rawResult, site: rawSite, argument: rawArgument } = raw.waits;
  const { holderLane: rawHolderLane, holderSite: rawHolderSite, told } = raw.waits;
  const { wakerLane: rawReadyLane, wakerSite: rawReadySite } = raw.waits;
  const { resourceIndex, poolIndex, objectOf } = targets;
  const { lane, startNs, endNs, op, result, object: waitedFor, site, argument, holderLane, holderSite } = waits;
  for (let wait = 0; wait < length; wait++) {
    const row = rows[wait];
    waitIndex[row] = wait;
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
    readyLane[wait] = rawReadyLane[row] < 0 ? -1 : laneIndex[rawReadyLane[row]];
    readySite[wait] = siteIndex[rawReadySite[row]];
    switch (WAIT_TARGET[op[wait]]) {
      case "resource":
        if (rawObject[row] < 0) break;
        object[wait] = objectOf[rawObject[row]];
        waitedFor[wait] = resourceIndex[rawObject[row]];
        break;
      case "lane":
        if (rawObject[row] >= 0) waitedFor[wait] = laneIndex[rawObject[row]];
        break;
      case "pool":
        if (rawObject[row] >= 0) waitedFor[wait] = poolIndex[rawObject[row]];
        if (op[wait] === WaitOp.future) argument[wait] = told[row];
        break;
      case "process":
        waitedFor[wait] = targets.processOf(told[row], lanes[own].process, endNs[wait]);
        break;
      case "io":
        waitedFor[wait] = rawObject[row];
        break;
    }
  }
  return { waits, waitIndex, object, got, readyLane, readySite };
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
