/** The recorded holds of each lock, and how the waits for a lock share out among them. */
import type { Trace } from "../trace/types";
import type { Ns, ResourceIndex, WaitIndex } from "../units";
import type { Holder } from "./rules/holder";
import { waitedDuring } from "./waited-during";

export class HoldRanges {
  /** Rows of trace.holds, by resource: those of one lock stand together, ascending in time. */
  readonly #from: Int32Array;
  readonly #to: Int32Array;

  constructor(private readonly trace: Trace) {
    const { holds, resources } = trace;
    this.#from = new Int32Array(resources.length);
    this.#to = new Int32Array(resources.length);
    for (let hold = 0; hold < holds.length; hold++) {
      const resource = holds.resource[hold];
      // Of an entry that stands for many locks nobody knows which one a wait was for.
      if (resources[resource].instances > 1) continue;
      if (this.#to[resource] === 0) this.#from[resource] = hold;
      this.#to[resource] = hold + 1;
    }
  }

  /** Was a hold of the wait's lock recorded that lasted during some of it? The last one that began before its end tells. */
  overlap(wait: WaitIndex): boolean {
    const { holds, waits } = this.trace;
    const resource = waits.object[wait];
    if (resource < 0) return false;
    const last = this.#firstSince(resource, waits.endNs[wait]) - 1;
    return last >= this.#from[resource] && holds.endNs[last] > waits.startNs[wait];
  }

  /** Tells for each hold that any of these waits for one lock overlapped how long they all did. */
  shareOut(resource: ResourceIndex, waits: readonly WaitIndex[], tell: (holder: Holder, ns: Ns) => void): void {
    const { holds } = this.trace;
    const startNs = new Float64Array(waits.length);
    const endNs = new Float64Array(waits.length);
    let [earliestNs, latestNs] = [Number.POSITIVE_INFINITY, 0];
    for (let i = 0; i < waits.length; i++) {
      startNs[i] = this.trace.waits.startNs[waits[i]];
      endNs[i] = this.trace.waits.endNs[waits[i]];
      earliestNs = Math.min(earliestNs, startNs[i]);
      latestNs = Math.max(latestNs, endNs[i]);
    }
    // The hold before the first wait may reach into it.
    const first = Math.max(this.#from[resource], this.#firstSince(resource, earliestNs) - 1);
    const last = this.#firstSince(resource, latestNs);
    const waited = waitedDuring(startNs, endNs, holds.startNs.subarray(first, last), holds.endNs.subarray(first, last));
    for (let i = 0; i < waited.length; i++) {
      if (waited[i] > 0) tell({ lane: holds.lane[first + i], site: holds.site[first + i] }, waited[i]);
    }
  }

  /** The first hold of this lock that began at this time or later; the end of its rows where there is none. */
  #firstSince(resource: ResourceIndex, timeNs: Ns): number {
    const { startNs } = this.trace.holds;
    let [low, high] = [this.#from[resource], this.#to[resource]];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (startNs[middle] < timeNs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
