/** Data races as marks: one at each of the two accesses that nothing orders; and what is told of a chosen one. */
import type { Finding, RacingAccess, Severity } from "../analysis/finding";
import type { Model } from "./model";
import { type TimeScale, toPx } from "./time-scale";

/** A data race. Its lane is that of the access to mend. */
export interface RaceFacts {
  kind: "race";
  /** Index into the findings. */
  finding: number;
  lane: number;
  startNs: number;
  endNs: number;
  /** In time order. */
  accesses: RacingAccess[];
  severity: Severity;
  /** It did not happen in this run: another order of the threads would bring it about. */
  isPredicted: boolean;
}

/** How far beside a mark's middle it can still be hit. */
const HIT_PX = 9;

/** Null for a finding that is none. */
export function raceFacts(findings: readonly Finding[], finding: number): RaceFacts | null {
  const { racing, severity, certainty } = findings[finding] ?? {};
  if (racing === undefined || severity === undefined) return null;
  const accesses = [...racing].sort((a, b) => a.timeNs - b.timeNs);
  return {
    kind: "race",
    finding,
    lane: racing[0].lane,
    startNs: accesses[0].timeNs,
    endNs: accesses[1].timeNs,
    accesses,
    severity,
    isPredicted: certainty === "predicted",
  };
}

/** The race whose mark on a lane is nearest to a place, if it is near enough to be meant; the gravest of several. */
export function raceAt({ findings }: Model, scale: TimeScale, lane: number, xPx: number): RaceFacts | null {
  let best = -1;
  let bestPx = HIT_PX;
  findings.forEach(({ racing = [] }, finding) => {
    for (const access of racing) {
      const awayPx = access.lane === lane ? Math.abs(toPx(scale, access.timeNs) - xPx) : Number.POSITIVE_INFINITY;
      if (awayPx >= bestPx) continue;
      best = finding;
      bestPx = awayPx;
    }
  });
  return raceFacts(findings, best);
}

/** The race that the findings tell before or after this one, -1 = none. */
export function raceBeside(findings: readonly Finding[], finding: number, by: 1 | -1): number {
  for (let at = finding + by; at >= 0 && at < findings.length; at += by)
    if (findings[at].racing !== undefined) return at;
  return -1;
}
