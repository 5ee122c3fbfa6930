/** Collects the spans of a lane: drops empty ones, joins equal neighbours, keeps everything between the lane's start and end. */
import { longer } from "../column";
import { type LaneSpans, State } from "../types";

export class SpanBuilder {
  private startNs: Float64Array;
  private state: Uint8Array;
  private wait: Int32Array;
  private length = 0;

  /**
   * @param silentFromNs from here on records were lost: what would be running is `unknown`
   * @param room for so many spans at first
   */
  constructor(
    laneStartNs: number,
    private readonly laneEndNs: number,
    private readonly silentFromNs: number,
    room: number,
    firstState: number = State.running,
  ) {
    this.startNs = new Float64Array(room + 4);
    this.state = new Uint8Array(room + 4);
    this.wait = new Int32Array(room + 4);
    this.push(laneStartNs, this.heard(firstState, laneStartNs), -1);
  }

  /**
   * From `atNs` the lane is in this state. A time before that of the last call, which only damaged records have, counts as that one.
   * @param wait -1 = in none
   */
  enter(atNs: number, state: number, wait: number): void {
    const clipped = Math.min(Math.max(atNs, this.startNs[this.length - 1]), this.laneEndNs);
    this.becomeSilent(clipped);
    this.push(clipped, this.heard(state, clipped), wait);
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

  private heard(state: number, atNs: number): number {
    return state === State.running && atNs >= this.silentFromNs ? State.unknown : state;
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
