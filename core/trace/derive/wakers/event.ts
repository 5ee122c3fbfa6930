/** An event: who set it. */
import { Edge, RecordKind } from "../../types";
import { eventsOf, firstWithin, type Links, lastUntil, ofKind, succeeded, wokenByEvent } from "./links";

/**
 * The first SET within the wait woke it: that one notified all, and later ones found nobody waiting. A SET is noted before
 * it takes effect, so one that is noted just before the wait began may still be the one that ended it.
 */
export function wakeEventWaits(links: Links, object: number, waitRows: Uint32Array): void {
  const sets = ofKind(links, eventsOf(links, object), RecordKind.set);
  for (const wait of waitRows) {
    if (!succeeded(links, wait)) continue;
    let set = firstWithin(links, sets, wait);
    if (set < 0) set = lastUntil(links, sets, links.waits.startNs[wait]);
    if (set >= 0) wokenByEvent(links, wait, Edge.setWake, set);
  }
}
