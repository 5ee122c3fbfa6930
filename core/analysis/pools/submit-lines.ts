/** The lines that give a pool its work, for findings. */
import type { Trace } from "../../trace/types";
import type { FindingLocation } from "../finding";
import type { Units } from "./units";

/** Lines named of each role. */
export const MAX_SUBMIT_LINES = 3;

/** Those that gave it most units first. */
export function submitLines({ lanes }: Trace, { length, submitSite, submitLane }: Units): FindingLocation[] {
  const lines = new Map<number, { units: number; lane: number }>();
  for (let unit = 0; unit < length; unit++) {
    const line = lines.get(submitSite[unit]);
    if (line === undefined) lines.set(submitSite[unit], { units: 1, lane: submitLane[unit] });
    else line.units++;
  }
  return [...lines]
    .filter(([site]) => site > 0)
    .sort(([a, one], [b, other]) => other.units - one.units || a - b)
    .slice(0, MAX_SUBMIT_LINES)
    .map(([site, { lane }]) => ({ site, lane: lane < 0 || lane >= lanes.length ? null : lane, role: "submitted" }));
}
