/**
 * A convoy: lanes that queue for one lock over and over, each taking it from the one before. The lock is never free, and the lanes
 * go no faster than one of them.
 *
 *   A  ▓▓▓··▒▒▒▒▒▒▓▓▓··▒▒▒▒▒▒▓▓▓       ▓ holds   ▒ waits
 *   B  ▒▒▒▓▓▓··▒▒▒▒▒▒▓▓▓··▒▒▒▒▒▒▓▓▓    each hold begins with a wait that had begun before the one before it ended
 *   C  ▒▒▒▒▒▒▓▓▓··▒▒▒▒▒▒▓▓▓··
 */
import type { Trace } from "../../trace/types";
import type { LaneIndex, Ns, ResourceIndex } from "../../units";

/** Two lanes that take turns are a conversation. */
export const MIN_LANES_OF_A_CONVOY = 3;
/** On the average every lane comes back so often. */
export const MIN_TURNS_OF_A_CONVOY = 3;

export interface Convoy {
  holds: number;
  lanes: number;
  startNs: Ns;
  endNs: Ns;
}

/**
 * The longest one of this lock; null = none.
 * @param rows its waits
 * @param first, last its rows of trace.holds: from `first` on, `last` not included
 */
export function longestConvoy(
  { waits, holds, resources }: Trace,
  resource: ResourceIndex,
  rows: Uint32Array,
  first: number,
  last: number,
): Convoy | null {
  // Of an entry that stands for many locks nobody knows whether it was one queue.
  if (resources[resource].instances > 1) return null;
  const waitedSince = new Map<LaneIndex, Map<Ns, Ns>>();
  for (const wait of rows) {
    const ofLane = waitedSince.get(waits.lane[wait]) ?? new Map<Ns, Ns>();
    waitedSince.set(waits.lane[wait], ofLane.set(waits.endNs[wait], waits.startNs[wait]));
  }
  let longest: Convoy | null = null;
  let begin = first;
  for (let hold = first + 1; hold <= last; hold++) {
    const sinceNs = hold < last ? waitedSince.get(holds.lane[hold])?.get(holds.startNs[hold]) : undefined;
    if (sinceNs !== undefined && sinceNs < holds.endNs[hold - 1]) continue;
    if (hold - begin > (longest?.holds ?? 0)) {
      const lanes = new Set(holds.lane.subarray(begin, hold)).size;
      const isOne = lanes >= MIN_LANES_OF_A_CONVOY && hold - begin >= lanes * MIN_TURNS_OF_A_CONVOY;
      if (isOne) longest = { holds: hold - begin, lanes, startNs: holds.startNs[begin], endNs: holds.endNs[hold - 1] };
    }
    begin = hold;
  }
  return longest;
}
