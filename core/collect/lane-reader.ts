/** One lane's records across its chunks, read by the commit rule (docs/trace-format.md, "Records"). */
import {
  committedRecords,
  type Halves,
  isOpenAt,
  kindAt,
  objectAt,
  RECORD_BYTES,
  RECORD_WORDS,
  wordsOf,
} from "../trace/decode";
import { RecordKind } from "../trace/types";
import type { Segment } from "./segment";
import { settle } from "./settle";

/** What is read at once: enough for most polls, small enough to cost nothing where a lane is silent. */
const FIRST_READ_RECORDS = 64;
const PIECE_RECORDS = 4096;
export const PIECE_BYTES = PIECE_RECORDS * RECORD_BYTES;

interface Chunk {
  segment: Segment;
  number: number;
  /** Records known to be committed. */
  committed: number;
}

interface OpenSpan {
  /** Number of the record in the lane. */
  ordinal: number;
  segment: Segment;
  offset: number;
  /** With a result in its EXT: a wait, an item. */
  hasResult: boolean;
}

export interface ClosedSpan {
  ordinal: number;
  end: Halves;
  result: number;
  /** Of an item of a pool: how many it was, when it had begun as more. */
  items: number;
}

/** Where the cells of an object in the counted tier are. */
export interface CellAddress {
  object: number;
  segment: number;
  word: number;
}

const hasResult = (kind: number): boolean => kind === RecordKind.wait || kind === RecordKind.item;
const isSpan = (kind: number): boolean => kind === RecordKind.hold || kind === RecordKind.holdAgain || hasResult(kind);

export class LaneReader {
  readonly chunks: Chunk[] = [];
  /** Records that the lane lost. */
  lost = 0;
  private readonly byOrdinal = new Map<number, Chunk>();
  private lastOrdinal = -1;
  private current = 0;
  private records = 0;
  private ended = false;
  /** Records that `look` found and `take` has not taken. */
  private seen = 0;
  private readonly openSpans: OpenSpan[] = [];

  constructor(readonly id: number) {}

  /** A chunk of this lane was claimed. Returns false when there is another one of this ordinal already. */
  claimed(ordinal: number, segment: Segment, number: number): boolean {
    const known = this.byOrdinal.get(ordinal);
    if (known !== undefined) return known.segment === segment && known.number === number;
    this.byOrdinal.set(ordinal, { segment, number, committed: 0 });
    this.lastOrdinal = Math.max(this.lastOrdinal, ordinal);
    return true;
  }

  /** Its last record was read: nothing follows. */
  get hasEnded(): boolean {
    return this.ended && this.lastOrdinal <= this.current;
  }

  /** Where the next record will be; null when it is not known, or reading moves on to another chunk anyhow. */
  nextRecord(): { segment: Segment; offset: number } | null {
    const chunk = this.byOrdinal.get(this.current);
    if (chunk === undefined || this.lastOrdinal > this.current) return null;
    return { segment: chunk.segment, offset: chunk.segment.offsetOf(chunk.number, chunk.committed) };
  }

  /** True when claims of later chunks are known and the next one's is not. */
  get hasGap(): boolean {
    return !this.byOrdinal.has(this.current) && this.lastOrdinal > this.current;
  }

  /** Gives up on chunks that never appeared: goes on with the next one that did. */
  skipGap(): void {
    const next = [...this.byOrdinal.keys()].filter((ordinal) => ordinal > this.current).sort((a, b) => a - b)[0];
    if (next !== undefined) this.current = next;
  }

  /**
   * First read of the next piece, at most 4096 records: how many are committed? Moves on to the next chunk where one has no more.
   * @param scratch room for a piece
   */
  look(scratch: Uint8Array): boolean {
    this.seen = 0;
    for (let chunk = this.byOrdinal.get(this.current); chunk !== undefined; chunk = this.byOrdinal.get(this.current)) {
      if (this.chunks[this.chunks.length - 1] !== chunk) this.chunks.push(chunk);
      this.seen = committedIn(chunk, scratch);
      // Claims were read before this: when a later chunk was claimed by then, this one gets no more records.
      const isFull = chunk.committed === chunk.segment.recordsPerChunk;
      if (this.seen > 0 || (!isFull && this.lastOrdinal <= this.current)) break;
      this.current++;
    }
    return this.seen > 0;
  }

