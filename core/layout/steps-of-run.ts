/**
 * The events of a run one by one, in their order, over all lanes. Nothing is merged beforehand: a step asks each series
 * (run-series.ts) for its next one, which costs lanes · log n, and takes the earliest.
 */
import type { Model } from "./model";
import { type Series, STEP_KINDS, type StepFilter, type StepKind, seriesOf } from "./run-series";

/** Where one stands: enough to find the next one, also when the trace has grown meanwhile. */
export interface StepKey {
  timeNs: number;
  rank: number;
  kind: StepKind;
  /** Of the table that the kind speaks of (step-facts.ts). */
  row: number;
}

/** Above so many they are not counted. */
const MOST_COUNTED = 50_000;

/** Before all that happens at a moment, and behind it. */
export const before = (timeNs: number): StepKey => ({ timeNs, rank: -1, kind: STEP_KINDS[0], row: -1 });
export const behind = (timeNs: number): StepKey => ({
  timeNs,
  rank: Number.POSITIVE_INFINITY,
  kind: STEP_KINDS[0],
  row: -1,
});

export class StepsOfRun {
  readonly #series: Series[];

  constructor(
    readonly model: Model,
    readonly filter: StepFilter,
  ) {
    this.#series = seriesOf(model, filter);
  }

  /** The first one behind `key`; null at the end. */
  after(key: StepKey): StepKey | null {
    return this.#nearest(key, 1);
  }

  /** The last one before it. */
  before(key: StepKey): StepKey | null {
    return this.#nearest(key, -1);
  }

  /** How many there are, and the number of this one among them, from 1; null where counting would take long. */
  count(key: StepKey): { number: number; of: number } | null {
    if (this.#series.reduce((sum, { rows }) => sum + rows.length, 0) > MOST_COUNTED) return null;
    let number = 0;
    let of = 0;
    for (const series of this.#series) {
      for (let at = 0; at < series.rows.length; at++) {
        if (series.isStep?.(at) === false) continue;
        of++;
        if (compare(keyAt(series, at), key) <= 0) number++;
      }
    }
    return { number, of };
  }

  #nearest(key: StepKey, by: 1 | -1): StepKey | null {
    let best: StepKey | null = null;
    for (const series of this.#series) {
      const own = nearestOf(series, key, by);
      if (own && (best === null || by * compare(own, best) < 0)) best = own;
    }
    return best;
  }
}

/** The next one of a series. What happens at one moment may stand there in any order: all of it is looked at. */
function nearestOf(series: Series, key: StepKey, by: 1 | -1): StepKey | null {
  const { rows, timeOf } = series;
  let at = firstFrom(series, key.timeNs, by);
  while (at >= 0 && at < rows.length) {
    const timeNs = timeOf[rows[at]];
    let best: StepKey | null = null;
    for (; at >= 0 && at < rows.length && timeOf[rows[at]] === timeNs; at += by) {
      if (series.isStep?.(at) === false) continue;
      const own = keyAt(series, at);
      if (by * compare(own, key) > 0 && (best === null || by * compare(own, best) < 0)) best = own;
    }
    if (best) return best;
  }
  return null;
}

/** The place of the first row at that moment or later; backwards, of the last one at it or earlier. */
function firstFrom({ rows, timeOf }: Series, timeNs: number, by: 1 | -1): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const ns = timeOf[rows[middle]];
    if (by > 0 ? ns < timeNs : ns <= timeNs) low = middle + 1;
    else high = middle;
  }
  return by > 0 ? low : low - 1;
}

function keyAt({ kind, rows, timeOf, rankOf }: Series, at: number): StepKey {
  const row = rows[at];
  return { timeNs: timeOf[row], rank: rankOf(row), kind, row };
}

/** Of two at one moment the cause comes first; of two of a kind, that with the lower row. */
export function compare(one: StepKey, other: StepKey): number {
  // Infinite ones cannot be subtracted.
  if (one.timeNs !== other.timeNs) return one.timeNs < other.timeNs ? -1 : 1;
  if (one.rank !== other.rank) return one.rank < other.rank ? -1 : 1;
  return one.row - other.row;
}
