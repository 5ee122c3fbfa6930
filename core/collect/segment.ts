/** One segment file of a recording, read while its writer may still fill it (docs/trace-format.md, "Segments"). */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { FORMAT_VERSION, type Halves, RECORD_BYTES, wordsOf } from "../trace/decode";

const HEADER_BYTES = 4096;
const HEADER_WORDS = HEADER_BYTES / 4;
const MAX_CHUNKS = 252;
const MAX_RECORDS_PER_CHUNK = 1 << 20;
/** `RACEWAY1` as two little-endian words. */
const MAGIC_LO = 0x45434152;
const MAGIC_HI = 0x31594157;

/** Header positions in 32-bit words: word n of the format is 2n and 2n + 1. */
const AT = {
  version: 2,
  chunkCount: 4,
  recordsPerChunk: 6,
  heartbeat: 8,
  flags: 10,
  lostWithoutChunk: 12,
  lostLines: 14,
  claims: 16,
};

export const ChunkType = { free: 0, records: 1, cells: 2 } as const;

export interface Claim {
  lane: number;
  ordinal: number;
  type: number;
  /** Records that its lane lost for want of a further chunk. */
  lost: number;
}

export type SegmentState = "empty" | "ready" | "newer" | "damaged";

export class Segment {
  recordsPerChunk = 0;
  chunkCount = 0;
  heartbeat: Halves = { lo: 0, hi: 0 };
  full = false;
  lostWithoutChunk = 0;
  /** Lines that could not be written to the side tables. */
  lostLines = 0;
  private readonly fd: number;
  private readonly header = new Uint8Array(HEADER_BYTES);
  private claimed = 0;

  /** @throws the file system's error when the file cannot be opened */
  constructor(
    readonly path: string,
    readonly number: number,
  ) {
    this.fd = openSync(path, "r");
  }

  close(): void {
    closeSync(this.fd);
  }

  sizeBytes(): number {
    return fstatSync(this.fd).size;
  }

  /** True while a further look at the header may find chunks that were free the last time. */
  get mayClaimMore(): boolean {
    return this.chunkCount === 0 || this.claimed < this.chunkCount;
  }

  /** Reads the header page. `empty`: its writer has not finished making it, look again. */
  readHeader(): SegmentState {
    this.header.fill(0);
    this.read(this.header, 0);
    const words = wordsOf(this.header);
    if (words[0] !== MAGIC_LO || words[1] !== MAGIC_HI)
      return words.every((word) => word === 0) ? "empty" : this.unfinished(words);
    if (words[AT.version] > FORMAT_VERSION) return "newer";
    this.chunkCount = words[AT.chunkCount];
    this.recordsPerChunk = words[AT.recordsPerChunk];
    if (this.chunkCount > MAX_CHUNKS || this.recordsPerChunk === 0 || this.recordsPerChunk > MAX_RECORDS_PER_CHUNK) {
      this.chunkCount = 0;
      return "damaged";
    }
    this.heartbeat = { lo: words[AT.heartbeat], hi: words[AT.heartbeat + 1] };
    this.full = (words[AT.flags] & 1) === 1;
    this.lostWithoutChunk = words[AT.lostWithoutChunk];
    this.lostLines = words[AT.lostLines];
    this.claimed = 0;
    for (let chunk = 0; chunk < this.chunkCount; chunk++) if (this.claim(chunk).type !== ChunkType.free) this.claimed++;
    return "ready";
  }

  /** The claim of a chunk as of the last `readHeader`. */
  claim(chunk: number): Claim {
    const words = new Uint32Array(this.header.buffer, 0, HEADER_WORDS);
    const at = AT.claims + 4 * chunk;
    return { lane: words[at + 1], ordinal: words[at] >>> 8, type: words[at] & 0xff, lost: words[at + 2] };
  }

  /** Offset of a record in the file. */
  offsetOf(chunk: number, record: number): number {
    return HEADER_BYTES + (chunk * this.recordsPerChunk + record) * RECORD_BYTES;
  }

  /** Reads bytes at a position; returns how many there were before the file's end. */
  read(into: Uint8Array, position: number): number {
    let done = 0;
    while (done < into.length) {
      const count = readSync(this.fd, into, done, into.length - done, position + done);
      if (count === 0) break;
      done += count;
    }
    return done;
  }

  /** The magic is written last: sizes without it are a segment in the making. */
  private unfinished(words: Uint32Array): SegmentState {
    return words[0] === 0 && words[1] === 0 ? "empty" : "damaged";
  }
}
