/** Lines that lost updates, as core/analysis/line-losses.ts tells of them. */
import type { LineLoss, LineLosses } from "../../../../core/analysis/line-losses";

export const FILE = "/project/app.py";

export const STEPS: LineLoss["steps"] = [
  { role: "read", lane: 1, laneName: "T1", version: 0, file: FILE, line: 30 },
  { role: "victimRead", lane: 2, laneName: "T2", version: 0, file: FILE, line: 30 },
  { role: "victim", lane: 2, laneName: "T2", version: 1, file: FILE, line: 31 },
  { role: "write", lane: 1, laneName: "T1", version: 2, file: FILE, line: 31 },
];

export function loss(facts: Partial<LineLoss> = {}): LineLoss {
  return {
    finding: "lost-update-1",
    name: "value",
    count: 80,
    exact: true,
    byValue: true,
    role: "write",
    others: [],
    perhaps: [],
    steps: STEPS,
    messageKey: "finding.lostUpdate.value.noLock",
    params: {
      name: "value",
      count: 80,
      number: "80",
      exact: 1,
      rested: 0,
      where: "app.py:31",
      read: "app.py:30",
      lock: "",
      bare: "",
    },
    ...facts,
  };
}

export const lineWith = (...losses: LineLoss[]): LineLosses => ({ file: FILE, line: 31, losses });
