/** A model that has grown with its trace is the one that is built of the trace at once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { GrowingModel } from "../../../core/layout/growing-model";
import { buildModel, longestWaits, type Model } from "../../../core/layout/model";
import type { StateStore } from "../../../core/layout/state-store";
import type { StepSeries } from "../../../core/layout/steps";
import { Assembler } from "../../../core/protocol/assemble";
import { LivePacker } from "../../../core/protocol/live-packer";
import { arbitraryRecording } from "../support/arbitrary-recording";
import { arbitrarySchedule, growing } from "../support/growing";

const window = fc.tuple(fc.integer({ min: -10, max: 900 }), fc.integer({ min: 1, max: 900 }));

/** All that a store knows, the times in each state within a window included: those come from its running sums. */
function storeText(store: StateStore | null, [fromNs, lengthNs]: [number, number]) {
  if (store === null) return null;
  const { length, endNs } = store;
  const spans = Array.from({ length }, (_, span) => [store.startNsOf(span), store.stateOf(span), store.objectOf(span)]);
  return { spans, endNs, times: [...store.timeIn(fromNs, fromNs + lengthNs)] };
}

function seriesText(series: StepSeries | null, [fromNs, lengthNs]: [number, number]) {
  if (series === null) return null;
  const { length, timeNs, value, max } = series;
  const range = series.rangeIn(fromNs, fromNs + lengthNs);
  return { timeNs: [...timeNs].slice(0, length), value: [...value].slice(0, length), max, range };
}

function assertSameModel(actual: Model, expected: Model, tracks: number[], at: [number, number]): void {
  const { lanes, resources } = expected.trace;
  const rows = (model: Model) => ({
    lanes: model.lanes.map((store) => storeText(store, at)),
    held: lanes.map((_, lane) => storeText(model.held(lane), at)),
    laneTimes: model.laneTimes,
    waits: lanes.map((_, lane) => [...model.waitsOfLane.of(lane)]),
    holds: lanes.map((_, lane) => [...model.holdsOfLane.of(lane)]),
    wakes: lanes.map((_, lane) => [...model.wakesOf(lane)]),
    byResource: Object.values(model.byResource).map((groups) =>
      resources.map((_, resource) => [...groups.of(resource)]),
    ),
    uses: model.uses,
    waitedNs: model.waitedNs,
    longest: longestWaits(model, 5),
    losses: model.losses,
    tracks: tracks.map((resource) => {
      const { bands, level, levelLimit, waiters } = model.track(resource);
      return {
        bands: storeText(bands, at),
        level: seriesText(level, at),
        levelLimit,
        waiters: seriesText(waiters, at),
      };
    }),
  });
  assert.deepEqual(rows(actual), rows(expected));
}

test("whatever is asked of a model that grew, it answers as one that is built anew", () => {
  let grownModels = 0;
  fc.assert(
    fc.property(arbitraryRecording, arbitrarySchedule, window, fc.nat(), (drawing, schedule, at, asked) => {
      const packer = new LivePacker();
      const assembler = new Assembler();
      let model: GrowingModel | null = null;
      let generation = 0;
      for (const builder of growing(drawing, schedule)) {
        const messages = packer.next(builder.snapshot(), [], [], false);
        const committed = messages.map((message) => assembler.accept(message)).at(-1);
        if (!committed) continue;
        const { trace } = assembler;
        if (model && committed.growth) {
          model.grow(trace, committed.growth);
          grownModels++;
        } else model = new GrowingModel(trace);
        // Some tracks are asked for in each generation, some now and then, some only at the end.
        const tracks = trace.resources.flatMap((_, resource) =>
          (asked >> (resource + generation)) & 1 ? [resource] : [],
        );
        generation++;
        assertSameModel(model.model([]), buildModel(trace, []), tracks, at);
      }
    }),
    { numRuns: 300 },
  );
  assert.ok(grownModels > 300, "most generations grow");
});
