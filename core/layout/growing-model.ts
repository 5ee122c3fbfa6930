/**
 * A model that follows a growing trace. Every index keeps what lies before the first change that concerns it and makes the
 * rest anew, so that a generation costs what is new in it and not what is there already:
 *
 *   growth (rows by group) ─┬─ rows by lane, rows by resource    from the first moved row on (TimeGroups)
 *                           └─ earliest change of each ───────── held locks, tracks, pools: when they are asked for next
 */
import type { Finding } from "../analysis/finding";
import type { Growth } from "../protocol/assemble";
import { grown, sortRows } from "../trace/column";
import type { Trace } from "../trace/types";
import { Changes, earlier } from "./changes";
import { type GilUse, gilUseOf } from "./gil-use";
import { extendHeld, HELD_COUNT } from "./held";
import { itemStore } from "./item-store";
import { storeOf } from "./lane-store";
import { LongestWaits } from "./longest-waits";
import { lossMarks } from "./losses";
import type { Model } from "./model";
import { PoolCache } from "./pool-cache";
import { newItemTables } from "./pool-use";
import { StateStore } from "./state-store";
import { TimeGroups } from "./time-groups";
import { Tone } from "./tones";
import { TrackCache } from "./track-cache";
import { newTrackTables, waitsForResource } from "./tracks";

export class GrowingModel {
  #trace: Trace;
  readonly #lanes: StateStore[] = [];
  /** By lane, for those that were asked for, and since when they are out of date. */
  readonly #held = new Map<number, { store: StateStore; fromNs: number }>();
  readonly #waitsOfLane = new TimeGroups<"lane" | "startNs">(({ lane }, row) => lane[row], "startNs");
  readonly #holdsOfLane = new TimeGroups<"lane" | "startNs">(({ lane }, row) => lane[row], "startNs");
  readonly #byResource = newTrackTables();
  readonly #tracks = new TrackCache(this.#byResource);
  readonly #items = newItemTables();
  readonly #pools = new PoolCache(this.#items);
  /** By lane, for those that were asked for. */
  readonly #itemsOf = new Map<number, StateStore | null>();
  /** Workers that have ended. */
  readonly #ended = new Set<number>();
  #waitedNs = new Float64Array(0);
  readonly #longest = new LongestWaits();

  constructor(trace: Trace) {
    this.#trace = trace;
    const { waits, holds, events, lanes, resources, items, pools } = trace;
    this.#waitsOfLane.build(waits, lanes.length);
    this.#holdsOfLane.build(holds, lanes.length);
    this.#byResource.holds.build(holds, resources.length);
    this.#byResource.waits.build(waits, resources.length);
    this.#byResource.events.build(events, resources.length);
    this.#items.ofPool.build(items, pools.length);
    this.#items.ofLane.build(items, lanes.length);
    lanes.forEach((_, lane) => {
      this.#lanes[lane] = storeOf(trace, lane);
    });
    this.#waitedNs = new Float64Array(resources.length);
    for (let wait = 0; wait < waits.length; wait++) this.#addWait(waits, wait, 1);
  }

