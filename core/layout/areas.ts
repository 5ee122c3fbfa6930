/**
 * Several numbers that change in steps, with the area below each: the average of a number over any interval is the difference
 * of two areas, exact however many steps lie in it.
 *
 *   value   ▁▁▃▃▃▇▇▁▁▁        area up to a moment = area up to the step before it + value · time since
 */
import { allRows, countBelow, grown } from "../trace/column";

export class Areas {
  length = 0;
  timeNs = new Float64Array(0);
  /** values[k][i]: number k from timeNs[i] on. Before the first step all are 0. */
  readonly values: Float64Array[];
  readonly #sums: Float64Array[];

  /** @param count how many numbers */
  constructor(count: number) {
    this.values = Array.from({ length: count }, () => new Float64Array(0));
    this.#sums = Array.from({ length: count }, () => new Float64Array(0));
  }

  /** Forgets all steps from `fromNs` on. */
  cut(fromNs: number): void {
    this.length = countBelow(this.timeNs, this.length, fromNs);
  }

  /** A step; times ascend. One that changes nothing is none. */
  add(timeNs: number, now: readonly number[]): void {
    if (this.length > 0 && this.timeNs[this.length - 1] === timeNs) this.length--;
    const at = this.length;
    if (this.#isAsBefore(at, now)) return;
    if (at >= this.timeNs.length) this.#makeRoom(at + 1);
    this.timeNs[at] = timeNs;
    for (let k = 0; k < now.length; k++) {
      const [values, sums] = [this.values[k], this.#sums[k]];
      values[at] = now[k];
      sums[at] = at === 0 ? 0 : sums[at - 1] + values[at - 1] * (timeNs - this.timeNs[at - 1]);
    }
    this.length++;
  }

  #isAsBefore(at: number, now: readonly number[]): boolean {
    for (let k = 0; k < now.length; k++) if (now[k] !== (at === 0 ? 0 : this.values[k][at - 1])) return false;
    return true;
  }

  #makeRoom(steps: number): void {
    this.timeNs = grown(this.timeNs, steps, Float64Array);
    for (let k = 0; k < this.values.length; k++) {
      this.values[k] = grown(this.values[k], this.timeNs.length, Float64Array);
      this.#sums[k] = grown(this.#sums[k], this.timeNs.length, Float64Array);
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

  valueAt(k: number, timeNs: number): number {
    const step = this.stepAt(timeNs);
    return step < 0 ? 0 : this.values[k][step];
  }

  /** The average of each number in [fromNs, toNs). */
  averages(fromNs: number, toNs: number): number[] {
    const [from, to] = [this.stepAt(fromNs), this.stepAt(toNs)];
    return this.values.map((_, k) => (this.#area(k, toNs, to) - this.#area(k, fromNs, from)) / (toNs - fromNs));
  }

  /** Averages in columns: out[column · count + k]. Cost: O(columns · log steps). */
  columns(t0Ns: number, columnNs: number, columns: number, out: Float64Array): void {
    const count = this.values.length;
    const before = new Float64Array(count);
    let step = this.stepAt(t0Ns);
    for (let k = 0; k < count; k++) before[k] = this.#area(k, t0Ns, step);
    for (let column = 0; column < columns; column++) {
      const toNs = t0Ns + (column + 1) * columnNs;
      if (step + 1 < this.length && this.timeNs[step + 1] <= toNs) step = this.stepAt(toNs);
      for (let k = 0; k < count; k++) {
        const area = this.#area(k, toNs, step);
        out[column * count + k] = (area - before[k]) / columnNs;
        before[k] = area;
      }
    }
  }

  #area(k: number, timeNs: number, step: number): number {
    return step < 0 ? 0 : this.#sums[k][step] + this.values[k][step] * (timeNs - this.timeNs[step]);
  }
}

/** Lanes that are in one category each, and change it: ascending within a lane, lane after lane. */
export class CategoryChanges {
  readonly #timeNs: number[] = [];
  readonly #from: number[] = [];
  readonly #to: number[] = [];

  /** Category 0 counts nowhere. */
  add(timeNs: number, from: number, to: number): void {
    if (from === to) return;
    this.#timeNs.push(timeNs);
    this.#from.push(from);
    this.#to.push(to);
  }

  /** Adds how many lanes are in each category, from these changes on, to `areas`. */
  into(areas: Areas, sort: (rows: Uint32Array, keys: ArrayLike<number>) => Uint32Array): void {
    const now = areas.values.map((values) => (areas.length > 0 ? values[areas.length - 1] : 0));
    const rows = sort(allRows(this.#timeNs.length), Float64Array.from(this.#timeNs));
    for (const row of rows) {
      if (this.#from[row] > 0) now[this.#from[row] - 1]--;
      if (this.#to[row] > 0) now[this.#to[row] - 1]++;
      areas.add(this.#timeNs[row], now);
    }
  }
}
