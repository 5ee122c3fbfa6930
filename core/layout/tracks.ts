/**
 * What happens to one resource over time. A lane is never a lock: owners and waiters of a lock stand on the lock's own track.
 *
 *   lock, rlock   bands: who holds it, hold by hold          waiters: how many lanes wait
 *   event         bands: set or not                          waiters
 *   semaphore     level: permits in use                      waiters
 *   queue         level: depth                               waiters (getters and putters)
 *   condition, barrier                                       waiters
 */
import { type Groups, groupOf } from "../trace/column";
import { RecordKind, type ResourceKind, type Trace } from "../trace/types";
import { groupByTime } from "./group";
import { StateStore } from "./state-store";
import { countOpen, StepSeries } from "./steps";

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
  holds: Groups;
  waits: Groups;
  events: Groups;
}

export function groupByResource(trace: Trace): TrackTables {
  const resources = trace.resources.length;
  // A thread join's object is a lane, not a resource; sleeps have none.
  const waitedFor = trace.waits.object.slice(0, trace.waits.length);
  for (let wait = 0; wait < trace.waits.length; wait++)
    if (!waitsForResource(trace.waits.op[wait])) waitedFor[wait] = -1;
  return {
    holds: groupByTime(trace.holds.resource, trace.holds.startNs, trace.holds.length, resources),
    waits: groupByTime(waitedFor, trace.waits.startNs, trace.waits.length, resources),
    events: groupByTime(trace.events.resource, trace.events.timeNs, trace.events.length, resources),
  };
}

/** Operations 1 to 8 wait for a resource; then come thread joins and sleeps. */
export function waitsForResource(op: number): boolean {
  return op >= 1 && op <= 8;
}

export function buildTrack(trace: Trace, tables: TrackTables, resource: number): Track {
  const waits = groupOf(tables.waits, resource);
  const waiters =
    waits.length > 0 ? countOpen(picked(trace.waits.startNs, waits), picked(trace.waits.endNs, waits)) : null;
  const { kind, parameter } = trace.resources[resource];
  const events = groupOf(tables.events, resource);
  switch (family(kind)) {
    case "lock":
      return {
        bands: ownerBands(trace, groupOf(tables.holds, resource), waiters),
        level: null,
        levelLimit: 0,
        waiters,
      };
    case "event":
      return { bands: setBands(trace, events), level: null, levelLimit: 0, waiters };
    case "semaphore": {
      const level = levelOf(trace, events, [RecordKind.permit, RecordKind.release], (value) => parameter - value);
      return { bands: null, level, levelLimit: parameter, waiters };
    }
    case "queue": {
      const level = levelOf(trace, events, [RecordKind.put, RecordKind.get], (depth) => depth);
      return { bands: null, level, levelLimit: parameter, waiters };
    }
    case "other":
      return { bands: null, level: null, levelLimit: 0, waiters };
  }
}

type Family = "lock" | "event" | "semaphore" | "queue" | "other";

export function family(kind: ResourceKind): Family {
  if (kind === "lock" || kind === "rlock") return "lock";
  if (kind === "event") return "event";
  if (kind.endsWith("semaphore")) return "semaphore";
  if (kind.endsWith("queue")) return "queue";
  return "other";
}

/** Hold after hold; of folded objects, whose holds overlap, each is drawn until the next one begins. */
function ownerBands(trace: Trace, rows: Uint32Array, waiters: StepSeries | null): StateStore | null {
  if (rows.length === 0) return null;
  const { startNs, endNs } = trace.holds;
  const bands = new BandWriter(2 * rows.length);
  rows.forEach((hold, i) => {
    const nextNs = i + 1 < rows.length ? startNs[rows[i + 1]] : trace.endNs;
    const untilNs = Math.min(endNs[hold], nextNs);
    const contended = waiters !== null && waiters.rangeIn(startNs[hold], untilNs)[1] > 0;
    bands.add(startNs[hold], contended ? Band.contended : Band.on, hold);
    if (untilNs < nextNs) bands.add(untilNs, Band.none, -1);
  });
  return bands.store(trace.endNs);
}

function setBands(trace: Trace, rows: Uint32Array): StateStore | null {
  const { timeNs, kind } = trace.events;
  const changes = rows.filter((row) => kind[row] === RecordKind.set || kind[row] === RecordKind.clear);
  const bands = new BandWriter(changes.length);
  for (const row of changes) bands.add(timeNs[row], kind[row] === RecordKind.set ? Band.on : Band.none, -1);
  return changes.length > 0 ? bands.store(trace.endNs) : null;
}

function levelOf(trace: Trace, rows: Uint32Array, kinds: number[], value: (arg: number) => number): StepSeries | null {
  const { timeNs, kind, arg } = trace.events;
  const changes = rows.filter((row) => kinds.includes(kind[row]));
  if (changes.length === 0) return null;
  return new StepSeries(
    picked(timeNs, changes),
    Float64Array.from(changes, (row) => value(arg[row])),
  );
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

  store(endNs: number): StateStore {
    const store = new StateStore(BAND_COUNT, endNs);
    store.append(this.#startNs, this.#state, this.#object, this.#length, endNs);
    return store;
  }
}
