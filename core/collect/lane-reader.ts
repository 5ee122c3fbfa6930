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

/** What is read at once: enough for most polls, small enough to cost nothing where a lane is silent. */
const FIRST_READ_RECORDS = 64;
const READ_RECORDS = 4096;

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
  isWait: boolean;
}

export interface ClosedSpan {
  ordinal: number;
  end: Halves;
  result: number;
}

/** Where the cells of an object in the counted tier are. */
export interface CellAddress {
  object: number;
  segment: number;
  word: number;
}

const isSpan = (kind: number): boolean =>
  kind === RecordKind.hold || kind === RecordKind.holdAgain || kind === RecordKind.wait;

export class LaneReader {
  readonly chunks: Chunk[] = [];
  /** Records that the lane lost. */
  lost = 0;
  private readonly byOrdinal = new Map<number, Chunk>();
  private lastOrdinal = -1;
  private current = 0;
  private records = 0;
  private ended = false;
  private openSpans: OpenSpan[] = [];

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
   * New committed records, in order, in pieces of at most 128 KB.
   * @param onCells is told of each COUNTED record
   */
  *read(onCells: (address: CellAddress) => void): Generator<Uint32Array> {
    for (let chunk = this.byOrdinal.get(this.current); chunk !== undefined; chunk = this.byOrdinal.get(this.current)) {
      if (this.chunks[this.chunks.length - 1] !== chunk) this.chunks.push(chunk);
      // Claims were read before this: when a later chunk was claimed by then, this one gets no more records.
      const finished = this.lastOrdinal > this.current;
      for (;;) {
        const words = this.readMore(chunk);
        if (words.length === 0) break;
        this.note(chunk, words, onCells);
        yield words;
      }
      if (chunk.committed < chunk.segment.recordsPerChunk && !finished) return;
      this.current++;
    }
  }

  /** Reads the records of one of `chunks` again, as they are now. */
  reread(chunk: Chunk): Uint8Array {
    const bytes = new Uint8Array(chunk.committed * RECORD_BYTES);
    const count = chunk.segment.read(bytes, chunk.segment.offsetOf(chunk.number, 0));
    return bytes.subarray(0, count - (count % RECORD_BYTES));
  }

  /** Spans that were open and have ended since. Looks at `limit` of them and at the others the next time. */
  closed(limit: number): ClosedSpan[] {
    const closed: ClosedSpan[] = [];
    const look = this.openSpans.splice(0, limit);
    for (const span of look) {
      const bytes = new Uint8Array(RECORD_BYTES * 2);
      span.segment.read(bytes, span.offset);
      const words = wordsOf(bytes);
      if (isOpenAt(words, 0)) this.openSpans.push(span);
      else {
        const result = span.isWait ? words[RECORD_WORDS + 4] : 0;
        closed.push({ ordinal: span.ordinal, end: { lo: words[2], hi: words[3] }, result });
      }
    }
    return closed;
  }

  get openCount(): number {
    return this.openSpans.length;
  }

  /**
   * The next piece: what a first read finds committed is read a second time, and the second read counts. A record seen by the
   * first read may have been torn, but its last word was there, so by the second read all its words are.
   */
  private readMore(chunk: Chunk): Uint32Array {
    const { segment } = chunk;
    const left = segment.recordsPerChunk - chunk.committed;
    const offset = segment.offsetOf(chunk.number, chunk.committed);
    let wanted = Math.min(left, FIRST_READ_RECORDS);
    let bytes = new Uint8Array(wanted * RECORD_BYTES);
    let count = this.committedAt(segment, bytes, offset);
    if (count === wanted && wanted < left) {
      wanted = Math.min(left, READ_RECORDS);
      bytes = new Uint8Array(wanted * RECORD_BYTES);
      count = this.committedAt(segment, bytes, offset);
    }
    if (count === 0) return new Uint32Array(0);
    const committed = bytes.subarray(0, count * RECORD_BYTES);
    segment.read(committed, offset);
    return wordsOf(committed);
  }

  private committedAt(segment: Segment, bytes: Uint8Array, offset: number): number {
    const read = segment.read(bytes, offset);
    return committedRecords(wordsOf(bytes), Math.floor(read / RECORD_BYTES));
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
          isWait: kind === RecordKind.wait,
        });
      }
    }
    chunk.committed += words.length / RECORD_WORDS;
    this.records += words.length / RECORD_WORDS;
  }
}
