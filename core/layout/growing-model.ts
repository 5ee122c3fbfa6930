/**
 * A model that follows a growing trace. Every index keeps what lies before the first change that concerns it and makes the
 * rest anew, so that a generation costs what is new in it and not what is there already:
 *
 *   growth (rows by group) ─┬─ tones of changed lanes            from the first changed span on
 *                           ├─ rows by lane, rows by resource    from the first moved row on (TimeGroups)
 *                           └─ earliest change of each ───────── held locks, at once; tracks, when they are asked for next
 */
import type { Finding } from "../analysis/finding";
import type { Growth } from "../protocol/assemble";
import { grown, sortRows } from "../trace/column";
import type { Trace } from "../trace/types";
import { Changes } from "./changes";
import { extendHeld, HELD_COUNT } from "./held";
import { lossMarks } from "./losses";
import type { Model } from "./model";
import { StateStore } from "./state-store";
import { TimeGroups } from "./time-groups";
import { TONE_COUNT, toneOf } from "./tones";
import { TrackCache } from "./track-cache";
import { newTrackTables, waitsForResource } from "./tracks";

export class GrowingModel {
  #trace: Trace;
  readonly #lanes: StateStore[] = [];
  readonly #tones: Uint8Array[] = [];
  readonly #held: StateStore[] = [];
  readonly #waitsOfLane = new TimeGroups<"lane" | "startNs">(({ lane }, row) => lane[row], "startNs");
  readonly #holdsOfLane = new TimeGroups<"lane" | "startNs">(({ lane }, row) => lane[row], "startNs");
  readonly #byResource = newTrackTables();
  readonly #tracks = new TrackCache(this.#byResource);
  #waitedNs = new Float64Array(0);

  constructor(trace: Trace) {
    this.#trace = trace;
    const { waits, holds, events, lanes, resources } = trace;
    this.#waitsOfLane.build(waits, lanes.length);
    this.#holdsOfLane.build(holds, lanes.length);
    this.#byResource.holds.build(holds, resources.length);
    this.#byResource.waits.build(waits, resources.length);
    this.#byResource.events.build(events, resources.length);
    lanes.forEach((_, lane) => {
      this.#followLane(lane, 0);
      this.#followHeld(lane, Number.NEGATIVE_INFINITY);
    });
    this.#waitedNs = new Float64Array(resources.length);
    for (let wait = 0; wait < waits.length; wait++) this.#addWait(waits, wait, 1);
  }

  /** The trace has grown. What an earlier `model` gave is out of date from now on. */
  grow(trace: Trace, growth: Growth): void {
    this.#trace = trace;
    const { waits, holds, events, lanes, resources } = trace;
    this.#waitsOfLane.grow(waits, growth.waits, lanes.length);
    this.#holdsOfLane.grow(holds, growth.holds, lanes.length);
    this.#byResource.holds.grow(holds, growth.holds, resources.length);
    this.#byResource.waits.grow(waits, growth.waits, resources.length);
    this.#byResource.events.grow(events, growth.events, resources.length);
    const changes = new Changes(trace, growth);
    lanes.forEach(({ endNs }, lane) => {
      // A lane is longer than it was, whether anything new happened in it or not.
      this.#followLane(lane, changes.sameSpans.get(lane) ?? trace.laneSpans[lane].length);
      const heldFromNs = changes.heldFromNs.get(lane);
      if (heldFromNs !== undefined || this.#held[lane] === undefined)
        this.#followHeld(lane, heldFromNs ?? Number.NEGATIVE_INFINITY);
      this.#held[lane].endNs = endNs;
    });
    this.#tracks.changed(changes.trackFromNs);
    this.#waitedNs = grown(this.#waitedNs, resources.length, Float64Array);
    const { rows, replaced, before } = growth.waits;
    for (let i = 0; i < replaced; i++) this.#addWait(before as unknown as Trace["waits"], i, -1);
    for (const row of rows) this.#addWait(waits, row, 1);
  }

  /** As the trace is now. */
  model(findings: Finding[]): Model {
    const trace = this.#trace;
    const { holds, waits, events } = this.#byResource;
    const wakes = new Map<number, Uint32Array>();
    return {
      trace,
      findings,
      losses: lossMarks(trace, findings),
      lanes: this.#lanes,
      held: this.#held,
      laneTimes: this.#lanes.map((store) => store.timeIn(store.beginNs, store.endNs)),
      waitsOfLane: this.#waitsOfLane,
      holdsOfLane: this.#holdsOfLane,
      byResource: this.#byResource,
      uses: Uint32Array.from(
        trace.resources,
        (_, resource) => holds.lengthOf(resource) + waits.lengthOf(resource) + events.lengthOf(resource),
      ),
      waitedNs: this.#waitedNs.slice(0, trace.resources.length),
      track: (resource) => this.#tracks.track(trace, resource),
      wakesOf(lane) {
        const known = wakes.get(lane) ?? wakesOf(trace, lane);
        wakes.set(lane, known);
        return known;
      },
    };
  }

  /** @param same so many spans at the front are what they were */
  #followLane(lane: number, same: number): void {
    const { laneSpans, lanes, waits } = this.#trace;
    const { length, startNs, state, wait } = laneSpans[lane];
    const tones = grown(this.#tones[lane] ?? new Uint8Array(0), length, Uint8Array);
    for (let span = same; span < length; span++)
      tones[span] = toneOf(state[span], wait[span] >= 0 ? waits.op[wait[span]] : 0);
    this.#tones[lane] = tones;
    this.#lanes[lane] ??= new StateStore(TONE_COUNT, 0);
    this.#lanes[lane].follow({ startNs, state: tones, object: wait, length }, lanes[lane].endNs, same);
  }

  #followHeld(lane: number, fromNs: number): void {
    const { holds, lanes } = this.#trace;
    const { endNs } = lanes[lane];
    this.#held[lane] ??= new StateStore(HELD_COUNT, endNs);
    extendHeld(this.#held[lane], holds, this.#holdsOfLane.of(lane), endNs, fromNs);
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
