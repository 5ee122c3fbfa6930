/** Which groups of rows are closed. Decided when a group is first seen, then by whoever looks: nothing jumps while a trace grows. */

/** A group of more lanes is closed at first: what stands below it would be far away. */
const MANY_LANES = 100;

export class Folds {
  readonly #closed = new Map<string, boolean>();

  /** @param closed ids of groups that are closed, whatever is in them */
  constructor(closed: Iterable<string> = []) {
    for (const id of closed) this.#closed.set(id, true);
  }

  /** @param quiet its lanes are of no interest to most */
  isClosed(id: string, lanes: number, quiet: boolean): boolean {
    const known = this.#closed.get(id);
    if (known !== undefined) return known;
    const closed = quiet || lanes > MANY_LANES;
    this.#closed.set(id, closed);
    return closed;
  }

  open(id: string): void {
    this.#closed.set(id, false);
  }

  toggle(id: string): void {
    this.#closed.set(id, !this.#closed.get(id));
  }
}
