/**
 * The blocked chain of a wait: who let it go on, what that lane had waited for itself just before, who ended that, and so on.
 *
 *   lane A  ───run──┤▒▒▒▒▒ 1 ▒▒▒▒▒▒▒├──run──          A waits; B lets it go on at w₁
 *   lane B  ─┤▒▒▒ 2 ▒▒▒▒├──hold────┘w₁                B's last wait before w₁ that ended during A's; C ended it at w₂
 *   lane C  ────hold────┘w₂
 *
 * This is the walk back along the critical path (Yang and Miller, "Critical Path Analysis for the Execution of Parallel and
 * Distributed Programs", 1988), limited to what delayed the first wait. A wait that nobody ended (a deadlock, a Ctrl-C, the
 * end of the trace) is followed through whom it waited for at that moment (the lock's holder, who has not ended, who runs the item or is busy with another),
 * and what that lane then waited for itself, until a lane comes back.
 */

import { countUpTo } from "../trace/column";
import { WaitOp, WaitResult } from "../trace/types";
import { WAIT_TARGET } from "../trace/vocabulary";
import { awaitedItem, busyWorker } from "./item-facts";
import type { Model } from "./model";

export interface ChainStep {
  wait: number;
  /** The hold of the lane that let this wait go on (or that it waits for), -1 = none known. */
  hold: number;
  /** Who that lane is, -1 = nobody known. */
  causeLane: number;
  /** The line at which it let go, or at which it took the lock that it did not let go; 0 = unknown. */
  causeSite: number;
  /** When it let go; when the wait ended, or the program was asked to stop, if it never did. */
  causeNs: number;
  /** True: it did let go. False: it held the lock, or lived, until the wait ended without it. */
  released: boolean;
  /** No worker is free for what it waits for: the cause is the one that has been busy longest. */
  queued: boolean;
  /** The step that the cause's own wait is, when the chain comes back to one: a circle. -1 = the chain ends here or goes on. */
  backTo: number;
}

const LONGEST_CHAIN = 64;

export function chainOf(model: Model, wait: number): ChainStep[] {
  const steps: ChainStep[] = [];
  // What ended before the first wait began did not delay it.
  const sinceNs = model.trace.waits.startNs[wait];
  for (let at = wait; at >= 0 && steps.length < LONGEST_CHAIN; ) {
    const step = causeOf(model, at);
    steps.push(step);
    at = nextWait(model, step, sinceNs);
    // Who had nothing to do, and nobody knows what ended that, delayed nobody.
    if (at >= 0 && model.trace.waits.op[at] === WaitOp.idle && model.trace.waits.wakerLane[at] < 0) break;
    const before = steps.findIndex((each) => each.wait === at);
    if (before >= 0) {
      step.backTo = before;
      break;
    }
  }
  return steps;
}

function causeOf(model: Model, wait: number): ChainStep {
  const { waits } = model.trace;
  if (waits.wakerLane[wait] < 0) return missingCauseOf(model, wait);
  const [causeLane, causeNs] = [waits.wakerLane[wait], waits.wakerNs[wait]];
  const hold = holdOf(model, wait, causeLane, causeNs);
  return {
    wait,
    hold,
    causeLane,
    causeSite: waits.wakerSite[wait],
    causeNs,
    released: true,
    queued: false,
    backTo: -1,
  };
}

/** Whom a wait that nobody ended had waited for. */
function missingCauseOf(model: Model, wait: number): ChainStep {
  const { waits, holds } = model.trace;
  const causeNs = lastMomentOf(model, wait);
  const step = { wait, hold: -1, causeSite: 0, causeNs, released: false, queued: false, backTo: -1 };
  const other = notEnded(model, wait, causeNs);
  if (other) return { ...step, ...other };
  const later = laterHoldOf(model, wait, causeNs);
  if (later >= 0) return { ...step, hold: later, causeLane: holds.lane[later], causeSite: holds.site[later] };
  const [causeLane, causeSite] = [waits.holderLane[wait], waits.holderSite[wait]];
  return { ...step, hold: holdOf(model, wait, causeLane, causeNs), causeLane, causeSite };
}

