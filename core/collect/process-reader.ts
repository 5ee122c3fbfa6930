/** The folder of one traced process: finds its segments, follows its lanes and its side tables. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { MessageKey, MessageParams } from "../l10n";
import type { TraceBuilder } from "../trace/builder";
import { FORMAT_VERSION, type Halves, HIGH, wordsOf } from "../trace/decode";
import { parseMeta } from "../trace/meta";
import type { ProcessTables } from "../trace/process-tables";
import { errnoOf } from "./input-error";
import { type CellAddress, LaneReader, PIECE_BYTES } from "./lane-reader";
import { lanesWithNews } from "./lanes-with-news";
import { MetaTail } from "./meta-tail";
import { ChunkType, Segment } from "./segment";
import { settle } from "./settle";

/** Open spans and cells that a poll looks at; the others have their turn in later ones. */
const RELOOKS_A_POLL = 512;
const CELL_WORDS = 8;
/** A total has 40 bits; what stands above them is the writer's own. */
const CELL_HIGH_MASK = 0xff;

/** Where lanes look: reading is synchronous, so that one piece of memory does for all of them. */
const scratch = new Uint8Array(PIECE_BYTES);

export interface RecordingTotals {
  /** Read so far. */
  records: number;
  lost: number;
  /** On disk. */
  bytes: number;
}

export class ProcessReader {
  readonly lanes = new Map<number, LaneReader>();
  /** Lanes that the last poll left with more to read. */
  private unread: number[] = [];
  private readonly onCells = (address: CellAddress) => this.cellAddresses.set(address.object, address);
  private readonly segments = new Map<number, Segment>();
  private readonly meta: MetaTail;
  /** Read and not yet handed over. */
  private batches: { lane: number; words: Uint32Array }[] = [];
  private readonly cellAddresses = new Map<number, CellAddress>();
  private nextCell = 0;
  private nextOpen = 0;
  private refused = false;
  private damagedLines = 0;

  /** @param builder is told what could not be read */
  constructor(
    readonly folder: string,
    readonly tables: ProcessTables,
    private readonly builder: TraceBuilder,
  ) {
    this.meta = new MetaTail(join(folder, "meta.jsonl"));
  }

  get name(): string {
    return this.tables.name;
  }

  /** How much there is of it so far; lost records of each lane and of lanes that never got a chunk. */
  get totals(): RecordingTotals {
    let lost = this.tables.lostWithoutLane;
    for (const lane of this.lanes.values()) lost += lane.lost;
    let bytes = this.meta.wholeBytes;
    for (const segment of this.segments.values()) bytes += segment.sizeBytes();
    return { records: this.tables.records, lost, bytes };
  }

  /** True when the last poll stopped early, with more to read. */
  get more(): boolean {
    return this.unread.length > 0;
  }

  /** Up to when all records were read, in the time of the tables; Infinity where there is none that was not. */
  get readUntilNs(): number {
    return Math.min(...this.unread.map((lane) => this.tables.lastNsOf(lane)));
  }

  /** The last sign of life; zero = none. */
  get heartbeat(): Halves {
    return this.segments.get(0)?.heartbeat ?? { lo: 0, hi: 0 };
  }

  /**
   * Reads what is new; returns how many bytes of records and how many lines that was.
   * @param last everything is looked at, and what is missing now is missing for good
   * @param mostBytes after so many it stops early, also where there is more: bounds how long a poll takes and what it holds
   */
  poll(last: boolean, mostBytes: number): number {
    if (this.refused) return 0;
    let lines = 0;
    this.attempt(last, () => {
      this.findSegments(last);
      this.readRecords(last, mostBytes);
      lines = this.readMeta(last);
    });
    if (this.refused) return 0;
    const bytes = this.handOver();
    this.attempt(last, () => this.lookAgain(last));
    return bytes + lines;
  }

  /** A failed read may pass (too many open files, a folder in the making): the next poll tries again, the last one tells. */
  private attempt(last: boolean, read: () => void): void {
    try {
      read();
    } catch (error) {
      if (last) this.lose("loss.process.unread", { cause: errnoOf(error) });
    }
  }

  private lose(key: MessageKey, params: MessageParams): void {
    this.builder.lose(key, { process: this.name, ...params });
  }

  close(): void {
    for (const segment of this.segments.values()) segment.close();
    this.segments.clear();
  }

  /** The lane's records as they are now, a chunk at a time. */
  *records(lane: LaneReader): Generator<Uint8Array> {
    for (const chunk of lane.chunks) yield lane.reread(chunk);
  }

  /** The whole lines of the side tables. */
  metaBytes(): Uint8Array {
    return this.meta.wholeBytes === 0
      ? new Uint8Array(0)
      : readFileSync(this.meta.path).subarray(0, this.meta.wholeBytes);
  }

  private findSegments(last: boolean): void {
    for (const entry of readdirSync(this.folder)) {
      const number = Number(/^(\d+)\.seg$/.exec(entry)?.[1] ?? Number.NaN);
      if (Number.isNaN(number) || this.segments.has(number)) continue;
      this.segments.set(number, new Segment(join(this.folder, entry), number));
    }
    // Lanes lose records only once the store is full, which segment 0 tells; till then a filled page has no news.
    const first = this.segments.get(0);
    const wasFull = first?.full ?? false;
    for (const segment of this.segments.values()) {
      if (segment === first || segment.mayClaimMore || wasFull || last) this.readClaims(segment, last);
    }
    if (first !== undefined) this.tables.lostWithoutLane = first.lostWithoutChunk;
    // A claim says that the lane's chunk before it is finished: its last records have to be visible by then.
    settle();
  }

