/** A lock or rlock: who let go of it. */
import { Edge } from "../../types";
import { type Links, succeeded, wokenBy } from "./links";

/**
 * The hold that the wait led to follows, by number, the hold of the one who let go. Where that one was only counted, all
 * that is known is who held the lock when the wait began: a waker without a time, and no edge.
 */
export function wakeLockWaits(links: Links, waitRows: Uint32Array): void {
  const { waits, holds, holdIndex, holdObject, got } = links;
  for (const wait of waitRows) {
    if (!succeeded(links, wait)) continue;
    const hold = got[wait] < 0 ? -1 : holdIndex[got[wait]];
    const previous = hold - 1;
    const known =
      previous >= 0 && holdObject[previous] === holdObject[hold] && holds.seq[previous] === holds.seq[hold] - 1;
    if (known) {
      wokenBy(links, wait, Edge.releaseAcquire, holds.lane[previous], holds.endNs[previous], holds.site[previous]);
    } else {
      waits.wakerLane[wait] = waits.holderLane[wait];
      waits.wakerSite[wait] = waits.holderSite[wait];
    }
  }
}
