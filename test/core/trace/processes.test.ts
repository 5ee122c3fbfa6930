/** Several processes: what they share, who started whom, and children that recorded nothing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { draw } from "../support/draw";
import { edgesOf, holdsOf, laneNamed, statesOf, wakersOf } from "../support/reading";

test("a lock of several processes is one resource; its holds follow each other by time", () => {
  const trace = draw(`
    0  Main        creates multiprocessing.lock L
    0  Main        shares L
    1  Main        acquires L  @3
    2  child/Work  shares L
    3  child/Work  wants L
    5  Main        releases L
    6  child/Work  gets L
    8  child/Work  releases L
    9  Main        acquires L
    10 Main        releases L
  `).trace();
  assert.deepEqual(
    trace.resources.map(({ kind, module, name, processes }) => [kind, module, name, processes]),
    [["lock", "multiprocessing", "L", [0, 1]]],
  );
  assert.deepEqual(holdsOf(trace, "L"), ["Main 1-5", "Work 6-8", "Main 9-10"]);
  assert.deepEqual([...trace.holds.seq], [1, 2, 3]);
  assert.deepEqual(wakersOf(trace, "Work"), ["Main@5:3"]);
});

test("a forked child's object of its parent's number has its parent's key", () => {
  const drawing = draw(`
    0  Main        creates multiprocessing.lock L
    0  Main        shares L
    5  child/Work  begins
  `);
  const [parent, child] = drawing.processes;
  child.meta[0] = child.meta[0].replace('"spawn"', '"fork"').replace("null}", `"${parent.name}"}`);
  [...child.lanes.values()][0].hold(7000, 8000, 1, 1, { code: 0, lasti: 0 });
  const { resources } = drawing.trace();
  assert.deepEqual(
    resources.map(({ name, processes }) => [name, processes]),
    [["L", [0, 1]]],
  );
});

test("a get of a multiprocessing queue takes what was written when it was there, whoever put it first", () => {
  const trace = draw(`
    0  Main    creates multiprocessing.queue Q
    0  Main    shares Q
    1  a/Put   shares Q
    1  b/Put2  shares Q
    2  Main    awaits Q
    3  a/Put   puts Q      @7
    4  b/Put2  puts Q      @8
    5  b/Feed2 feeds Q 1
    6  Main    gets Q
    7  a/Feed  feeds Q 1
    8  Main    gets Q
  `).trace();
  assert.deepEqual(wakersOf(trace, "Main"), ["Put2@4:8"]);
  assert.deepEqual(edgesOf(trace), ["put→get Put2@4 Main@6", "put→get Put@3 Main@8"]);
});

test("where a put was not recorded nobody guesses whose items come after it", () => {
  const trace = draw(`
    0  Main    creates multiprocessing.queue Q
    0  Main    shares Q
    1  Main    puts Q
    2  Main    feeds Q 1
    3  Main    feeds Q 3
    4  Main    gets Q
    5  Main    gets Q
  `).trace();
  assert.deepEqual(edgesOf(trace), ["put→get Main@1 Main@4"]);
});

test("a pipe has two directions", () => {
  const trace = draw(`
    0  Main    creates pipe P
    0  Main    shares P
    1  b/Work  shares P
    2  Main    puts P 0
    3  b/Work  puts P 1
    4  b/Work  gets P 1
    5  Main    gets P 0
  `).trace();
  assert.deepEqual(edgesOf(trace), ["put→get Main@2 Work@4", "put→get Work@3 Main@5"]);
  assert.equal(trace.resources[0].kind, "pipe");
});

test("a child is named, started and awaited by its parent, and has its exit code from it", () => {
  const trace = draw(`
    0  Main        begins
    2  Main        launches 1001 worker
    4  child/Work  begins
    5  Main        joins-process 1001
    8  child/Work  ends
    9  Main        learns-exit 1001 -9
    9  Main        joined-process 1001
  `).trace();
  const [, child] = trace.processes;
  assert.deepEqual([child.name, child.exitCode, child.traced], ["worker", -9, true]);
  assert.equal(trace.lanes[laneNamed(trace, "Work")].parent, 0);
  assert.deepEqual(wakersOf(trace, "Main"), ["Work@8:0"]);
  assert.deepEqual(edgesOf(trace), ["start→run Main@2 Work@4", "end→join Work@8 Main@9"]);
});

test("a process that another one replaces by exec did not end: what it became has the exit code", () => {
  const drawing = draw(`
    0  Main        begins
    2  Main        launches 1001 worker
    4  child/Work  begins
    6  next/Other  begins
    9  Main        learns-exit 1001 6
  `);
  const [, child, next] = drawing.processes;
  const pidOf = (line: string) => JSON.parse(line).pid;
  const ends = (which: typeof child) => which.meta.findIndex((line) => line.includes('"k":"end"'));
  assert.deepEqual([ends(child), ends(next)], [-1, -1]);
  next.meta[0] = next.meta[0].replace(`"pid":${pidOf(next.meta[0])}`, `"pid":${pidOf(child.meta[0])}`);
  const described = () => drawing.trace().processes.map(({ startMethod, exitCode }) => [startMethod, exitCode]);
  assert.deepEqual(described().slice(1), [
    ["spawn", null],
    ["exec", 6],
  ]);
  child.meta.push('{"k":"end","ns":5000}');
  assert.deepEqual(described()[1], ["spawn", 6], "a number that came back");
});

test("a child that the fork server forked is the child of who asked for it", () => {
  const drawing = draw(`
    0  Main        begins
    2  Main        launches 1001 worker
    4  child/Work  begins
  `);
  drawing.processes[1].meta[0] = drawing.processes[1].meta[0].replace('"ppid":1000', '"ppid":77');
  assert.equal(drawing.trace().processes[1].parentPid, 1000);
});

test("a child without a recording is a lane of which nothing is known", () => {
  const trace = draw(`
    0  Main  begins
    2  Main  launches 2000 grep not a Python program
    3  Main  joins-process 2000
    6  Main  learns-exit 2000 1
    6  Main  joined-process 2000
    8  Main  ends
  `).trace();
  const [, child] = trace.processes;
  assert.deepEqual(
    [child.name, child.traced, child.notTracedReason, child.exitCode],
    ["grep", false, "not a Python program", 1],
  );
  const { kind, ended, parent } = trace.lanes[laneNamed(trace, "grep")];
  assert.deepEqual({ kind, ended, parent }, { kind: "process", ended: true, parent: 0 });
  assert.equal(statesOf(trace, "grep"), "unknown 2-6");
  assert.deepEqual(edgesOf(trace), ["start→run Main@2 grep@2", "end→join grep@6 Main@6"]);
});

test("a child that may yet begin its recording is not called untraced", () => {
  const young = draw(`
    0        Main  begins
    2        Main  launches 2000 worker
    500000   Main  begins
  `).trace();
  assert.equal(young.processes.length, 1);
  const old = draw(`
    0        Main  begins
    2        Main  launches 2000 worker
    3000000  Main  begins
  `).trace();
  assert.match(old.processes[1].notTracedReason ?? "", /left no recording/);
});

test("a pid that came back is two children", () => {
  const trace = draw(`
    0  Main  begins
    2  Main  launches 2000 first x
    4  Main  learns-exit 2000 0
    5  Main  launches 2000 second x
    7  Main  learns-exit 2000 3
  `).trace();
  assert.deepEqual(
    trace.processes.slice(1).map(({ name, exitCode }) => [name, exitCode]),
    [
      ["first", 0],
      ["second", 3],
    ],
  );
});
