/** Lines with findings, as core/analysis/line-findings.ts tells of them. */
import type { LineFinding, LineFindings } from "../../../../core/analysis/line-findings";
import { FILE } from "./losses";

const OTHER = { file: FILE, line: 30 };

/** Two threads at lines 31 and 30; one holds a lock. */
export function lineFinding(facts: Partial<LineFinding> = {}): LineFinding {
  return {
    finding: "data-race-1",
    rule: "data-race",
    severity: "error",
    about: "total",
    isMain: true,
    other: OTHER,
    steps: [
      { file: FILE, line: 31, laneName: "T1", writes: true, locks: [] },
      { ...OTHER, laneName: "T*2", writes: false, locks: ["total_lock"] },
    ],
    messageKey: "finding.deadlock.self",
    params: { one: "T1", wanted: "lock", where: "app.py:31", wantedHeld: "app.py:30", stuck: "1 s", name: "total" },
    ...facts,
  };
}

export const lineOf = (...findings: LineFinding[]): LineFindings => ({ file: FILE, line: 31, findings });
