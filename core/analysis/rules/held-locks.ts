/** Which locks a lane held at a moment, as far as holds were recorded one by one. */
import { countUpTo, groupOf, groupRows, sortRows } from "../../trace/column";
import type { Holds, Trace } from "../../trace/types";
import type { HoldIndex, LaneIndex, Ns, ResourceIndex } from "../../units";

/** Answers the holds that were open on a lane at a time, by resource. */
export type HeldLookup = (lane: LaneIndex, timeNs: Ns) => Map<ResourceIndex, HoldIndex>;

export function heldLocks({ holds, lanes }: Trace): HeldLookup {
  const byLane = groupRows(holds.lane, holds.length, lanes.length);
  const open = new Map<LaneIndex, OpenHolds>();
  return (lane, timeNs) => {
    let ofLane = open.get(lane);
    if (ofLane === undefined) {
      ofLane = new OpenHolds(holds, sortRows(groupOf(byLane, lane).slice(), holds.startNs));
      open.set(lane, ofLane);
    }
    return ofLane.at(timeNs);
  };
}

/**
 * A tree over the holds of a lane, by their start: a node has the latest end below it, so that subtrees that were all over are passed
 * by. A question costs O((1 + holds that are open) · log holds), also where a lock was never let go of.
 *
 *   rows    0 ──── 1 ──── 2 ──── 3       leaves: latest[width + row] = endNs
 *   latest     max(0,1)      max(2,3)    node n: max of nodes 2n and 2n + 1
 */
class OpenHolds {
  readonly #latest: Float64Array;
  readonly #width: number;

  constructor(
    private readonly holds: Holds,
    private readonly rows: Uint32Array,
  ) {
    this.#width = 2 ** Math.ceil(Math.log2(Math.max(1, rows.length)));
    this.#latest = new Float64Array(2 * this.#width).fill(Number.NEGATIVE_INFINITY);
    for (let at = 0; at < rows.length; at++) this.#latest[this.#width + at] = holds.endNs[rows[at]];
    for (let node = this.#width - 1; node > 0; node--)
      this.#latest[node] = Math.max(this.#latest[2 * node], this.#latest[2 * node + 1]);
  }

  at(timeNs: Ns): Map<ResourceIndex, HoldIndex> {
    const begun = countUpTo(this.rows, this.holds.startNs, timeNs);
    const found = new Map<ResourceIndex, HoldIndex>();
    const look = (node: number, from: number, width: number): void => {
      if (from >= begun || this.#latest[node] < timeNs) return;
      if (width === 1) {
        found.set(this.holds.resource[this.rows[from]], this.rows[from]);
        return;
      }
      look(2 * node, from, width / 2);
      look(2 * node + 1, from + width / 2, width / 2);
    };
    look(1, 0, this.#width);
    return found;
  }
}
