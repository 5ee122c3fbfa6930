/**
 * How often the rules run on a trace that grows. Each time they go over all of it, so that they would cost more and more; their share
 * of the time stays the same, and what they found last stays shown until they run again.
 */
import type { Trace } from "../trace/types";
import { analyze } from "./analyze";
import type { Finding, Rule } from "./finding";

/** Pausing nine times as long as they took keeps them at a tenth of a core. */
export const PAUSE_PER_COST = 9;

export class RulesPace {
  readonly #off: readonly Rule[];
  readonly #nowMs: () => number;
  readonly #find: typeof analyze;
  #found: Finding[] = [];
  #shape = "";
  #nextMs = Number.NEGATIVE_INFINITY;

  constructor(off: readonly Rule[], nowMs: () => number, find: typeof analyze = analyze) {
    this.#off = off;
    this.#nowMs = nowMs;
    this.#find = find;
  }

  /** The findings to show with this snapshot. Of a trace that has ended they are always its own. */
  findings(trace: Trace, ended: boolean): Finding[] {
    // A finding names rows by number. Where no row came the numbers mean what they meant, as tables are sorted by what does not change.
    const shape = shapeOf(trace);
    const startMs = this.#nowMs();
    if (!ended && shape === this.#shape && startMs < this.#nextMs) return this.#found;
    this.#found = this.#find(trace, this.#off);
    this.#shape = shape;
    const endMs = this.#nowMs();
    this.#nextMs = endMs + (endMs - startMs) * PAUSE_PER_COST;
    return this.#found;
  }
}

/** Of the tables whose rows findings name. */
function shapeOf({ lanes, processes, resources, sites, pools, races }: Trace): string {
  return [lanes, processes, resources, sites, pools, races].map(({ length }) => length).join(" ");
}
