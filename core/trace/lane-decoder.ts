/** Decodes the records of one lane, in the lane's order and in batches of any size. */
import {
  argAt,
  codeAt,
  endAt,
  extArgAt,
  type Halves,
  HIGH,
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
import { PoolDecoder } from "./pool-decoder";
import type { RawTables } from "./raw";
import { LEARNED_CALL } from "./raw-accesses";
import { TaskDecoder } from "./task-decoder";
import { IO_KINDS, RecordKind, WaitOp } from "./types";
import { FIRST_POOL_KIND, isEventKind, KIND_BITS, kindByUse, kindByWait, WAIT_TARGET } from "./vocabulary";
import { addWait, WaitLinks } from "./wait-links";

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
  /** The wait or item whose EXT is the next record; -1 = none. */
  private waitBeforeExt = -1;
  private itemBeforeExt = -1;
  private readonly links: WaitLinks;
  /** Number of the record behind the latest wait for a lock and its EXT. */
  private latestLockWaitEnd = -1;
  /** The event of the latest GET; -1 = none. */
  private latestGet = -1;
  private readonly openHolds = new Map<number, number>();
  private readonly openWaits = new Map<number, number>();
  private readonly openItems = new Map<number, number>();
  private readonly pools: PoolDecoder;
  private readonly tasks: TaskDecoder;

  /** @param lane the raw lane */
  constructor(
    private readonly lane: number,
    private readonly raw: RawTables,
    private readonly ids: Identities,
    private readonly process: LaneObserver,
  ) {
    this.links = new WaitLinks(raw);
    this.pools = new PoolDecoder(raw, ids);
    this.tasks = new TaskDecoder(lane, raw, ids);
  }

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
      else if (kind === RecordKind.item) this.item(time, words, at);
      else if (this.instant(kind, time, words, at)) continue;
      this.raw.lanes[this.lane].acts = true;
    }
  }

  /** Fills in the end of a span that was ingested open (see `ProcessTables.close`). */
  close(ordinal: number, end: Halves, result: number, count: number): void {
    const { holds, waits, items } = this.raw;
    const hold = this.openHolds.get(ordinal);
    const wait = this.openWaits.get(ordinal);
    const item = this.openItems.get(ordinal);
    const endNs = relativeTo(end, this.raw.originNear(end.lo, end.hi));
    this.seen(endNs);
    if (hold !== undefined) {
      holds.endNs[hold] = endNs;
      this.openHolds.delete(ordinal);
    } else if (wait !== undefined) {
      waits.endNs[wait] = endNs;
      waits.result[wait] = result;
      this.openWaits.delete(ordinal);
    } else if (item !== undefined) {
      items.endNs[item] = endNs;
      items.result[item] = result;
      items.count[item] = Math.max(1, count);
      this.openItems.delete(ordinal);
    }
  }

  /** Whose doing the records are: the running task's, else the thread's own. */
  private get doer(): number {
    return this.tasks.running < 0 ? this.lane : this.tasks.running;
  }

  private hold(startNs: number, words: Uint32Array, at: number): void {
    const { holds } = this.raw;
    const row = holds.addRow();
    holds.again[row] = kindAt(words, at) === RecordKind.holdAgain ? 1 : 0;
    const object = this.ids.object(objectAt(words, at), startNs);
    const open = isOpenAt(words, at);
    holds.object[row] = object;
    holds.lane[row] = this.doer;
    holds.seq[row] = seqAt(words, at);
    holds.startNs[row] = startNs;
    holds.endNs[row] = open ? Number.NaN : this.ended(words, at);
    holds.site[row] = this.ids.site(codeAt(words, at), lastiAt(words, at));
    if (open) this.openHolds.set(this.ordinal, row);
    this.ids.used(object, kindByUse(RecordKind.hold));
    // Right behind its wait: a hold that comes later is another one, and the wait's own was only counted.
    if (this.ordinal === this.latestLockWaitEnd) this.links.gotHold(object, row);
    else this.tasks.links?.gotHold(object, row);
  }

  private item(startNs: number, words: Uint32Array, at: number): void {
    const open = isOpenAt(words, at);
    const endNs = open ? Number.NaN : this.ended(words, at);
    const row = this.pools.item(startNs, endNs, this.doer, words, at);
    if (open) this.openItems.set(this.ordinal, row);
    this.itemBeforeExt = row;
  }

  /** A thread's wait is the thread's own also where a task is the cause: it holds up both. */
  private wait(startNs: number, words: Uint32Array, at: number): void {
    const op = seqAt(words, at);
    const target = objectAt(words, at);
    if (op < WaitOp.lock || op > WaitOp.tasks) {
      this.process.unknownRecords++;
      return;
    }
    const { waits } = this.raw;
    const row = addWait(this.raw, this.lane, startNs, op, this.ids.site(codeAt(words, at), lastiAt(words, at)));
    const open = isOpenAt(words, at);
    if (!open) waits.endNs[row] = this.ended(words, at);
    const targets = WAIT_TARGET[op];
    if (target !== 0 && targets === "lane") waits.object[row] = this.ids.laneIndex(target);
    else if (target !== 0 && (targets === "resource" || targets === "pool")) {
      const object = this.ids.object(target, startNs);
      waits.object[row] = object;
      this.ids.used(object, targets === "pool" ? FIRST_POOL_KIND : kindByWait(op));
    }
    if (open) this.openWaits.set(this.ordinal, row);
    this.waitBeforeExt = row;
    this.links.began(op, row);
    if (op === WaitOp.lock) this.latestLockWaitEnd = this.ordinal + 2;
  }

  private ext(words: Uint32Array, at: number): void {
    const row = this.waitBeforeExt;
    if (this.itemBeforeExt >= 0) this.pools.itemExt(this.itemBeforeExt, words, at);
    this.itemBeforeExt = -1;
    this.waitBeforeExt = -1;
    if (row < 0) return;
    const { waits } = this.raw;
    switch (WAIT_TARGET[waits.op[row]]) {
      case "process":
      case "pool":
        waits.told[row] = words[at + 1] * HIGH + words[at];
        break;
      case "io":
        waits.object[row] = words[at] < IO_KINDS.length ? words[at] : 0;
        break;
      default: {
        const holder = words[at + 2];
        waits.holderSite[row] = this.ids.site(words[at + 1] & 0xffffff, words[at]);
        waits.holderLane[row] = holder === 0 ? -1 : this.ids.laneIndex(holder);
      }
    }
    waits.argument[row] = extArgAt(words, at);
    // Before t1 the result is only on its way: the wait still lasts.
    if (!Number.isNaN(waits.endNs[row])) waits.result[row] = words[at + 4];
  }

  /** Returns true where the record tells nothing that the lane did: of a lane's life, of samples, of kinds that are unknown. */
  private instant(kind: number, timeNs: number, words: Uint32Array, at: number): boolean {
    const lane = this.raw.lanes[this.lane];
    const { objects } = this.raw;
    switch (kind) {
      case RecordKind.laneStart:
        lane.startNs = timeNs;
        lane.startCpuNs = argAt(words, at);
        return true;
      case RecordKind.laneEnd:
        lane.endedNs = timeNs;
        lane.endCpuNs = argAt(words, at);
        return true;
      case RecordKind.created: {
        const object = this.ids.object(objectAt(words, at), timeNs);
        // `parameter << 8 | kind` may pass 2^53, so the kind is taken from the lower half alone.
        const objectKind = words[at + 2] & 0xff;
        objects.kind[object] = objectKind & ((1 << KIND_BITS) - 1);
        objects.family[object] = objectKind >>> KIND_BITS;
        objects.parameter[object] = words[at + 3] * 2 ** 24 + (words[at + 2] >>> 8);
        objects.site[object] = this.ids.site(codeAt(words, at), lastiAt(words, at));
        objects.createdNs[object] = timeNs;
        return false;
      }
      case RecordKind.counted:
        // Its cells reach us through `cells`: the collector knows where they are.
        this.ids.used(this.ids.object(objectAt(words, at), timeNs), 0);
        return false;
      case RecordKind.sent: {
        const { sents } = this.raw;
        const row = sents.addRow();
        sents.object[row] = this.ids.object(objectAt(words, at), timeNs);
        this.ids.used(sents.object[row], kindByUse(kind));
        sents.timeNs[row] = timeNs;
        sents.put[row] = argAt(words, at);
        return false;
      }
      case RecordKind.access:
        this.access(timeNs, words, at);
        return true;
      case RecordKind.learned:
      case RecordKind.futureSet:
      case RecordKind.takenOver:
        this.learned(kind, timeNs, words, at);
        return false;
      case RecordKind.unawaited:
      case RecordKind.taskLost:
        this.mishap(kind, timeNs, words, at);
        return false;
      case RecordKind.sample:
        this.sample(timeNs, words, at);
        return true;
      case RecordKind.threadStart: {
        const child = this.ids.lane(argAt(words, at));
        child.parent = this.doer;
        child.parentStartNs = timeNs;
        this.event(kind, timeNs, -1, this.ids.laneIndex(argAt(words, at)), words, at);
        return false;
      }
    }
    if (!isEventKind(kind)) {
      if (this.tasks.instant(kind, timeNs, words, at)) return false;
      if (this.pools.instant(kind, timeNs, this.doer, words, at)) return false;
      this.process.unknownRecords++;
      return true;
    }
    const object = this.ids.object(objectAt(words, at), timeNs);
    this.ids.used(object, kindByUse(kind));
    const row = this.event(kind, timeNs, object, argAt(words, at), words, at);
    if (kind === RecordKind.get) this.latestGet = row;
    else if (kind === RecordKind.took && this.isLatestGet(row))
      this.raw.took.set(this.latestGet, this.raw.events.arg[row]);
    if (!this.links.gotEvent(kind, object, row)) this.tasks.links?.gotEvent(kind, object, row);
    return false;
  }

  /** It stands in the lane of the observer: no sign of life of whose access it is. */
  private access(timeNs: number, words: Uint32Array, at: number): void {
    const { accesses } = this.raw;
    const row = accesses.addRow();
    accesses.process[row] = this.raw.lanes[this.lane].process;
    accesses.thread[row] = this.ids.laneIndex(objectAt(words, at));
    const task = seqAt(words, at);
    accesses.actor[row] = task === 0 ? accesses.thread[row] : this.ids.laneIndex(task);
    accesses.timeNs[row] = timeNs;
    accesses.variable[row] = words[at + 3];
    accesses.site[row] = words[at + 6];
  }

  private learned(kind: number, timeNs: number, words: Uint32Array, at: number): void {
    const { learned } = this.raw;
    const row = learned.addRow();
    const op = kind === RecordKind.learned ? seqAt(words, at) : 0;
    const id = objectAt(words, at);
    learned.kind[row] = kind;
    learned.lane[row] = this.doer;
    learned.timeNs[row] = timeNs;
    learned.op[row] = op;
    learned.seq[row] = seqAt(words, at);
    const [lo, hi] = [words[at + 2], words[at + 3]];
    if (op === WaitOp.threadJoin) learned.object[row] = this.ids.laneIndex(lo);
    else if (op === LEARNED_CALL) {
      learned.object[row] = this.ids.laneIndex(id);
      learned.told[row] = relativeTo({ lo, hi }, this.raw.originNear(lo, hi));
    } else if (op === WaitOp.future) {
      const pool = hi >>> 8;
      learned.object[row] = pool === 0 ? -1 : this.ids.object(pool, timeNs);
      if (pool !== 0) this.ids.used(learned.object[row], FIRST_POOL_KIND);
      learned.told[row] = (hi & 0xff) * HIGH + lo;
    } else {
      learned.object[row] = id === 0 ? -1 : this.ids.object(id, timeNs);
      learned.told[row] = hi * HIGH + lo;
    }
  }

  private mishap(kind: number, timeNs: number, words: Uint32Array, at: number): void {
    const { mishaps } = this.raw;
    const row = mishaps.addRow();
    const isTask = kind === RecordKind.taskLost;
    mishaps.what[row] = isTask ? Math.min(0xff, seqAt(words, at)) : 0;
    mishaps.lane[row] = isTask ? this.ids.laneIndex(objectAt(words, at)) : this.doer;
    mishaps.timeNs[row] = timeNs;
    mishaps.site[row] = isTask ? 0 : this.ids.site(codeAt(words, at), lastiAt(words, at));
    mishaps.where[row] = isTask ? 0 : this.ids.site(words[at + 3] & 0xffffff, words[at + 2]);
    mishaps.isCall[row] = isTask ? 0 : seqAt(words, at) & 1;
  }

  private sample(timeNs: number, words: Uint32Array, at: number): void {
    const { samples } = this.raw;
    const row = samples.addRow();
    samples.lane[row] = this.ids.laneIndex(objectAt(words, at));
    samples.timeNs[row] = timeNs;
    samples.cpuNs[row] = argAt(words, at);
    samples.found[row] = Math.min(0xff, seqAt(words, at));
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
    events.lane[row] = this.doer;
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
