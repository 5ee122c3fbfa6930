/** The report's lanes: how long each was in each state. */
import { type LaneSpans, STATES, type StateName, type Trace } from "../trace/types";
import type { LaneIndex, Ns } from "../units";
import type { ReportLane } from "./schema";

/** States that are told from samples and not from records. */
const ESTIMATED: readonly StateName[] = ["gil", "io"];
/** The same for threads of the standard library, whose own locks are not recorded. */
const ESTIMATED_INTERNAL: readonly StateName[] = ["gil", "waiting", "io"];

export function reportLane(trace: Trace, id: LaneIndex): ReportLane {
  const { kind, name, pid, pool, internal, daemon, startNs, endNs, ended, dropped, loop, coroutine, cpuNs } =
    trace.lanes[id];
  const statesNs = timeInStates(trace.laneSpans[id], startNs, endNs);
  return {
    id,
    kind,
    name,
    pid,
    pool,
    internal,
    daemon,
    startNs,
    endNs,
    ended,
    statesNs,
    estimated: (internal && cpuNs !== null ? ESTIMATED_INTERNAL : ESTIMATED).filter(
      (state) => statesNs[state] !== undefined,
    ),
    dropped,
    loop: loop < 0 ? null : loop,
    coroutine,
    cpuNs,
  };
}

/**
 * Time per state; a state that never occurred is absent. Times are integers below 2^53, so the sum is exactly `endNs` −
 * `startNs`: span i lasts to the start of span i + 1, the last one to the lane's end.
 */
function timeInStates(spans: LaneSpans, startNs: Ns, endNs: Ns): Partial<Record<StateName, Ns>> {
  const totals = new Float64Array(STATES.length);
  for (let span = 0; span < spans.length; span++) {
    const fromNs = span === 0 ? startNs : spans.startNs[span];
    const toNs = span + 1 < spans.length ? spans.startNs[span + 1] : endNs;
    totals[spans.state[span]] += toNs - fromNs;
  }
  return Object.fromEntries(STATES.flatMap((state, index) => (totals[index] > 0 ? [[state, totals[index]]] : [])));
}