/** Who had not ended, or not finished: of a wait for a lane, a process, a pool or an item of it; null for all other waits. */
function notEnded(model: Model, wait: number, atNs: number): Pick<ChainStep, "causeLane" | "queued"> | null {
  const { waits, lanes, items } = model.trace;
  const [op, object] = [waits.op[wait], waits.object[wait]];
  switch (WAIT_TARGET[op]) {
    case "lane":
      return { causeLane: object, queued: false };
    case "process":
      // Lanes ascend by start: the first of a process is its main thread.
      return { causeLane: object < 0 ? -1 : lanes.findIndex(({ process }) => process === object), queued: false };
    case "pool": {
      const item = awaitedItem(model, wait, atNs);
      if (item >= 0 && items.startNs[item] <= atNs) return { causeLane: items.lane[item], queued: false };
      if (op === WaitOp.idle || (op === WaitOp.future && item < 0)) return { causeLane: -1, queued: false };
      return { causeLane: busyWorker(model, object, atNs), queued: op === WaitOp.future };
    }
    default:
      return null;
  }
}

/** The end of a wait, or the moment within it at which the program was asked to stop: what came then tells of the stop. */
export function lastMomentOf({ trace }: Model, wait: number): number {
  const { startNs, endNs } = trace.waits;
  const stopNs = trace.program.stopAskedNs ?? Number.POSITIVE_INFINITY;
  return stopNs >= startNs[wait] ? Math.min(stopNs, endNs[wait]) : endNs[wait];
}

/** A hold that began during the wait and lasted at `atNs`: the lock went to others meanwhile. -1 = none, or many locks in one row. */
function laterHoldOf(model: Model, wait: number, atNs: number): number {
  const { waits, holds, resources } = model.trace;
  const lock = waits.object[wait];
  if (waits.op[wait] !== WaitOp.lock || lock < 0 || resources[lock].instances > 1) return -1;
  const rows = model.byResource.holds.of(lock);
  const last = rows[countUpTo(rows, holds.startNs, atNs) - 1] ?? -1;
  return last >= 0 && holds.startNs[last] >= waits.startNs[wait] && holds.endNs[last] >= atNs ? last : -1;
}

function nextWait(model: Model, { causeLane, causeNs, released }: ChainStep, sinceNs: number): number {
  if (causeLane < 0) return -1;
  return released ? waitBefore(model, causeLane, causeNs, sinceNs) : waitAt(model, causeLane, causeNs);
}

/** The cause's hold of the lock that is waited for: the last one that began before `atNs`. */
function holdOf(model: Model, wait: number, lane: number, atNs: number): number {
  const { waits, holds } = model.trace;
  if (lane < 0 || waits.op[wait] !== WaitOp.lock || waits.object[wait] < 0) return -1;
  const rows = model.byResource.holds.of(waits.object[wait]);
  for (let i = countUpTo(rows, holds.startNs, atNs) - 1; i >= 0 && holds.endNs[rows[i]] > waits.startNs[wait]; i--) {
    if (holds.lane[rows[i]] === lane) return rows[i];
  }
  return -1;
}

/** The wait that a lane is in at a moment, -1 = none. One that never ended lasts beyond the last time known of its lane. */
export function waitAt(model: Model, lane: number, atNs: number): number {
  const { waits } = model.trace;
  const rows = model.waitsOfLane.of(lane);
  const row = rows[countUpTo(rows, waits.startNs, atNs) - 1] ?? -1;
  return row >= 0 && (waits.endNs[row] >= atNs || waits.result[row] === WaitResult.open) ? row : -1;
}

/** The last wait of a lane that ended by `beforeNs` and lasted beyond `afterNs`. */
function waitBefore(model: Model, lane: number, beforeNs: number, afterNs: number): number {
  const { waits } = model.trace;
  const rows = model.waitsOfLane.of(lane);
  for (let i = countUpTo(rows, waits.startNs, beforeNs) - 1; i >= 0; i--) {
    const row = rows[i];
    if (waits.endNs[row] <= afterNs) return -1;
    if (waits.endNs[row] <= beforeNs) return row;
  }
  return -1;
}

/** The wait that a hold began with: same lane, same lock, same stamp. -1 = it did not have to wait. */
export function waitOfHold(model: Model, hold: number): number {
  const { waits, holds } = model.trace;
  const rows = model.waitsOfLane.of(holds.lane[hold]);
  const row = rows[countUpTo(rows, waits.startNs, holds.startNs[hold]) - 1] ?? -1;
  if (row < 0 || waits.object[row] !== holds.resource[hold] || waits.op[row] !== WaitOp.lock) return -1;
  return waits.endNs[row] === holds.startNs[hold] ? row : -1;
}
