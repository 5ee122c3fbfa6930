/** What a pool's workers did, what was queued, who wanted the GIL: against counting by hand, and while it grows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { gilShare, gilUseOf } from "../../../core/layout/gil-use";
import { GrowingModel } from "../../../core/layout/growing-model";
import { buildModel, type Model } from "../../../core/layout/model";
import { Busy } from "../../../core/layout/pool-use";
import type { StateStore } from "../../../core/layout/state-store";
import { THIN_TONES, Tone } from "../../../core/layout/tones";
import { Assembler } from "../../../core/protocol/assemble";
import { LivePacker } from "../../../core/protocol/live-packer";
import { crew, smallPool } from "./pool-scenes";

const MS = 1e6;

/** `[from when, how many at work, how many queued]`, in ms. */
function steps(model: Model, pool: number): [ms: number, atWork: number, queued: number][] {
  const { busy, queued } = model.pool(pool);
  const times = [...busy.timeNs.subarray(0, busy.length), ...(queued?.timeNs.subarray(0, queued.length) ?? [])];
  return [...new Set(times)]
    .sort((a, b) => a - b)
    .map((ns) => [ns / MS, busy.valueAt(Busy.atWork, ns), queued?.valueAt(ns) ?? 0]);
}

test("two workers, three items: who works and who is queued at each moment", () => {
  assert.deepEqual(steps(buildModel(smallPool(), []), 0), [
    [0, 2, 1],
    [10, 2, 0],
    [20, 0, 0],
  ]);
});

test("an item that nobody has started yet stays queued", () => {
  const trace = smallPool();
  for (const column of [trace.items.startNs, trace.items.endNs]) column[2] = Number.NaN;
  trace.items.lane[2] = -1;
  trace.items.result[2] = 0;
  assert.equal(buildModel(trace, []).pool(0).queued?.valueAt(trace.endNs), 1);
});

/** Time that the pool's workers spent in each way within [fromNs, toNs), span by span. */
function byHand({ trace, lanes }: Model, pool: number, fromNs: number, toNs: number): number[] {
  const sums = [0, 0, 0, 0];
  const { items } = trace;
  for (let item = 0; item < items.length; item++) {
    if (items.pool[item] !== pool || Number.isNaN(items.startNs[item])) continue;
    const store = lanes[items.lane[item]];
    for (let span = 0; span < store.length; span++) {
      const begin = Math.max(fromNs, items.startNs[item], store.startNsOf(span));
      const end = Math.min(toNs, items.endNs[item], store.spanEndNs(span));
      if (end > begin) sums[partOf(store.stateOf(span))] += end - begin;
    }
  }
  return sums;
}

function partOf(tone: number): number {
  if (tone === Tone.blocked) return Busy.blocked;
  if (tone === Tone.io) return Busy.io;
  return THIN_TONES.includes(tone) || tone === Tone.idle ? Busy.waiting : Busy.atWork;
}

test("the shares of any window are exact, however they are asked for", () => {
  const model = buildModel(crew(), []);
  const endNs = model.trace.endNs;
  const time = fc.integer({ min: -1e6, max: Math.ceil(endNs) + 1e6 });
  fc.assert(
    fc.property(time, fc.integer({ min: 1, max: 40e6 }), fc.integer({ min: 0, max: 1 }), (fromNs, lengthNs, pool) => {
      const expected = byHand(model, pool, fromNs, fromNs + lengthNs);
      const { busy } = model.pool(pool);
      busy.averages(fromNs, fromNs + lengthNs).forEach((average, part) => {
        assert.ok(Math.abs(average * lengthNs - expected[part]) < 1, `part ${part}: ${average * lengthNs}`);
      });
      const columns = 7;
      const out = new Float64Array(columns * 4);
      busy.columns(fromNs, lengthNs / columns, columns, out);
      for (let part = 0; part < 4; part++) {
        let sum = 0;
        for (let column = 0; column < columns; column++) sum += out[4 * column + part];
        assert.ok(Math.abs((sum * lengthNs) / columns - expected[part]) < 1, "columns add up to the window");
      }
    }),
  );
});

