/** Which locks a lane holds at a time, against a look at every hold. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { heldLocks } from "../../../core/analysis/rules/held-locks";
import { arbitraryRecording } from "../support/arbitrary-recording";

test("the holds that are open, whatever else the lane holds", () => {
  fc.assert(
    fc.property(arbitraryRecording, fc.array(fc.nat(2_000), { minLength: 1, maxLength: 5 }), (recording, moments) => {
      const trace = recording.trace();
      const { holds, lanes } = trace;
      const held = heldLocks(trace);
      const times = [
        ...moments.map((at) => at * 1000),
        ...holds.startNs.subarray(0, holds.length),
        ...holds.endNs.subarray(0, holds.length),
      ];
      for (let lane = 0; lane < lanes.length; lane++)
        for (const timeNs of times) {
          const found = [...held(lane, timeNs).values()].sort((a, b) => a - b);
          const open = Array.from({ length: holds.length }, (_, hold) => hold).filter(
            (hold) => holds.lane[hold] === lane && holds.startNs[hold] <= timeNs && holds.endNs[hold] >= timeNs,
          );
          // Of one lock that is held twice at a time the later one tells.
          const last = new Map(
            open
              .sort((a, b) => holds.startNs[a] - holds.startNs[b] || a - b)
              .map((hold) => [holds.resource[hold], hold]),
          );
          assert.deepEqual(
            found,
            [...last.values()].sort((a, b) => a - b),
          );
        }
    }),
  );
});
