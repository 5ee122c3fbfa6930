/** How much a line that waited stands out: three steps, and whether it was blocked or only waited. */
import type { LineWaits } from "../analysis/line-waits";
import type { Ns } from "../units";

/** `blocked`: by locks and semaphores, most of its time. `waited`: for events, conditions, queues, barriers, ends of threads. */
export type MarkKind = "blocked" | "waited";
export const MARK_KINDS: readonly MarkKind[] = ["blocked", "waited"];

/** 3 is hottest. */
export type Heat = 1 | 2 | 3;
export const HEATS: readonly Heat[] = [1, 2, 3];

/** Shares of the worst line at which the next step begins. A tenth of the worst is a tenth of what can be won there. */
export const WARM_SHARE = 0.1;
export const HOT_SHARE = 0.5;
/** A line that waited less than this share of the run's duration is never more than step 1, even as the worst one. */
export const MATTERS_SHARE = 0.01;
/** Nor one that waited for less than a person could notice, however short the run was. */
export const MATTERS_NS = 1e6;

type Waited = Pick<LineWaits, "blockedNs" | "totalNs">;

export const kindOf = ({ blockedNs, totalNs }: Waited): MarkKind => (blockedNs * 2 >= totalNs ? "blocked" : "waited");

/**
 * What the worst line of each kind waited. Each kind has its own measure: a main thread that waits for the end of the others
 * waits for as long as the run lasts, and by that measure no lock would ever be hot.
 */
export function worstOfKinds(lines: readonly Waited[]): Record<MarkKind, Ns> {
  const worst = { blocked: 0, waited: 0 };
  for (const line of lines) worst[kindOf(line)] = Math.max(worst[kindOf(line)], line.totalNs);
  return worst;
}

/**
 * @param worstNs what the worst line of the same kind waited
 * @param runNs how long the run lasted, or lasts so far
 */
export function heatOf({ totalNs }: Waited, worstNs: Ns, runNs: Ns): Heat {
  if (totalNs < Math.max(MATTERS_NS, runNs * MATTERS_SHARE, worstNs * WARM_SHARE)) return 1;
  return totalNs < worstNs * HOT_SHARE ? 2 : 3;
}
