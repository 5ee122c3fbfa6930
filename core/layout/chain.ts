/**
 * The blocked chain of a wait: who let it go on, what that lane had waited for itself just before, who ended that, and so on.
 *
 *   lane A  ───run──┤▒▒▒▒▒ 1 ▒▒▒▒▒▒▒├──run──          A waits; B lets it go on at w₁
 *   lane B  ─┤▒▒▒ 2 ▒▒▒▒├──hold────┘w₁                B's last wait before w₁ that ended during A's; C ended it at w₂
 *   lane C  ────hold────┘w₂
 *
 * This is the walk back along the critical path (Yang and Miller, "Critical Path Analysis for the Execution of Parallel and
 * Distributed Programs", 1988), limited to what delayed the first wait. A wait that nobody ended (a deadlock, the end of
 * the trace) is followed through whoever held the lock, until a lane comes back.
 */
import { groupOf } from "../trace/column";
import { WaitOp } from "../trace/types";
import { countUpTo } from "./group";
import type { Model } from "./model";

export interface ChainStep {
  wait: number;
  /** The hold of the lane that let this wait go on (or that it waits for), -1 = none known. */
  hold: number;
  /** Who that lane is, -1 = nobody known. */
  causeLane: number;
  /** When it let go; the wait's end when it never did. */
  causeNs: number;
  /** True: it did let go. False: it only held the lock, and still did when the wait ended or the trace did. */
  released: boolean;
}

const LONGEST_CHAIN = 64;

export function chainOf(model: Model, wait: number): ChainStep[] {
  const steps: ChainStep[] = [];
  // What ended before the first wait began did not delay it.
  const sinceNs = model.trace.waits.startNs[wait];
  const seen = new Set<number>();
  for (let at = wait; at >= 0 && !seen.has(at) && steps.length < LONGEST_CHAIN; ) {
    seen.add(at);
    const step = causeOf(model, at);
    steps.push(step);
    at = step.causeLane < 0 ? -1 : waitBefore(model, step.causeLane, step.causeNs, sinceNs, step.released);
  }
  return steps;
}

function causeOf(model: Model, wait: number): ChainStep {
  const { waits } = model.trace;
  const released = waits.wakerLane[wait] >= 0;
  const causeLane = released ? waits.wakerLane[wait] : waits.holderLane[wait];
  const causeNs = released ? waits.wakerNs[wait] : waits.endNs[wait];
  return { wait, hold: holdOf(model, wait, causeLane, causeNs), causeLane, causeNs, released };
}

/** The cause's hold of the lock that is waited for: the last one that began before `atNs`. */
function holdOf(model: Model, wait: number, lane: number, atNs: number): number {
  const { waits, holds } = model.trace;
  if (lane < 0 || waits.op[wait] !== WaitOp.lock || waits.object[wait] < 0) return -1;
  const rows = groupOf(model.byResource.holds, waits.object[wait]);
  for (let i = countUpTo(rows, holds.startNs, atNs) - 1; i >= 0 && holds.endNs[rows[i]] > waits.startNs[wait]; i--) {
    if (holds.lane[rows[i]] === lane) return rows[i];
  }
  return -1;
}

/** The last wait of a lane that began before `beforeNs` and lasted beyond `afterNs`; when `ended`, it must have ended by then. */
function waitBefore(model: Model, lane: number, beforeNs: number, afterNs: number, ended: boolean): number {
  const { waits } = model.trace;
  const rows = groupOf(model.waitsOfLane, lane);
  for (let i = countUpTo(rows, waits.startNs, beforeNs) - 1; i >= 0; i--) {
    const row = rows[i];
    if (waits.endNs[row] <= afterNs) return -1;
    if (!ended || waits.endNs[row] <= beforeNs) return row;
  }
  return -1;
}

/** The wait that a hold began with: same lane, same lock, same stamp. -1 = it did not have to wait. */
export function waitOfHold(model: Model, hold: number): number {
  const { waits, holds } = model.trace;
  const rows = groupOf(model.waitsOfLane, holds.lane[hold]);
  const row = rows[countUpTo(rows, waits.startNs, holds.startNs[hold]) - 1] ?? -1;
  if (row < 0 || waits.object[row] !== holds.resource[hold] || waits.op[row] !== WaitOp.lock) return -1;
  return waits.endNs[row] === holds.startNs[hold] ? row : -1;
}
