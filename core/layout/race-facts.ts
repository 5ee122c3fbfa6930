/** What is told of a chosen data race. Where its marks stand: race-clusters.ts. */
import type { Finding, RacingAccess, Severity } from "../analysis/finding";

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

/** The race that the findings tell before or after this one, -1 = none. */
export function raceBeside(findings: readonly Finding[], finding: number, by: 1 | -1): number {
  for (let at = finding + by; at >= 0 && at < findings.length; at += by)
    if (findings[at].racing !== undefined) return at;
  return -1;
}
