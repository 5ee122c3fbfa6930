/** What is lit, against the simplest way to say it: a moment is lit where any stretch of its lane has it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ofPlace, usedSites } from "../../../core/layout/lines";
import { Lit, LitLanes, litByResource } from "../../../core/layout/lit-lanes";
import { buildModel } from "../../../core/layout/model";
import { columnShares } from "../../../core/layout/shares";
import { handOver } from "./scenes";

const LANES = 3;
const rows = fc.array(fc.record({ lane: fc.nat(LANES - 1), start: fc.nat(300), length: fc.nat(60) }), {
  maxLength: 80,
});

test("each column is lit exactly as far as stretches cover it, however they overlap", () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: -20, max: 200 }), fc.integer({ min: 1, max: 40 }), (drawn, t0Ns, columnNs) => {
      const lit = new LitLanes(
        {
          length: drawn.length,
          lane: Uint32Array.from(drawn, ({ lane }) => lane),
          startNs: Float64Array.from(drawn, ({ start }) => start),
          endNs: Float64Array.from(drawn, ({ start, length }) => start + length),
        },
        LANES,
      );
      for (let lane = 0; lane < LANES; lane++) {
        const own = drawn.filter((row) => row.lane === lane && row.length > 0);
        const store = lit.of(lane);
        assert.equal(store === null, own.length === 0);
        if (!store) continue;
        const out = new Float64Array(10 * 2);
        columnShares(store, t0Ns, columnNs, 10, out);
        for (let column = 0; column < 10; column++) {
          let expected = 0;
          for (let ns = t0Ns + column * columnNs; ns < t0Ns + (column + 1) * columnNs; ns++)
            if (own.some(({ start, length }) => start <= ns && ns < start + length)) expected++;
          assert.equal(out[column * 2 + Lit.lit], expected);
        }
      }
    }),
  );
});

test("of a lock: who waited for it and who held it", () => {
  const model = buildModel(handOver(), []);
  const lit = litByResource(model, 0);
  const litNs = [0, 1, 2].map((lane) => lit.of(lane)?.timeIn(0, 100e6)[Lit.lit]);
  // A waits 10 to 60 and holds until 80, B waits 5 to 30 and holds until 60, C holds from 0 to 30.
  assert.deepEqual(litNs, [70e6, 55e6, 30e6]);
});

test("a line leads to its longest wait, and to a hold where nobody waits; a line without any to nothing", () => {
  const model = buildModel(handOver(), []);
  const { trace } = model;
  const { file } = trace.sites.find(({ line }) => line === 12)!;
  const found = ofPlace(model, { file, line: 12 })!;
  assert.deepEqual(found.target, { kind: "span", lane: 0, span: model.lanes[0].spanAt(10e6) });
  const used = usedSites(model);
  const site = trace.sites.findIndex(({ line }) => line === 12);
  assert.equal(found.count, used[site], "what search offers is what is lit");
  assert.equal(ofPlace(model, { file, line: 14 }), null);
  assert.equal(ofPlace(model, { file: "/elsewhere.py", line: 12 }), null);
  const byName = ofPlace(model, { file, function: trace.sites[site].function })!;
  assert.deepEqual(byName.target, found.target);
});
