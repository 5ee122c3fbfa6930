/**
 * A run of spans of one lane in as few bytes as may be, with the time spent in each state before every 64th of them:
 *
 *   span      0 1 2 … 63 │ 64 … 127 │ 128 …
 *   sums                 │ 0        │ 1        within the chunk, before span 64 · (k + 1)
 *
 * A moment is at most 32 spans away from a sum, before or behind it. At 10 states the sums take 0.6 bytes a span.
 *
 * Times are whole nanoseconds from the first span on, which 32 bits hold for 4.3 s. Where a span begins later than that, the
 * chunk is full; but one of few spans, such as that of a lane that sleeps for seconds, goes on in 64 bits instead: a chunk for each of
 * its spans would take more. So does one with a time that is no whole nanosecond from its first.
 */
const SPANS_PER_SUM = 64;
/** Most spans of a chunk, and of one in 64 bits, so that a lane that awakes gets small again. */
export const MOST_SPANS = 16_384;
const MOST_WIDE_SPANS = 1024;
/** From so many spans on, a chunk of its own costs next to nothing. */
const FEW_SPANS = 512;
const FIRST_CAPACITY = 8;

type Numbers = Uint32Array | Float64Array;

export interface Chunk {
  /** Where its first span begins, which is span number `first` of the lane. */
  baseNs: number;
  first: number;
  length: number;
  /** By span: from `baseNs` on. */
  offset: Numbers;
  state: Uint8Array;
  object: Int32Array;
  sums: Numbers;
  /** Time in each state before the chunk. */
  before: Float64Array;
}

/** `spans`: as many as are known to come. */
export function newChunk(baseNs: number, first: number, before: Float64Array, spans: number): Chunk {
  const capacity = Math.max(FIRST_CAPACITY, Math.min(spans, MOST_SPANS));
  return {
    baseNs,
    first,
    length: 0,
    offset: new Uint32Array(capacity),
    state: new Uint8Array(capacity),
    object: new Int32Array(capacity),
    sums: new Uint32Array(sumsFor(capacity) * before.length),
    before,
  };
}

const sumsFor = (spans: number): number => Math.floor(Math.max(0, spans - 1) / SPANS_PER_SUM);
const fits = (offset: number): boolean => offset === offset >>> 0;

/** Makes room for a span that begins at `startNs` and some of `more` that come with it; false when the chunk is full. */
export function makeRoom(chunk: Chunk, startNs: number, more: number): boolean {
  const { offset, length } = chunk;
  const isWide = offset instanceof Float64Array;
  if (length >= (isWide ? MOST_WIDE_SPANS : MOST_SPANS)) return false;
  const widens = !isWide && !fits(startNs - chunk.baseNs);
  if (widens && length >= FEW_SPANS) return false;
  if (!widens && length < offset.length) return true;
  const most = isWide || widens ? MOST_WIDE_SPANS : MOST_SPANS;
  resize(chunk, Math.min(most, length + Math.max(1, more, length >> 1)), isWide || widens);
  return true;
}

function resize(chunk: Chunk, capacity: number, isWide: boolean): void {
  const { length, before, state, object } = chunk;
  const copy = (from: Numbers, size: number, used: number): Numbers => {
    const to = isWide ? new Float64Array(size) : new Uint32Array(size);
    to.set(from.subarray(0, Math.min(size, used)));
    return to;
  };
  chunk.offset = copy(chunk.offset, capacity, length);
  chunk.sums = copy(chunk.sums, sumsFor(capacity) * before.length, sumsFor(length) * before.length);
  chunk.state = new Uint8Array(capacity);
  chunk.state.set(state.subarray(0, length));
  chunk.object = new Int32Array(capacity);
  chunk.object.set(object.subarray(0, length));
}

/** Takes rows from `row` on, up to `end` or as many as there is room for; returns the first that it did not take. */
export function fill(
  chunk: Chunk,
  startNs: Float64Array,
  state: Uint8Array,
  object: Int32Array,
  row: number,
  end: number,
): number {
  const { baseNs, length, offset } = chunk;
  const isWide = offset instanceof Float64Array;
  const most = Math.min(end, row + offset.length - length);
  let next = row;
  for (let at = length; next < most; next++, at++) {
    const ns = startNs[next] - baseNs;
    if (!isWide && !fits(ns)) break;
    offset[at] = ns;
  }
  chunk.state.set(state.subarray(row, next), length);
  chunk.object.set(object.subarray(row, next), length);
  chunk.length = length + next - row;
  extendSums(chunk, sumsFor(length));
  return next;
}

/** The first `known` sums are right. */
function extendSums({ length, offset, state, sums, before }: Chunk, known: number): void {
  const stateCount = before.length;
  const all = sumsFor(length);
  for (let k = known; k < all; k++) {
    const row = k * stateCount;
    if (k > 0) sums.copyWithin(row, row - stateCount, row);
    else sums.fill(0, 0, stateCount);
    const end = (k + 1) * SPANS_PER_SUM;
    for (let i = end - SPANS_PER_SUM; i < end; i++) sums[row + state[i]] += offset[i + 1] - offset[i];
  }
}

/** The last span that begins at most `ns` after the chunk; span `low` does. 1, 2, 4 … spans at a time, then by halves. */
export function gallop({ offset, length }: Chunk, ns: number, from: number): number {
  let low = from;
  let step = 1;
  while (low + step < length && offset[low + step] <= ns) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, length);
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (offset[middle] <= ns) low = middle;
    else high = middle;
  }
  return low;
}

/** Adds to `out[at + state]` the sign times the time in each state from the chunk's begin to `ns` after it, which lies in `span`. */
export function addTimeBefore(
  chunk: Chunk,
  ns: number,
  span: number,
  sign: 1 | -1,
  out: Float64Array,
  at: number,
): void {
  const { offset, state, sums, before, length } = chunk;
  const stateCount = before.length;
  let sum = Math.floor(span / SPANS_PER_SUM);
  const isNearer = span % SPANS_PER_SUM > SPANS_PER_SUM / 2 && (sum + 1) * SPANS_PER_SUM < length;
  if (isNearer) sum++;
  if (sum > 0) {
    const row = (sum - 1) * stateCount;
    for (let s = 0; s < stateCount; s++) out[at + s] += sign * sums[row + s];
  }
  const known = sum * SPANS_PER_SUM;
  for (let i = known; i < span; i++) out[at + state[i]] += sign * (offset[i + 1] - offset[i]);
  for (let i = span; i < known; i++) out[at + state[i]] -= sign * (offset[i + 1] - offset[i]);
  out[at + state[span]] += sign * (ns - offset[span]);
}
