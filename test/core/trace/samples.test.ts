/** What samples tell of the time in which no wait is recorded. Times in µs; the sampler's pace does not matter here. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { reportLane } from "../../../core/report/lanes";
import { State, type Trace } from "../../../core/trace/types";
import { draw } from "../support/draw";
import { laneNamed, statesOf } from "../support/reading";

/** The microseconds at which a lane waits for the GIL. */
function gilOf(trace: Trace, name: string): number[] {
  const lane = laneNamed(trace, name);
  return stateEachUs(trace, lane).flatMap((state, us) => (state === State.gil ? [us] : []));
}

/** The state at each microsecond; before and after the lane's life -1. */
function stateEachUs({ lanes, laneSpans, endNs }: Trace, lane: number): number[] {
  const states = new Array<number>(endNs / 1000).fill(-1);
  const { length, startNs, state } = laneSpans[lane];
  for (let span = 0; span < length; span++) {
    const toNs = span + 1 < length ? startNs[span + 1] : lanes[lane].endNs;
    for (let us = Math.ceil(startNs[span] / 1000); us < Math.ceil(toNs / 1000); us++) states[us] = state[span];
  }
  return states;
}

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

test("on a machine that runs other programs too, one of the threads has the GIL all the same: each for its share", () => {
  const trace = draw(`
    0    A        begins
    0    B        begins
    0    sampler  samples A 1
    0    sampler  samples B 1
    100  sampler  samples A 31
    100  sampler  samples B 21
    100  A        ends
    100  B        ends
  `).trace();
  assert.equal(statesOf(trace, "A"), "running 0-30, gil 30-70, running 70-100");
  assert.equal(statesOf(trace, "B"), "running 0-20, gil 20-80, running 80-100");
});

test("nobody waits for the GIL before another thread lives, nor while all others wait", () => {
  const trace = draw(`
    0    A        begins
    0    sampler  samples A 1
    40   B        begins
    40   sampler  samples B 1
    50   B        sleeps 20
    100  sampler  samples A 71
    100  sampler  samples B 31
    100  A        ends
    100  B        ends
  `).trace();
  const gil = gilOf(trace, "A");
  assert.deepEqual(
    gil.filter((us) => us < 40 || (us >= 50 && us < 70)),
    [],
  );
  assert.equal(gil.length, 30);
});

test("a thread that wakes up for a moment now and then does not run in between", () => {
  const trace = draw(`
    0    A        begins
    0    sampler  samples A 1
    100  sampler  samples A 1 255
    200  sampler  samples A 2 255
    300  sampler  samples A 2 255
    400  sampler  samples A 3
    400  A        ends
  `).trace();
  assert.equal(
    statesOf(trace, "A"),
    "unknown 0-100, running 100-101, unknown 101-300, running 300-301, unknown 301-400",
  );
});

test("a busy thread that got nothing for a while was ready", () => {
  const trace = draw(`
    0    A        begins
    0    sampler  samples A 1
    100  sampler  samples A 61
    120  sampler  samples A 61
    200  sampler  samples A 121
    200  A        ends
  `).trace();
  assert.equal(statesOf(trace, "A"), "running 0-200");
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

test("a thread of the library that uses nothing waits: for work, or in a condition of the library", () => {
  const trace = draw(`
    0    Main     begins
    0    Main     starts Feeder internal
    0    Feeder   begins
    0    sampler  samples Feeder 1
    100  sampler  samples Feeder 1 255
    200  sampler  samples Feeder 2
    300  sampler  samples Feeder 2 8
    300  Feeder   ends
    300  Main     ends
  `).trace();
  assert.equal(statesOf(trace, "Feeder"), "waiting 0-100, running 100-101, waiting 101-200, io 200-300");
  const feeder = trace.lanes.findIndex(({ name }) => name === "Feeder");
  assert.deepEqual(reportLane(trace, feeder).estimated, ["waiting", "io"]);
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

/** Three threads that live, sleep and are sampled at random; no interval is longer than a thousand µs. */
const threads = fc.array(
  fc.record({
    begins: fc.integer({ min: 0, max: 100 }),
    steps: fc.array(
      fc.record({
        runs: fc.integer({ min: 1, max: 40 }),
        cpu: fc.integer({ min: 0, max: 45 }),
        sleeps: fc.integer({ min: 0, max: 30 }),
        sampled: fc.boolean(),
        found: fc.constantFrom(0, 0, 8, 255),
      }),
      { maxLength: 10 },
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

function drawThreads(plans: typeof threads extends fc.Arbitrary<infer T> ? T : never) {
  const steps: { at: number; text: string }[] = [];
  plans.forEach(({ begins, steps: own }, i) => {
    let [at, cpu] = [begins, 1];
    const say = (text: string) => steps.push({ at, text });
    say(`T${i} begins`);
    say(`sampler samples T${i} ${cpu}`);
    for (const { runs, cpu: used, sleeps, sampled, found } of own) {
      at += runs;
      cpu += used;
      if (sleeps > 0) say(`T${i} sleeps ${sleeps}`);
      at += sleeps;
      if (sampled) say(`sampler samples T${i} ${cpu} ${found}`);
    }
    say(`T${i} ends`);
  });
  steps.sort((a, b) => a.at - b.at);
  return draw(["0 Main begins", ...steps.map(({ at, text }) => `${at} ${text}`)].join("\n"));
}

test("a thread runs as long as it used the processor, and waits for the GIL only where another one may have run", () => {
  fc.assert(
    fc.property(threads, (plans) => {
      const trace = drawThreads(plans).trace();
      const { samples } = trace;
      const states = trace.lanes.map((_, lane) => stateEachUs(trace, lane));
      /** What another thread used at most, by its records and its samples. */
      const mayRun = trace.lanes.map((_, lane) => states[lane].map(() => false));
      for (let row = 0; row < samples.length; row++) {
        const lane = samples.lane[row];
        for (let us = samples.startNs[row] / 1000; us < samples.endNs[row] / 1000; us++)
          mayRun[lane][us] = samples.cpuNs[row] > 0 && states[lane][us] !== State.sleeping;
      }
      for (let row = 0; row < samples.length; row++) {
        const lane = samples.lane[row];
        const [from, to] = [samples.startNs[row], samples.endNs[row]];
        const { length, startNs, state } = trace.laneSpans[lane];
        const sums = new Float64Array(9);
        for (let span = 0; span < length; span++) {
          const endNs = span + 1 < length ? startNs[span + 1] : trace.lanes[lane].endNs;
          const ns = Math.min(endNs, to) - Math.max(startNs[span], from);
          if (ns > 0) sums[state[span]] += ns;
          if (ns <= 0 || state[span] !== State.gil) continue;
          for (let us = Math.floor(startNs[span] / 1000); us < endNs / 1000; us++)
            assert.ok(
              mayRun.some((may, other) => other !== lane && may[us]),
              `nobody else at ${us} of ${lane}`,
            );
        }
        const uncovered = to - from - sums[State.sleeping];
        assert.ok(sums[State.running] >= Math.min(uncovered, samples.cpuNs[row]), "runs for its CPU time");
        if (samples.cpuNs[row] === 0) assert.ok(sums[State.gil] === 0 || sums[State.unknown] === 0);
        assert.equal(
          sums.reduce((sum, ns) => sum + ns, 0),
          to - from,
        );
      }
    }),
    { numRuns: 300 },
  );
});