  /**
   * Second read of what `look` saw, which counts: a record seen by the first read may have been torn, but its last word was
   * there, so by now all its words are (see settle.ts).
   * @param onCells is told of each COUNTED record
   */
  take(onCells: (address: CellAddress) => void): Uint32Array {
    const chunk = this.chunks[this.chunks.length - 1];
    const bytes = new Uint8Array(this.seen * RECORD_BYTES);
    chunk.segment.read(bytes, chunk.segment.offsetOf(chunk.number, chunk.committed));
    const words = wordsOf(bytes);
    this.note(chunk, words, onCells);
    return words;
  }

  /** Reads the records of one of `chunks` again, as they are now. */
  reread(chunk: Chunk): Uint8Array {
    const bytes = new Uint8Array(chunk.committed * RECORD_BYTES);
    const count = chunk.segment.read(bytes, chunk.segment.offsetOf(chunk.number, 0));
    return bytes.subarray(0, count - (count % RECORD_BYTES));
  }

  /** Spans that were open and have ended since. Looks at `limit` of them and at the others the next time. */
  closed(limit: number): ClosedSpan[] {
    const looked = this.openSpans.splice(0, limit);
    const ended = new Set(looked.filter((span) => !isOpenAt(wordsOfSpan(span), 0)));
    this.openSpans.push(...looked.filter((span) => !ended.has(span)));
    if (ended.size > 0) settle();
    return Array.from(ended, (span) => {
      const words = wordsOfSpan(span);
      const result = span.hasResult ? words[RECORD_WORDS + 4] : 0;
      const items = span.hasResult ? words[RECORD_WORDS + 2] : 0;
      return { ordinal: span.ordinal, end: { lo: words[2], hi: words[3] }, result, items };
    });
  }

  get openCount(): number {
    return this.openSpans.length;
  }

  /** Counts the records, and remembers those that must be looked at again. */
  private note(chunk: Chunk, words: Uint32Array, onCells: (address: CellAddress) => void): void {
    for (let at = 0; at < words.length; at += RECORD_WORDS) {
      const kind = kindAt(words, at);
      if (kind === RecordKind.laneEnd) this.ended = true;
      else if (kind === RecordKind.counted) {
        onCells({ object: objectAt(words, at), segment: words[at + 3], word: words[at + 2] });
      } else if (isSpan(kind) && isOpenAt(words, at)) {
        const record = at / RECORD_WORDS;
        this.openSpans.push({
          ordinal: this.records + record,
          segment: chunk.segment,
          offset: chunk.segment.offsetOf(chunk.number, chunk.committed + record),
          hasResult: hasResult(kind),
        });
      }
    }
    chunk.committed += words.length / RECORD_WORDS;
    this.records += words.length / RECORD_WORDS;
  }
}

/** How many records from the chunk's known ones on are committed, at most a piece. */
function committedIn({ segment, number, committed }: Chunk, scratch: Uint8Array): number {
  const left = segment.recordsPerChunk - committed;
  const offset = segment.offsetOf(number, committed);
  let count = 0;
  for (const records of [FIRST_READ_RECORDS, PIECE_RECORDS]) {
    const bytes = scratch.subarray(0, Math.min(left, records) * RECORD_BYTES);
    const read = segment.read(bytes, offset);
    count = committedRecords(wordsOf(bytes), Math.floor(read / RECORD_BYTES));
    if (count < records) break;
  }
  return count;
}

/** The record of a span and the one behind it, which of a wait and of an item is the EXT. */
function wordsOfSpan({ segment, offset }: OpenSpan): Uint32Array {
  const bytes = new Uint8Array(RECORD_BYTES * 2);
  segment.read(bytes, offset);
  return wordsOf(bytes);
}
