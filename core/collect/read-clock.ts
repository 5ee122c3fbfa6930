/**
 * How far reading has come, in the time of the wall: behind a program that records faster than it is read, "now" would be untrue.
 *
 * Times of records count from the clock of the program, whose zero nobody here knows. But a record is never read before it was
 * written: of all polls, the one that found the newest record soonest after it was written tells the two clocks' difference,
 * at most so much too late as that poll came.
 */
export class ReadClock {
  /** Date.now() minus the record's time in milliseconds; Infinity before any record. */
  #offsetMs = Number.POSITIVE_INFINITY;
  #readUntilMs = Number.NEGATIVE_INFINITY;

  /**
   * @param startedAtMs of the poll, as Date.now()
   * @param newestNs time of the newest record read; -Infinity before any
   * @param readUntilNs up to when no record was left unread; Infinity where none was left, -Infinity where nothing was read
   */
  polled(startedAtMs: number, newestNs: number, readUntilNs: number): void {
    const newestMs = newestNs / 1e6;
    if (Number.isFinite(newestMs)) this.#offsetMs = Math.min(this.#offsetMs, startedAtMs - newestMs);
    const isCaughtUp = readUntilNs === Number.POSITIVE_INFINITY;
    if (isCaughtUp) this.#readUntilMs = startedAtMs;
    // A lane of which nothing was read yet says nothing: what was known goes on to be true.
    else if (Number.isFinite(readUntilNs))
      this.#readUntilMs = Math.min(startedAtMs, Math.max(this.#readUntilMs, readUntilNs / 1e6 + this.#offsetMs));
  }

  /** Up to when everything was read, as Date.now(); -Infinity before any poll. */
  get readUntilMs(): number {
    return this.#readUntilMs;
  }
}