  private readClaims(segment: Segment, last: boolean): void {
    const state = segment.readHeader();
    if (state !== "ready") {
      if (state === "newer") this.lose("loss.segment.newer", { segment: segment.number });
      else if (state === "damaged" && last) this.lose("loss.segment.damaged", { segment: segment.number });
      return;
    }
    const readableBytes = last ? segment.sizeBytes() : Number.POSITIVE_INFINITY;
    if (readableBytes < segment.offsetOf(segment.chunkCount, 0)) {
      this.lose("loss.segment.cut", { segment: segment.number });
    }
    for (let chunk = 0; chunk < segment.chunkCount; chunk++) {
      const { lane: id, ordinal, type, lost } = segment.claim(chunk);
      if (type !== ChunkType.records) continue;
      let lane = this.lanes.get(id);
      if (lane === undefined) {
        lane = new LaneReader(id);
        this.lanes.set(id, lane);
      }
      if (!lane.claimed(ordinal, segment, chunk)) {
        this.lose("loss.segment.twice", { segment: segment.number, lane: id });
      }
      lane.lost = Math.max(lane.lost, lost);
      if (segment.offsetOf(chunk + 1, 0) > readableBytes) this.tables.cutOff(id);
    }
  }

  /** Round by round, a piece of each lane that has one: look at all, let it settle, take all. */
  private readRecords(last: boolean, mostBytes: number): void {
    let bytes = 0;
    let lanes = last ? [...this.lanes.values()] : lanesWithNews(this.lanes.values());
    while (lanes.length > 0 && bytes < mostBytes) {
      lanes = lanes.filter((lane) => this.look(lane, last));
      if (lanes.length > 0) settle();
      for (const lane of lanes) {
        const words = lane.take(this.onCells);
        this.batches.push({ lane: lane.id, words });
        bytes += words.byteLength;
      }
    }
    this.unread = lanes.filter((lane) => this.look(lane, last)).map(({ id }) => id);
  }

  private look(lane: LaneReader, last: boolean): boolean {
    while (!lane.look(scratch)) {
      if (!last || !lane.hasGap) return false;
      this.lose("loss.lane.gap", { lane: lane.id });
      lane.skipGap();
    }
    return true;
  }

  /** After the records: a line is written before the first record that needs it. */
  private readMeta(last: boolean): number {
    let lines = 0;
    for (const line of this.meta.lines()) {
      lines++;
      const row = parseMeta(line);
      if (row === null) this.damagedLines++;
      else if (row.k === "process" && row.v > FORMAT_VERSION) {
        this.lose("loss.process.newer", { version: row.v });
        this.refused = true;
      } else this.tables.meta(row);
    }
    if (!last) return lines;
    if (this.damagedLines > 0) this.lose("loss.meta.damaged", { count: this.damagedLines });
    if (this.meta.hasPartialLine) this.lose("loss.meta.partial", {});
    const unwritten = this.segments.get(0)?.lostLines ?? 0;
    if (unwritten > 0) this.lose("loss.meta.unwritten", { count: unwritten });
    return lines;
  }

  /** What was read goes to the builder, also when reading broke off behind it. */
  private handOver(): number {
    let bytes = 0;
    for (const { lane, words } of this.batches) {
      this.tables.ingest(lane, words);
      bytes += words.byteLength;
    }
    this.batches = [];
    this.tables.heartbeat(this.heartbeat);
    return bytes;
  }

  /** What changes in place: open spans, losses, cells. A poll looks at some of them, the next one at the next. */
  private lookAgain(last: boolean): void {
    const lanes = [...this.lanes.values()];
    for (const { id, lost } of lanes) if (lost > 0) this.tables.lost(id, lost);
    const open = lanes.filter(({ openCount }) => openCount > 0);
    for (let i = 0, left = last ? Number.POSITIVE_INFINITY : RELOOKS_A_POLL; i < open.length && left > 0; i++) {
      const lane = open[this.nextOpen++ % open.length];
      const limit = Math.min(left, lane.openCount);
      left -= limit;
      for (const span of lane.closed(limit))
        this.tables.close(lane.id, span.ordinal, span.end, span.result, span.items);
    }
    const addresses = [...this.cellAddresses.values()];
    const cells = last ? addresses.length : Math.min(RELOOKS_A_POLL, addresses.length);
    for (let i = 0; i < cells; i++) this.readCells(addresses[this.nextCell++ % addresses.length], last);
  }

  private readCells({ object, segment: number, word }: CellAddress, last: boolean): void {
    const bytes = new Uint8Array(CELL_WORDS * 8);
    const segment = this.segments.get(number);
    if (segment === undefined || segment.read(bytes, word * 8) < bytes.length) {
      if (last) this.lose("loss.cells", { segment: number });
      return;
    }
    const words = wordsOf(bytes);
    this.tables.cells(
      object,
      Array.from({ length: CELL_WORDS }, (_, i) => (words[2 * i + 1] & CELL_HIGH_MASK) * HIGH + words[2 * i]),
    );
  }
}
