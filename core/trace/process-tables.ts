/**
 * One traced process: its side tables and its records, decoded into the builder's tables as they arrive.
 *
 * Lanes may arrive in any interleaving, one lane's records in their order. A record may refer to an object, a lane or a code
 * object that was not heard of yet: a placeholder is made and filled in later.
 */
import {
  argAt,
  codeAt,
  endAt,
  extArgAt,
  type Halves,
  isOpenAt,
  kindAt,
  lastiAt,
  objectAt,
  RECORD_WORDS,
  relativeTo,
  seqAt,
  startAt,
} from "./decode";
import type { CodeRow, MetaRow, ProcessRow } from "./meta";
import { type Cells, newLane, type RawLane, type RawTables } from "./raw";
import { RESOURCE_KINDS, RecordKind, WaitOp, WaitResult } from "./types";
import { isEventKind, kindByUse, kindByWait, OPS_ENDED_BY } from "./vocabulary";

/** Where a lane's decoding stands between two batches. */
interface LaneCursor {
  readonly lane: number;
  /** Number of the next record: names a span for `close`. */
  ordinal: number;
  /** The wait whose EXT is the next record; -1 = none. */
  waitingForExt: number;
  /** For each op the latest wait that has not got anything yet; -1 = none. */
  readonly latestWait: Int32Array;
  /** Number of the record behind the latest wait for a lock and its EXT. */
  latestLockWaitEnd: number;
  readonly openHolds: Map<number, number>;
  readonly openWaits: Map<number, number>;
}

/** lasti has 29 bits here so that code << 29 | lasti is exact in a double: no code object has 512 MB of bytecode. */
const LASTI_LIMIT = 2 ** 29;

export class ProcessTables {
  row: ProcessRow | null = null;
  /** NaN until the process row was read. */
  startNs = Number.NaN;
  /** When the runtime was in place; NaN until its row was read. */
  readyNs = Number.NaN;
  /** Last time at which it was known to live; -Infinity = never. */
  lastNs = Number.NEGATIVE_INFINITY;
  /** Records lost by lanes that never got a chunk. */
  lostWithoutLane = 0;
  /** Records of kinds that this version does not know. */
  unknownRecords = 0;
  readonly notes: string[] = [];
  readonly codes = new Map<number, CodeRow>();
  /** Names found in the source, by code · 2^29 + lasti. */
  private readonly names = new Map<number, string>();

  private readonly cursors = new Map<number, LaneCursor>();
  private readonly laneIndexes = new Map<number, number>();
  private readonly objects = new Map<number, number>();
  private readonly sites = new Map<number, number>();
  private lastSiteKey = -1;
  private lastSite = 0;

  constructor(
    readonly name: string,
    readonly index: number,
    private readonly raw: RawTables,
  ) {}

  /** Takes one line of the side tables (see `parseMeta`). */
  meta(row: MetaRow): void {
    switch (row.k) {
      case "process":
        this.row = row;
        this.startNs = this.time(row.startNs);
        this.alive(this.startNs);
        return;
      case "code":
        this.codes.set(row.id, row);
        return;
      case "lane": {
        const lane = this.lane(row.id);
        // A rename may have been read before (a saved trace keeps the lines' order, so there it is not).
        lane.name ??= row.name;
        lane.daemon = row.daemon;
        lane.internal = row.internal;
        return;
      }
      case "rename":
        this.lane(row.lane).name = row.name;
        return;
      case "note":
        this.notes.push(row.text);
        return;
      case "end":
        this.alive(this.time(row.ns));
        return;
      case "ready":
        this.readyNs = this.time(row.ns);
        this.alive(this.readyNs);
        return;
      case "other":
        return;
    }
  }

  /** The process lived at this time (its heartbeat). */
  heartbeat(time: Halves): void {
    if (time.hi !== 0 || time.lo !== 0) this.alive(this.time(time));
  }

