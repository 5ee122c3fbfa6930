/** A recording folder as traced processes write it, record by record: so that tests can stop, poll and go on anywhere. */
import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { RECORD_BYTES, RECORD_WORDS } from "../../../core/trace/decode";
import { RecordKind } from "../../../core/trace/types";
import type { Drawing, DrawnProcess } from "./drawing";
import { absolute, halves } from "./records";

const HEADER_BYTES = 4096;
const MAGIC = "RACEWAY1";

export interface Layout {
  recordsPerChunk: number;
  chunksPerSegment: number;
  /** Slots left free at a chunk's end, as the runtime's slack is. A WAIT and its EXT need two. */
  slack: number;
}

export const SMALL: Layout = { recordsPerChunk: 8, chunksPerSegment: 3, slack: 1 };

interface LaneCursor {
  ordinal: number;
  segment: number;
  chunk: number;
  used: number;
  /** Where each record of the lane went: segment and offset. */
  places: { segment: number; offset: number }[];
}

const TWO_SLOTS: ReadonlySet<number> = new Set([RecordKind.wait, RecordKind.item]);

/** Writes one process's folder. Words go to the file in the order in which a process stores them: the kind last. */
export class ProcessFolder {
  readonly path: string;
  private readonly fds: number[] = [];
  private nextChunk = 0;
  private readonly lanes = new Map<number, LaneCursor>();
  /** Object → where its cells are; each object has a chunk of its own. */
  private readonly cells = new Map<number, { segment: number; word: number }>();

  constructor(
    recording: string,
    readonly process: DrawnProcess,
    private readonly layout: Layout,
  ) {
    this.path = join(recording, process.name);
    mkdirSync(this.path, { recursive: true });
    this.openSegment();
    for (const [object, totals] of process.cells) this.reserveCells(object, totals);
  }

  /** Appends lines to the side tables, each whole or, with `upTo`, only its first bytes. */
  meta(text: string): void {
    writeFileSync(join(this.path, "meta.jsonl"), text, { flag: "a" });
  }

  /** Writes the next `count` records of a lane; a WAIT and an ITEM take their EXT along, as the runtime writes both at once. */
  write(lane: number, count: number): void {
    const words = this.process.lanes.get(lane)?.words ?? [];
    const cursor = this.cursor(lane);
    for (let left = count; left > 0 && cursor.places.length < words.length / RECORD_WORDS; left--) {
      const record = cursor.places.length;
      const slots = TWO_SLOTS.has(words[record * RECORD_WORDS + 7] >>> 24) ? 2 : 1;
      if (cursor.used + slots > this.layout.recordsPerChunk - this.layout.slack) this.claim(lane, cursor);
      const at = cursor.places.length;
      for (let slot = 0; slot < slots; slot++) cursor.places.push(this.placeOf(cursor, cursor.used + slot));
      cursor.used += slots;
      for (let slot = slots - 1; slot >= 0; slot--)
        this.store(cursor.places[at + slot], words, (at + slot) * RECORD_WORDS);
    }
  }

  /** Writes records that were written before once more: their ends may have been filled in since. */
  rewrite(lane: number): void {
    const words = this.process.lanes.get(lane)?.words ?? [];
    this.cursor(lane).places.forEach((place, record) => {
      this.store(place, words, record * RECORD_WORDS);
    });
  }

  isComplete(lane: number): boolean {
    return this.cursor(lane).places.length * RECORD_WORDS >= (this.process.lanes.get(lane)?.words.length ?? 0);
  }

  /** The process lived at this time. */
  beat(ns: number): void {
    this.put(0, 4 * 8, absolute(ns));
  }

  /** Heartbeat, losses and cells: what stands outside the records. */
  finish(): void {
    this.beat(this.process.heartbeatNs);
    for (const [lane, lost] of this.process.lost) {
      const { segment, chunk } = this.cursor(lane);
      this.put(segment, (9 + 2 * chunk) * 8, [lost, 0]);
    }
  }

  /** Lets go of the files; `cutTo` cuts the last segment off, as a copy that broke off is. */
  close(cutTo?: number): void {
    if (cutTo !== undefined) ftruncateSync(this.fds[this.fds.length - 1], cutTo);
    for (const fd of this.fds) closeSync(fd);
  }

  private cursor(lane: number): LaneCursor {
    let cursor = this.lanes.get(lane);
    if (cursor === undefined) {
      cursor = { ordinal: -1, segment: 0, chunk: 0, used: Number.POSITIVE_INFINITY, places: [] };
      this.lanes.set(lane, cursor);
    }
    return cursor;
  }

  private claim(lane: number, cursor: LaneCursor): void {
    if (this.nextChunk === this.layout.chunksPerSegment) this.openSegment();
    cursor.ordinal++;
    cursor.segment = this.fds.length - 1;
    cursor.chunk = this.nextChunk++;
    cursor.used = 0;
    this.put(cursor.segment, (8 + 2 * cursor.chunk) * 8, [((cursor.ordinal << 8) | 1) >>> 0, lane]);
  }

  private reserveCells(object: number, totals: readonly number[]): void {
    if (this.nextChunk === this.layout.chunksPerSegment) this.openSegment();
    const segment = this.fds.length - 1;
    const chunk = this.nextChunk++;
    this.put(segment, (8 + 2 * chunk) * 8, [2, 0]);
    const offset = HEADER_BYTES + chunk * this.layout.recordsPerChunk * RECORD_BYTES;
    this.put(segment, offset, totals.flatMap(halves));
    this.cells.set(object, { segment, word: offset / 8 });
  }

  private openSegment(): void {
    const { chunksPerSegment, recordsPerChunk } = this.layout;
    const fd = openSync(join(this.path, `${this.fds.length}.seg`), "w+");
    ftruncateSync(fd, HEADER_BYTES + chunksPerSegment * recordsPerChunk * RECORD_BYTES);
    this.fds.push(fd);
    const segment = this.fds.length - 1;
    this.put(segment, 8, [1, 0, chunksPerSegment, 0, recordsPerChunk, 0]);
    writeSync(fd, MAGIC, 0);
    this.nextChunk = 0;
  }

  private placeOf({ segment, chunk }: LaneCursor, slot: number): { segment: number; offset: number } {
    return { segment, offset: HEADER_BYTES + (chunk * this.layout.recordsPerChunk + slot) * RECORD_BYTES };
  }

  private store({ segment, offset }: { segment: number; offset: number }, words: readonly number[], at: number): void {
    const first = words.slice(at, at + 6);
    const cells = words[at + 7] >>> 24 === RecordKind.counted ? this.cells.get(first[5] >>> 8) : undefined;
    if (cells !== undefined) [first[2], first[3]] = [cells.word, cells.segment];
    this.put(segment, offset, first);
    this.put(segment, offset + 24, words.slice(at + 6, at + 8));
  }

  private put(segment: number, offset: number, words: readonly number[]): void {
    const bytes = new Uint8Array(Uint32Array.from(words).buffer);
    writeSync(this.fds[segment], bytes, 0, bytes.length, offset);
  }
}

/** Writes a whole drawing as a finished recording. */
export function writeRecording(folder: string, drawing: Drawing, layout: Layout = SMALL): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "run.json"), JSON.stringify({ version: 1, open: false }));
  for (const process of drawing.processes) {
    const writer = new ProcessFolder(folder, process, layout);
    writer.meta(process.meta.map((line) => `${line}\n`).join(""));
    for (const [lane, { length }] of process.lanes) writer.write(lane, length);
    writer.finish();
    writer.close();
  }
}
