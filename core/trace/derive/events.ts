/** Instants of all lanes by time. */
import { groupRows, sortRows } from "../column";
import type { RawTables } from "../raw";
import { type Events, RecordKind } from "../types";
import type { Order } from "./order";

export interface DerivedEvents {
  events: Events;
  /** Index = raw event. */
  eventIndex: Uint32Array;
  /** Raw object of each event, -1 = none. */
  object: Int32Array;
}

/** Sorted by time; at equal times by lane, then in the lane's own order. */
export function deriveEvents(
  raw: RawTables,
  order: Order,
  resourceIndex: Int32Array,
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
  const eventIndex = new Uint32Array(length);
  const object = new Int32Array(length);
  for (let event = 0; event < length; event++) {
    const row = rows[event];
    eventIndex[row] = event;
    object[event] = from.object[row];
    events.lane[event] = lanes[row];
    events.timeNs[event] = Math.max(0, from.timeNs[row] - order.originNs);
    events.kind[event] = from.kind[row];
    events.resource[event] = from.object[row] < 0 ? -1 : resourceIndex[from.object[row]];
    events.arg[event] = from.kind[row] === RecordKind.threadStart ? order.laneIndex[from.arg[row]] : from.arg[row];
    events.seq[event] = from.seq[row];
    events.site[event] = siteIndex[from.site[row]];
  }
  return { events, eventIndex, object };
}
