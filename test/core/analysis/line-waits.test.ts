import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { lineWaits } from "../../../core/analysis/line-waits";
import { formatDuration } from "../../../core/l10n/format";
import { type Trace, WaitOp } from "../../../core/trace/types";
import { draw } from "../support/draw";

/** One string a line: what a person would read beside it. */
const told = (trace: Trace): string[] =>
  lineWaits(trace).map(({ line, totalNs, blockedNs, waits, lanes, worstNs, worst, resources, holders }) => {
    const held = holders.map((each) => `${each.laneName}@${each.line} ${formatDuration(each.ns)}`);
    const worstText = `worst ${formatDuration(worstNs)} by ${worst.laneName} at ${formatDuration(worst.startNs)}`;
    const sums = `${formatDuration(totalNs)} (${formatDuration(blockedNs)} blocked) in ${waits} by ${lanes}`;
    return [`${line}: ${sums}`, worstText, resources.join(" "), held.join(", ")].join(" · ");
  });

test("the waits of a line add up over lanes, each put down to who held the lock and where", () => {
  const trace = draw(`
    0     Main  creates lock L       @1
    10    Main  starts T1
    10    Main  starts T2
    100   T1    acquires L           @20
    150   T2    wants L              @30
    300   Main  wants L              @30
    3200  T1    releases L
    3200  T2    gets L               @30
    3300  T2    releases L
    3300  Main  gets L
    3400  T2    acquires L           @50
    3500  Main  wants L              @30
    3600  T2    releases L
    3600  Main  gets L
    4000  T1    ends
  `).trace();
  assert.deepEqual(told(trace), [
    "30: 6.15 ms (6.15 ms blocked) in 3 by 2 · worst 3.05 ms by T2 at 150 µs · L · T1@20 5.95 ms, T2@30 100 µs, T2@50 100 µs",
  ]);
});

test("a wait that several holds stretched is put down to each for as long as it was held", () => {
  const trace = draw(`
    0     Main  creates lock L       @1
    10    Main  starts T1
    10    Main  starts T2
    100   T1    acquires L           @20
    150   Main  wants L              @30
    400   T1    releases L
    410   T2    acquires L           @21
    1400  T2    releases L
    1400  Main  gets L
  `).trace();
  assert.deepEqual(told(trace), [
    "30: 1.25 ms (1.25 ms blocked) in 1 by 1 · worst 1.25 ms by Main at 150 µs · L · T2@21 990 µs, T1@20 250 µs",
  ]);
});

test("what is no lock and no semaphore waited, but was not blocked; only a join waits for somebody in particular", () => {
  const trace = draw(`
    0     Main  creates queue Q      @1
    5     Main  creates event E      @2
    10    Main  starts T1
    20    Main  starts T2
    100   T1    awaits Q             @20
    150   T2    awaits E             @30
    200   Main  puts Q               @40
    200   T1    gets Q
    250   Main  sets E               @41
    250   T2    passes E
    300   Main  joins T1             @50
    900   T1    ends
    900   Main  joined T1
  `).trace();
  assert.deepEqual(told(trace), [
    "20: 100 µs (0 ns blocked) in 1 by 1 · worst 100 µs by T1 at 100 µs · Q · ",
    "30: 100 µs (0 ns blocked) in 1 by 1 · worst 100 µs by T2 at 150 µs · E · ",
    "50: 600 µs (0 ns blocked) in 1 by 1 · worst 600 µs by Main at 300 µs ·  · T1@0 600 µs",
  ]);
  assert.equal(lineWaits(trace)[2].holders[0].file, "");
});

test("a semaphore's wait is put down to whoever gave the permit back, at the line where that lane had got it", () => {
  const trace = draw(`
    0     Main  creates semaphore S 1  @1
    10    Main  starts T1
    100   T1    acquires S             @20
    200   Main  wants S                @30
    900   T1    releases S             @22
    900   Main  gets S
  `).trace();
  assert.deepEqual(told(trace), [
    "30: 700 µs (700 µs blocked) in 1 by 1 · worst 700 µs by Main at 200 µs · S · T1@20 700 µs",
  ]);
});

test("sleeps and the library's own lanes do not count; a wait that timed out or never ended does", () => {
  const trace = draw(`
    0     Main     creates lock L      @1
    10    Main     starts T1
    11    Main     starts feeder internal
    12    Main     starts T2
    20    Main     acquires L          @5
    100   Main     sleeps 500          @6
    100   feeder   wants L             @7
    200   T1       wants L             @8
    700   T1       gives-up L
    800   T2       wants L             @9
    2000  T2       misses L
    2000  Main     ends
  `).trace();
  const lines = lineWaits(trace);
  assert.deepEqual(
    lines.map(({ line, totalNs }) => `${line} ${formatDuration(totalNs)}`),
    ["8 500 µs", "9 1.2 ms"],
  );
});

