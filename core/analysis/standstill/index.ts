/** The program at one moment, as far as it stands still for good: who waits, for whom, and who can go on no more. */
import type { Trace } from "../../trace/types";
import type { Ns } from "../../units";
import { type Circles, circlesOf } from "./circles";
import { type Moment, momentOf } from "./moment";
import { type StuckLanes, solve } from "./solve";

export interface Standstill extends Circles {
  moment: Moment;
  stuck: StuckLanes;
}

/** Of each trace the moment asked for last: the report, the page and the rules ask for the same one. */
const latest = new WeakMap<Trace, Standstill & { stillRunning: boolean }>();

export function standstillAt(trace: Trace, atNs: Ns): Standstill {
  const known = latest.get(trace);
  const stillRunning = trace.program.stillRunning === true;
  if (known?.moment.atNs === atNs && known.stillRunning === stillRunning) return known;
  const moment = momentOf(trace, atNs);
  const stuck = solve(moment);
  const standstill = { moment, stuck, ...circlesOf(stuck), stillRunning };
  latest.set(trace, standstill);
  return standstill;
}
