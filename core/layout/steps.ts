/** A number that changes in steps: a queue's depth, permits in use, how many lanes wait. */

/** Every block of so many steps knows its least and largest value, and so does every block of blocks. */
const FAN = 16;

export class StepSeries {
  readonly length: number;
  readonly max: number;
  /** levels[0] are the steps themselves; levels[k] covers FAN^k steps a value. */
  readonly #least: Float64Array[];
  readonly #most: Float64Array[];

  /** From timeNs[i] on the value is value[i]; before the first it is `initial`. Times ascend. */
  constructor(
    readonly timeNs: Float64Array,
    readonly value: Float64Array,
    readonly initial = 0,
  ) {
    this.length = timeNs.length;
    this.#least = [value];
    this.#most = [value];
    while (this.#least.at(-1)!.length > FAN) {
      this.#least.push(reduced(this.#least.at(-1)!, Math.min));
      this.#most.push(reduced(this.#most.at(-1)!, Math.max));
    }
    this.max = this.#most.at(-1)!.reduce((most, value) => Math.max(most, value), initial);
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

function reduced(values: Float64Array, pick: (a: number, b: number) => number): Float64Array {
  const out = new Float64Array(Math.ceil(values.length / FAN));
  for (let block = 0; block < out.length; block++) {
    let result = values[block * FAN];
    const end = Math.min(values.length, (block + 1) * FAN);
    for (let i = block * FAN + 1; i < end; i++) result = pick(result, values[i]);
    out[block] = result;
  }
  return out;
}

/** How many of the intervals [start, end) are open at each moment. Neither array has to be sorted; both are. */
export function countOpen(starts: Float64Array, ends: Float64Array): StepSeries {
  starts.sort();
  ends.sort();
  const times = new Float64Array(starts.length + ends.length);
  const values = new Float64Array(times.length);
  let length = 0;
  let open = 0;
  for (let s = 0, e = 0; s < starts.length || e < ends.length; ) {
    const timeNs = Math.min(starts[s] ?? Number.POSITIVE_INFINITY, ends[e] ?? Number.POSITIVE_INFINITY);
    while (ends[e] === timeNs) {
      open--;
      e++;
    }
    while (starts[s] === timeNs) {
      open++;
      s++;
    }
    times[length] = timeNs;
    values[length++] = open;
  }
  return new StepSeries(times.subarray(0, length), values.subarray(0, length));
}
