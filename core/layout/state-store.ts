/**
 * A total function time → state with its prefix sums. Span i lasts from startNs[i] to startNs[i+1], the last one to endNs.
 *
 *   span        0 1 2 … 31 │ 32 … 63 │ 64 …
 *   checkpoint  0          │ 1       │ 2       time spent in each state before span 32·k
 *
 * The time spent in each state before a moment is a checkpoint plus at most 31 spans; the share of a state in any interval
 * is the difference of two such sums. What changes is the end: rows are cut off there and others appended, and only the sums
 * behind that are made anew, which keeps live and saved traces on one path.
 * At 8 states and 32 spans a checkpoint costs 2 bytes a span. All numbers are integers below 2^53: the sums are exact.
 */

import { countBelow, grown } from "../trace/column";

const SPANS_PER_CHECKPOINT = 32;

export interface SpanColumns {
  length: number;
  startNs: Float64Array;
  state: Uint8Array;
}

export class StateStore {
  startNs: Float64Array;
  state: Uint8Array;
  /** What a span is about: a row of another table; -1 = nothing. */
  object: Int32Array;
  length = 0;
  endNs: number;
  #sums: Float64Array;

  /** `endNs`: where the last span ends. */
  constructor(
    readonly stateCount: number,
    endNs: number,
  ) {
    this.startNs = new Float64Array(0);
    this.state = new Uint8Array(0);
    this.object = new Int32Array(0);
    this.endNs = endNs;
    this.#sums = new Float64Array(0);
  }

  /**
   * Takes columns that are kept by somebody else, who may hand over others with more rows later.
   * @param same so many rows at the front are what they were
   */
  follow({ startNs, state, object, length }: SpanColumns & { object: Int32Array }, endNs: number, same: number): void {
    Object.assign(this, { startNs, state, object, length, endNs });
    this.#extendSums(same);
  }

  /** Forgets all rows from `length` on; `append` goes on from there. */
  truncate(length: number): void {
    this.length = length;
  }

  /** Rows that follow the last one; `endNs` is the new end. The arrays of a first call are kept, not copied. */
  append(startNs: Float64Array, state: Uint8Array, object: Int32Array, length: number, endNs: number): void {
    const before = this.length;
    const after = before + length;
    if (before === 0) {
      this.startNs = startNs;
      this.state = state;
      this.object = object;
    } else {
      this.startNs = grown(this.startNs, after, Float64Array);
      this.state = grown(this.state, after, Uint8Array);
      this.object = grown(this.object, after, Int32Array);
      this.startNs.set(startNs.subarray(0, length), before);
      this.state.set(state.subarray(0, length), before);
      this.object.set(object.subarray(0, length), before);
    }
    this.length = after;
    this.endNs = endNs;
    this.#extendSums(before);
  }

  get beginNs(): number {
    return this.length > 0 ? this.startNs[0] : this.endNs;
  }

  spanEndNs(span: number): number {
    return span + 1 < this.length ? this.startNs[span + 1] : this.endNs;
  }

  /**
   * The span at a moment: the last one with startNs ≤ timeNs; -1 before the first. From `hint` on it gallops (1, 2, 4 …
   * spans at a time, then halves), so that a walk over ascending times costs the logarithm of each step.
   */
  spanAt(timeNs: number, hint = 0): number {
    const { startNs, length } = this;
    let low = hint >= 0 && hint < length && startNs[hint] <= timeNs ? hint : -1;
    let step = 1;
    while (low + step < length && startNs[low + step] <= timeNs) {
      low += step;
      step *= 2;
    }
    let high = Math.min(low + step, length);
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (startNs[middle] <= timeNs) low = middle;
      else high = middle;
    }
    return low;
  }

  /** How many spans begin before a moment. */
  countBefore(timeNs: number): number {
    return countBelow(this.startNs, this.length, timeNs);
  }

  /** Adds to `out[offset + state]` the sign times the time spent in each state before `timeNs`, which lies in `span`. */
  addTimeBefore(timeNs: number, span: number, sign: 1 | -1, out: Float64Array, offset: number): void {
    if (span < 0) return;
    const { startNs, state, stateCount } = this;
    const checkpoint = Math.floor(span / SPANS_PER_CHECKPOINT);
    const sums = this.#sums;
    const row = checkpoint * stateCount;
    for (let s = 0; s < stateCount; s++) out[offset + s] += sign * sums[row + s];
    for (let i = checkpoint * SPANS_PER_CHECKPOINT; i < span; i++)
      out[offset + state[i]] += sign * (startNs[i + 1] - startNs[i]);
    out[offset + state[span]] += sign * (Math.min(timeNs, this.endNs) - startNs[span]);
  }

  /** Time in each state within [fromNs, toNs). */
  timeIn(fromNs: number, toNs: number): Float64Array {
    const out = new Float64Array(this.stateCount);
    const from = this.spanAt(fromNs);
    this.addTimeBefore(toNs, this.spanAt(toNs, from), 1, out, 0);
    this.addTimeBefore(fromNs, from, -1, out, 0);
    return out;
  }

  /** Checkpoint k needs span 32·k to have begun; the checkpoint after the last full group is ready for the next append. */
  #extendSums(before: number): void {
    const { stateCount, startNs, state, length } = this;
    const checkpoints = Math.ceil(length / SPANS_PER_CHECKPOINT);
    this.#sums = grown(this.#sums, checkpoints * stateCount, Float64Array);
    const sums = this.#sums;
    for (let k = Math.max(1, Math.ceil(before / SPANS_PER_CHECKPOINT)); k < checkpoints; k++) {
      const row = k * stateCount;
      sums.copyWithin(row, row - stateCount, row);
      const end = k * SPANS_PER_CHECKPOINT;
      for (let i = end - SPANS_PER_CHECKPOINT; i < end; i++) sums[row + state[i]] += startNs[i + 1] - startNs[i];
    }
  }
}
