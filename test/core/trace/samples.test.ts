/** What samples tell of the time in which no wait is recorded. Times in µs; the sampler's pace does not matter here. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { draw } from "../support/draw";
import { laneNamed, statesOf } from "../support/reading";

test("two threads that share one GIL: each runs for its CPU time and waits for the GIL in the rest", () => {
  const trace = draw(`
    0    A        begins
    0    B        begins
    0    sampler  samples A 1
    0    sampler  samples B 1
    100  sampler  samples A 61
    100  sampler  samples B 41
    100  A        ends
    100  B        ends
  `).trace();
  assert.equal(statesOf(trace, "A"), "running 0-60, gil 60-100");
  assert.equal(statesOf(trace, "B"), "running 0-40, gil 40-100");
  assert.deepEqual(
    trace.lanes.map(({ name, cpuNs }) => [name, cpuNs]),
    [
      ["A", 60_000],
      ["B", 40_000],
    ],
  );
  assert.equal(trace.samples.length, 2);
});

test("nobody waits for the GIL longer than others use the processor", () => {
  const trace = draw(`
    0    A        begins
    0    B        begins
    0    sampler  samples A 1
    0    sampler  samples B 1
    100  sampler  samples A 31
    100  sampler  samples B 21
    100  A        ends
  `).trace();
  assert.equal(statesOf(trace, "A"), "running 0-80, gil 80-100");
});

test("a thread that stood in a call for I/O when its process was killed stood there until the end", () => {
  const trace = draw(`
    0    A        begins
    0    sampler  samples A 1
    20   sampler  samples A 1 4
    500  B        begins
    500  B        ends
  `).trace();
  assert.equal(statesOf(trace, "A"), "io 0-500");
});

test("a lone thread is never said to wait for the GIL, nor is any where there is none", () => {
  const text = `
    0    A        begins
    0    sampler  samples A 1
    100  sampler  samples A 31
    100  A        ends
  `;
  assert.equal(statesOf(draw(text).trace(), "A"), "running 0-100");
  const free = draw(`${text}\n0 B begins\n0 sampler samples B 1\n100 sampler samples B 91`);
  free.processes[0].meta[0] = free.processes[0].meta[0].replace('"gil":true', '"gil":false');
  assert.equal(statesOf(free.trace(), "A"), "running 0-100");
});

test("a thread found in a call for I/O was in it for the rest of the interval; a recorded wait stays what it is", () => {
  const trace = draw(`
    0    A        begins
    0    sampler  samples A 1
    20   A        sleeps 30
    100  sampler  samples A 21 8
    120  A        ends
  `).trace();
  assert.equal(statesOf(trace, "A"), "running 0-20, sleeping 20-50, io 50-100, running 100-120");
});

test("a thread that used nothing and waited in the kernel: nobody knows for what", () => {
  const trace = draw(`
    0    A        begins
    0    sampler  samples A 5
    100  sampler  samples A 5 255
    100  A        ends
  `).trace();
  assert.equal(statesOf(trace, "A"), "unknown 0-100");
});

test("a task does in its steps what samples say of its thread", () => {
  const trace = draw(`
    0    A        begins
    0    A        creates-task T
    0    sampler  samples A 1
    50   A        steps T 0
    90   A        ends-task T
    100  sampler  samples A 71 8
    100  A        ends
  `).trace();
  assert.equal(statesOf(trace, "A"), "running 0-70, io 70-100");
  assert.equal(statesOf(trace, "T"), "ready 0-50, running 50-70, io 70-90");
});

test("a long interval is told in parts that have its shares, and the sampler is no lane", () => {
  const trace = draw(`
    0        A        begins
    0        sampler  samples A 1
    1000000  sampler  samples A 250001 9
    1000000  A        ends
  `).trace();
  assert.deepEqual(
    trace.lanes.map(({ name }) => name),
    ["A"],
  );
  const spans = trace.laneSpans[0];
  assert.equal(spans.length, 100);
  const half = Array.from({ length: 50 }, (_, i) => spans.startNs[i + 1] - spans.startNs[i]);
  assert.equal(
    half.filter((_, i) => spans.state[i] === 0).reduce((sum, ns) => sum + ns, 0),
    125_000_000,
  );
});

test("whatever the samples say, the states of a lane cover its life exactly, and it runs no longer than it did before", () => {
  const step = fc.record({
    gap: fc.integer({ min: 1, max: 60_000 }),
    cpu: fc.integer({ min: 0, max: 60_000 }),
    found: fc.constantFrom(0, 0, 8, 255),
    sleeps: fc.integer({ min: 0, max: 5_000 }),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom("A", "B"), step), { maxLength: 30 }), (steps) => {
      let now = 0;
      const cpu: Record<string, number> = { A: 1, B: 1 };
      const lines = ["0 A begins", "0 B begins", "0 sampler samples A 1", "0 sampler samples B 1"];
      for (const [lane, { gap, cpu: used, found, sleeps }] of steps) {
        now += gap;
        cpu[lane] += used;
        if (sleeps > 0) lines.push(`${now} ${lane} sleeps ${sleeps}`);
        now += sleeps;
        lines.push(`${now} sampler samples ${lane} ${cpu[lane]} ${found}`);
      }
      lines.push(`${now + 1} A ends`, `${now + 1} B ends`);
      const trace = draw(lines.join("\n")).trace();
      const plain = draw(lines.filter((line) => !line.includes("sampler")).join("\n")).trace();
      for (const name of ["A", "B"]) {
        const lane = laneNamed(trace, name);
        const { length, startNs, state } = trace.laneSpans[lane];
        assert.equal(startNs[0], trace.lanes[lane].startNs);
        const sums = new Map<boolean, number>();
        for (let i = 0; i < length; i++) {
          const end = i + 1 < length ? startNs[i + 1] : trace.lanes[lane].endNs;
          assert.ok(Number.isInteger(startNs[i]) && end > startNs[i]);
          sums.set(state[i] === 4, (sums.get(state[i] === 4) ?? 0) + end - startNs[i]);
        }
        const sleptNs = statesOf(plain, name).matchAll(/sleeping (\d+)-(\d+)/g);
        const expected = Array.from(sleptNs, ([, from, to]) => (Number(to) - Number(from)) * 1000);
        assert.equal(
          sums.get(true) ?? 0,
          expected.reduce((sum, ns) => sum + ns, 0),
        );
      }
    }),
    { numRuns: 60 },
  );
});
