/**
 * Back and forward over places that one has been at, as in a browser. A jump makes an entry of its own; moves of one kind that
 * follow each other are one: going back leads to where they began.
 *
 *   jump  jump  move move move  jump          entries: A  B  C(last move)  D
 *   A     B     ·    ·    C     D             back from D: C, B, A
 */

/** `jump`: to a certain thing. `move`: the view panned, zoomed or scrolled. `walk`: from span to span, along a chain. */
export type Way = "jump" | "move" | "walk";

interface Entry<Place> {
  place: Place;
  way: Way;
}

/** Farther back nobody remembers. */
const MOST_ENTRIES = 200;

export class History<Place> {
  #entries: Entry<Place>[] = [];
  #at = -1;

  constructor(readonly isSame: (a: Place, b: Place) => boolean) {}

  /** One is at a place now, and came there so. True where that is an entry of its own. */
  visit(place: Place, way: Way): boolean {
    const here = this.#entries[this.#at];
    if (here && this.isSame(here.place, place)) return false;
    const coalesces = here !== undefined && way !== "jump" && here.way === way && this.#at === this.#entries.length - 1;
    if (coalesces) {
      here.place = place;
      return false;
    }
    // Nobody moved to the first one.
    this.#entries.splice(this.#at + 1, Number.POSITIVE_INFINITY, { place, way: here ? way : "jump" });
    if (this.#entries.length > MOST_ENTRIES) this.#entries.shift();
    this.#at = this.#entries.length - 1;
    return true;
  }

  /** The present place has changed by itself: it stays the same entry. */
  amend(place: Place): void {
    const here = this.#entries[this.#at];
    if (here) here.place = place;
    else this.visit(place, "jump");
  }

  get canBack(): boolean {
    return this.#at > 0;
  }

  get canForward(): boolean {
    return this.#at < this.#entries.length - 1;
  }

  /** Where one was before, or after; null where there is nothing. What moves there begins an entry of its own. */
  go(by: -1 | 1): Place | null {
    if (by < 0 ? !this.canBack : !this.canForward) return null;
    this.#at += by;
    return this.#entries[this.#at].place;
  }
}
