/** The spans of a lane, kept once: as a store of tones. Who wants them as columns gets them made. */
import { type LaneSpans, State, type Trace } from "../trace/types";
import { StateStore } from "./state-store";
import { TONE_COUNT, Tone, tonesOf } from "./tones";

/** @param rowOf the row of a wait that a span names by its number within the lane; -1 = not there (yet) */
export function laneStore(rowOf: (wait: number) => number): StateStore {
  return new StateStore(TONE_COUNT, 0, rowOf);
}

/** Columns that are copies, as long as the lane and made at each look: for analyses and tests, never for a picture. */
export class SpansOfStore implements LaneSpans {
  constructor(readonly store: StateStore) {}

  get length(): number {
    return this.store.length;
  }

  get startNs(): Float64Array {
    return Float64Array.from({ length: this.length }, (_, span) => this.store.startNsOf(span));
  }

  get state(): Uint8Array {
    return Uint8Array.from({ length: this.length }, (_, span) => stateOf(this.store.stateOf(span)));
  }

  get wait(): Int32Array {
    return Int32Array.from({ length: this.length }, (_, span) => this.store.objectOf(span));
  }
}

function stateOf(tone: number): number {
  if (tone === Tone.ready) return State.ready;
  return tone === Tone.condition ? State.waiting : tone;
}

/** The store of a lane: the one that its spans come from, or one made of their columns. */
export function storeOf({ laneSpans, lanes, waits }: Trace, lane: number): StateStore {
  const spans = laneSpans[lane];
  if (spans instanceof SpansOfStore) return spans.store;
  const { length, startNs, wait } = spans;
  const store = new StateStore(TONE_COUNT, 0);
  const state = tonesOf(spans, waits.op);
  store.append({ startNs, state, object: wait, from: 0, length }, lanes[lane].endNs);
  return store;
}