test("lines are told apart by file, in the order of files and lines; one line with two places in it is one line", () => {
  const trace = draw(`
    0     Main  creates lock L         @1
    10    Main  starts T1
    100   T1    acquires L             @b.py:4
    200   Main  wants L                @b.py:9
    300   T1    releases L
    300   Main  gets L
    310   Main  releases L
    400   T1    acquires L             @b.py:4
    500   Main  wants L                @a.py:9
    600   T1    releases L
    600   Main  gets L
  `).trace();
  assert.deepEqual(
    lineWaits(trace).map(({ file, line }) => `${file}:${line}`),
    ["/project/a.py:9", "/project/b.py:9"],
  );
});

test("at most three holders and three resources are named, the most costly first", () => {
  const locks = [1, 2, 3, 4, 5];
  const steps = locks.map((lock) => `${lock} Main creates lock L${lock} @${lock}`);
  let now = 100;
  for (const lock of locks) {
    steps.push(`${now} T${lock} acquires L${lock} @${10 + lock}`, `${now + 1} Main wants L${lock} @50`);
    now += 100 * lock;
    steps.push(`${now} T${lock} releases L${lock}`, `${now} Main gets L${lock}`);
  }
  const [line] = lineWaits(draw(steps.join("\n")).trace());
  assert.deepEqual(line.resources, ["L5", "L4", "L3"]);
  assert.deepEqual(
    line.holders.map(({ laneName, line: heldAt }) => `${laneName}@${heldAt}`),
    ["T5@15", "T4@14", "T3@13"],
  );
  assert.equal(line.waits, 5);
});

/** Any number of waits of few lanes at few lines: [lane, line, length, how it ends]. */
const someWaits = fc.array(
  fc.record({
    lane: fc.integer({ min: 0, max: 3 }),
    line: fc.integer({ min: 10, max: 14 }),
    lengthUs: fc.integer({ min: 1, max: 900 }),
    how: fc.constantFrom("lock", "event", "sleep"),
  }),
  { maxLength: 25 },
);

test("every wait is counted on its own line and nowhere else", () => {
  fc.assert(
    fc.property(someWaits, (each) => {
      const nowUs = [0, 0, 0, 0].map(() => 100);
      const steps: { at: number; text: string }[] = [];
      for (const { lane, line, lengthUs, how } of each) {
        const from = nowUs[lane];
        nowUs[lane] += lengthUs + 1;
        const at = `@${line}`;
        if (how === "sleep") steps.push({ at: from, text: `T${lane} sleeps ${lengthUs} ${at}` });
        else {
          steps.push({ at: from, text: `T${lane} ${how === "lock" ? "wants L" : "awaits E"} ${at}` });
          steps.push({ at: from + lengthUs, text: `T${lane} gives-up ${how === "lock" ? "L" : "E"}` });
        }
      }
      steps.sort((a, b) => a.at - b.at);
      const trace = draw(
        [
          "0 Main creates lock L @1",
          "0 Main creates event E @2",
          "1 Main acquires L @3",
          ...steps.map(({ at, text }) => `${at} ${text}`),
        ].join("\n"),
      ).trace();
      const lines = lineWaits(trace);
      const expected = new Map<number, { totalNs: number; blockedNs: number; waits: number; worstNs: number }>();
      for (const { line, lengthUs, how } of each) {
        if (how === "sleep") continue;
        const sums = expected.get(line) ?? { totalNs: 0, blockedNs: 0, waits: 0, worstNs: 0 };
        const lastedNs = lengthUs * 1000;
        sums.totalNs += lastedNs;
        if (how === "lock") sums.blockedNs += lastedNs;
        sums.waits++;
        sums.worstNs = Math.max(sums.worstNs, lastedNs);
        expected.set(line, sums);
      }
      assert.deepEqual(
        new Map(
          lines.map(({ line, totalNs, blockedNs, waits, worstNs }) => [line, { totalNs, blockedNs, waits, worstNs }]),
        ),
        new Map([...expected].sort(([a], [b]) => a - b)),
      );
      // Every lock wait was for Main, at the line where it took the lock.
      for (const { blockedNs, holders } of lines) {
        assert.equal(
          holders.reduce((sum, { ns }) => sum + ns, 0),
          blockedNs,
        );
        assert.deepEqual(
          holders.map(({ laneName, line }) => `${laneName}@${line}`),
          blockedNs > 0 ? ["Main@3"] : [],
        );
      }
      // And all lines together are all waits of the trace that are no sleeps.
      const { waits } = trace;
      let allNs = 0;
      for (let wait = 0; wait < waits.length; wait++) {
        if (waits.op[wait] !== WaitOp.sleep) allNs += waits.endNs[wait] - waits.startNs[wait];
      }
      assert.equal(
        lines.reduce((sum, { totalNs }) => sum + totalNs, 0),
        allNs,
      );
    }),
  );
});
