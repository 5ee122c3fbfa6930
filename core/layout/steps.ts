/** A number that changes in steps: a queue's depth, permits in use, how many lanes wait. */
import { countBelow, grown } from "../trace/column";

/** Every block of so many steps knows its least and largest value, and so does every block of blocks. */
const FAN = 16;

export class StepSeries {
  timeNs: Float64Array;
  value: Float64Array;
  length: number;
  /** levels[0] are the steps themselves; levels[k] covers FAN^k steps a value. */
  readonly #least: Float64Array[] = [];
  readonly #most: Float64Array[] = [];

  /** From timeNs[i] on the value is value[i]; before the first it is `initial`. Times ascend. */
  constructor(
    timeNs: Float64Array,
    value: Float64Array,
    readonly initial = 0,
  ) {
    this.timeNs = timeNs;
    this.value = value;
    this.length = timeNs.length;
    this.#reduce(0);
  }

  /** Replaces all steps from `first` on. */
  replaceFrom(first: number, timeNs: Float64Array, value: Float64Array): void {
    this.length = first + timeNs.length;
    this.timeNs = grown(this.timeNs, this.length, Float64Array);
    this.value = grown(this.value, this.length, Float64Array);
    this.timeNs.set(timeNs, first);
    this.value.set(value, first);
    this.#reduce(first);
  }

  get max(): number {
    // The topmost level has at most FAN values.
    const top = this.#most.length - 1;
    return this.#most[top].subarray(0, blocksOf(this.length, top)).reduce((a, b) => Math.max(a, b), this.initial);
  }

  #reduce(first: number): void {
    let levels = 1;
    while (blocksOf(this.length, levels - 1) > FAN) levels++;
    for (const [own, pick] of [
      [this.#least, Math.min],
      [this.#most, Math.max],
    ] as const) {
      own[0] = this.value;
      for (let level = 1; level < levels; level++)
        own[level] = reduced(own[level - 1], own[level], level, first, this.length, pick);
      own.length = levels;
    }
  }

  /** Index of the step in force at a moment, -1 before the first. */
  stepAt(timeNs: number): number {
    let low = -1;
    let high = this.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.timeNs[middle] <= timeNs) low = middle;
      else high = middle;
    }
    return low;
  }

  /** How many steps come before a moment. */
  countBefore(timeNs: number): number {
    return countBelow(this.timeNs, this.length, timeNs);
  }

  valueAt(timeNs: number): number {
    const step = this.stepAt(timeNs);
    return step < 0 ? this.initial : this.value[step];
  }

  /** Least and largest value within [fromNs, toNs): O(log) by the blocks, however many steps there are. */
  rangeIn(fromNs: number, toNs: number): [least: number, most: number] {
    let from = this.stepAt(fromNs);
    const last = Math.max(from, this.stepAt(toNs) - (this.timeNs[this.stepAt(toNs)] === toNs ? 1 : 0));
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    const take = (low: number, high: number) => {
      if (low < least) least = low;
      if (high > most) most = high;
    };
    if (from < 0) {
      take(this.initial, this.initial);
      from = 0;
    }
    while (from <= last) {
      let level = 0;
      let width = 1;
      while (level + 1 < this.#least.length && from % (width * FAN) === 0 && from + width * FAN - 1 <= last) {
        level++;
        width *= FAN;
      }
      take(this.#least[level][from / width], this.#most[level][from / width]);
      from += width;
    }
    return [least, most];
  }
}

/** How many values a level has for so many steps. */
const blocksOf = (steps: number, level: number): number => Math.ceil(steps / FAN ** level);

/** A level, made from the one below it; blocks before the one that step `first` lies in are right already. */
function reduced(
  below: Float64Array,
  have: Float64Array | undefined,
  level: number,
  first: number,
  steps: number,
  pick: (a: number, b: number) => number,
): Float64Array {
  const blocks = blocksOf(steps, level);
  const out = grown(have ?? new Float64Array(0), blocks, Float64Array);
  const from = have ? Math.floor(first / FAN ** level) : 0;
  const belowLength = blocksOf(steps, level - 1);
  for (let block = from; block < blocks; block++) {
    let result = below[block * FAN];
    const end = Math.min(belowLength, (block + 1) * FAN);
    for (let i = block * FAN + 1; i < end; i++) result = pick(result, below[i]);
    out[block] = result;
  }
  return out;
}

/** How many of the intervals [start, end) are open at each moment. Neither array has to be sorted; both are. */
export function countOpen(starts: Float64Array, ends: Float64Array): StepSeries {
  const { timeNs, value } = openSteps(starts, ends, 0);
  return new StepSeries(timeNs, value);
}

/** @param open how many intervals began before all these starts; their ends are among `ends` */
export function openSteps(
  starts: Float64Array,
  ends: Float64Array,
  open: number,
): { timeNs: Float64Array; value: Float64Array } {
  starts.sort();
  ends.sort();
  const timeNs = new Float64Array(starts.length + ends.length);
  const value = new Float64Array(timeNs.length);
  let length = 0;
  let now = open;
  for (let s = 0, e = 0; s < starts.length || e < ends.length; ) {
    const atNs = Math.min(starts[s] ?? Number.POSITIVE_INFINITY, ends[e] ?? Number.POSITIVE_INFINITY);
    while (ends[e] === atNs) {
      now--;
      e++;
    }
    while (starts[s] === atNs) {
      now++;
      s++;
    }
    timeNs[length] = atNs;
    value[length++] = now;
  }
  return { timeNs: timeNs.subarray(0, length), value: value.subarray(0, length) };
}
