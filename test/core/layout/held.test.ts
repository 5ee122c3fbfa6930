import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { heldStore } from "../../../core/layout/held";
import type { Holds } from "../../../core/trace/types";

const hold = fc
  .tuple(fc.nat({ max: 200 }), fc.nat({ max: 60 }))
  .map(([startNs, length]) => ({ startNs, endNs: startNs + length }));

test("how many locks a lane holds, against looking at every hold at every moment", () => {
  fc.assert(
    fc.property(fc.array(hold, { maxLength: 30 }), (holds) => {
      const startNs = Float64Array.from(holds, (row) => row.startNs);
      const endNs = Float64Array.from(holds, (row) => row.endNs);
      const rows = Uint32Array.from(holds, (_, row) => row).sort((a, b) => startNs[a] - startNs[b]);
      const store = heldStore({ startNs, endNs } as Holds, rows, 300);
      for (let timeNs = 0; timeNs < 300; timeNs++) {
        const span = store.spanAt(timeNs);
        const expected = holds.filter((row) => row.startNs <= timeNs && timeNs < row.endNs).length;
        assert.equal(span < 0 ? 0 : store.stateOf(span), Math.min(expected, 2), `at ${timeNs}`);
        if (span >= 0 && store.stateOf(span) > 0) {
          const shown = holds[store.objectOf(span)];
          assert.ok(shown.startNs <= timeNs && timeNs < shown.endNs, "the hold that is shown lasts");
        }
      }
    }),
  );
});