  /** Sets how many records this lane lost. */
  lost(laneId: number, records: number): void {
    this.lane(laneId).lost = records;
  }

  /** Sets the totals of an object in the counted tier. */
  cells(objectId: number, cells: Cells): void {
    this.raw.objects.cells.set(this.object(objectId, Number.NaN), cells);
  }

  /** Object id and totals of each object in the counted tier. */
  *allCells(): Generator<[number, Cells]> {
    for (const [objectId, object] of this.objects) {
      const cells = this.raw.objects.cells.get(object);
      if (cells !== undefined) yield [objectId, cells];
    }
  }

  /** The name that the source gives to what is created at this site. */
  nameSite(code: number, lasti: number, name: string): void {
    this.names.set(code * LASTI_LIMIT + lasti, name);
  }

  /** Code, offset and name of each site that has one. */
  *namedSites(): Generator<[number, number, string]> {
    for (const [key, name] of this.names) yield [Math.floor(key / LASTI_LIMIT), key % LASTI_LIMIT, name];
  }

  nameOfSite(code: number, lasti: number): string | undefined {
    return this.names.get(code * LASTI_LIMIT + lasti);
  }

  /** The raw object of this id, if any record has named it. */
  knownObject(objectId: number): number | undefined {
    return this.objects.get(objectId);
  }

  /** Decodes the next records of a lane: whole records, each of them committed, in the lane's order. */
  ingest(laneId: number, words: Uint32Array): void {
    const cursor = this.cursor(laneId);
    for (let at = 0; at + RECORD_WORDS <= words.length; at += RECORD_WORDS, cursor.ordinal++) {
      const kind = kindAt(words, at);
      if (kind === RecordKind.ext) this.ext(cursor, words, at);
      else {
        const time = startAt(words, at, this.raw.originNear(words[at], words[at + 1]));
        this.seen(cursor.lane, time);
        if (kind === RecordKind.hold || kind === RecordKind.holdAgain) this.hold(cursor, time, words, at);
        else if (kind === RecordKind.wait) this.wait(cursor, time, words, at);
        else this.instant(cursor, kind, time, words, at);
      }
    }
  }

  /**
   * Fills in the end of a span that was ingested open.
   * @param ordinal number of its record in the lane, counted from 0
   * @param result of a wait (WaitResult); ignored for holds
   */
  close(laneId: number, ordinal: number, end: Halves, result: number): void {
    const cursor = this.cursor(laneId);
    const hold = cursor.openHolds.get(ordinal);
    const wait = cursor.openWaits.get(ordinal);
    const endNs = this.time(end);
    this.seen(cursor.lane, endNs);
    if (hold !== undefined) {
      this.raw.holds.endNs[hold] = endNs;
      cursor.openHolds.delete(ordinal);
    } else if (wait !== undefined) {
      this.raw.waits.endNs[wait] = endNs;
      this.raw.waits.result[wait] = result;
      cursor.openWaits.delete(ordinal);
    }
  }

  private hold(cursor: LaneCursor, startNs: number, words: Uint32Array, at: number): void {
    const { holds, waits } = this.raw;
    const row = holds.addRow();
    holds.again[row] = kindAt(words, at) === RecordKind.holdAgain ? 1 : 0;
    const object = this.object(objectAt(words, at), startNs);
    const open = isOpenAt(words, at);
    holds.object[row] = object;
    holds.lane[row] = cursor.lane;
    holds.seq[row] = seqAt(words, at);
    holds.startNs[row] = startNs;
    holds.endNs[row] = open ? Number.NaN : this.ended(cursor, words, at);
    holds.site[row] = this.site(codeAt(words, at), lastiAt(words, at));
    if (open) cursor.openHolds.set(cursor.ordinal, row);
    this.used(object, kindByUse(RecordKind.hold));
    // Right behind its wait: a hold that comes later is another one, and the wait's own was only counted.
    const wait = cursor.latestWait[WaitOp.lock];
    if (wait >= 0 && waits.object[wait] === object && cursor.ordinal === cursor.latestLockWaitEnd)
      waits.got[wait] = row;
    cursor.latestWait[WaitOp.lock] = -1;
  }

