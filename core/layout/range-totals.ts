/**
 * What happened within a stretch of time, exactly: by state over all lanes, by lane, by resource. Lanes cost two prefix sums each,
 * resources what touches the stretch; how many spans there are does not matter.
 */
import type { Model } from "./model";
import { Overlaps } from "./overlaps";
import { TONE_COUNT, Tone } from "./tones";

export interface LaneTotals {
  lane: number;
  timesNs: number[];
}

export interface ResourceTotals {
  resource: number;
  /** Time that lanes waited for it, those of all lanes together, and how many waits that were. */
  waitedNs: number;
  waits: number;
  /** Time that it was held, and by how many holds; of a resource that stands for many objects those of all together. */
  heldNs: number;
  holds: number;
  /** Who held it longest; -1 = nobody. */
  holderLane: number;
  holderNs: number;
}

export interface RangeTotals {
  fromNs: number;
  toNs: number;
  /** By tone, over all lanes of the program (not those of the standard library's helpers). */
  timesNs: number[];
  /** Those that were blocked longest first, then those that ran longest; at most MOST_LANES. */
  lanes: LaneTotals[];
  /** All others together. */
  otherLanes: { count: number; timesNs: number[] };
  /** Those that were waited for longest first, then those held longest; at most MOST_RESOURCES. */
  resources: ResourceTotals[];
  otherResources: { count: number; waitedNs: number; waits: number; heldNs: number; holds: number };
}

export const MOST_LANES = 8;
export const MOST_RESOURCES = 8;

/** `fromNs` < `toNs`. */
export function rangeTotals(model: Model, fromNs: number, toNs: number): RangeTotals {
  const lanes = lanesIn(model, fromNs, toNs);
  const resources = resourcesIn(model, fromNs, toNs);
  const [shown, others] = [lanes.slice(0, MOST_LANES), lanes.slice(MOST_LANES)];
  const otherResources = {
    count: Math.max(0, resources.length - MOST_RESOURCES),
    waitedNs: 0,
    waits: 0,
    heldNs: 0,
    holds: 0,
  };
  for (const { waitedNs, waits, heldNs, holds } of resources.slice(MOST_RESOURCES)) {
    otherResources.waitedNs += waitedNs;
    otherResources.waits += waits;
    otherResources.heldNs += heldNs;
    otherResources.holds += holds;
  }
  return {
    fromNs,
    toNs,
    timesNs: sumOf(lanes),
    lanes: shown,
    otherLanes: { count: others.length, timesNs: sumOf(others) },
    resources: resources.slice(0, MOST_RESOURCES),
    otherResources,
  };
}

/** Every lane that lived within it. */
function lanesIn(model: Model, fromNs: number, toNs: number): LaneTotals[] {
  const lanes: LaneTotals[] = [];
  model.trace.lanes.forEach(({ internal }, lane) => {
    const store = model.lanes[lane];
    if (internal || store.length === 0 || store.beginNs >= toNs || store.endNs <= fromNs) return;
    lanes.push({ lane, timesNs: Array.from(store.timeIn(fromNs, toNs)) });
  });
  const by = (tone: number) => (a: LaneTotals, b: LaneTotals) => b.timesNs[tone] - a.timesNs[tone];
  return lanes.sort((a, b) => by(Tone.blocked)(a, b) || by(Tone.running)(a, b) || a.lane - b.lane);
}

function sumOf(lanes: readonly LaneTotals[]): number[] {
  const sum = new Array<number>(TONE_COUNT).fill(0);
  for (const { timesNs } of lanes) for (let tone = 0; tone < TONE_COUNT; tone++) sum[tone] += timesNs[tone];
  return sum;
}

/** Every resource that was waited for or held within it. */
function resourcesIn(model: Model, fromNs: number, toNs: number): ResourceTotals[] {
  const { holds } = model.trace;
  const known = overlapsOf(model);
  const all: ResourceTotals[] = [];
  for (let resource = 0; resource < model.trace.resources.length; resource++) {
    const total: ResourceTotals = { resource, waitedNs: 0, waits: 0, heldNs: 0, holds: 0, holderLane: -1, holderNs: 0 };
    known.waits(resource)?.forEach(fromNs, toNs, (_, ns) => {
      total.waitedNs += ns;
      total.waits++;
    });
    const byLane = new Map<number, number>();
    known.holds(resource)?.forEach(fromNs, toNs, (row, ns) => {
      total.heldNs += ns;
      total.holds++;
      const ownNs = (byLane.get(holds.lane[row]) ?? 0) + ns;
      byLane.set(holds.lane[row], ownNs);
    });
    for (const [lane, ns] of byLane) {
      if (ns < total.holderNs || (ns === total.holderNs && total.holderLane >= 0 && lane > total.holderLane)) continue;
      total.holderLane = lane;
      total.holderNs = ns;
    }
    if (total.waits > 0 || total.holds > 0) all.push(total);
  }
  return all.sort((a, b) => b.waitedNs - a.waitedNs || b.heldNs - a.heldNs || a.resource - b.resource);
}

interface OverlapsOf {
  waits(resource: number): Overlaps | null;
  holds(resource: number): Overlaps | null;
}

/** A model stands for one generation: what was built for it holds as long as it does. */
const known = new WeakMap<Model, OverlapsOf>();

function overlapsOf(model: Model): OverlapsOf {
  const have = known.get(model);
  if (have) return have;
  const { trace, byResource } = model;
  const lookup = (table: "waits" | "holds") => {
    const built = new Map<number, Overlaps | null>();
    return (resource: number) => {
      let overlaps = built.get(resource);
      if (overlaps === undefined) {
        const rows = byResource[table].of(resource);
        overlaps = rows.length > 0 ? new Overlaps(rows, trace[table].startNs, trace[table].endNs) : null;
        built.set(resource, overlaps);
      }
      return overlaps;
    };
  };
  const made = { waits: lookup("waits"), holds: lookup("holds") };
  known.set(model, made);
  return made;
}
