/** The store against plain arrays, while rows come and are cut off: live traces do nothing else. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { columnShares } from "../../../core/layout/shares";
import { StateStore } from "../../../core/layout/state-store";

const STATES = 5;
const SECOND = 1e9;

/** Bursts and pauses: chunks of all kinds, by 32 bits or 64, full ones and such that hold one span. */
const ns = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 50 }) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 1_000_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 2 * SECOND, max: 9 * SECOND }) },
);
const burst = fc.tuple(fc.integer({ min: 1, max: 1500 }), fc.array(ns, { minLength: 1, maxLength: 12 }), fc.nat());
/** Rows that follow, after a part of those that are there has been cut off. */
const steps = fc.array(fc.record({ keep: fc.double({ min: 0, max: 1, noNaN: true }), burst }), {
  minLength: 1,
  maxLength: 7,
});

interface Plain {
  startNs: number[];
  state: number[];
  object: number[];
  endNs: number;
}

/** The same in both; what is kept is mostly all but a few rows. */
function grow(plain: Plain, store: StateStore, step: { keep: number; burst: [number, number[], number] }): void {
  const keep = Math.round(plain.startNs.length * (1 - step.keep ** 8));
  const [length, lengths, seed] = step.burst;
  const rows = { startNs: new Float64Array(length), state: new Uint8Array(length), object: new Int32Array(length) };
  let atNs = keep < plain.startNs.length ? plain.startNs[keep] : plain.endNs;
  for (const column of [plain.startNs, plain.state, plain.object]) column.length = keep;
  for (let i = 0; i < length; i++) {
    rows.startNs[i] = atNs;
    rows.state[i] = (seed + i * 7 + (i >> 3)) % STATES;
    rows.object[i] = (seed % 1000) + i - 1;
    atNs += lengths[(seed + i * i) % lengths.length];
  }
  plain.startNs.push(...rows.startNs);
  plain.state.push(...rows.state);
  plain.object.push(...rows.object);
  plain.endNs = atNs;
  store.truncate(keep);
  const half = seed % length;
  store.append({ ...rows, from: 0, length: half }, rows.startNs[half]);
  store.append({ ...rows, from: half, length: length - half }, atNs);
}

function timeIn({ startNs, state, endNs }: Plain, fromNs: number, toNs: number): number[] {
  const out = new Array<number>(STATES).fill(0);
  startNs.forEach((start, i) => {
    const ns = Math.min(startNs[i + 1] ?? endNs, toNs) - Math.max(start, fromNs);
    if (ns > 0) out[state[i]] += ns;
  });
  return out;
}

/** Begins late, as real traces do. */
const newPlain = (): Plain => ({ startNs: [], state: [], object: [], endNs: 12_345_678_901_234 });

test("whatever came and was cut off, each span is what plain arrays say, and so is the time in any window", () => {
  fc.assert(
    fc.property(steps, fc.array(fc.tuple(fc.double(), fc.double()), { minLength: 6, maxLength: 6 }), (all, windows) => {
      const plain = newPlain();
      const store = new StateStore(STATES, plain.endNs);
      for (const step of all) {
        grow(plain, store, step);
        const { startNs, state, object, endNs } = plain;
        const rows = Array.from({ length: store.length }, (_, i) => i);
        assert.deepEqual(
          rows.map((i) => store.startNsOf(i)),
          startNs,
        );
        assert.deepEqual(
          rows.map((i) => store.stateOf(i)),
          state,
        );
        assert.deepEqual(
          rows.map((i) => store.objectOf(i)),
          object,
        );
        assert.equal(store.endNs, endNs);
        for (const [a, b] of windows) {
          // Some of them begin and end where spans do.
          const at = (share: number) => {
            const part = Math.abs(share % 1) || 0;
            return part < 0.5
              ? startNs[Math.floor(part * 2 * startNs.length)]
              : Math.round(startNs[0] + (endNs - startNs[0]) * (part * 2.2 - 1.1));
          };
          const [fromNs, toNs] = [at(a), at(b)].sort((x, y) => x - y);
          assert.deepEqual([...store.timeIn(fromNs, toNs)], timeIn(plain, fromNs, toNs), `from ${fromNs} to ${toNs}`);
          const before = startNs.findLastIndex((start) => start <= toNs);
          assert.equal(store.spanAt(toNs), before);
          assert.equal(store.spanAt(toNs, store.spanAt(fromNs)), before, "from a hint");
          assert.equal(store.countBefore(toNs), startNs.findLastIndex((start) => start < toNs) + 1);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("the columns of a window add up to the window, over all chunks", () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 700 }), (all, columns) => {
      const plain = newPlain();
      const store = new StateStore(STATES, plain.endNs);
      for (const step of all) grow(plain, store, step);
      const [beginNs, lastsNs] = [store.beginNs, store.endNs - store.beginNs];
      if (lastsNs === 0) return;
      const columnNs = Math.ceil(lastsNs / columns);
      const out = new Float64Array(columns * STATES);
      columnShares(store, beginNs, columnNs, columns, out);
      for (let column = 0; column < columns; column++) {
        const fromNs = beginNs + column * columnNs;
        assert.deepEqual(
          [...out.subarray(column * STATES, (column + 1) * STATES)],
          timeIn(plain, fromNs, fromNs + columnNs),
        );
      }
    }),
    { numRuns: 40 },
  );
});

test("a span takes at most ten bytes, in one large lane as in many small ones, and a lane that sleeps few more", () => {
  const bytesOfSpan = (lanes: number, spans: number, lengthNs: number, states: number) => {
    let bytes = 0;
    for (let lane = 0; lane < lanes; lane++) {
      const store = new StateStore(states, 0);
      const startNs = Float64Array.from({ length: spans }, (_, i) => i * lengthNs);
      const [state, object] = [new Uint8Array(spans), new Int32Array(spans)];
      store.append({ startNs, state, object, from: 0, length: spans }, spans * lengthNs);
      bytes += store.bytes;
    }
    return bytes / (lanes * spans);
  };
  assert.ok(bytesOfSpan(1, 1_000_000, 5000, 10) <= 10);
  assert.ok(bytesOfSpan(100, 10_000, 5000, 10) <= 10);
  assert.ok(bytesOfSpan(100, 1000, 20 * SECOND, 10) <= 16);
});
