/** Who let whom go on, kind by kind. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { draw } from "../support/draw";
import { edgesOf, statesOf, wakersOf } from "../support/reading";

test("a lock is handed on by the hold before", () => {
  const trace = draw(`
    0  Main  creates lock L
    5  Main  starts T1
    10 Main  acquires L  @7
    11 T1    begins
    12 T1    wants L     @8
    20 Main  releases L
    21 T1    gets L      @8
    25 T1    releases L
    30 T1    ends
    31 Main  ends
  `).trace();
  assert.deepEqual(wakersOf(trace, "T1"), ["Main@20:7"]);
  assert.equal(statesOf(trace, "T1"), "running 11-12, blocked 12-21, running 21-30");
  assert.deepEqual(edgesOf(trace), ["start→run Main@5 T1@11", "release→acquire Main@20 T1@21"]);
});

test("who held the lock when the wait began need not be who let it go on", () => {
  const trace = draw(`
    0  Main  creates lock L
    1  Main  acquires L  @7
    2  T1    wants L
    3  T2    wants L
    4  Main  releases L
    5  T2    gets L      @9
    8  T2    releases L
    9  T1    gets L
  `).trace();
  assert.equal(trace.lanes[trace.waits.holderLane[0]].name, "Main");
  assert.deepEqual(wakersOf(trace, "T1"), ["T2@8:9"]);
});

test("a lock whose hold before was only counted: the holder at the wait's start, without a time", () => {
  const drawing = draw(`
    0  Main  creates lock L
    1  Main  acquires L  @7
    2  T1    wants L
    4  Main  releases L
    5  T1    gets L
  `);
  // The hold of T1 is number 3: number 2 was somebody's that is not recorded.
  const [, t1] = [...drawing.processes[0].lanes.values()];
  t1.words[t1.words.length - 4] = 3;
  const trace = drawing.trace();
  assert.deepEqual(wakersOf(trace, "T1"), ["Main:7"]);
  assert.deepEqual(edgesOf(trace), []);
});

test("a wait for a lock that gave up, or still lasts, was ended by nobody", () => {
  const trace = draw(`
    0  Main  creates lock L
    1  Main  acquires L
    2  T1    wants L
    5  T1    gives-up L
    6  Main  releases L
    7  T1    acquires L
    8  T2    wants L
    20 Main  ends
  `).trace();
  assert.deepEqual(wakersOf(trace, "T1"), ["nobody"]);
  assert.deepEqual(wakersOf(trace, "T2"), ["nobody"]);
  assert.equal(statesOf(trace, "T2"), "blocked 8-20");
});

test("an event wakes all its waiters, by the first set within their wait", () => {
  const trace = draw(`
    0  Main  creates event E
    1  T1    awaits E
    2  T2    awaits E
    5  Main  sets E     @7
    6  T1    passes E
    7  Main  sets E     @8
    9  T2    passes E
  `).trace();
  assert.deepEqual([...wakersOf(trace, "T1"), ...wakersOf(trace, "T2")], ["Main@5:7", "Main@5:7"]);
  assert.deepEqual(edgesOf(trace), ["set→wake Main@5 T1@6", "set→wake Main@5 T2@9"]);
});

test("a set noted just before the wait began may be what ended it", () => {
  const trace = draw(`
    0  Main  creates event E
    3  Main  sets E   @7
    4  T1    awaits E
    5  T1    passes E
  `).trace();
  assert.deepEqual(wakersOf(trace, "T1"), ["Main@3:7"]);
});

test("notify wakes from the front of the line, notify_all the rest", () => {
  const trace = draw(`
    0  Main  creates condition C
    1  T1    awaits C
    2  T2    awaits C
    3  T3    awaits C
    5  Main  notifies C        @7
    6  T1    wakes C
    7  Main  notifies C all    @8
    8  T3    wakes C
    9  T2    wakes C
  `).trace();
  assert.deepEqual(
    ["T1", "T2", "T3"].flatMap((lane) => wakersOf(trace, lane)),
    ["Main@5:7", "Main@7:8", "Main@7:8"],
  );
});

test("who gave up stands in the line no longer", () => {
  const trace = draw(`
    0  Main  creates condition C
    1  T1    awaits C
    2  T2    awaits C
    4  T1    gives-up C
    5  Main  notifies C  @7
    6  T2    wakes C
  `).trace();
  assert.deepEqual(wakersOf(trace, "T1"), ["nobody"]);
  assert.deepEqual(wakersOf(trace, "T2"), ["Main@5:7"]);
});

test("a waiter that was told but still waits for the lock takes its notify along", () => {
  const trace = draw(`
    0  Main  creates condition C
    1  T1    awaits C
    2  T2    awaits C
    5  Main  notifies C   @7
    6  Main  notifies C   @8
    7  T2    wakes C
    9  Main  ends
  `).trace();
  assert.deepEqual(wakersOf(trace, "T1"), ["nobody"]);
  assert.deepEqual(wakersOf(trace, "T2"), ["Main@6:8"]);
});

test("a semaphore's permits are handed on in the order of the releases", () => {
  const trace = draw(`
    0  Main  creates semaphore S 2
    1  T1    acquires S
    2  T2    acquires S
    3  T3    wants S
    4  T4    wants S
    6  T2    releases S   @7
    7  T3    gets S
    8  T1    releases S   @8
    9  T4    gets S
  `).trace();
  assert.deepEqual(wakersOf(trace, "T3"), ["T2@6:7"]);
  assert.deepEqual(wakersOf(trace, "T4"), ["T1@8:8"]);
  assert.equal(statesOf(trace, "T3"), "blocked 3-7, running 7-9");
});

test("one release of several permits lets several go on", () => {
  const trace = draw(`
    0  Main  creates semaphore S 0
    3  T3    wants S
    4  T4    wants S
    6  Main  releases S 2   @7
    7  T4    gets S
    8  T3    gets S
  `).trace();
  assert.deepEqual([...wakersOf(trace, "T3"), ...wakersOf(trace, "T4")], ["Main@6:7", "Main@6:7"]);
});

test("the last to arrive at a barrier lets the others go on, in each generation", () => {
  const trace = draw(`
    0  Main  creates barrier B 2
    1  T1    awaits B
    3  T2    passes B   @7
    4  T1    passes B
    5  T2    awaits B
    8  T1    passes B   @8
    9  T2    passes B
  `).trace();
  assert.deepEqual(wakersOf(trace, "T1"), ["T2@3:7"]);
  assert.deepEqual(wakersOf(trace, "T2"), ["T1@8:8"]);
});

test("rounds of a barrier of several processes have no numbers: whose index is the last one begins each", () => {
  const drawing = draw(`
    0    Main        creates multiprocessing.barrier B 2
    0    Main        shares B
    0    child/Work  shares B
    1    Main        awaits B
    3    child/Work  passes B 1   @7
    4    Main        passes B 0
    5    child/Work  awaits B
    8    Main        passes B 1   @8
    9    child/Work  passes B 0
    10   Main        awaits B
    12   child/Work  passes B 1   @9
    13   Main        passes B 0
  `);
  const trace = drawing.trace();
  assert.deepEqual(wakersOf(trace, "Main"), ["Work@3:7", "Work@12:9"]);
  assert.deepEqual(wakersOf(trace, "Work"), ["Main@8:8"]);
});

test("where the first record of such a round was lost, its waits were ended by nobody known, and the next round is whole", () => {
  const trace = draw(`
    0    T1  creates barrier B 3
    1    T1  awaits B
    2    T2  awaits B
    4    T1  passes B 0
    5    T2  passes B 1
    6    T1  awaits B
    7    T2  awaits B
    8    T3  passes B 2   @9
    9    T2  passes B 1
    10   T1  passes B 0
  `).trace();
  assert.deepEqual(wakersOf(trace, "T1"), ["nobody", "T3@8:9"]);
  assert.deepEqual(wakersOf(trace, "T2"), ["nobody", "T3@8:9"]);
});

test("an item that was put during the wait ends it; the n-th get of a queue takes the n-th put", () => {
  const trace = draw(`
    0  Main  creates queue Q
    1  T1    awaits Q
    2  T2    awaits Q
    4  Main  puts Q   @7
    5  T2    gets Q
    6  Main  puts Q   @8
    7  T1    gets Q
  `).trace();
  assert.deepEqual(wakersOf(trace, "T2"), ["Main@4:7"]);
  assert.deepEqual(wakersOf(trace, "T1"), ["Main@6:8"]);
  assert.deepEqual(edgesOf(trace), ["put→get Main@4 T2@5", "put→get Main@6 T1@7"]);
});

test("an item that was there before the wait did not end it, but was handed on", () => {
  const trace = draw(`
    0  Main  creates queue Q
    1  Main  puts Q
    3  T1    awaits Q
    4  T1    gets Q
  `).trace();
  assert.deepEqual(wakersOf(trace, "T1"), ["nobody"]);
  assert.deepEqual(edgesOf(trace), ["put→get Main@1 T1@4"]);
  assert.equal(trace.edges.wait[0], -1);
});

test("a stack's record says which put an item came from", () => {
  const trace = draw(`
    0  Main  creates lifo-queue Q
    1  Main  puts Q
    2  Main  puts Q     @7
    3  T1    gets Q 2
    4  T2    gets Q 1
  `).trace();
  assert.deepEqual(edgesOf(trace), ["put→get Main@2 T1@3", "put→get Main@1 T2@4"]);
});

test("gets that took the same number, as those of a simple queue may, are each linked to their own put", () => {
  const drawing = draw(`
    0  Main  creates simple-queue Q
    1  Main  puts Q     @7
    2  Main  puts Q     @8
    3  T1    gets Q 2
    4  T2    gets Q 1
  `);
  // T2's GET and TOOK are number 1 too: two threads counted at once.
  const t2 = [...drawing.processes[0].lanes.values()][2].words;
  for (const at of [8, 16]) t2[at + 4] = 1;
  assert.deepEqual(edgesOf(drawing.trace()), ["put→get Main@2 T1@3", "put→get Main@1 T2@4"]);
});

test("room in a full queue is made by the get that many items back", () => {
  const trace = draw(`
    0  Main  creates queue Q 1
    1  Main  puts Q
    2  Main  stalls Q
    5  T1    gets Q    @7
    6  Main  puts Q
  `).trace();
  assert.deepEqual(wakersOf(trace, "Main"), ["T1@5:7"]);
  assert.equal(statesOf(trace, "Main"), "running 0-2, waiting 2-6");
  assert.ok(edgesOf(trace).includes("get→put T1@5 Main@6"));
});

test("joining a queue ends with the last task done", () => {
  const trace = draw(`
    0  Main  creates queue Q
    1  Main  puts Q
    1  Main  puts Q
    2  Main  joins Q
    3  T1    gets Q
    4  T1    finishes Q  @7
    5  T1    gets Q
    6  T1    finishes Q  @8
    7  Main  joined Q
  `).trace();
  assert.deepEqual(wakersOf(trace, "Main"), ["T1@6:8"]);
  assert.ok(edgesOf(trace).includes("done→join T1@6 Main@7"));
});

test("joining a thread ends with its end, also when that is noted a moment later", () => {
  const trace = draw(`
    0  Main  starts T1
    1  T1    begins
    2  Main  joins T1
    8  Main  joined T1
    9  T1    ends
  `).trace();
  assert.deepEqual(wakersOf(trace, "Main"), ["T1@8:0"]);
  assert.deepEqual(edgesOf(trace), ["start→run Main@0 T1@1", "end→join T1@8 Main@8"]);
});

test("the wait at exit ends with the last thread that is no daemon", () => {
  const trace = draw(`
    0  Main  starts T1
    0  Main  starts T2
    0  Main  starts D daemon
    1  T1    begins
    1  T2    begins
    1  D     begins
    2  Main  joins all
    5  T2    ends
    6  T1    ends
    7  D     ends
    7  Main  joined all
  `).trace();
  assert.deepEqual(wakersOf(trace, "Main"), ["T1@6:0"]);
});

test("nobody ends a sleep", () => {
  const trace = draw(`
    0  Main  sleeps 5
    9  Main  ends
  `).trace();
  assert.deepEqual(wakersOf(trace, "Main"), ["nobody"]);
  assert.equal(statesOf(trace, "Main"), "sleeping 0-5, running 5-9");
  assert.equal(trace.waits.argument[0], 5000);
});
