/** Records of pools: what a job was given, who works for it, what became of its items (docs/trace-format.md, "Pools"). */
import { codeAt, HIGH, lastiAt, objectAt, seqAt } from "./decode";
import type { Identities } from "./identities";
import type { RawTables } from "./raw";
import { ItemResult } from "./raw-pools";
import { RecordKind } from "./types";
import { FIRST_POOL_KIND } from "./vocabulary";

export class PoolDecoder {
  constructor(
    private readonly raw: RawTables,
    private readonly ids: Identities,
  ) {}

  /** @returns the raw item; its numbers come with `itemExt` */
  item(startNs: number, endNs: number, lane: number, words: Uint32Array, at: number): number {
    const { items } = this.raw;
    const row = items.addRow();
    items.object[row] = this.pool(words, at, startNs);
    items.lane[row] = lane;
    items.job[row] = seqAt(words, at);
    items.index[row] = 0;
    items.offset[row] = 0;
    items.count[row] = 1;
    items.startNs[row] = startNs;
    items.endNs[row] = endNs;
    items.result[row] = ItemResult.runs;
    items.site[row] = this.ids.site(codeAt(words, at), lastiAt(words, at));
    return row;
  }

  itemExt(row: number, words: Uint32Array, at: number): void {
    const { items } = this.raw;
    items.index[row] = words[at];
    items.count[row] = Math.max(1, words[at + 2]);
    items.offset[row] = words[at + 3];
    // Before t1 the result is only on its way.
    if (!Number.isNaN(items.endNs[row])) items.result[row] = words[at + 4];
  }

  /** Takes an instant of a pool; false where it is none. */
  instant(kind: number, timeNs: number, lane: number, words: Uint32Array, at: number): boolean {
    const lo = words[at + 2];
    const hi = words[at + 3];
    switch (kind) {
      case RecordKind.submitted: {
        const { jobs } = this.raw;
        const row = jobs.addRow();
        jobs.object[row] = this.pool(words, at, timeNs);
        jobs.lane[row] = lane;
        jobs.job[row] = seqAt(words, at);
        jobs.timeNs[row] = timeNs;
        jobs.items[row] = lo;
        jobs.chunkSize[row] = hi;
        jobs.site[row] = this.ids.site(codeAt(words, at), lastiAt(words, at));
        return true;
      }
      case RecordKind.handed:
      case RecordKind.cancelled:
        this.unit(kind, timeNs, lo, hi, 0, words, at);
        return true;
      case RecordKind.done:
        // items << 33 | index << 1 | failed
        this.unit(kind, timeNs, (hi & 1) * (HIGH / 2) + (lo >>> 1), hi >>> 1, lo & 1, words, at);
        return true;
      case RecordKind.errorRead: {
        const { errorReads } = this.raw;
        const row = errorReads.addRow();
        errorReads.object[row] = this.pool(words, at, timeNs);
        errorReads.lane[row] = lane;
        errorReads.job[row] = seqAt(words, at);
        errorReads.index[row] = lo;
        errorReads.items[row] = hi;
        errorReads.timeNs[row] = timeNs;
        return true;
      }
      case RecordKind.worker: {
        const { workers } = this.raw;
        const row = workers.addRow();
        workers.object[row] = this.pool(words, at, timeNs);
        workers.lane[row] = lane;
        workers.timeNs[row] = timeNs;
        return true;
      }
      default:
        return false;
    }
  }

  private unit(
    kind: number,
    timeNs: number,
    index: number,
    items: number,
    failed: number,
    words: Uint32Array,
    at: number,
  ): void {
    const { units } = this.raw;
    const row = units.addRow();
    units.kind[row] = kind;
    units.object[row] = this.pool(words, at, timeNs);
    units.job[row] = seqAt(words, at);
    units.index[row] = index;
    units.items[row] = Math.max(1, items);
    units.failed[row] = failed;
    units.timeNs[row] = timeNs;
  }

  private pool(words: Uint32Array, at: number, timeNs: number): number {
    const object = this.ids.object(objectAt(words, at), timeNs);
    this.ids.used(object, FIRST_POOL_KIND);
    return object;
  }
}
