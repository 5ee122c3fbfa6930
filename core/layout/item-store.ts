/** A lane's items over time, for drawing and pointing: one after the other, with gaps. */
import type { Trace } from "../trace/types";
import { WaitResult } from "../trace/types";
import { finishedNs } from "./pool-use";
import { StateStore } from "./state-store";

/** States of the store; `object` is the row in `items`. */
export const ItemState = { none: 0, open: 1, done: 2, raised: 3 } as const;
const ITEM_STATES = 4;

/** `rows`: the lane's items, ascending by start. Null for a lane that never ran one. */
export function itemStore(trace: Trace, rows: Uint32Array, endNs: number): StateStore | null {
  if (rows.length === 0) return null;
  const { items } = trace;
  const startNs = new Float64Array(2 * rows.length);
  const state = new Uint8Array(2 * rows.length);
  const object = new Int32Array(2 * rows.length);
  let length = 0;
  const add = (atNs: number, what: number, item: number) => {
    startNs[length] = atNs;
    state[length] = what;
    object[length++] = item;
  };
  rows.forEach((item, i) => {
    const nextNs = i + 1 < rows.length ? items.startNs[rows[i + 1]] : endNs;
    const untilNs = finishedNs(trace, item);
    add(items.startNs[item], stateOf(items.result[item]), item);
    if (untilNs < nextNs) add(untilNs, ItemState.none, -1);
  });
  const store = new StateStore(ITEM_STATES, endNs);
  store.append({ startNs, state, object, from: 0, length }, endNs);
  return store;
}

function stateOf(result: number): number {
  if (result === WaitResult.open) return ItemState.open;
  return result === WaitResult.got ? ItemState.done : ItemState.raised;
}
