/** A lane as a total function time → state. */
import { longer } from "../column";
import { type Lane, type LaneSpans, State, type Waits } from "../types";
import { STATE_OF_WAIT } from "../vocabulary";

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
  const builder = new SpanBuilder(lane.startNs, lane.endNs, silentFromNs, to - from);
  // Waits that have begun and lie under the current one, outermost first.
  const open: number[] = [];
  const closeUntil = (timeNs: number) => {
    while (open.length > 0) {
      const top = open[open.length - 1];
      if (waits.endNs[top] > timeNs) return;
      open.pop();
      builder.enter(waits.endNs[top], under(open, waits, waits.endNs[top]), waits);
    }
  };
  for (let wait = from; wait < to; wait++) {
    closeUntil(waits.startNs[wait]);
    if (waits.endNs[wait] <= waits.startNs[wait]) continue;
    open.push(wait);
    builder.enter(waits.startNs[wait], wait, waits);
  }
  closeUntil(Number.POSITIVE_INFINITY);
  return builder.finish();
}

/** The latest of the open waits that still lasts at `timeNs`; the ended ones above it leave. -1 = none. */
function under(open: number[], waits: Waits, timeNs: number): number {
  while (open.length > 0 && waits.endNs[open[open.length - 1]] <= timeNs) open.pop();
  return open.length > 0 ? open[open.length - 1] : -1;
}

/** Collects spans; drops empty ones, joins equal neighbours, keeps everything between the lane's start and end. */
class SpanBuilder {
  private startNs: Float64Array;
  private state: Uint8Array;
  private wait: Int32Array;
  private length = 0;

  /** @param waits how many waits there are: each begins a span and mostly leaves one behind it */
  constructor(
    private readonly laneStartNs: number,
    private readonly laneEndNs: number,
    private readonly silentFromNs: number,
    waits: number,
  ) {
    const room = 2 * waits + 4;
    this.startNs = new Float64Array(room);
    this.state = new Uint8Array(room);
    this.wait = new Int32Array(room);
    this.push(laneStartNs, this.idleState(laneStartNs), -1);
  }

  /** From `atNs` on the lane is in this wait, -1 = in none. */
  enter(atNs: number, wait: number, waits: Waits): void {
    const clipped = Math.min(Math.max(atNs, this.laneStartNs), this.laneEndNs);
    this.becomeSilent(clipped);
    this.push(clipped, wait < 0 ? this.idleState(clipped) : STATE_OF_WAIT[waits.op[wait]], wait);
  }

  finish(): LaneSpans {
    this.becomeSilent(this.laneEndNs);
    // A last span that begins at the lane's end is empty, unless the lane itself is.
    if (this.length > 1 && this.startNs[this.length - 1] >= this.laneEndNs) this.length--;
    const { length } = this;
    return {
      length,
      startNs: this.startNs.slice(0, length),
      state: this.state.slice(0, length),
      wait: this.wait.slice(0, length),
    };
  }

  private idleState(atNs: number): number {
    return atNs >= this.silentFromNs ? State.unknown : State.running;
  }

  /** Splits a running span where the records stop. */
  private becomeSilent(untilNs: number): void {
    const last = this.length - 1;
    if (this.silentFromNs >= untilNs || this.state[last] !== State.running) return;
    this.push(Math.max(this.silentFromNs, this.startNs[last]), State.unknown, -1);
  }

  private push(atNs: number, state: number, wait: number): void {
    if (this.length > 0 && this.startNs[this.length - 1] === atNs) this.length--;
    const last = this.length - 1;
    if (last >= 0 && this.state[last] === state && this.wait[last] === wait) return;
    const row = this.length++;
    // Waits that lie over each other leave more pieces behind.
    if (row === this.startNs.length) this.grow();
    this.startNs[row] = atNs;
    this.state[row] = state;
    this.wait[row] = wait;
  }

  private grow(): void {
    this.startNs = longer(this.startNs);
    this.state = longer(this.state);
    this.wait = longer(this.wait);
  }
}
