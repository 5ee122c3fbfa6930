/** How long resources were held: locks from their holds, semaphores from the times at which no permit was left. */
import { RecordKind, type Trace } from "../trace/types";
import type { Ns, ResourceIndex } from "../units";

export interface HeldTotals {
  heldNs: Ns;
  maxHeldNs: Ns;
}

class Sum implements HeldTotals {
  heldNs = 0;
  maxHeldNs = 0;

  add(lastedNs: Ns): void {
    this.heldNs += lastedNs;
    this.maxHeldNs = Math.max(this.maxHeldNs, lastedNs);
  }
}

/** Sum of `holds` (rows of trace.holds). */
export function sumHolds({ holds }: Trace, rows: Uint32Array): HeldTotals {
  const sum = new Sum();
  for (const hold of rows) sum.add(holds.endNs[hold] - holds.startNs[hold]);
  return sum;
}

/**
 * The time at which a semaphore's value was 0, so that the next acquire had to wait.
 *
 *   value   2  1  0     1  0  1
 *   ────────┴──┴──┴─────┴──┴──┴──▶      held: both stretches at 0
 *                 └─────┘  └──┘
 *
 * `events` are rows of trace.events: its permits and releases, each with the value after it. They are written by different
 * lanes after the fact, so at equal times the order is not known; a stretch of length 0 does no harm.
 */
export function timeWithoutPermit(trace: Trace, index: ResourceIndex, events: Uint32Array): HeldTotals {
  const { kind, timeNs, arg } = trace.events;
  const changes = events.filter((event) => kind[event] === RecordKind.permit || kind[event] === RecordKind.release);
  changes.sort((a, b) => timeNs[a] - timeNs[b]);
  const sum = new Sum();
  const resource = trace.resources[index];
  let sinceNs = resource.createdNs;
  let value = resource.parameter;
  for (const event of changes) {
    if (value === 0 && arg[event] !== 0) sum.add(timeNs[event] - sinceNs);
    if (value !== 0 && arg[event] === 0) sinceNs = timeNs[event];
    value = arg[event];
  }
  // Once it is only counted, nobody knows how long its last recorded value lasted.
  if (value === 0 && resource.counted === null) sum.add(Math.max(trace.endNs - sinceNs, 0));
  return sum;
}
