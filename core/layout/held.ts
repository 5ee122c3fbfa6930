/** When a lane holds locks: the overlay on its lower edge. Holding is never a state of a lane. */
import { countUpTo, sortRows } from "../trace/column";
import type { Holds } from "../trace/types";
import { StateStore } from "./state-store";

/** How many locks at once: none, one, more than one. `object` is the hold that began last among those that last. */
export const HELD_COUNT = 3;

/** `rows` ascend by start. */
export function heldStore(holds: Holds, rows: Uint32Array, endNs: number): StateStore {
  const store = new StateStore(HELD_COUNT, endNs);
  extendHeld(store, holds, rows, endNs, Number.NEGATIVE_INFINITY);
  return store;
}

/**
 * Makes the store anew from `fromNs` on, before which none of the holds has changed. It begins at the last step before it that
 * knows which holds last: none, or the one that it names. Of more than one it names only the latest.
 */
export function extendHeld(store: StateStore, holds: Holds, rows: Uint32Array, endNs: number, fromNs: number): void {
  let kept = store.spanAt(fromNs);
  while (kept >= 0 && (store.startNsOf(kept) >= fromNs || store.stateOf(kept) === HELD_COUNT - 1)) kept--;
  const sinceNs = kept < 0 ? Number.NEGATIVE_INFINITY : store.startNsOf(kept);
  const open = kept >= 0 && store.stateOf(kept) === 1 ? [store.objectOf(kept)] : [];
  const later = rows.slice(countUpTo(rows, holds.startNs, sinceNs));
  store.truncate(kept + 1);
  const steps = stepsOf(holds, later, open);
  store.append({ ...steps, from: 0 }, endNs);
}

/** @param starts ascending by start, after all of which are `open` already; changed by this */
function stepsOf(holds: Holds, starts: Uint32Array, open: number[]) {
  const ends = sortRows(Uint32Array.from([...open, ...starts]), holds.endNs);
  const startNs = new Float64Array(starts.length + ends.length);
  const state = new Uint8Array(startNs.length);
  const object = new Int32Array(startNs.length);
  let length = 0;
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
  return { startNs, state, object, length };
}

/** Moves past `hold`, which stands at or after `from` among those with its start. */
function skipOne(starts: Uint32Array, from: number, hold: number): number {
  const at = starts.indexOf(hold, from);
  starts.copyWithin(from + 1, from, at);
  starts[from] = hold;
  return from + 1;
}
