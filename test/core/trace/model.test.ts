/** Lanes, states, holds and resources of small recordings. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FOLD_ABOVE } from "../../../core/trace/derive/resources";
import { RecordKind } from "../../../core/trace/types";
import { draw } from "../support/draw";
import { holdsOf, laneNamed, statesOf } from "../support/reading";

test("a lane that never ended ends with the last sign of life of its process", () => {
  const trace = draw(`
    0  Main  starts T1
    1  T1    begins
    5  Main  sleeps 10
    20 Main  begins
  `).trace();
  const { endNs, ended, parent } = trace.lanes[laneNamed(trace, "T1")];
  assert.deepEqual({ endNs, ended, parent }, { endNs: 20_000, ended: false, parent: 0 });
  assert.equal(trace.endNs, 20_000);
});

test("what a lane did after its records were lost is unknown", () => {
  const trace = draw(`
    0  Main  begins
    1  T1    begins
    2  T1    sleeps 3
    6  T1    loses 9
    20 Main  ends
  `).trace();
  assert.equal(statesOf(trace, "T1"), "running 1-2, sleeping 2-5, unknown 5-20");
  assert.equal(trace.lanes[laneNamed(trace, "T1")].dropped, 9);
});

test("a wait inside a wait counts, and the outer one goes on after it", () => {
  const trace = draw(`
    0  Main  creates condition C
    1  Main  creates lock L
    1  T1    acquires L
    2  Main  awaits C
    4  Main  wants L
    6  T1    releases L
    6  Main  gets L
    9  Main  wakes C
    10 Main  ends
  `).trace();
  assert.equal(statesOf(trace, "Main"), "running 0-2, waiting 2-4, blocked 4-6, waiting 6-9, running 9-10");
});

test("a hold is drawn to the next one's start at most, in the order of their numbers", () => {
  const trace = draw(`
    0  Main  creates lock L
    1  T1    acquires L
    5  T2    acquires L     # T1 notes its release late
    6  T1    releases L
    8  T2    releases L
    9  T1    acquires L
    20 Main  ends
  `).trace();
  assert.deepEqual(holdsOf(trace, "L"), ["T1 1-5", "T2 5-8", "T1 9-20…"]);
});

test("resources carry kind, module, parameter and place", () => {
  const trace = draw(`
    0  Main  creates lock L                 @3
    1  Main  creates condition C L          @4
    2  Main  creates condition D            @5
    3  Main  creates bounded-semaphore S 3  @6
    4  Main  creates priority-queue Q 9     @7
  `).trace();
  assert.deepEqual(
    trace.resources.map(({ kind, module, name, parameter, site }) => [
      kind,
      module,
      name,
      parameter,
      trace.sites[site].line,
    ]),
    [
      ["lock", "threading", "L", 0, 3],
      ["condition", "threading", "C", 0, 4],
      ["condition", "threading", "D", -1, 5],
      ["bounded-semaphore", "threading", "S", 3, 6],
      ["priority-queue", "queue", "Q", 9, 7],
    ],
  );
});

test("a parameter beyond 2^45, which moves the record's word beyond 2^53, leaves the kind as it is", () => {
  const [{ kind, parameter }] = draw(`0 Main creates semaphore S ${2 ** 44 + 1}`).trace().resources;
  assert.deepEqual([kind, parameter], ["semaphore", 2 ** 44 + 1]);
  const drawing = draw("0 Main creates semaphore S 1");
  const [{ words }] = drawing.processes[0].lanes.values();
  words[words.length - 5] = 2 ** 28;
  const [huge] = drawing.trace().resources;
  assert.deepEqual([huge.kind, huge.parameter], ["semaphore", 2 ** 52 + 1]);
});

test("a resource without a name goes by its file and line, and one that was used only by its kind and number", () => {
  const drawing = draw("0 Main creates lock L @3\n1 Main acquires L\n2 Main releases L");
  drawing.processes[0].names = [];
  assert.equal(drawing.trace().resources[0].name, "app.py:3");
  const [main] = drawing.processes[0].lanes.values();
  main.words.splice(8, 8);
  const [{ kind, name, createdNs }] = drawing.trace().resources;
  assert.deepEqual({ kind, name, createdNs }, { kind: "lock", name: "lock 1", createdNs: 1000 });
});

test(`more than ${FOLD_ABOVE} of one place are one entry, exactly as many are not`, () => {
  const many = (count: number) => {
    const creations = Array.from(
      { length: count },
      (_, i) => `${i} Main creates lock L${i} @3\n${i} Main acquires L${i} @4`,
    );
    return draw(
      ["0 Main creates lock other @9", ...creations, "5000 Main counts L7 30", "5000 Main counts L8 12"].join("\n"),
    ).trace();
  };
  assert.equal(many(FOLD_ABOVE).resources.length, FOLD_ABOVE + 1);
  const folded = many(FOLD_ABOVE + 1);
  assert.deepEqual(
    folded.resources.map(({ instances, counted }) => [instances, counted?.acquisitions]),
    [
      [1, undefined],
      // Two of them are counted, of the others each hold is a record.
      [FOLD_ABOVE + 1, FOLD_ABOVE - 1 + 42],
    ],
  );
  assert.equal(folded.holds.length, FOLD_ABOVE + 1);
  assert.ok(folded.holds.resource.every((resource) => resource === 1));
});

for (const named of [true, false]) {
  test(`a forked child's lock is its own, known by its parent's creation; the parent is ${named ? "named" : "found by pid"}`, () => {
    const drawing = draw(`
    0  Main        creates lock L  @3
    5  child/Main  begins
  `);
    const [parent, child] = drawing.processes;
    child.meta[0] = child.meta[0]
      .replace('"startMethod":"spawn"', '"startMethod":"fork"')
      .replace('"inherits":null', named ? `"inherits":"${parent.name}"` : '"inherits":null');
    [...child.lanes.values()][0].hold(7000, 8000, 1, 1, { code: 1, lasti: 8 });
    const { resources, holds, processes, sites } = drawing.trace();
    assert.deepEqual(
      resources.map(({ kind, name, processes }) => [kind, name, processes]),
      [
        ["lock", "L", [0]],
        ["lock", "L", [1]],
      ],
    );
    assert.equal(holds.resource[0], 1);
    assert.equal(sites[holds.site[0]].line, 5, "the child's code numbers are the parent's");
    assert.equal(processes[1].startNs, 5000);
  });
}

test("offset 0 is the function itself, though its first instruction belongs to the body up to 3.10", () => {
  const drawing = draw(`
    0  Main  creates lock L  @3
  `);
  const [process] = drawing.processes;
  const body = Buffer.from([200, 1]).toString("base64");
  process.meta = process.meta.map((line) =>
    line.replace(/"first":1,/, '"first":7,').replace(/"table":"[^"]*"/, `"table":"${body}"`),
  );
  const [lane] = process.lanes.values();
  lane.hold(1000, 2000, 1, 1, { code: 1, lasti: 0 });
  lane.hold(3000, 4000, 1, 2, { code: 1, lasti: 8 });
  const { holds, sites } = drawing.trace();
  assert.deepEqual(
    Array.from(holds.site, (site) => sites[site].line),
    [7, 8],
  );
});

test("events keep their values", () => {
  const trace = draw(`
    0 Main creates queue Q
    1 Main puts Q
    2 Main puts Q
    3 T1   gets Q
  `).trace();
  assert.deepEqual([...trace.events.kind], [RecordKind.put, RecordKind.put, RecordKind.get]);
  assert.deepEqual([...trace.events.arg], [1, 2, 1]);
  assert.deepEqual([...trace.events.seq], [1, 2, 1]);
});

test("an empty recording is an empty trace", () => {
  const trace = draw("").trace();
  assert.equal(trace.program.traced, false);
  assert.equal(trace.lanes.length, 0);
  assert.equal(trace.endNs, 0);
});
