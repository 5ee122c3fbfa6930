/** How wide a column may be: as fine as the frame time allows while something moves, one device pixel when it stands still. */

/** Script time that a frame may take: the other 10 ms of a 60th of a second belong to the browser. */
const BUDGET_MS = 6;
const WIDEST_PX = 8;
/** Still for so long: time for the fine picture. */
const STILL_MS = 120;

export class Fineness {
  whileMoving = 1;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(readonly refine: () => void) {}

  /** Learns from a frame: doubles the width when it took too long, halves it when half the time would do. */
  drew(ms: number, columnPx: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (columnPx === this.whileMoving) {
      if (ms > BUDGET_MS && columnPx < WIDEST_PX) this.whileMoving *= 2;
      else if (ms < BUDGET_MS / 3 && columnPx > 1) this.whileMoving /= 2;
    }
    if (columnPx > 1) {
      this.#timer = setTimeout(() => {
        this.#timer = null;
        this.refine();
      }, STILL_MS);
    }
  }
}
