/** A semaphore: whose permit it was. */
import { Edge, RecordKind } from "../../types";
import { eventsOf, type Links, lastWithin, ofKind, succeeded, wokenByEvent } from "./links";

/**
 * Permits are handed on first in, first out: the first `initial` permits got are those that it began with, the next ones
 * come from the releases in their order. They look alike, so this is one true account among several. Where events were only
 * counted the numbers do not meet; then the last release within the wait is taken.
 * @param initial the semaphore's value when it was made
 */
export function wakeSemaphoreWaits(links: Links, object: number, waitRows: Uint32Array, initial: number): void {
  const { waits, events, eventIndex, got } = links;
  const releases = ofKind(links, eventsOf(links, object), RecordKind.release);
  // released[i]: how many permits releases 0 … i gave back together.
  const released = new Float64Array(releases.length);
  let sum = 0;
  releases.forEach((release, i) => {
    sum += Math.max(1, events.seq[release]);
    released[i] = sum;
  });
  for (const wait of waitRows) {
    if (!succeeded(links, wait)) continue;
    let release = -1;
    if (got[wait] >= 0) {
      const at = firstReaching(released, events.seq[eventIndex[got[wait]]] - initial);
      if (at < releases.length) release = releases[at];
    }
    const within =
      release >= 0 && events.timeNs[release] >= waits.startNs[wait] && events.timeNs[release] <= waits.endNs[wait];
    if (!within) release = lastWithin(links, releases, wait);
    if (release >= 0) wokenByEvent(links, wait, Edge.releaseAcquire, release);
  }
}

/** Index of the first sum that is ≥ `value`. */
function firstReaching(sums: Float64Array, value: number): number {
  let low = 0;
  let high = sums.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sums[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
