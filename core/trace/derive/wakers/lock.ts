/** A lock or rlock: who let go of it. */
import { Edge, WaitResult } from "../../types";
import { type Links, wokenBy } from "./links";

/**
 * The hold that the wait led to follows, by number, the hold of the one who let go. Where that one was only counted, all
 * that is known is who held the lock when the wait began: a waker without a time, and no edge.
 */
export function wakeLockWaits(links: Links, waitRows: Uint32Array): void {
  const { holdIndex, holdObject, got } = links;
  const { lane, seq, endNs, site } = links.holds;
  const { result, wakerLane, wakerSite, holderLane, holderSite } = links.waits;
  for (let i = 0; i < waitRows.length; i++) {
    const wait = waitRows[i];
    if (result[wait] !== WaitResult.got) continue;
    const hold = got[wait] < 0 ? -1 : holdIndex[got[wait]];
    const previous = hold - 1;
    if (previous >= 0 && holdObject[previous] === holdObject[hold] && seq[previous] === seq[hold] - 1) {
      wokenBy(links, wait, Edge.releaseAcquire, lane[previous], endNs[previous], site[previous]);
    } else {
      wakerLane[wait] = holderLane[wait];
      wakerSite[wait] = holderSite[wait];
    }
  }
}
