/**
 * A total function time → state with its prefix sums. Span i lasts to the start of span i + 1, the last one to endNs. Spans lie in
 * chunks (state-chunk.ts), of which only the last ever changes:
 *
 *   directory   where each begins, its first span, time in each state before    absolute
 *   chunk       offset u32 │ state u8 │ object i32 │ sums u32                   from its begin, 9.6 bytes a span at 10 states
 *
 * The time spent in each state before a moment is what the directory says, a sum of the chunk and at most 32 spans; the share
 * of a state in any interval is the difference of two such times. What changes is the end: rows are cut off there and others
 * appended, which keeps live and saved traces on one path and costs nothing that grows with the trace. All numbers are integers
 * below 2^53: the sums are exact.
 */
import { addTimeBefore, type Chunk, fill, gallop, makeRoom, newChunk } from "./state-chunk";

/** Up to so many spans are added one by one; beyond, two sums are cheaper. */
const FEW_SPANS = 48;

/** Rows from `from` on: where spans begin, ascending; their states; what they are about, a number of the caller's, -1 = nothing. */
export interface SpanRows {
  startNs: Float64Array;
  state: Uint8Array;
  object: Int32Array;
  from: number;
  length: number;
}

export class StateStore {
  length = 0;
  readonly #chunks: Chunk[] = [];
  /** Of the chunk that was asked for last: mostly it is asked for again. */
  #at = 0;

  /**
   * @param endNs where the last span ends
   * @param rowOf what `objectOf` makes of an object that is ≥ 0
   */
  constructor(
    readonly stateCount: number,
    public endNs: number,
    readonly rowOf: ((object: number) => number) | null = null,
  ) {}

  /** Forgets all rows from `length` on; `append` goes on from there. */
  truncate(length: number): void {
    const chunks = this.#chunks;
    while (chunks.length > 0 && chunks[chunks.length - 1].first >= length) chunks.pop();
    const last = chunks.at(-1);
    if (last) last.length = Math.min(last.length, length - last.first);
    this.length = Math.min(this.length, length);
    this.#at = 0;
  }

  /** Copies rows that follow the last one; `endNs` is the new end. */
  append({ startNs, state, object, from, length }: SpanRows, endNs: number): void {
    const end = from + length;
    for (let row = from; row < end; )
      row = fill(this.#chunkFor(startNs[row], end - row), startNs, state, object, row, end);
    this.length += length;
    this.endNs = endNs;
  }

  /** A chunk with room for a span that begins at `startNs`, and for some of `more`. */
  #chunkFor(startNs: number, more: number): Chunk {
    const last = this.#chunks.at(-1);
    if (last && makeRoom(last, startNs, more)) return last;
    const before = new Float64Array(this.stateCount);
    if (last) {
      before.set(last.before);
      addTimeBefore(last, startNs - last.baseNs, last.length - 1, 1, before, 0);
    }
    const chunk = newChunk(startNs, last ? last.first + last.length : 0, before, more);
    this.#chunks.push(chunk);
    return chunk;
  }

  get beginNs(): number {
    return this.length > 0 ? this.#chunks[0].baseNs : this.endNs;
  }

  /** NaN where there is no such span. */
  startNsOf(span: number): number {
    const chunk = this.#chunkOf(span);
    return chunk ? chunk.baseNs + chunk.offset[span - chunk.first] : Number.NaN;
  }

  spanEndNs(span: number): number {
    return span + 1 < this.length ? this.startNsOf(span + 1) : this.endNs;
  }

  /** -1 where there is no such span. */
  stateOf(span: number): number {
    const chunk = this.#chunkOf(span);
    return chunk ? chunk.state[span - chunk.first] : -1;
  }

  /** What a span is about: a row of another table; -1 = nothing, or there is no such span. */
  objectOf(span: number): number {
    const chunk = this.#chunkOf(span);
    const object = chunk ? chunk.object[span - chunk.first] : -1;
    return object >= 0 && this.rowOf ? this.rowOf(object) : object;
  }