test("never more at work than there are workers, and never less than nothing queued", () => {
  const model = buildModel(crew(), []);
  model.trace.pools.forEach(({ workers }, pool) => {
    const { busy, queued } = model.pool(pool);
    for (let step = 0; step < busy.length; step++) {
      const sum = busy.values.reduce((all, values) => all + values[step], 0);
      assert.ok(sum >= 0 && sum <= workers);
    }
    for (let step = 0; step < (queued?.length ?? 0); step++) assert.ok(queued!.value[step] >= 0);
  });
});

function storeText(store: StateStore | null) {
  if (!store) return null;
  const rows = Array.from({ length: store.length }, (_, i) => [
    store.startNsOf(i),
    store.stateOf(i),
    store.objectOf(i),
  ]);
  return { rows, endNs: store.endNs };
}

/** All that is drawn of pools, in words that do not depend on the numbers of rows. */
function pictureOf(model: Model) {
  const { trace } = model;
  const itemText = (item: number) => `${trace.items.pool[item]}:${trace.items.job[item]}`;
  const at = Array.from({ length: 60 }, (_, i) => (i * trace.endNs) / 60);
  return {
    pools: trace.pools.map((_, pool) => {
      const { busy, queued } = model.pool(pool);
      return at.map((ns) => [...busy.values.map((_, k) => busy.valueAt(k, ns)), queued?.valueAt(ns) ?? 0]);
    }),
    items: trace.lanes.map((_, lane) => {
      const text = storeText(model.itemsOf(lane));
      return (
        text && { ...text, rows: text.rows.map(([ns, state, item]) => [ns, state, item < 0 ? "" : itemText(item)]) }
      );
    }),
    gil: trace.processes.map((_, process) => {
      const use = model.gil(process);
      return use && at.map((ns) => [use.waiting.valueAt(0, ns), use.used.valueAt(0, ns).toFixed(6)]);
    }),
  };
}

test("a model that has grown shows the pools that one built anew shows, whichever were looked at in between", () => {
  const packer = new LivePacker();
  const assembler = new Assembler();
  let growing: GrowingModel | null = null;
  let grown = 0;
  for (let ms = 3; ms <= 120; ms += 3) {
    const trace = crew(5, ms * MS);
    const committed = packer
      .next(trace, [], [], false)
      .map((message) => assembler.accept(message))
      .at(-1);
    if (!committed) continue;
    if (growing && committed.growth) {
      growing.grow(assembler.trace, committed.growth);
      grown++;
    } else growing = new GrowingModel(assembler.trace);
    const model: Model = growing.model([]);
    if (ms % 2 === 0) assert.deepEqual(pictureOf(model), pictureOf(buildModel(assembler.trace, [])), `at ${ms} ms`);
  }
  assert.ok(grown > 20, `${grown} generations grew`);
});

test("the GIL's share: time in which lanes wanted it, of that and the time in which they used a processor", () => {
  const trace = crew();
  const model = buildModel(trace, []);
  const use = gilUseOf(trace, model.lanes, 0);
  const [[waiting], [used]] = [use.waiting.averages(0, trace.endNs), use.used.averages(0, trace.endNs)];
  const gilNs = model.laneTimes.reduce((sum, times) => sum + times[Tone.gil], 0);
  const cpuNs = trace.samples.cpuNs.reduce((sum, ns) => sum + ns, 0);
  assert.ok(Math.abs(waiting * trace.endNs - gilNs) < 1);
  assert.ok(Math.abs(used * trace.endNs - cpuNs) < 1);
  assert.equal(gilShare(waiting, used), waiting / (waiting + used));
  assert.equal(gilShare(0, 0), 0);
  assert.equal(model.gil(1), null, "a process whose lanes never wanted it has no track");
});