  private wait(cursor: LaneCursor, startNs: number, words: Uint32Array, at: number): void {
    const op = seqAt(words, at);
    const target = objectAt(words, at);
    if (op < WaitOp.lock || op > WaitOp.sleep) {
      this.unknownRecords++;
      return;
    }
    const { waits } = this.raw;
    const row = waits.addRow();
    const open = isOpenAt(words, at);
    waits.lane[row] = cursor.lane;
    waits.startNs[row] = startNs;
    waits.endNs[row] = open ? Number.NaN : this.ended(cursor, words, at);
    waits.op[row] = op;
    waits.result[row] = WaitResult.open;
    waits.site[row] = this.site(codeAt(words, at), lastiAt(words, at));
    waits.holderLane[row] = -1;
    waits.holderSite[row] = 0;
    waits.argument[row] = 0;
    waits.got[row] = -1;
    waits.object[row] = -1;
    if (target !== 0 && op === WaitOp.threadJoin) waits.object[row] = this.laneIndex(target);
    else if (target !== 0 && op !== WaitOp.sleep) {
      const object = this.object(target, startNs);
      waits.object[row] = object;
      this.used(object, kindByWait(op));
    }
    if (open) cursor.openWaits.set(cursor.ordinal, row);
    cursor.waitingForExt = row;
    cursor.latestWait[op] = row;
    if (op === WaitOp.lock) cursor.latestLockWaitEnd = cursor.ordinal + 2;
  }

  private ext(cursor: LaneCursor, words: Uint32Array, at: number): void {
    const row = cursor.waitingForExt;
    if (row < 0) return;
    cursor.waitingForExt = -1;
    const { waits } = this.raw;
    const holder = words[at + 2];
    waits.holderSite[row] = this.site(words[at + 1] & 0xffffff, words[at]);
    waits.holderLane[row] = holder === 0 ? -1 : this.laneIndex(holder);
    waits.argument[row] = extArgAt(words, at);
    // Before t1 the result is only on its way: the wait still lasts.
    if (!Number.isNaN(waits.endNs[row])) waits.result[row] = words[at + 4];
  }

  private instant(cursor: LaneCursor, kind: number, timeNs: number, words: Uint32Array, at: number): void {
    const lane = this.raw.lanes[cursor.lane];
    const { objects } = this.raw;
    switch (kind) {
      case RecordKind.laneStart:
        lane.startNs = timeNs;
        return;
      case RecordKind.laneEnd:
        lane.endedNs = timeNs;
        return;
      case RecordKind.created: {
        const object = this.object(objectAt(words, at), timeNs);
        const argument = argAt(words, at);
        const objectKind = argument % 256;
        objects.kind[object] = objectKind < RESOURCE_KINDS.length ? objectKind : 0;
        objects.parameter[object] = Math.floor(argument / 256);
        objects.site[object] = this.site(codeAt(words, at), lastiAt(words, at));
        objects.createdNs[object] = timeNs;
        return;
      }
      case RecordKind.counted:
        // Its cells reach us through `cells`: the collector knows where they are.
        this.object(objectAt(words, at), timeNs);
        return;
      case RecordKind.threadStart: {
        const child = this.lane(argAt(words, at));
        child.parent = cursor.lane;
        child.parentStartNs = timeNs;
        this.event(cursor, kind, timeNs, -1, this.laneIndex(argAt(words, at)), words, at);
        return;
      }
    }
    if (!isEventKind(kind)) {
      this.unknownRecords++;
      return;
    }
    const object = this.object(objectAt(words, at), timeNs);
    this.used(object, kindByUse(kind));
    const row = this.event(cursor, kind, timeNs, object, argAt(words, at), words, at);
    for (const op of OPS_ENDED_BY[kind] ?? []) {
      const wait = cursor.latestWait[op];
      if (wait >= 0 && this.raw.waits.object[wait] === object) {
        this.raw.waits.got[wait] = row;
        cursor.latestWait[op] = -1;
      }
    }
  }

