/**
 * How much of the time a process's threads wanted the GIL and did not have it, as the sampler estimates it: lanes in state `gil`
 * against the processor time that its lanes used meanwhile, which is the time in which they had it.
 */
import { sortRows } from "../trace/column";
import type { Trace } from "../trace/types";
import { Areas, CategoryChanges } from "./areas";
import type { StateStore } from "./state-store";
import { Tone } from "./tones";

export interface GilUse {
  /** How many lanes wanted it and did not have it. */
  waiting: Areas;
  /** How many processors' worth of time its lanes used. */
  used: Areas;
}

export function gilUseOf({ lanes, samples }: Trace, stores: readonly StateStore[], process: number): GilUse {
  const waiting = new Areas(1);
  const changes = new CategoryChanges();
  const own = new Set<number>();
  lanes.forEach((lane, index) => {
    if (lane.process !== process || lane.kind !== "thread") return;
    own.add(index);
    const store = stores[index];
    for (let span = 0; span < store.length; span++) {
      if (store.stateOf(span) !== Tone.gil) continue;
      changes.add(store.startNsOf(span), 0, 1);
      changes.add(store.spanEndNs(span), 1, 0);
    }
  });
  changes.into(waiting, sortRows);
  return { waiting, used: usedBy(samples, own) };
}

/** Each sample is a rate that lasts for its interval. */
function usedBy({ length, lane, startNs, endNs, cpuNs }: Trace["samples"], own: ReadonlySet<number>): Areas {
  const used = new Areas(1);
  const timeNs: number[] = [];
  const change: number[] = [];
  for (let row = 0; row < length; row++) {
    const lastsNs = endNs[row] - startNs[row];
    if (!own.has(lane[row]) || lastsNs <= 0) continue;
    timeNs.push(startNs[row], endNs[row]);
    change.push(cpuNs[row] / lastsNs, -cpuNs[row] / lastsNs);
  }
  let now = 0;
  const order = sortRows(
    Uint32Array.from(timeNs, (_, row) => row),
    timeNs,
  );
  for (const row of order) {
    now = Math.max(0, now + change[row]);
    used.add(timeNs[row], [now]);
  }
  return used;
}

/** The part of the time in which lanes wanted the GIL and did not have it: 0 … 1. */
export function gilShare(waiting: number, used: number): number {
  // Rounding leaves a trace of lanes that are gone.
  return waiting <= 1e-9 ? 0 : waiting / (waiting + used);
}
