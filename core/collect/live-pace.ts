/** How long to wait between two generations of a live trace: soon while they are cheap, and never a burden. */

export const SHORTEST_MS = 50;
/** Pausing four times as long as a generation took keeps all of them at 20 % of a core. */
const PAUSE_PER_COST = 4;
/** However long one takes, the picture soon moves again: the share of a core is more then. */
export const LONGEST_MS = 2000;

export class LivePace {
  #costMs = 0;

  /** A generation took so long: snapshot, findings, difference. */
  took(costMs: number): void {
    this.#costMs = costMs;
  }

  /** Milliseconds from the end of the last generation to the beginning of the next. */
  delayMs(): number {
    return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, this.#costMs * PAUSE_PER_COST));
  }
}
