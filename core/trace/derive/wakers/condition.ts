/** A condition: which notify woke which waiter. */
import { Edge, RecordKind, WaitResult } from "../../types";
import { eventsOf, type Links, ofKind, wokenByEvent } from "./links";

/**
 * CPython keeps waiters in a queue: `notify(n)` wakes the first n (Lib/threading.py, Condition._waiters). So waiters stand in
 * line by the start of their wait, and each NOTIFY takes as many from the front as it says it woke. A waiter that gave up
 * left the line by itself and takes no notify.
 * @param waitRows ascending by start
 */
export function wakeConditionWaits(links: Links, object: number, waitRows: Uint32Array): void {
  const { waits, events } = links;
  const line = waitRows.filter(
    (wait) => waits.result[wait] === WaitResult.got || waits.result[wait] === WaitResult.open,
  );
  let front = 0;
  for (const notify of ofKind(links, eventsOf(links, object), RecordKind.notify)) {
    const timeNs = events.timeNs[notify];
    for (let woken = 0; woken < events.arg[notify] && front < line.length; front++) {
      const wait = line[front];
      if (waits.startNs[wait] > timeNs) break;
      // It went on before this notify: the one that woke it was not recorded.
      if (waits.endNs[wait] < timeNs) continue;
      woken++;
      // A wait that still lasts was told, and now waits for the lock: nobody has let it go on yet.
      if (waits.result[wait] === WaitResult.got) wokenByEvent(links, wait, Edge.notifyWake, notify);
    }
  }
}
