/** Queues and pipes: whose item it was, who made room, who finished the last task. */
import { Edge, RecordKind, type Resource, WaitOp } from "../../types";
import { bySeq, eventsOf, firstWithin, type Links, lastWithin, ofKind, succeeded, wokenByEvent } from "./links";
import { puttersOf, type Taken } from "./puts";

/**
 * Also adds the edge put → get of every item whose put and get were both recorded, waited for or not.
 * @param object the raw object that stands for the queue
 */
export function wakeQueueWaits(links: Links, object: number, waitRows: Uint32Array, queue: Resource): void {
  const { waits } = links;
  const rows = eventsOf(links, object);
  handOnItems(links, rows, waitRows, puttersOf(links, queue, object, rows));
  const gets = ofKind(links, rows, RecordKind.get);
  const getOf = bySeq(links, gets);
  const dones = ofKind(links, rows, RecordKind.taskDone).filter((done) => links.events.arg[done] === 0);
  for (const wait of waitRows) {
    if (!succeeded(links, wait)) continue;
    if (waits.op[wait] === WaitOp.put) wakePut(links, wait, gets, getOf, queue.parameter);
    else if (waits.op[wait] === WaitOp.queueJoin) {
      const done = lastWithin(links, dones, wait);
      if (done >= 0) wokenByEvent(links, wait, Edge.doneJoin, done);
    }
  }
}

function handOnItems(links: Links, rows: Uint32Array, waitRows: Uint32Array, takenBy: (get: number) => Taken): void {
  const { events, eventIndex, edges, waits, got } = links;
  const waitOf = new Map<number, number>();
  for (const wait of waitRows) {
    if (waits.op[wait] === WaitOp.get && succeeded(links, wait) && got[wait] >= 0)
      waitOf.set(eventIndex[got[wait]], wait);
  }
  for (const get of ofKind(links, rows, RecordKind.get)) {
    const { put, thereNs } = takenBy(get);
    if (put < 0) continue;
    const wait = waitOf.get(get) ?? -1;
    // An item that was there before the wait began did not end it.
    if (wait >= 0 && thereNs >= waits.startNs[wait]) wokenByEvent(links, wait, Edge.putGet, put);
    else {
      edges.add(
        Edge.putGet,
        events.lane[put],
        events.timeNs[put],
        events.lane[get],
        events.timeNs[get],
        events.resource[get],
        -1,
      );
    }
  }
}

/** Put number n of a queue with room for m items needs get number n − m; where that is not known, the first get meanwhile. */
function wakePut(links: Links, wait: number, gets: Uint32Array, getOf: (seq: number) => number, maxsize: number): void {
  const { events, eventIndex, waits, got } = links;
  let get = got[wait] >= 0 && maxsize > 0 ? getOf(events.seq[eventIndex[got[wait]]] - maxsize) : -1;
  const within = get >= 0 && events.timeNs[get] >= waits.startNs[wait] && events.timeNs[get] <= waits.endNs[wait];
  if (!within) get = firstWithin(links, gets, wait);
  if (get >= 0) wokenByEvent(links, wait, Edge.getPut, get);
}
