/** Which groups of rows are closed. Decided when a group is first seen, then by whoever looks: nothing jumps while a trace grows. */

/** A group of more lanes is closed at first: what stands below it would be far away. */
const MANY_LANES = 100;

/** A group's id, and whether it is closed. */
export type KeptFold = readonly [id: string, closed: boolean];

export class Folds {
  readonly #closed = new Map<string, boolean>();
  /** How a group is that is seen for the first time, where somebody has decided on all of them. */
  #others: boolean | null = null;

  /** @param closed ids of groups that are closed, whatever is in them */
  constructor(closed: Iterable<string> = []) {
    for (const id of closed) this.#closed.set(id, true);
  }

  /** @param quiet its lanes are of no interest to most */
  isClosed(id: string, lanes: number, quiet: boolean): boolean {
    const known = this.#closed.get(id);
    if (known !== undefined) return known;
    const closed = this.#others ?? (quiet || lanes > MANY_LANES);
    this.#closed.set(id, closed);
    return closed;
  }

  open(id: string): void {
    this.#closed.set(id, false);
  }

  toggle(id: string): void {
    this.#closed.set(id, !this.#closed.get(id));
  }

  /** All of them, also those that are seen later. */
  set(closed: boolean): void {
    this.#others = closed;
    for (const id of this.#closed.keys()) this.#closed.set(id, closed);
  }

  /** What to give to `restore` another time. */
  get kept(): { groups: KeptFold[]; others: boolean | null } {
    return { groups: [...this.#closed], others: this.#others };
  }

  restore({ groups, others }: { groups: readonly KeptFold[]; others: boolean | null }): void {
    for (const [id, closed] of groups) this.#closed.set(id, closed);
    this.#others = others;
  }
}
