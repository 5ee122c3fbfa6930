/** Decodes the records of one lane, in the lane's order and in batches of any size. */
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
import type { Identities } from "./identities";
import type { RawTables } from "./raw";
import { RESOURCE_KINDS, RecordKind, WaitOp, WaitResult } from "./types";
import { isEventKind, kindByUse, kindByWait, OPS_ENDED_BY } from "./vocabulary";

/** What a lane tells its process. */
export interface LaneObserver {
  /** Records of kinds that this version does not know. */
  unknownRecords: number;
  /** The process lived at this time. */
  alive(timeNs: number): void;
}

export class LaneDecoder {
  /** Number of the next record: names a span for `close`. */
  private ordinal = 0;
  /** The wait whose EXT is the next record; -1 = none. */
  private waitingForExt = -1;
  /** For each op the latest wait that has not got anything yet; -1 = none. */
  private readonly latestWait = new Int32Array(WaitOp.sleep + 1).fill(-1);
  /** Number of the record behind the latest wait for a lock and its EXT. */
  private latestLockWaitEnd = -1;
  /** The event of the latest GET; -1 = none. */
  private latestGet = -1;
  private readonly openHolds = new Map<number, number>();
  private readonly openWaits = new Map<number, number>();

  /** @param lane the raw lane */
  constructor(
    private readonly lane: number,
    private readonly raw: RawTables,
    private readonly ids: Identities,
    private readonly process: LaneObserver,
  ) {}

  /** Takes the next records: whole ones, each of them committed. */
  ingest(words: Uint32Array): void {
    for (let at = 0; at + RECORD_WORDS <= words.length; at += RECORD_WORDS, this.ordinal++) {
      const kind = kindAt(words, at);
      if (kind === RecordKind.ext) {
        this.ext(words, at);
        continue;
      }
      const time = startAt(words, at, this.raw.originNear(words[at], words[at + 1]));
      this.seen(time);
      if (kind === RecordKind.hold || kind === RecordKind.holdAgain) this.hold(time, words, at);
      else if (kind === RecordKind.wait) this.wait(time, words, at);
      else this.instant(kind, time, words, at);
    }
  }

  /** Fills in the end of a span that was ingested open (see `ProcessTables.close`). */
  close(ordinal: number, end: Halves, result: number): void {
    const hold = this.openHolds.get(ordinal);
    const wait = this.openWaits.get(ordinal);
    const endNs = relativeTo(end, this.raw.originNear(end.lo, end.hi));
    this.seen(endNs);
    if (hold !== undefined) {
      this.raw.holds.endNs[hold] = endNs;
      this.openHolds.delete(ordinal);
    } else if (wait !== undefined) {
      this.raw.waits.endNs[wait] = endNs;
      this.raw.waits.result[wait] = result;
      this.openWaits.delete(ordinal);
    }
  }

  private hold(startNs: number, words: Uint32Array, at: number): void {
    const { holds, waits } = this.raw;
    const row = holds.addRow();
    holds.again[row] = kindAt(words, at) === RecordKind.holdAgain ? 1 : 0;
    const object = this.ids.object(objectAt(words, at), startNs);
    const open = isOpenAt(words, at);
    holds.object[row] = object;
    holds.lane[row] = this.lane;
    holds.seq[row] = seqAt(words, at);
    holds.startNs[row] = startNs;
    holds.endNs[row] = open ? Number.NaN : this.ended(words, at);
    holds.site[row] = this.ids.site(codeAt(words, at), lastiAt(words, at));
    if (open) this.openHolds.set(this.ordinal, row);
    this.ids.used(object, kindByUse(RecordKind.hold));
    // Right behind its wait: a hold that comes later is another one, and the wait's own was only counted.
    const wait = this.latestWait[WaitOp.lock];
    if (wait >= 0 && waits.object[wait] === object && this.ordinal === this.latestLockWaitEnd) waits.got[wait] = row;
    this.latestWait[WaitOp.lock] = -1;
  }

  private wait(startNs: number, words: Uint32Array, at: number): void {
    const op = seqAt(words, at);
    const target = objectAt(words, at);
    if (op < WaitOp.lock || op > WaitOp.sleep) {
      this.process.unknownRecords++;
      return;
    }
    const { waits } = this.raw;
    const row = waits.addRow();
    const open = isOpenAt(words, at);
    waits.lane[row] = this.lane;
    waits.startNs[row] = startNs;
    waits.endNs[row] = open ? Number.NaN : this.ended(words, at);
    waits.op[row] = op;
    waits.result[row] = WaitResult.open;
    waits.site[row] = this.ids.site(codeAt(words, at), lastiAt(words, at));
    waits.holderLane[row] = -1;
    waits.holderSite[row] = 0;
    waits.argument[row] = 0;
    waits.got[row] = -1;
    waits.object[row] = -1;
    if (target !== 0 && op === WaitOp.threadJoin) waits.object[row] = this.ids.laneIndex(target);
    else if (target !== 0 && op !== WaitOp.sleep) {
      const object = this.ids.object(target, startNs);
      waits.object[row] = object;
      this.ids.used(object, kindByWait(op));
    }
    if (open) this.openWaits.set(this.ordinal, row);
    this.waitingForExt = row;
    this.latestWait[op] = row;
    if (op === WaitOp.lock) this.latestLockWaitEnd = this.ordinal + 2;
  }

