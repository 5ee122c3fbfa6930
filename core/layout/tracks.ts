/**
 * What happens to one resource over time. A lane is never a lock: owners and waiters of a lock stand on the lock's own track.
 *
 *   lock, rlock   bands: who holds it, hold by hold          waiters: how many lanes wait
 *   event         bands: set or not                          waiters
 *   semaphore     level: permits in use                      waiters
 *   queue         level: depth                               waiters (getters and putters)
 *   pipe          level: messages under way, both directions waiters
 *   condition, barrier                                       waiters
 */
import { lowerBound } from "../trace/column";
import { RecordKind, type ResourceKind, type Trace } from "../trace/types";
import { StateStore } from "./state-store";
import { openSteps, StepSeries } from "./steps";
import { TimeGroups } from "./time-groups";

/** States of a band. `object` is the row in `holds` for a lock, -1 for an event. */
export const Band = { none: 0, on: 1, contended: 2 } as const;
export const BAND_COUNT = 3;

export interface Track {
  bands: StateStore | null;
  level: StepSeries | null;
  /** The largest level there can be (semaphore value, queue maxsize); 0 = no limit. */
  levelLimit: number;
  waiters: StepSeries | null;
}

/** Rows of each resource, ascending by start (events: by time). */
export interface TrackTables {
  holds: TimeGroups<"resource" | "startNs">;
  waits: TimeGroups<"object" | "op" | "startNs">;
  events: TimeGroups<"resource" | "timeNs">;
}

export function newTrackTables(): TrackTables {
  return {
    holds: new TimeGroups<"resource" | "startNs">(({ resource }, row) => resource[row], "startNs"),
    // A thread join's object is a lane, not a resource; sleeps have none.
    waits: new TimeGroups<"object" | "op" | "startNs">(
      ({ op, object }, row) => (waitsForResource(op[row]) ? object[row] : -1),
      "startNs",
    ),
    events: new TimeGroups<"resource" | "timeNs">(({ resource }, row) => resource[row], "timeNs"),
  };
}

/** Operations 1 to 8 wait for a resource; then come thread joins and sleeps. */
export function waitsForResource(op: number): boolean {
  return op >= 1 && op <= 8;
}

export function buildTrack(trace: Trace, tables: TrackTables, resource: number): Track {
  const track: Track = { bands: null, level: null, levelLimit: 0, waiters: null };
  extendTrack(track, trace, tables, resource, Number.NEGATIVE_INFINITY);
  return track;
}

/** Makes the track anew from `fromNs` on, before which nothing that happened to its resource has changed. */
export function extendTrack(track: Track, trace: Trace, tables: TrackTables, resource: number, fromNs: number): void {
  const { kind, parameter } = trace.resources[resource];
  const events = tables.events.of(resource);
  const level = (kinds: number[], value: (arg: number) => number) => {
    track.level = extendLevel(track.level, trace, events, kinds, value, fromNs);
    track.levelLimit = parameter;
  };
  track.waiters = extendWaiters(track.waiters, trace, tables.waits.of(resource), fromNs);
  switch (family(kind)) {
    case "lock":
      track.bands = extendOwners(track.bands, trace, tables.holds.of(resource), track.waiters, fromNs);
      return;
    case "event":
      track.bands = extendSet(track.bands, trace, events, fromNs);
      return;
    case "semaphore":
      level([RecordKind.permit, RecordKind.release], (value) => parameter - value);
      return;
    case "queue":
      level([RecordKind.put, RecordKind.get], (depth) => depth);
      return;
    case "pipe":
      track.level = extendUnderWay(track.level, trace, events, fromNs);
      return;
    case "other":
      return;
  }
}

type Family = "lock" | "event" | "semaphore" | "queue" | "pipe" | "other";

export function family(kind: ResourceKind): Family {
  if (kind === "lock" || kind === "rlock") return "lock";
  if (kind === "event") return "event";
  if (kind.endsWith("semaphore")) return "semaphore";
  if (kind.endsWith("queue")) return "queue";
  if (kind === "pipe") return "pipe";
  return "other";
}

/** Who waited already at `fromNs`: so many as the step before says, found backwards from there. */
function extendWaiters(
  waiters: StepSeries | null,
  { waits }: Trace,
  rows: Uint32Array,
  fromNs: number,
): StepSeries | null {
  if (rows.length === 0) return null;
  const series = waiters ?? new StepSeries(new Float64Array(0), new Float64Array(0));
  const kept = series.countBefore(fromNs);
  const open = kept > 0 ? series.value[kept - 1] : 0;
  const later = lowerBound(rows, waits.startNs, fromNs);
  const lasting: number[] = [];
  for (let i = later - 1; lasting.length < open; i--) if (waits.endNs[rows[i]] >= fromNs) lasting.push(rows[i]);
  const tail = rows.subarray(later);
  const ends = picked(waits.endNs, Uint32Array.from([...lasting, ...tail]));
  const steps = openSteps(picked(waits.startNs, tail), ends, open);
  series.replaceFrom(kept, steps.timeNs, steps.value);
  return series;
}

