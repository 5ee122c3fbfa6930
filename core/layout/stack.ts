/** One column's times as whole pixel heights, from bottom to top. */
import { TONE_COUNT, Tone } from "./tones";

/**
 * What stands on what. Activity grows from the bottom edge; blocked time hangs from the top edge, where even one pixel of it
 * is seen; between them shows what lies behind (the thin line of passive waiting, or nothing).
 */
export const STACK_ORDER = [Tone.running, Tone.io, Tone.gil, Tone.ready, Tone.unknown] as const;

/** Differences of sums around 10^12 ns with a fraction are off by up to 10^-4: less than this is no time at all. */
const SOME_NS = 1e-3;

/**
 * Fills heights[tone] for the tall tones, in pixels of a column that is `heightPx` high and `columnNs` wide.
 *
 * The edges between tones are rounded, not the heights, so an error never adds up: every height is within one pixel of its
 * exact share. Two floors break this on purpose: blocked time and activity that would vanish keep one pixel, taken from the
 * largest part. A rare wait is what one looks for, and an active lane must not look dead.
 */
export function stackHeights(
  timesNs: Float64Array,
  offset: number,
  columnNs: number,
  heightPx: number,
  heights: Int32Array,
): void {
  const pxPerNs = heightPx / columnNs;
  let exactPx = 0;
  let edgePx = 0;
  for (const tone of STACK_ORDER) {
    exactPx += timesNs[offset + tone] * pxPerNs;
    const nextPx = Math.round(exactPx);
    heights[tone] = nextPx - edgePx;
    edgePx = nextPx;
  }
  const blockedPx = Math.min(Math.round(timesNs[offset + Tone.blocked] * pxPerNs), heightPx - edgePx);
  heights[Tone.blocked] = blockedPx;
  if (blockedPx === 0 && timesNs[offset + Tone.blocked] > SOME_NS) raiseToOne(heights, Tone.blocked, edgePx, heightPx);
  if (heights[Tone.running] === 0 && timesNs[offset + Tone.running] > SOME_NS) {
    raiseToOne(heights, Tone.running, edgePx + heights[Tone.blocked], heightPx);
  }
}

function raiseToOne(heights: Int32Array, tone: number, usedPx: number, heightPx: number): void {
  if (usedPx >= heightPx) {
    let largest: number = STACK_ORDER[0];
    for (const other of STACK_ORDER) if (heights[other] > heights[largest]) largest = other;
    // Last, and only where it is larger than all else: it may be there by a floor itself.
    if (heights[Tone.blocked] > heights[largest]) largest = Tone.blocked;
    heights[largest]--;
  }
  heights[tone] = 1;
}

/** The thin tone that takes most of a column; -1 when there is none. */
export function thinTone(timesNs: Float64Array, offset: number): number {
  let best = -1;
  let bestNs = SOME_NS;
  for (const tone of [Tone.waiting, Tone.condition, Tone.sleeping]) {
    if (timesNs[offset + tone] > bestNs) {
      best = tone;
      bestNs = timesNs[offset + tone];
    }
  }
  return best;
}

export function newHeights(): Int32Array {
  return new Int32Array(TONE_COUNT);
}
