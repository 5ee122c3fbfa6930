/** What tracing itself cost the program, as far as that can be told from what was recorded. */
import { RecordKind, type Trace } from "./types";

/**
 * What one event costs the program, measured with tight loops on CPython 3.11 and 3.13: a recorded hold of a lock or any other
 * event about 1 µs, a hold of an rlock 1.3 µs, an event that is only counted 0.35 µs. The estimate takes the same for every
 * machine.
 */
const RECORDED_EVENT_COST_NS = 1000;
const RECORDED_RLOCK_COST_NS = 1300;
const COUNTED_EVENT_COST_NS = 350;

/** Start-up, what is told at the end, and every event, recorded or only counted. A thread start is part of the thread's own cost and left out. */
export function estimateOverheadNs({ startupNs, windUpNs, holds, waits, events, resources }: Trace): number {
  const isRlock = Uint8Array.from(resources, ({ kind }) => (kind === "rlock" ? 1 : 0));
  const { length, resource } = holds;
  let rlockHolds = 0;
  for (let hold = 0; hold < length; hold++) rlockHolds += isRlock[resource[hold]];
  let recorded = length + waits.length;
  for (let event = 0; event < events.length; event++) if (events.kind[event] !== RecordKind.threadStart) recorded++;
  const total = resources.reduce((sum, { counted }) => {
    if (counted === null) return sum;
    return sum + counted.acquisitions + counted.reentries + counted.puts + counted.missed + counted.signals;
  }, 0);
  const onlyCounted = Math.max(total - recorded, 0);
  return Math.round(
    startupNs +
      windUpNs +
      (recorded - rlockHolds) * RECORDED_EVENT_COST_NS +
      rlockHolds * RECORDED_RLOCK_COST_NS +
      onlyCounted * COUNTED_EVENT_COST_NS,
  );
}