  /** What its rows and sums take, with the room to spare. */
  get bytes(): number {
    let bytes = 0;
    for (const { offset, state, object, sums, before } of this.#chunks)
      for (const column of [offset, state, object, sums, before]) bytes += column.byteLength;
    return bytes;
  }

  #chunkOf(span: number): Chunk | null {
    if (!(span >= 0 && span < this.length)) return null;
    const chunks = this.#chunks;
    const known = chunks[this.#at];
    if (span >= known.first && span < known.first + known.length) return known;
    let low = 0;
    let high = chunks.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (chunks[middle].first <= span) low = middle;
      else high = middle;
    }
    this.#at = low;
    return chunks[low];
  }

  /**
   * The span at a moment: the last one that begins at or before it; -1 before the first. From `hint` on it gallops (1, 2, 4 …
   * spans at a time, then halves), so that a walk over ascending times costs the logarithm of each step.
   */
  spanAt(timeNs: number, hint = 0): number {
    if (!(this.length > 0 && this.#chunks[0].baseNs <= timeNs)) return -1;
    const known = this.#chunkOf(hint) ?? this.#chunks[0];
    if (known.baseNs > timeNs) this.#at = 0;
    const chunk = this.#chunkAt(timeNs);
    const low = chunk === known ? hint - chunk.first : 0;
    const ns = timeNs - chunk.baseNs;
    return chunk.first + gallop(chunk, ns, low > 0 && chunk.offset[low] <= ns ? low : 0);
  }

  /** The last chunk that begins at or before a moment. The one that was asked for last does. */
  #chunkAt(timeNs: number): Chunk {
    const chunks = this.#chunks;
    let low = Math.min(this.#at, chunks.length - 1);
    let step = 1;
    while (low + step < chunks.length && chunks[low + step].baseNs <= timeNs) {
      low += step;
      step *= 2;
    }
    let high = Math.min(low + step, chunks.length);
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (chunks[middle].baseNs <= timeNs) low = middle;
      else high = middle;
    }
    this.#at = low;
    return chunks[low];
  }

  /** How many spans begin before a moment. */
  countBefore(timeNs: number): number {
    let span = this.spanAt(timeNs);
    while (span >= 0 && this.startNsOf(span) >= timeNs) span--;
    return span + 1;
  }

  /** Fills `out` with the time in each state before a moment, which lies in `span`. */
  timeBefore(timeNs: number, span: number, out: Float64Array): void {
    const chunk = this.#chunkOf(span);
    if (chunk === null) {
      out.fill(0);
      return;
    }
    out.set(chunk.before);
    addTimeBefore(chunk, Math.min(timeNs, this.endNs) - chunk.baseNs, span - chunk.first, 1, out, 0);
  }

  /**
   * Adds to `out[at + state]` the time spent in each state from `fromNs`, which lies in `span`, to `toNs`, which lies in `last`. A
   * span of -1 is the time before the first.
   */
  addTime(fromNs: number, span: number, toNs: number, last: number, out: Float64Array, at: number): void {
    if (last < 0) return;
    if (span < 0) {
      this.addTime(this.beginNs, 0, toNs, last, out, at);
      return;
    }
    const untilNs = Math.min(toNs, this.endNs);
    const fromHereNs = Math.min(fromNs, this.endNs);
    const from = this.#chunkOf(span) as Chunk;
    const { baseNs, first, state, offset } = from;
    const [own, lastOwn] = [span - first, last - first];
    if (lastOwn < from.length && lastOwn - own <= FEW_SPANS) {
      let beginNs = fromHereNs - baseNs;
      for (let i = own; i < lastOwn; i++) {
        out[at + state[i]] += offset[i + 1] - beginNs;
        beginNs = offset[i + 1];
      }
      out[at + state[lastOwn]] += untilNs - baseNs - beginNs;
      return;
    }
    addTimeBefore(from, fromHereNs - baseNs, own, -1, out, at);
    const until = lastOwn < from.length ? from : (this.#chunkOf(last) as Chunk);
    if (until !== from) for (let s = 0; s < this.stateCount; s++) out[at + s] += until.before[s] - from.before[s];
    addTimeBefore(until, untilNs - until.baseNs, last - until.first, 1, out, at);
  }

  /** Time in each state within [fromNs, toNs). */
  timeIn(fromNs: number, toNs: number): Float64Array {
    const out = new Float64Array(this.stateCount);
    const from = this.spanAt(fromNs);
    this.addTime(fromNs, from, toNs, this.spanAt(toNs, from), out, 0);
    return out;
  }
}
