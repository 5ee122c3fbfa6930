/** Shares of a time whose moments nobody knows, as parts that alternate: so a picture of any scale has the right shares. */
import { State } from "../types";
import type { SpanBuilder } from "./span-builder";

/** Parts that alternate are not shorter than the sampler's pace, and not more than so many. */
const SLICE_NS = 20e6;
export const MOST_SLICES = 64;

/** So much of the time in that state. */
export type Share = readonly [state: number, ns: number];

/** Lays shares over the time that is given to it bit by bit; whole nanoseconds, all of them in the end. */
export class Painter {
  private readonly slices: number;
  private slice = 0;
  private part = -1;
  private leftNs = 0;

  constructor(private readonly shares: readonly Share[]) {
    const wholeNs = shares.reduce((sum, [, ns]) => sum + ns, 0);
    this.slices = Math.max(1, Math.min(MOST_SLICES, Math.floor(wholeNs / SLICE_NS)));
  }

  paint(builder: SpanBuilder, fromNs: number, toNs: number): void {
    for (let atNs = fromNs; atNs < toNs; ) {
      while (this.leftNs <= 0 && this.slice < this.slices) this.nextPart();
      if (this.leftNs <= 0) return;
      builder.enter(atNs, this.shares[this.part][0], -1);
      const lengthNs = Math.min(this.leftNs, toNs - atNs);
      atNs += lengthNs;
      this.leftNs -= lengthNs;
      builder.enter(atNs, State.running, -1);
    }
  }

  private nextPart(): void {
    if (++this.part === this.shares.length) {
      this.part = -1;
      this.slice++;
      return;
    }
    const [, ns] = this.shares[this.part];
    this.leftNs = Math.floor((ns * (this.slice + 1)) / this.slices) - Math.floor((ns * this.slice) / this.slices);
  }
}
