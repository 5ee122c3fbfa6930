/**
 * Stretches of lanes that stand out while all else steps back: the waits and holds of one resource, the spans of one line, the
 * critical path. A lane's stretches are a function time → look with prefix sums, as its states are (state-store.ts): the share of
 * a pixel column that stands out is exact, and a frame costs its pixels, not what is lit.
 */
import { type Groups, groupOf, groupRows, sortRows } from "../trace/column";
import type { Model } from "./model";
import { StateStore } from "./state-store";

/** How a moment of a lane looks; larger numbers than `lit` are the caller's. */
export const Lit = { dark: 0, lit: 1 } as const;

/** Rows in no order. A row that lasts no time lights nothing. */
export interface Stretches {
  length: number;
  lane: Uint32Array;
  startNs: Float64Array;
  endNs: Float64Array;
  /** Absent: all are `Lit.lit`. */
  look?: Uint8Array;
}

export class LitLanes {
  readonly #groups: Groups;
  readonly #stores = new Map<number, StateStore | null>();

  constructor(
    readonly stretches: Stretches,
    readonly lanes: number,
    readonly lookCount = 2,
  ) {
    const order = sortRows(
      Uint32Array.from({ length: stretches.length }, (_, row) => row),
      stretches.startNs,
    );
    this.#groups = groupRows(stretches.lane, stretches.length, lanes, order);
  }

  /** Null for a lane of which nothing is lit. */
  of(lane: number): StateStore | null {
    if (lane >= this.lanes) return null;
    let store = this.#stores.get(lane);
    if (store === undefined) {
      const rows = groupOf(this.#groups, lane);
      store = rows.length > 0 ? this.#storeOf(rows) : null;
      this.#stores.set(lane, store);
    }
    return store;
  }

  /** Where stretches overlap, the one that began first goes on until its end. */
  #storeOf(rows: Uint32Array): StateStore | null {
    const { startNs, endNs, look } = this.stretches;
    const starts = new Float64Array(2 * rows.length);
    const state = new Uint8Array(2 * rows.length);
    let length = 0;
    let untilNs = Number.NEGATIVE_INFINITY;
    for (const row of rows) {
      const fromNs = Math.max(startNs[row], untilNs);
      if (!(endNs[row] > fromNs)) continue;
      const own = look?.[row] ?? Lit.lit;
      // The dark that begins where this one does is none.
      if (length > 0 && starts[length - 1] === fromNs) length--;
      if (length === 0 || state[length - 1] !== own) {
        starts[length] = fromNs;
        state[length++] = own;
      }
      starts[length] = endNs[row];
      state[length++] = Lit.dark;
      untilNs = endNs[row];
    }
    if (length === 0) return null;
    const store = new StateStore(this.lookCount, untilNs);
    store.append({ startNs: starts, state, object: new Int32Array(length).fill(-1), from: 0, length }, untilNs);
    return store;
  }
}

/** All that was about one resource: who waited for it, who held it. */
export function litByResource({ trace, byResource }: Model, resource: number): LitLanes {
  const [waits, holds] = [byResource.waits.of(resource), byResource.holds.of(resource)];
  return new LitLanes(
    stretchesOf([
      [waits, trace.waits],
      [holds, trace.holds],
    ]),
    trace.lanes.length,
  );
}

type Rows = { lane: ArrayLike<number>; startNs: ArrayLike<number>; endNs: ArrayLike<number> };

/** Rows of several tables as one. */
export function stretchesOf(parts: readonly (readonly [rows: ArrayLike<number>, table: Rows])[]): Stretches {
  const length = parts.reduce((sum, [rows]) => sum + rows.length, 0);
  const all: Stretches = {
    length,
    lane: new Uint32Array(length),
    startNs: new Float64Array(length),
    endNs: new Float64Array(length),
  };
  let at = 0;
  for (const [rows, table] of parts)
    for (let i = 0; i < rows.length; i++, at++) {
      all.lane[at] = table.lane[rows[i]];
      all.startNs[at] = table.startNs[rows[i]];
      all.endNs[at] = table.endNs[rows[i]];
    }
  return all;
}