  private event(
    cursor: LaneCursor,
    kind: number,
    timeNs: number,
    object: number,
    arg: number,
    words: Uint32Array,
    at: number,
  ): number {
    const { events } = this.raw;
    const row = events.addRow();
    events.lane[row] = cursor.lane;
    events.timeNs[row] = timeNs;
    events.kind[row] = kind;
    events.object[row] = object;
    events.arg[row] = arg;
    events.seq[row] = seqAt(words, at);
    events.site[row] = this.site(codeAt(words, at), lastiAt(words, at));
    return row;
  }

  private cursor(laneId: number): LaneCursor {
    let cursor = this.cursors.get(laneId);
    if (cursor === undefined) {
      cursor = {
        lane: this.laneIndex(laneId),
        ordinal: 0,
        waitingForExt: -1,
        latestWait: new Int32Array(WaitOp.sleep + 1).fill(-1),
        latestLockWaitEnd: -1,
        openHolds: new Map(),
        openWaits: new Map(),
      };
      this.cursors.set(laneId, cursor);
    }
    return cursor;
  }

  private lane(laneId: number): RawLane {
    return this.raw.lanes[this.laneIndex(laneId)];
  }

  private laneIndex(laneId: number): number {
    let index = this.laneIndexes.get(laneId);
    if (index === undefined) {
      index = this.raw.lanes.push(newLane(this.index, laneId)) - 1;
      this.laneIndexes.set(laneId, index);
    }
    return index;
  }

  /** The raw object of this id; made when it is new. An object whose NEW was not seen dates from its first use. */
  private object(objectId: number, timeNs: number): number {
    const { objects } = this.raw;
    let object = this.objects.get(objectId);
    if (object === undefined) {
      object = objects.addRow();
      objects.process[object] = this.index;
      objects.id[object] = objectId;
      objects.createdNs[object] = timeNs;
      this.objects.set(objectId, object);
    } else if (objects.kind[object] === 0 && !(objects.createdNs[object] <= timeNs)) objects.createdNs[object] = timeNs;
    return object;
  }

  private used(object: number, likelyKind: number): void {
    const { likelyKind: column } = this.raw.objects;
    if (likelyKind > column[object]) column[object] = likelyKind;
  }

  /** The raw site of a code object and an offset; 0 = unknown. Most records repeat the site of the one before. */
  private site(code: number, lasti: number): number {
    if (code === 0 || lasti >= LASTI_LIMIT) return 0;
    const key = code * LASTI_LIMIT + lasti;
    if (key === this.lastSiteKey) return this.lastSite;
    let site = this.sites.get(key);
    if (site === undefined) {
      const { sites } = this.raw;
      site = sites.addRow();
      sites.process[site] = this.index;
      sites.code[site] = code;
      sites.lasti[site] = lasti;
      this.sites.set(key, site);
    }
    this.lastSiteKey = key;
    this.lastSite = site;
    return site;
  }

  private time(time: Halves): number {
    return relativeTo(time, this.raw.originNear(time.lo, time.hi));
  }

  private ended(cursor: LaneCursor, words: Uint32Array, at: number): number {
    const endNs = endAt(words, at, this.raw.originNear(words[at], words[at + 1]));
    this.seen(cursor.lane, endNs);
    return endNs;
  }

  private seen(lane: number, timeNs: number): void {
    const row = this.raw.lanes[lane];
    if (Number.isNaN(row.firstNs) || timeNs < row.firstNs) row.firstNs = timeNs;
    if (timeNs > row.lastNs) row.lastNs = timeNs;
    this.alive(timeNs);
  }

  private alive(timeNs: number): void {
    if (timeNs > this.lastNs) this.lastNs = timeNs;
  }
}