/** Hold after hold; of folded objects, whose holds overlap, each is drawn until the next one begins. */
function extendOwners(
  bands: StateStore | null,
  trace: Trace,
  rows: Uint32Array,
  waiters: StepSeries | null,
  fromNs: number,
): StateStore | null {
  if (rows.length === 0) return null;
  const { startNs, endNs } = trace.holds;
  // The last hold before that moment, with those that began with it: whether it was waited for may have changed.
  const before = lowerBound(rows, startNs, fromNs) - 1;
  const first = before < 0 ? 0 : lowerBound(rows, startNs, startNs[rows[before]]);
  const writer = new BandWriter(2 * (rows.length - first));
  for (let i = first; i < rows.length; i++) {
    const hold = rows[i];
    const nextNs = i + 1 < rows.length ? startNs[rows[i + 1]] : trace.endNs;
    const untilNs = Math.min(endNs[hold], nextNs);
    const contended = waiters !== null && waiters.rangeIn(startNs[hold], untilNs)[1] > 0;
    writer.add(startNs[hold], contended ? Band.contended : Band.on, hold);
    if (untilNs < nextNs) writer.add(untilNs, Band.none, -1);
  }
  return writer.into(bands, Math.min(fromNs, startNs[rows[first]]), trace.endNs);
}

function extendSet(bands: StateStore | null, trace: Trace, rows: Uint32Array, fromNs: number): StateStore | null {
  const { timeNs, kind } = trace.events;
  const changes = rows
    .subarray(lowerBound(rows, timeNs, fromNs))
    .filter((row) => kind[row] === RecordKind.set || kind[row] === RecordKind.clear);
  const writer = new BandWriter(changes.length);
  for (const row of changes) writer.add(timeNs[row], kind[row] === RecordKind.set ? Band.on : Band.none, -1);
  return writer.into(bands, fromNs, trace.endNs);
}

function extendLevel(
  level: StepSeries | null,
  trace: Trace,
  rows: Uint32Array,
  kinds: number[],
  value: (arg: number) => number,
  fromNs: number,
): StepSeries | null {
  const { timeNs, kind, arg } = trace.events;
  const changes = rows.subarray(lowerBound(rows, timeNs, fromNs)).filter((row) => kinds.includes(kind[row]));
  const series = level ?? new StepSeries(new Float64Array(0), new Float64Array(0));
  const values = Float64Array.from(changes, (row) => value(arg[row]));
  series.replaceFrom(series.countBefore(fromNs), picked(timeNs, changes), values);
  return series.length > 0 ? series : null;
}

/** A pipe's records say which end, not how many messages are in it: those are counted. */
function extendUnderWay(level: StepSeries | null, trace: Trace, rows: Uint32Array, fromNs: number): StepSeries | null {
  const { timeNs, kind } = trace.events;
  const series = level ?? new StepSeries(new Float64Array(0), new Float64Array(0));
  const kept = series.countBefore(fromNs);
  const changes = rows
    .subarray(lowerBound(rows, timeNs, fromNs))
    .filter((row) => kind[row] === RecordKind.put || kind[row] === RecordKind.get);
  let now = kept > 0 ? series.value[kept - 1] : 0;
  const values = Float64Array.from(changes, (row) => {
    now += kind[row] === RecordKind.put ? 1 : -1;
    return now;
  });
  series.replaceFrom(kept, picked(timeNs, changes), values);
  return series.length > 0 ? series : null;
}

function picked(column: Float64Array, rows: Uint32Array): Float64Array {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = column[rows[i]];
  return out;
}

class BandWriter {
  #startNs: Float64Array;
  #state: Uint8Array;
  #object: Int32Array;
  #length = 0;

  constructor(capacity: number) {
    this.#startNs = new Float64Array(capacity);
    this.#state = new Uint8Array(capacity);
    this.#object = new Int32Array(capacity);
  }

  add(startNs: number, state: number, object: number): void {
    this.#startNs[this.#length] = startNs;
    this.#state[this.#length] = state;
    this.#object[this.#length++] = object;
  }

  /** Puts these in the place of all bands from `fromNs` on; null where there are none at all. */
  into(bands: StateStore | null, fromNs: number, endNs: number): StateStore | null {
    const store = bands ?? new StateStore(BAND_COUNT, endNs);
    store.truncate(store.countBefore(fromNs));
    const rows = { startNs: this.#startNs, state: this.#state, object: this.#object, from: 0, length: this.#length };
    store.append(rows, endNs);
    return store.length > 0 ? store : null;
  }
}
