/** Exact shares against the simplest way to compute them: visit every span, cut it to the column. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { columnShares } from "../../../core/layout/shares";
import { StateStore } from "../../../core/layout/state-store";

const STATES = 5;

/** Durations of a lane's spans; some are long, so that columns hold from none to thousands. */
const durations = fc.array(
  fc.record({
    ns: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 100_000 })),
    state: fc.integer({ min: 0, max: STATES - 1 }),
  }),
  { minLength: 1, maxLength: 600 },
);
/** Real traces begin late: absolute numbers get large. */
const begin = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1e15 }));

interface Span {
  ns: number;
  state: number;
}

function storeOf(spans: Span[], beginNs: number, cut = spans.length): StateStore {
  const startNs = new Float64Array(spans.length);
  let atNs = beginNs;
  spans.forEach(({ ns }, i) => {
    startNs[i] = atNs;
    atNs += ns;
  });
  const state = Uint8Array.from(spans, (span) => span.state);
  const object = new Int32Array(spans.length).fill(-1);
  const store = new StateStore(STATES, beginNs);
  store.append({ startNs, state, object, from: 0, length: cut }, startNs[cut] ?? atNs);
  if (cut < spans.length) store.append({ startNs, state, object, from: cut, length: spans.length - cut }, atNs);
  return store;
}

function bruteForce(spans: Span[], beginNs: number, t0Ns: number, columnNs: number, columns: number): number[] {
  const out = new Array<number>(columns * STATES).fill(0);
  let atNs = beginNs;
  for (const { ns, state } of spans) {
    for (let column = 0; column < columns; column++) {
      const fromNs = Math.max(atNs, t0Ns + column * columnNs);
      const toNs = Math.min(atNs + ns, t0Ns + (column + 1) * columnNs);
      if (toNs > fromNs) out[column * STATES + state] += toNs - fromNs;
    }
    atNs += ns;
  }
  return out;
}

test("the share of every state in every column is exact, wherever the window lies", () => {
  fc.assert(
    fc.property(
      durations,
      begin,
      fc.integer({ min: -50_000, max: 500_000 }),
      fc.integer({ min: 1, max: 200_000 }),
      (spans, beginNs, shift, columnNs) => {
        const columns = 23;
        const out = new Float64Array(columns * STATES);
        columnShares(storeOf(spans, beginNs), beginNs + shift, columnNs, columns, out);
        assert.deepEqual(Array.from(out), bruteForce(spans, beginNs, beginNs + shift, columnNs, columns));
      },
    ),
  );
});

test("columns of a fraction of a nanosecond are exact to rounding", () => {
  fc.assert(
    fc.property(
      durations,
      fc.double({ min: -10, max: 5000, noNaN: true }),
      fc.double({ min: 0.1, max: 400, noNaN: true }),
      (spans, t0Ns, columnNs) => {
        const columns = 40;
        const out = new Float64Array(columns * STATES);
        columnShares(storeOf(spans, 0), t0Ns, columnNs, columns, out);
        const expected = bruteForce(spans, 0, t0Ns, columnNs, columns);
        out.forEach((ns, i) => {
          assert.ok(
            Math.abs(ns - expected[i]) < 1e-6,
            `${ns} instead of ${expected[i]} in column ${Math.floor(i / STATES)}`,
          );
        });
      },
    ),
  );
});

test("rows that come in two parts give the same sums as rows that come at once", () => {
  fc.assert(
    fc.property(durations, fc.nat(), fc.integer({ min: 1, max: 100_000 }), (spans, cutAt, columnNs) => {
      const cut = Math.max(1, cutAt % (spans.length + 1));
      const whole = new Float64Array(50 * STATES);
      const parts = new Float64Array(50 * STATES);
      columnShares(storeOf(spans, 0), 0, columnNs, 50, whole);
      columnShares(storeOf(spans, 0, cut), 0, columnNs, 50, parts);
      assert.deepEqual(parts, whole);
    }),
  );
});

test("galloping from any hint finds the same span as looking at all of them", () => {
  fc.assert(
    fc.property(durations, fc.nat(), fc.integer({ min: -5, max: 200_000 }), (spans, hintAt, timeNs) => {
      const store = storeOf(spans, 0);
      let expected = -1;
      for (let i = 0; i < store.length; i++) if (store.startNsOf(i) <= timeNs) expected = i;
      const hint = hintAt % store.length;
      // A hint after the moment is of no use and must do no harm.
      assert.equal(store.spanAt(timeNs, hint), expected);
    }),
  );
});

test("the time in a window adds up to the part of the window that the lane lived in", () => {
  fc.assert(
    fc.property(
      durations,
      fc.integer({ min: -1000, max: 300_000 }),
      fc.integer({ min: 1, max: 300_000 }),
      (spans, fromNs, lengthNs) => {
        const store = storeOf(spans, 0);
        const sum = store.timeIn(fromNs, fromNs + lengthNs).reduce((total, ns) => total + ns, 0);
        const lived = Math.max(0, Math.min(store.endNs, fromNs + lengthNs) - Math.max(0, fromNs));
        assert.equal(sum, lived);
      },
    ),
  );
});
