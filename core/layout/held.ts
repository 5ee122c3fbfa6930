/** When a lane holds locks: the overlay on its lower edge. Holding is never a state of a lane. */
import { sortRows } from "../trace/column";
import type { Holds } from "../trace/types";
import { StateStore } from "./state-store";

/** How many locks at once: none, one, more than one. `object` is the hold that began last among those that last. */
export const HELD_COUNT = 3;

/** `rows` ascend by start. */
export function heldStore(holds: Holds, rows: Uint32Array, endNs: number): StateStore {
  const starts = rows.slice();
  const ends = sortRows(rows.slice(), holds.endNs);
  const startNs = new Float64Array(2 * rows.length);
  const state = new Uint8Array(2 * rows.length);
  const object = new Int32Array(2 * rows.length);
  let length = 0;
  const open: number[] = [];
  for (let s = 0, e = 0; e < ends.length; ) {
    const starting = s < starts.length && holds.startNs[starts[s]] < holds.endNs[ends[e]];
    const timeNs = starting ? holds.startNs[starts[s]] : holds.endNs[ends[e]];
    if (starting) open.push(starts[s++]);
    else {
      const at = open.lastIndexOf(ends[e]);
      // A hold of no duration ends before it was opened: it shows nothing.
      if (at >= 0) open.splice(at, 1);
      else s = skipOne(starts, s, ends[e]);
      e++;
    }
    if (length > 0 && startNs[length - 1] === timeNs) length--;
    startNs[length] = timeNs;
    state[length] = Math.min(open.length, HELD_COUNT - 1);
    object[length++] = open.at(-1) ?? -1;
  }
  const store = new StateStore(HELD_COUNT, endNs);
  store.append(startNs, state, object, length, endNs);
  return store;
}

/** Moves past `hold`, which stands at or after `from` among those with its start. */
function skipOne(starts: Uint32Array, from: number, hold: number): number {
  const at = starts.indexOf(hold, from);
  starts.copyWithin(from + 1, from, at);
  starts[from] = hold;
  return from + 1;
}
