/** How long to wait between two polls: soon while there is news, rarely while there is none, never a burden. */

export const SHORTEST_MS = 20;
export const LONGEST_IDLE_MS = 200;
/** However long a poll takes, the next one comes within this time. */
const LONGEST_MS = 5000;
/** While nothing comes each pause is this much longer than the one before: 20 ms becomes 200 ms in six polls. */
const GROWTH = 1.5;
/** Pausing 19 times as long as a poll took keeps polling at 5 % of a core. */
const PAUSE_PER_COST = 19;
/** As long as a poll took: half of a core. At 5 % a program that records as fast as it can would leave its view ever further behind. */
const PAUSE_PER_COST_BEHIND = 1;

export class PollPace {
  private idleMs = SHORTEST_MS;
  private costMs = 0;

  /** A poll took `costMs` and found `news`, or nothing. */
  polled(news: boolean, costMs: number): void {
    this.idleMs = news ? SHORTEST_MS : Math.min(LONGEST_IDLE_MS, this.idleMs * GROWTH);
    this.costMs = costMs;
  }

  /**
   * Milliseconds until the next poll.
   * @param isBehind somebody waits for what the last poll left unread
   */
  delayMs(isBehind = false): number {
    if (isBehind) return Math.min(LONGEST_MS, this.costMs * PAUSE_PER_COST_BEHIND);
    return Math.min(LONGEST_MS, Math.max(this.idleMs, this.costMs * PAUSE_PER_COST));
  }
}
