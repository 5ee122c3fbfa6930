/** Instants of all lanes by time. */
import { groupRows, sortRows } from "../column";
import type { RawTables } from "../raw";
import { type Events, RecordKind } from "../types";
import type { Order } from "./order";
import { SharedNumbers } from "./shared-numbers";
import type { Things } from "./things";

export interface DerivedEvents {
  events: Events;
  /** Index = raw event. */
  eventIndex: Uint32Array;
  /** The raw object that stands for what each event is of (`Things.objectOf`), -1 = nothing. */
  object: Int32Array;
}

/** Sorted by time; at equal times by lane, then in the lane's own order. */
export function deriveEvents(
  raw: RawTables,
  order: Order,
  resourceIndex: Int32Array,
  { objectOf, isShared }: Things,
  siteIndex: Uint32Array,
): DerivedEvents {
  const from = raw.events;
  const { length } = from;
  const lanes = new Uint32Array(length);
  for (let row = 0; row < length; row++) lanes[row] = order.laneIndex[from.lane[row]];
  const rows = sortRows(groupRows(lanes, length, order.lanes.length).rows, from.timeNs);
  const events: Events = {
    length,
    lane: new Uint32Array(length),
    timeNs: new Float64Array(length),
    kind: new Uint8Array(length),
    resource: new Int32Array(length),
    arg: new Float64Array(length),
    seq: new Float64Array(length),
    site: new Uint32Array(length),
  };
  const numbers = new SharedNumbers(objectOf);
  const eventIndex = new Uint32Array(length);
  const object = new Int32Array(length);
  const { originNs, laneIndex } = order;
  // As variables: the compiler reads fields of an object anew for every row, which doubles the time of this loop.
  const { object: rawObject, timeNs: rawTimeNs, kind: rawKind, arg: rawArg, seq: rawSeq, site: rawSite } = from;
  const { lane, timeNs, kind, resource, arg, seq, site } = events;
  for (let event = 0; event < length; event++) {
    const row = rows[event];
    eventIndex[row] = event;
    object[event] = rawObject[row] < 0 ? -1 : objectOf[rawObject[row]];
    lane[event] = lanes[row];
    timeNs[event] = Math.max(0, rawTimeNs[row] - originNs);
    kind[event] = rawKind[row];
    resource[event] = rawObject[row] < 0 ? -1 : resourceIndex[rawObject[row]];
    arg[event] = rawKind[row] === RecordKind.threadStart ? laneIndex[rawArg[row]] : rawArg[row];
    seq[event] =
      rawObject[row] >= 0 && isShared[rawObject[row]] === 1
        ? numbers.event(rawObject[row], rawKind[row], rawSeq[row])
        : rawSeq[row];
    site[event] = siteIndex[rawSite[row]];
  }
  return { events, eventIndex, object };
}
