/** One trace, prepared for drawing and asking. Built once; tracks are built when they are first seen. */
import type { Finding } from "../analysis/finding";
import { type Groups, groupOf } from "../trace/column";
import { State, type Trace, WaitOp } from "../trace/types";
import { groupByTime } from "./group";
import { heldStore } from "./held";
import { StateStore } from "./state-store";
import { TONE_COUNT, toneOf } from "./tones";
import { buildTrack, groupByResource, type Track, type TrackTables, waitsForResource } from "./tracks";

export interface Model {
  trace: Trace;
  findings: Finding[];
  /** A lane's tones; `object` is the wait's row. */
  lanes: StateStore[];
  held: StateStore[];
  /** Time in each tone over the lane's whole life. */
  laneTimes: Float64Array[];
  /** Each lane's rows, ascending by start. */
  waitsOfLane: Groups;
  holdsOfLane: Groups;
  /** Waits by the lane that let them go on, ascending by when it did. */
  wakesOfLane: Groups;
  byResource: TrackTables;
  /** Of each resource: rows that mention it, and time spent waiting for it. */
  uses: Uint32Array;
  waitedNs: Float64Array;
  track(resource: number): Track;
}

export function buildModel(trace: Trace, findings: Finding[]): Model {
  const lanes = trace.lanes.map((_, lane) => toneStore(trace, lane));
  const holdsOfLane = groupByTime(trace.holds.lane, trace.holds.startNs, trace.holds.length, trace.lanes.length);
  const byResource = groupByResource(trace);
  const tracks = new Map<number, Track>();
  return {
    trace,
    findings,
    lanes,
    held: trace.lanes.map(({ endNs }, lane) => heldStore(trace.holds, groupOf(holdsOfLane, lane), endNs)),
    laneTimes: lanes.map((store) => store.timeIn(store.beginNs, store.endNs)),
    waitsOfLane: groupByTime(trace.waits.lane, trace.waits.startNs, trace.waits.length, trace.lanes.length),
    holdsOfLane,
    wakesOfLane: wakesByLane(trace),
    byResource,
    ...resourceTotals(trace, byResource),
    track(resource) {
      let track = tracks.get(resource);
      if (!track) {
        track = buildTrack(trace, byResource, resource);
        tracks.set(resource, track);
      }
      return track;
    },
  };
}

function wakesByLane({ waits, lanes }: Trace): Groups {
  // Nobody's moment is NaN, which has no place in an order; these rows are in no group anyway.
  const wakerNs = waits.wakerNs.map((ns) => (Number.isNaN(ns) ? 0 : ns));
  return groupByTime(waits.wakerLane, wakerNs, waits.length, lanes.length);
}

function toneStore(trace: Trace, lane: number): StateStore {
  const spans = trace.laneSpans[lane];
  const { endNs } = trace.lanes[lane];
  const tones = new Uint8Array(spans.length);
  for (let i = 0; i < spans.length; i++) {
    const wait = spans.wait[i];
    tones[i] = toneOf(spans.state[i], wait >= 0 ? trace.waits.op[wait] : 0);
  }
  const store = new StateStore(TONE_COUNT, endNs);
  store.append(spans.startNs, tones, spans.wait, spans.length, endNs);
  return store;
}

function resourceTotals(trace: Trace, tables: TrackTables): Pick<Model, "uses" | "waitedNs"> {
  const uses = new Uint32Array(trace.resources.length);
  const waitedNs = new Float64Array(trace.resources.length);
  for (const { offsets } of [tables.holds, tables.waits, tables.events]) {
    for (let resource = 0; resource < uses.length; resource++)
      uses[resource] += offsets[resource + 1] - offsets[resource];
  }
  const { waits } = trace;
  for (let wait = 0; wait < waits.length; wait++) {
    if (waitsForResource(waits.op[wait]) && waits.object[wait] >= 0) {
      waitedNs[waits.object[wait]] += waits.endNs[wait] - waits.startNs[wait];
    }
  }
  return { uses, waitedNs };
}

/** The longest waits, longest first. Sleeps are chosen, not suffered: they do not count. */
export function longestWaits(model: Model, most: number): number[] {
  const { waits, lanes } = model.trace;
  const durationNs = (wait: number) => waits.endNs[wait] - waits.startNs[wait];
  const best: number[] = [];
  for (let wait = 0; wait < waits.length; wait++) {
    if (waits.op[wait] === WaitOp.sleep || lanes[waits.lane[wait]].internal) continue;
    if (best.length === most && durationNs(wait) <= durationNs(best[most - 1])) continue;
    let at = best.length;
    while (at > 0 && durationNs(best[at - 1]) < durationNs(wait)) at--;
    best.splice(at, 0, wait);
    if (best.length > most) best.pop();
  }
  return best;
}

/** True when anything but running was ever seen, or more than one lane: there is something to look at. */
export function hasConcurrency(model: Model): boolean {
  const { trace } = model;
  const lanes = trace.lanes.filter(({ internal }) => !internal).length;
  return (
    lanes > 1 ||
    trace.laneSpans.some((spans) => spans.state.subarray(0, spans.length).some((state) => state !== State.running))
  );
}
