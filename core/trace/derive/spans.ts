/** A lane as a total function time → state. */
import { type Lane, type LaneSpans, State, type Waits } from "../types";
import { STATE_OF_WAIT } from "../vocabulary";
import { SpanBuilder } from "./span-builder";

/**
 * The states of one lane. Where waits lie over each other (a wait inside another's call, a signal handler that waits) the one
 * that began last counts, and the outer one goes on when it ends.
 *
 *   outer   |---------------|            outer  inner  outer
 *   inner        |---|            →     |-----|------|------|
 *
 * @param from first, @param to behind the last of the lane's rows in `waits`, ascending by start
 * @param silentFromNs from here on records were lost: what would be running is `unknown`
 */
export function spansOf(lane: Lane, waits: Waits, from: number, to: number, silentFromNs: number): LaneSpans {
  // Each wait begins a span and mostly leaves one behind it.
  const builder = new SpanBuilder(lane.startNs, lane.endNs, silentFromNs, 2 * (to - from));
  const enter = (atNs: number, wait: number) =>
    builder.enter(atNs, wait < 0 ? State.running : STATE_OF_WAIT[waits.op[wait]], wait);
  // Waits that have begun and lie under the current one, outermost first.
  const open: number[] = [];
  const closeUntil = (timeNs: number) => {
    while (open.length > 0) {
      const top = open[open.length - 1];
      if (waits.endNs[top] > timeNs) return;
      open.pop();
      enter(waits.endNs[top], under(open, waits, waits.endNs[top]));
    }
  };
  for (let wait = from; wait < to; wait++) {
    closeUntil(waits.startNs[wait]);
    if (waits.endNs[wait] <= waits.startNs[wait]) continue;
    open.push(wait);
    enter(waits.startNs[wait], wait);
  }
  closeUntil(Number.POSITIVE_INFINITY);
  return builder.finish();
}

/** The latest of the open waits that still lasts at `timeNs`; the ended ones above it leave. -1 = none. */
function under(open: number[], waits: Waits, timeNs: number): number {
  while (open.length > 0 && waits.endNs[open[open.length - 1]] <= timeNs) open.pop();
  return open.length > 0 ? open[open.length - 1] : -1;
}