  /** The trace has grown. What an earlier `model` gave is out of date from now on. */
  grow(trace: Trace, growth: Growth): void {
    this.#trace = trace;
    const { waits, holds, events, lanes, resources, items, pools } = trace;
    this.#waitsOfLane.grow(waits, growth.waits, lanes.length);
    this.#holdsOfLane.grow(holds, growth.holds, lanes.length);
    this.#byResource.holds.grow(holds, growth.holds, resources.length);
    this.#byResource.waits.grow(waits, growth.waits, resources.length);
    this.#byResource.events.grow(events, growth.events, resources.length);
    this.#items.ofPool.grow(items, growth.items, pools.length);
    this.#items.ofLane.grow(items, growth.items, lanes.length);
    for (let lane = this.#lanes.length; lane < lanes.length; lane++) this.#lanes.push(storeOf(trace, lane));
    const changes = new Changes(trace, growth, this.#lanes);
    for (const [lane, fromNs] of changes.heldFromNs) {
      const held = this.#held.get(lane);
      if (held) held.fromNs = Math.min(held.fromNs, fromNs);
    }
    this.#tracks.changed(changes.trackFromNs);
    this.#longest.grow(trace, growth.waits);
    this.#noteItems(changes);
    this.#waitedNs = grown(this.#waitedNs, resources.length, Float64Array);
    const { rows, replaced, before } = growth.waits;
    for (let i = 0; i < replaced; i++) this.#addWait(before as unknown as Trace["waits"], i, -1);
    for (const row of rows) this.#addWait(waits, row, 1);
  }

  #noteItems(changes: Changes): void {
    const { lanes, pools } = this.#trace;
    // A lane that has ended took the item with it that it ran.
    for (const [pool, { lanes: workers }] of pools.entries()) {
      for (const lane of workers) {
        if (!lanes[lane].ended || this.#ended.has(lane)) continue;
        this.#ended.add(lane);
        earlier(changes.busyFromNs, pool, lanes[lane].endNs);
      }
    }
    this.#pools.changed("busy", changes.busyFromNs);
    this.#pools.changed("queued", changes.queuedFromNs);
    for (const [lane, store] of this.#itemsOf) {
      const { endNs } = lanes[lane] ?? { endNs: 0 };
      if (changes.itemLanes.has(lane)) this.#itemsOf.delete(lane);
      else if (store) store.endNs = endNs;
    }
  }

  /** As the trace is now. */
  model(findings: Finding[]): Model {
    const trace = this.#trace;
    const { holds, waits, events } = this.#byResource;
    const wakes = new Map<number, Uint32Array>();
    const laneTimes = this.#lanes.map((store) => store.timeIn(store.beginNs, store.endNs));
    const wantGil = new Set(
      trace.lanes.filter((_, lane) => laneTimes[lane][Tone.gil] > 0).map(({ process }) => process),
    );
    const gil = new Map<number, GilUse>();
    const stores = this.#lanes;
    return {
      trace,
      findings,
      losses: lossMarks(trace, findings),
      lanes: this.#lanes,
      held: (lane) => this.#heldBy(lane),
      laneTimes,
      waitsOfLane: this.#waitsOfLane,
      holdsOfLane: this.#holdsOfLane,
      byResource: this.#byResource,
      uses: Uint32Array.from(
        trace.resources,
        (_, resource) => holds.lengthOf(resource) + waits.lengthOf(resource) + events.lengthOf(resource),
      ),
      waitedNs: this.#waitedNs.slice(0, trace.resources.length),
      items: this.#items,
      track: (resource) => this.#tracks.track(trace, resource),
      pool: (pool) => this.#pools.use(trace, this.#lanes, pool),
      gil(process) {
        const known = gil.get(process);
        if (known !== undefined || !wantGil.has(process)) return known ?? null;
        const use = gilUseOf(trace, stores, process);
        gil.set(process, use);
        return use;
      },
      longest: (most) => this.#longest.rows(trace, most),
      itemsOf: (lane) => this.#itemStore(lane),
      wakesOf(lane) {
        const known = wakes.get(lane) ?? wakesOf(trace, lane);
        wakes.set(lane, known);
        return known;
      },
    };
  }

  #itemStore(lane: number): StateStore | null {
    const known = this.#itemsOf.get(lane);
    if (known !== undefined) return known;
    const store = itemStore(this.#trace, this.#items.ofLane.of(lane), this.#trace.lanes[lane].endNs);
    this.#itemsOf.set(lane, store);
    return store;
  }

  #heldBy(lane: number): StateStore {
    const { holds, lanes } = this.#trace;
    const { endNs } = lanes[lane];
    const { store, fromNs } = this.#held.get(lane) ?? {
      store: new StateStore(HELD_COUNT, endNs),
      fromNs: Number.NEGATIVE_INFINITY,
    };
    if (fromNs < Number.POSITIVE_INFINITY) extendHeld(store, holds, this.#holdsOfLane.of(lane), endNs, fromNs);
    store.endNs = endNs;
    this.#held.set(lane, { store, fromNs: Number.POSITIVE_INFINITY });
    return store;
  }

  /** Adds the duration of a wait to its resource's total, or takes it away. */
  #addWait({ op, object, startNs, endNs }: Trace["waits"], row: number, sign: 1 | -1): void {
    if (waitsForResource(op[row]) && object[row] >= 0)
      this.#waitedNs[object[row]] += sign * (endNs[row] - startNs[row]);
  }
}

function wakesOf({ waits }: Trace, lane: number): Uint32Array {
  const rows: number[] = [];
  for (let wait = 0; wait < waits.length; wait++) {
    // A waker without a time: only who held the lock is known.
    if (waits.wakerLane[wait] === lane && !Number.isNaN(waits.wakerNs[wait])) rows.push(wait);
  }
  return sortRows(Uint32Array.from(rows), waits.wakerNs);
}
