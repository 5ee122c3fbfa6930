/** From the numbers of one process's records (objects, lanes, sites) to rows of the builder's tables, made when they are new. */
import type { AccessRow } from "./races-meta";
import { newLane, type RawLane, type RawTables } from "./raw";
import { FIRST_POOL_KIND } from "./vocabulary";

/** lasti has 29 bits here so that code << 29 | lasti is exact in a double: no code object has 512 MB of bytecode. */
const LASTI_LIMIT = 2 ** 29;

/** Names a site of a process; NaN for what is none. */
export const siteKey = (code: number, lasti: number): number =>
  code === 0 || lasti >= LASTI_LIMIT ? Number.NaN : code * LASTI_LIMIT + lasti;
export const codeOfKey = (key: number): number => Math.floor(key / LASTI_LIMIT);
export const lastiOfKey = (key: number): number => key % LASTI_LIMIT;

export class Identities {
  /** Object id → raw object. */
  readonly objects = new Map<number, number>();
  private readonly lanes = new Map<number, number>();
  private readonly sites = new Map<number, number>();
  private lastSiteKey = Number.NaN;
  private lastSite = 0;

  constructor(
    private readonly process: number,
    private readonly raw: RawTables,
  ) {}

  laneIds(): number[] {
    return [...this.lanes.keys()];
  }

  lane(laneId: number): RawLane {
    return this.raw.lanes[this.laneIndex(laneId)];
  }

  knownLane(laneId: number): number | undefined {
    return this.lanes.get(laneId);
  }

  laneIndex(laneId: number): number {
    let index = this.lanes.get(laneId);
    if (index === undefined) {
      index = this.raw.lanes.push(newLane(this.process, laneId)) - 1;
      this.lanes.set(laneId, index);
    }
    return index;
  }

  /** The raw object of this id; made when it is new. An object whose NEW was not seen dates from its first use. */
  object(objectId: number, timeNs: number): number {
    const { objects } = this.raw;
    let object = this.objects.get(objectId);
    if (object === undefined) {
      object = objects.addRow();
      objects.process[object] = this.process;
      objects.id[object] = objectId;
      objects.createdNs[object] = timeNs;
      this.objects.set(objectId, object);
    } else if (objects.kind[object] === 0 && !(objects.createdNs[object] <= timeNs)) objects.createdNs[object] = timeNs;
    return object;
  }

  /** Notes the kind that a use of the object speaks for. */
  used(object: number, likelyKind: number): void {
    const { likelyKind: column, isResource } = this.raw.objects;
    if (likelyKind > column[object]) column[object] = likelyKind;
    if (likelyKind < FIRST_POOL_KIND) isResource[object] = 1;
  }

  /** A new raw site that says itself where it is. */
  placed({ file, line, column, function: name }: AccessRow): number {
    const { sites } = this.raw;
    const site = sites.addRow();
    sites.process[site] = this.process;
    sites.places.set(site, { file, line, column, function: name, program: true });
    return site;
  }

  /** The raw site of a code object and an offset; 0 = unknown. Most records repeat the site of the one before. */
  site(code: number, lasti: number): number {
    const key = siteKey(code, lasti);
    if (key === this.lastSiteKey) return this.lastSite;
    if (Number.isNaN(key)) return 0;
    let site = this.sites.get(key);
    if (site === undefined) {
      const { sites } = this.raw;
      site = sites.addRow();
      sites.process[site] = this.process;
      sites.code[site] = code;
      sites.lasti[site] = lasti;
      this.sites.set(key, site);
    }
    this.lastSiteKey = key;
    this.lastSite = site;
    return site;
  }
}