  private ext(words: Uint32Array, at: number): void {
    const row = this.waitingForExt;
    if (row < 0) return;
    this.waitingForExt = -1;
    const { waits } = this.raw;
    const holder = words[at + 2];
    waits.holderSite[row] = this.ids.site(words[at + 1] & 0xffffff, words[at]);
    waits.holderLane[row] = holder === 0 ? -1 : this.ids.laneIndex(holder);
    waits.argument[row] = extArgAt(words, at);
    // Before t1 the result is only on its way: the wait still lasts.
    if (!Number.isNaN(waits.endNs[row])) waits.result[row] = words[at + 4];
  }

  private instant(kind: number, timeNs: number, words: Uint32Array, at: number): void {
    const lane = this.raw.lanes[this.lane];
    const { objects } = this.raw;
    switch (kind) {
      case RecordKind.laneStart:
        lane.startNs = timeNs;
        return;
      case RecordKind.laneEnd:
        lane.endedNs = timeNs;
        return;
      case RecordKind.created: {
        const object = this.ids.object(objectAt(words, at), timeNs);
        // `parameter << 8 | kind` may pass 2^53, so the kind is taken from the lower half alone.
        const objectKind = words[at + 2] & 0xff;
        objects.kind[object] = objectKind < RESOURCE_KINDS.length ? objectKind : 0;
        objects.parameter[object] = words[at + 3] * 2 ** 24 + (words[at + 2] >>> 8);
        objects.site[object] = this.ids.site(codeAt(words, at), lastiAt(words, at));
        objects.createdNs[object] = timeNs;
        return;
      }
      case RecordKind.counted:
        // Its cells reach us through `cells`: the collector knows where they are.
        this.ids.object(objectAt(words, at), timeNs);
        return;
      case RecordKind.threadStart: {
        const child = this.ids.lane(argAt(words, at));
        child.parent = this.lane;
        child.parentStartNs = timeNs;
        this.event(kind, timeNs, -1, this.ids.laneIndex(argAt(words, at)), words, at);
        return;
      }
    }
    if (!isEventKind(kind)) {
      this.process.unknownRecords++;
      return;
    }
    const object = this.ids.object(objectAt(words, at), timeNs);
    this.ids.used(object, kindByUse(kind));
    const row = this.event(kind, timeNs, object, argAt(words, at), words, at);
    if (kind === RecordKind.get) this.latestGet = row;
    else if (kind === RecordKind.took && this.isLatestGet(row))
      this.raw.took.set(this.latestGet, this.raw.events.arg[row]);
    for (const op of OPS_ENDED_BY[kind] ?? []) {
      const wait = this.latestWait[op];
      if (wait >= 0 && this.raw.waits.object[wait] === object) {
        this.raw.waits.got[wait] = row;
        this.latestWait[op] = -1;
      }
    }
  }

  /** A TOOK speaks of the get before it. Numbers alone would not do: those of a SimpleQueue's gets may repeat. */
  private isLatestGet(took: number): boolean {
    const { object, seq } = this.raw.events;
    const get = this.latestGet;
    return get >= 0 && object[get] === object[took] && seq[get] === seq[took];
  }

  private event(kind: number, timeNs: number, object: number, arg: number, words: Uint32Array, at: number): number {
    const { events } = this.raw;
    const row = events.addRow();
    events.lane[row] = this.lane;
    events.timeNs[row] = timeNs;
    events.kind[row] = kind;
    events.object[row] = object;
    events.arg[row] = arg;
    events.seq[row] = seqAt(words, at);
    events.site[row] = this.ids.site(codeAt(words, at), lastiAt(words, at));
    return row;
  }

  private ended(words: Uint32Array, at: number): number {
    const endNs = endAt(words, at, this.raw.originNear(words[at], words[at + 1]));
    this.seen(endNs);
    return endNs;
  }

  private seen(timeNs: number): void {
    const row = this.raw.lanes[this.lane];
    if (Number.isNaN(row.firstNs) || timeNs < row.firstNs) row.firstNs = timeNs;
    if (timeNs > row.lastNs) row.lastNs = timeNs;
    this.process.alive(timeNs);
  }
}
