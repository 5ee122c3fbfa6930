/** A growing trace that is sent generation by generation is, at each commit, the trace itself. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { momentOfStop, whoWaitsForWhom } from "../../../core/analysis/who-waits";
import { Assembler } from "../../../core/protocol/assemble";
import { decodeFrame, encodeFrame } from "../../../core/protocol/frame";
import { LivePacker } from "../../../core/protocol/live-packer";
import type { Site } from "../../../core/trace/types";
import { arbitraryWideRecording } from "../support/arbitrary-recording";
import { arbitrarySchedule, growing } from "../support/growing";
import { assertSameTrace } from "../support/same-trace";

test("what arrives is what was sent, however the recording grew, and whenever the view was loaded again", () => {
  fc.assert(
    fc.property(arbitraryWideRecording, arbitrarySchedule, fc.nat(12), (drawing, schedule, reloadAt) => {
      const packer = new LivePacker();
      let assembler = new Assembler();
      let generation = 0;
      let sites: Site[] = [];
      for (const builder of growing(drawing, schedule)) {
        if (generation++ === reloadAt) {
          packer.restart();
          assembler = new Assembler();
        }
        const trace = builder.snapshot();
        const stuck = whoWaitsForWhom(trace, momentOfStop(trace));
        const messages = packer.next(trace, [], stuck, false);
        for (const message of decodeFrame(encodeFrame(messages))) assembler.accept(message);
        assertSameTrace(assembler.trace, trace);
        assert.equal(assembler.stuck.length, stuck.length);
        assert.deepEqual(assembler.trace.sites.slice(0, sites.length), sites, "sites keep their numbers");
        sites = assembler.trace.sites;
        assert.deepEqual(packer.next(builder.snapshot(), [], stuck, false), [], "nothing new, nothing sent");
      }
    }),
  );
});

test("rows keep their numbers while groups grow at their ends", () => {
  fc.assert(
    fc.property(arbitraryWideRecording, arbitrarySchedule, (drawing, schedule) => {
      const packer = new LivePacker();
      const assembler = new Assembler();
      let waits = new Map<number, string>();
      for (const builder of growing(drawing, schedule)) {
        const committed = packer
          .next(builder.snapshot(), [], [], false)
          .map((message) => assembler.accept(message))
          .at(-1);
        const { trace } = assembler;
        const now = new Map<number, string>();
        for (let row = 0; row < trace.waits.length; row++)
          now.set(row, [trace.waits.lane[row], trace.waits.startNs[row], trace.waits.op[row]].join(" "));
        const changed = new Set(committed?.growth?.waits.rows);
        if (committed?.growth)
          for (const [row, text] of waits) if (!changed.has(row)) assert.equal(now.get(row), text, `wait ${row}`);
        waits = now;
      }
    }),
  );
});
