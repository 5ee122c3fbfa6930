/** What the lanes of a closed group do together: thousands of tasks as one strip. */
import { sortRows } from "../trace/column";
import { Areas, CategoryChanges } from "./areas";
import type { Model } from "./model";
import { Tone } from "./tones";

/** Passive waiting is not drawn: it is what most lanes of a large group do most of the time. */
export const GROUP_TONES = [Tone.running, Tone.io, Tone.ready, Tone.gil, Tone.blocked] as const;

export interface GroupUse {
  /** How many lanes are in each of GROUP_TONES. */
  lanes: Areas;
  /** The most at once. */
  most: number;
}

/** More spans are not worth the time: the strip stays empty. */
const MOST_SPANS = 300_000;

interface Known {
  lanes: readonly number[];
  use: GroupUse | null;
}
const known = new WeakMap<Model, Map<string, Known>>();

/** @param id names the group; worked out once a generation, and again when others are in it: some may be filtered or pinned */
export function groupUse(model: Model, id: string, lanes: readonly number[]): GroupUse | null {
  const groups = known.get(model) ?? new Map<string, Known>();
  known.set(model, groups);
  const have = groups.get(id);
  if (have && isSame(have.lanes, lanes)) return have.use;
  const use = useOf(model, lanes);
  groups.set(id, { lanes, use });
  return use;
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one === other || (one.length === other.length && one.every((lane, i) => lane === other[i]));
}

function useOf(model: Model, lanes: readonly number[]): GroupUse | null {
  const spans = lanes.reduce((sum, lane) => sum + model.lanes[lane].length, 0);
  if (spans === 0 || spans > MOST_SPANS) return null;
  const changes = new CategoryChanges();
  for (const lane of lanes) {
    const store = model.lanes[lane];
    let category = 0;
    for (let span = 0; span < store.length; span++) {
      const next = 1 + (GROUP_TONES as readonly number[]).indexOf(store.stateOf(span));
      changes.add(store.startNsOf(span), category, next);
      category = next;
    }
    changes.add(store.endNs, category, 0);
  }
  const areas = new Areas(GROUP_TONES.length);
  changes.into(areas, sortRows);
  let most = 0;
  for (let step = 0; step < areas.length; step++) {
    const sum = areas.values.reduce((all, values) => all + values[step], 0);
    most = Math.max(most, sum);
  }
  return most > 0 ? { lanes: areas, most } : null;
}
