/** A barrier: the last one to arrive. */
import { Edge, RecordKind } from "../../types";
import { eventsOf, type Links, ofKind, succeeded, wokenByEvent } from "./links";

/**
 * The last party of a generation does not wait: its index is parties − 1, the largest of the generation
 * (Lib/threading.py, Barrier.wait). It lets all the others go on.
 */
export function wakeBarrierWaits(links: Links, object: number, waitRows: Uint32Array): void {
  const { events, eventIndex, waits, got } = links;
  const lastOf = new Map<number, number>();
  for (const passed of ofKind(links, eventsOf(links, object), RecordKind.passed)) {
    const generation = events.seq[passed];
    const last = lastOf.get(generation);
    if (last === undefined || events.arg[passed] > events.arg[last]) lastOf.set(generation, passed);
  }
  for (const wait of waitRows) {
    if (!succeeded(links, wait) || got[wait] < 0) continue;
    const last = lastOf.get(events.seq[eventIndex[got[wait]]]);
    if (last !== undefined && events.lane[last] !== waits.lane[wait]) wokenByEvent(links, wait, Edge.barrier, last);
  }
}
