/** How much a line that waited stands out: three steps, and whether it was blocked or only waited. */
import type { LineWaits } from "../analysis/line-waits";
import type { Ns } from "../units";

/** `blocked`: by locks and semaphores, most of its time. `waited`: for events, conditions, queues, barriers, ends of threads. */
export type MarkKind = "blocked" | "waited";
export const MARK_KINDS: readonly MarkKind[] = ["blocked", "waited"];

/** 3 is hottest. */
export type Heat = 1 | 2 | 3;
export const HEATS: readonly Heat[] = [1, 2, 3];

/** Shares of the worst line of the run at which the next step begins. A tenth of the worst is a tenth of what can be won there. */
export const WARM_SHARE = 0.1;
export const HOT_SHARE = 0.5;
/** A line that waited less than this share of the run's duration is never more than step 1, even as the worst one. */
export const MATTERS_SHARE = 0.01;

export const kindOf = ({ blockedNs, totalNs }: Pick<LineWaits, "blockedNs" | "totalNs">): MarkKind =>
  blockedNs * 2 >= totalNs ? "blocked" : "waited";

/**
 * @param totalNs what the line waited
 * @param worstLineNs what the worst line of the run waited
 * @param runNs how long the run lasted, or lasts so far
 */
export function heatOf(totalNs: Ns, worstLineNs: Ns, runNs: Ns): Heat {
  if (totalNs < runNs * MATTERS_SHARE) return 1;
  const share = worstLineNs > 0 ? totalNs / worstLineNs : 0;
  return share >= HOT_SHARE ? 3 : share >= WARM_SHARE ? 2 : 1;
}
