/** Which lock the accesses of a variable hold, and which of them do not. */
import type { HeldLookup } from "../analysis/rules/held-locks";
import { type Accesses, isWrite } from "../trace/accesses";
import type { Trace } from "../trace/types";
import type { HoldIndex, LaneIndex, ResourceIndex, SiteIndex } from "../units";

/** So many accesses of each place are looked at. */
const MOST_LOOKED_AT = 32;

export interface Guard {
  lock: ResourceIndex;
  /** Places that hold it, and all places. */
  held: number;
  of: number;
  bare: ReadonlySet<SiteIndex>;
}

export class Guards {
  /** By variable, then place: where each lock that all of its accesses held was made → the lock. */
  private readonly heldAt = new Map<string, Map<SiteIndex, Map<number, ResourceIndex>>>();
  /** By variable and lock: whose accesses held it, and whether one of them never gave it back. */
  private readonly holders = new Map<string, { lanes: Set<LaneIndex>; isKept: boolean }>();
  /** By variable: the places that write it. */
  private readonly writesAt = new Map<string, Set<SiteIndex>>();

  constructor(
    private readonly trace: Trace,
    accesses: Accesses,
    held: HeldLookup,
    nameOf: (variable: number) => string,
  ) {
    const looked = new Map<string, number>();
    for (let row = 0; row < accesses.length; row++) {
      const name = nameOf(accesses.variable[row]);
      const { site } = accesses.sites[accesses.site[row]];
      const key = `${name} ${site}`;
      if (isWrite(accesses.sites[accesses.site[row]])) this.noteWrite(name, site);
      const times = looked.get(key) ?? 0;
      if (times >= MOST_LOOKED_AT) continue;
      looked.set(key, times + 1);
      const actors = new Set([accesses.actor[row], accesses.thread[row]]);
      const holds = [...actors].flatMap((lane) => [...held(lane, accesses.timeNs[row]).values()]);
      this.note(name, site, holds);
    }
  }

  /** The lock that most places hold; null where none does, or all do. */
  of(name: string): Guard | null {
    const places = this.heldAt.get(name) ?? new Map<SiteIndex, Map<number, ResourceIndex>>();
    const uses = new Map<number, { lock: ResourceIndex; held: number }>();
    for (const locks of places.values())
      for (const [place, lock] of locks) {
        if (this.isLeftBehind(name, place)) continue;
        uses.set(place, {
          lock: Math.min(lock, uses.get(place)?.lock ?? lock),
          held: (uses.get(place)?.held ?? 0) + 1,
        });
      }
    const [most] = [...uses].sort(([, a], [, b]) => b.held - a.held || a.lock - b.lock);
    if (most === undefined || most[1].held === places.size) return null;
    const [place, { lock, held }] = most;
    const bare = [...places].filter(([, locks]) => !locks.has(place)).map(([site]) => site);
    return { lock, held, of: places.size, bare: new Set(bare) };
  }

  /** Is there a lock that every place holds that writes it? */
  guardsWritesOf(name: string): boolean {
    const places = [...(this.writesAt.get(name) ?? [])].map((site) => this.heldAt.get(name)?.get(site));
    const [first, ...others] = places;
    return first !== undefined && [...first.keys()].some((lock) => others.every((locks) => locks?.has(lock)));
  }

  private noteWrite(name: string, site: SiteIndex): void {
    const known = this.writesAt.get(name);
    if (known === undefined) this.writesAt.set(name, new Set([site]));
    else known.add(site);
  }

  /** One lane took it for good (as a pool that ends takes its queue's): it happens to hold it, and guards nothing by it. */
  private isLeftBehind(name: string, place: number): boolean {
    const holders = this.holders.get(`${name} ${place}`);
    return holders?.isKept === true && holders.lanes.size === 1;
  }

  private note(name: string, site: SiteIndex, rows: readonly HoldIndex[]): void {
    const { holds, resources } = this.trace;
    let places = this.heldAt.get(name);
    if (places === undefined) {
      places = new Map();
      this.heldAt.set(name, places);
    }
    const now = new Map<number, ResourceIndex>();
    for (const hold of rows) {
      const lock = holds.resource[hold];
      // Each object may have a lock of its own: made at one place, they are one lock of the program.
      const place = resources[lock].site || -1 - lock;
      now.set(place, lock);
      const key = `${name} ${place}`;
      const holders = this.holders.get(key) ?? { lanes: new Set(), isKept: false };
      this.holders.set(key, holders);
      holders.lanes.add(holds.lane[hold]);
      holders.isKept ||= !holds.closed[hold];
    }
    const before = places.get(site);
    places.set(site, before === undefined ? now : new Map([...before].filter(([place]) => now.has(place))));
  }
}
