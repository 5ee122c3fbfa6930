/** A binary heap of rows, the one with the smallest key on top; of equal keys the one that came first. */
export class Heap {
  #keys: number[] = [];
  #rows: number[] = [];
  #order: number[] = [];
  #pushed = 0;

  get size(): number {
    return this.#rows.length;
  }

  /** Infinity where it is empty. */
  get smallest(): number {
    return this.#keys.length === 0 ? Number.POSITIVE_INFINITY : this.#keys[0];
  }

  push(key: number, row: number): void {
    let at = this.#rows.length;
    this.#put(at, key, row, this.#pushed++);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  /** The row on top; it must have one. */
  pop(): number {
    const top = this.#rows[0];
    const last = this.#rows.length - 1;
    this.#put(0, this.#keys[last], this.#rows[last], this.#order[last]);
    this.#keys.pop();
    this.#rows.pop();
    this.#order.pop();
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      if (left >= last) break;
      const least = left + 1 < last && this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#isBefore(least, at)) break;
      this.#swap(at, least);
      at = least;
    }
    return top;
  }

  #put(at: number, key: number, row: number, order: number): void {
    this.#keys[at] = key;
    this.#rows[at] = row;
    this.#order[at] = order;
  }

  #isBefore(a: number, b: number): boolean {
    const difference = this.#keys[a] - this.#keys[b];
    return difference < 0 || (difference === 0 && this.#order[a] < this.#order[b]);
  }

  #swap(a: number, b: number): void {
    const [key, row, order] = [this.#keys[a], this.#rows[a], this.#order[a]];
    this.#put(a, this.#keys[b], this.#rows[b], this.#order[b]);
    this.#put(b, key, row, order);
  }
}
