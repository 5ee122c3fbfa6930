/** Shares become whole pixels: within one pixel of the truth, never more than there is room for, blocked time never gone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { newHeights, STACK_ORDER, stackHeights, thinTone } from "../../../core/layout/stack";
import { TONE_COUNT, Tone } from "../../../core/layout/tones";

const COLUMN_NS = 1e6;
/** Times of all tones that fill a column, or a part of it where the lane does not live. */
const times = fc
  .tuple(
    fc.array(fc.nat({ max: 1000 }), { minLength: TONE_COUNT, maxLength: TONE_COUNT }),
    fc.double({ min: 0.01, max: 1, noNaN: true }),
  )
  .map(([weights, lived]) => {
    const sum = weights.reduce((total, weight) => total + weight, 0) || 1;
    return Float64Array.from(weights, (weight) => (weight / sum) * COLUMN_NS * lived);
  });
const height = fc.integer({ min: 4, max: 60 });
const TALL: number[] = [...STACK_ORDER, Tone.blocked];

function heightsOf(timesNs: Float64Array, heightPx: number): Int32Array {
  const heights = newHeights();
  stackHeights(timesNs, 0, COLUMN_NS, heightPx, heights);
  return heights;
}

test("every height is within a pixel of its share, but for the pixels that the floors give and take", () => {
  fc.assert(
    fc.property(times, height, (timesNs, heightPx) => {
      const heights = heightsOf(timesNs, heightPx);
      for (const tone of TALL) {
        const exactPx = (timesNs[tone] / COLUMN_NS) * heightPx;
        assert.ok(Math.abs(heights[tone] - exactPx) <= 3, `tone ${tone}: ${heights[tone]} px for ${exactPx}`);
        assert.ok(heights[tone] >= 0);
      }
      assert.ok(TALL.reduce((sum, tone) => sum + heights[tone], 0) <= heightPx);
    }),
  );
});

test("without rare parts the error stays within one pixel", () => {
  fc.assert(
    fc.property(times, height, (timesNs, heightPx) => {
      fc.pre(TALL.every((tone) => timesNs[tone] === 0 || timesNs[tone] / COLUMN_NS > 1 / heightPx));
      const heights = heightsOf(timesNs, heightPx);
      for (const tone of TALL) assert.ok(Math.abs(heights[tone] - (timesNs[tone] / COLUMN_NS) * heightPx) <= 1);
    }),
  );
});

test("blocked time and activity never vanish", () => {
  fc.assert(
    fc.property(times, height, (timesNs, heightPx) => {
      const heights = heightsOf(timesNs, heightPx);
      for (const tone of [Tone.blocked, Tone.running]) assert.equal(heights[tone] > 0, timesNs[tone] > 1e-3);
    }),
  );
});

test("thirty percent blocked are thirty percent of the height", () => {
  const timesNs = new Float64Array(TONE_COUNT);
  timesNs[Tone.blocked] = 0.3 * COLUMN_NS;
  timesNs[Tone.running] = 0.5 * COLUMN_NS;
  timesNs[Tone.waiting] = 0.2 * COLUMN_NS;
  const heights = heightsOf(timesNs, 20);
  assert.deepEqual([heights[Tone.blocked], heights[Tone.running]], [6, 10]);
  assert.equal(thinTone(timesNs, 0), Tone.waiting);
});

test("where all is small, activity takes its pixel from what is no rarity, not from blocked time", () => {
  const timesNs = new Float64Array(TONE_COUNT);
  for (const [tone, ns] of [
    [Tone.running, 2490],
    [Tone.blocked, 2490],
    [Tone.io, 510_458],
    [Tone.unknown, 353_585],
    [Tone.ready, 112_051],
  ])
    timesNs[tone] = ns;
  const heights = heightsOf(timesNs, 4);
  assert.ok(heights[Tone.blocked] === 1 && heights[Tone.running] === 1);
});
