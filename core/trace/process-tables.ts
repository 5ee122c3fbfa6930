/**
 * One traced process: its side tables, and its lanes' records on their way into the builder's tables.
 *
 * Lanes may arrive in any interleaving, one lane's records in their order. A record may refer to an object, a lane or a code
 * object that was not heard of yet: a placeholder is made and filled in later.
 */
import { type Halves, RECORD_WORDS, relativeTo } from "./decode";
import { codeOfKey, Identities, lastiOfKey, siteKey } from "./identities";
import { LaneDecoder } from "./lane-decoder";
import type { ChildEndRow, ChildRow, CodeRow, MetaRow, ProcessRow } from "./meta";
import { RaceTables } from "./races-tables";
import type { Cells, RawTables } from "./raw";
import type { SignalLines } from "./signal-lines";

/** Notes of these say so: what other threads hand over to such a loop is not in the recording. */
const UNSEEN_LOOPS = ["uvloop", "trio"];

export class ProcessTables {
  row: ProcessRow | null = null;
  /** NaN until the process row was read. */
  startNs = Number.NaN;
  /** When the runtime was in place; NaN until its row was read. */
  readyNs = Number.NaN;
  /** What the runtime did after the program's end. */
  toldNs = 0;
  looks: { looks: number; starved: number } | null = null;
  /** Last time at which it was known to live; -Infinity = never. */
  lastNs = Number.NEGATIVE_INFINITY;
  /** Records lost by lanes that never got a chunk. */
  lostWithoutLane = 0;
  /** Records taken in. */
  records = 0;
  /** Records of kinds that this version does not know. */
  unknownRecords = 0;
  readonly notes: string[] = [];
  handsOverUnseen = false;
  /** Why the process could not record; null where it could. */
  notTracedReason: string | null = null;
  /** The interpreter came to its end by itself. */
  hasEnded = false;
  readonly races = new RaceTables();
  /** By file of the program. */
  readonly signalLines = new Map<string, SignalLines>();
  readonly codes = new Map<number, CodeRow>();
  /** Object id → what other processes know the object by. */
  readonly sharedKeys = new Map<number, string>();
  /** Names that records refer to. */
  readonly texts = new Map<number, string>();
  /** Processes that this one started, and what it learned of their ends. Times as in the raw tables. */
  readonly children: (ChildRow & { timeNs: number })[] = [];
  readonly childEnds: (ChildEndRow & { timeNs: number })[] = [];
  /** Names found in the source, by `siteKey`. */
  private readonly names = new Map<number, string>();
  /** Access of the race observer → raw site. */
  private readonly accessSites = new Map<number, number>();
  private readonly decoders = new Map<number, LaneDecoder>();
  private readonly ids: Identities;

