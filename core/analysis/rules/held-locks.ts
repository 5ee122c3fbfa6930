/** Which locks a lane held at a moment, as far as holds were recorded one by one. */
import { lowerBound } from "../../trace/column";
import type { Trace } from "../../trace/types";
import type { HoldIndex, LaneIndex, Ns, ResourceIndex } from "../../units";

/** Answers the holds that were open on a lane at a time, by resource. */
export type HeldLookup = (lane: LaneIndex, timeNs: Ns) => Map<ResourceIndex, HoldIndex>;

export function heldLocks({ holds, lanes }: Trace): HeldLookup {
  const byLane: HoldIndex[][] = lanes.map(() => []);
  for (let hold = 0; hold < holds.length; hold++) byLane[holds.lane[hold]].push(hold);
  const rowsOf = byLane.map((rows) => Uint32Array.from(rows.sort((a, b) => holds.startNs[a] - holds.startNs[b])));
  // Holds of a lane nest but for rare hand-made orders; the longest one says how far back an open one may have begun.
  const longestNs = rowsOf.map((rows) =>
    rows.reduce((longest, hold) => Math.max(longest, holds.endNs[hold] - holds.startNs[hold]), 0),
  );
  return (lane, timeNs) => {
    const rows = rowsOf[lane];
    const found = new Map<ResourceIndex, HoldIndex>();
    for (let at = lowerBound(rows, holds.startNs, timeNs - longestNs[lane]); at < rows.length; at++) {
      const hold = rows[at];
      if (holds.startNs[hold] > timeNs) break;
      if (holds.endNs[hold] >= timeNs) found.set(holds.resource[hold], hold);
    }
    return found;
  };
}