  constructor(
    readonly name: string,
    readonly index: number,
    private readonly raw: RawTables,
  ) {
    this.ids = new Identities(index, raw);
  }

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
        const lane = this.ids.lane(row.id);
        // A rename may have been read before (a saved trace keeps the lines' order, so there it is not).
        lane.name ??= row.name;
        lane.daemon = row.daemon;
        lane.internal = row.internal;
        lane.sampler = row.sampler;
        return;
      }
      case "rename":
        this.ids.lane(row.lane).name = row.name;
        return;
      case "shared":
        this.sharedKeys.set(row.object, row.key);
        return;
      case "text":
        this.texts.set(row.id, row.text);
        return;
      case "child":
        this.children.push({ ...row, timeNs: this.time(row.ns) });
        return;
      case "childEnd":
        this.childEnds.push({ ...row, timeNs: this.time(row.ns) });
        return;
      case "note":
        if (row.about === "not traced") this.notTracedReason = row.text;
        else if (!this.notes.includes(row.text)) this.notes.push(row.text);
        if (UNSEEN_LOOPS.includes(row.about)) this.handsOverUnseen = true;
        return;
      case "end":
        this.hasEnded = true;
        this.toldNs = row.toldNs;
        this.alive(this.time(row.ns));
        return;
      case "ready":
        this.readyNs = this.time(row.ns);
        this.alive(this.readyNs);
        return;
      case "looks":
        this.looks = { looks: row.looks, starved: row.starved };
        return;
      case "other":
        return;
      case "access":
        this.accessSites.set(row.id, this.ids.placed(row));
        break;
    }
    this.races.take(row);
  }

  /** The process lived at this time (its heartbeat). */
  heartbeat(time: Halves): void {
    if (time.hi !== 0 || time.lo !== 0) this.alive(this.time(time));
  }

  /** Sets how many records this lane lost. */
  lost(laneId: number, records: number): void {
    this.ids.lane(laneId).lost = records;
  }

  /** The lane's records were read to a point and no further. */
  cutOff(laneId: number): void {
    this.ids.lane(laneId).cutOff = true;
  }

  /** The largest time of the lane's records; -Infinity = none. */
  lastNsOf(laneId: number): number {
    return this.ids.lane(laneId).lastNs;
  }

  /** Lanes that the side tables or any record have named. */
  laneIds(): number[] {
    return this.ids.laneIds();
  }

  /** Sets the totals of an object in the counted tier. */
  cells(objectId: number, cells: Cells): void {
    this.raw.objects.cells.set(this.ids.object(objectId, Number.NaN), cells);
  }

  /** Object id and totals of each object in the counted tier. */
  *allCells(): Generator<[number, Cells]> {
    for (const [objectId, object] of this.ids.objects) {
      const cells = this.raw.objects.cells.get(object);
      if (cells !== undefined) yield [objectId, cells];
    }
  }

  /** The name that the source gives to what is created at this site. */
  nameSite(code: number, lasti: number, name: string): void {
    this.names.set(siteKey(code, lasti), name);
  }

  /** Code, offset and name of each site that has one. */
  *namedSites(): Generator<[number, number, string]> {
    for (const [key, name] of this.names) yield [codeOfKey(key), lastiOfKey(key), name];
  }

  nameOfSite(code: number, lasti: number): string | undefined {
    return this.names.get(siteKey(code, lasti));
  }

  siteOfAccess(access: number): number | undefined {
    return this.accessSites.get(access);
  }

  /** The raw lane of this id, if any record has named it. */
  knownLane(laneId: number): number | undefined {
    return this.ids.knownLane(laneId);
  }

  /** The raw object of this id, if any record has named it. */
  knownObject(objectId: number): number | undefined {
    return this.ids.objects.get(objectId);
  }

  /** Decodes the next records of a lane: whole records, each of them committed, in the lane's order. */
  ingest(laneId: number, words: Uint32Array): void {
    this.records += words.length / RECORD_WORDS;
    this.decoder(laneId).ingest(words);
  }

  /**
   * Fills in the end of a span that was ingested open.
   * @param ordinal number of its record in the lane, counted from 0
   * @param result of a wait (WaitResult) or an item (ItemResult); ignored for holds
   * @param items of an item's record: how many it stands for in the end; ignored for others
   */
  close(laneId: number, ordinal: number, end: Halves, result: number, items = 1): void {
    this.decoder(laneId).close(ordinal, end, result, items);
  }

  /** The process lived at this time. */
  alive(timeNs: number): void {
    if (timeNs > this.lastNs) this.lastNs = timeNs;
  }

  private decoder(laneId: number): LaneDecoder {
    let decoder = this.decoders.get(laneId);
    if (decoder === undefined) {
      decoder = new LaneDecoder(this.ids.laneIndex(laneId), this.raw, this.ids, this);
      this.decoders.set(laneId, decoder);
    }
    return decoder;
  }

  private time(time: Halves): number {
    return relativeTo(time, this.raw.originNear(time.lo, time.hi));
  }
}
