/**
 * Recordings that real interpreters made of test/fixtures/recordings/program.py: what is true of one is true of all, and stays
 * true of files that were saved long ago. generate.mjs beside them makes them anew.
 */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readRaceway } from "../../../core/export/raceway";
import { RecordKind } from "../../../core/trace/types";
import { edgesOf, holdsOf, statesOf, wakersOf } from "../support/reading";

const FOLDER = join(process.cwd(), "test/fixtures/recordings");
const files = readdirSync(FOLDER).filter((name) => /^cpython-.*\.raceway$/.test(name));

/** The machine's times differ from run to run: `Main@20.5:7` → `Main:7`. */
const timeless = (texts: string[]): string[] => texts.map((text) => text.replace(/@[\d.]+/g, ""));

test("there is a recording of every supported interpreter", () => {
  assert.deepEqual(files.map((name) => name.replace(/^cpython-|\.raceway$/g, "")).sort(), [
    "3.10",
    "3.11",
    "3.12",
    "3.13",
    "3.8",
    "3.9",
  ]);
});

for (const file of files) {
  const trace = readRaceway(join(FOLDER, file));
  const hasColumns = !/3\.(8|9|10)\./.test(file);

  test(`${file}: nothing is lost, every thread is a lane`, () => {
    assert.deepEqual(trace.losses, []);
    assert.equal(trace.program.exitCode, 0);
    assert.deepEqual(trace.program.argv, ["/project/program.py"]);
    assert.ok(trace.startupNs > 0);
    assert.deepEqual(
      trace.lanes.map(({ name, parent, daemon, ended, dropped }) => [name, parent, daemon, ended, dropped]),
      [
        ["MainThread", -1, false, true, 0],
        ["contender", 0, false, true, 0],
        ["waiter", 0, false, true, 0],
        ["consumer", 0, true, true, 0],
      ],
    );
  });

  test(`${file}: every resource has its kind, its name and its place`, () => {
    assert.deepEqual(
      trace.resources.map(({ kind, name, site }) => `${kind} ${name} ${trace.sites[site].line}`),
      [
        "lock Account.lock 9",
        "rlock nested 14",
        "lock forks[] 15",
        "lock forks[] 15",
        "lock left 16",
        "event right 16",
        "condition ready 17",
        "semaphore permits 18",
        "bounded-semaphore bounded 19",
        "barrier meeting 20",
        "queue jobs 21",
        "lifo-queue stack 22",
      ],
    );
    assert.equal(trace.sites[trace.resources[5].site].column, hasColumns ? 33 : 0);
  });

  test(`${file}: each wait was ended by whom the program says, on that line`, () => {
    assert.deepEqual(timeless(wakersOf(trace, "contender")), ["MainThread:56"]);
    assert.deepEqual(timeless(wakersOf(trace, "waiter")), [
      "MainThread:67",
      "MainThread:71",
      "MainThread:73",
      "MainThread:75",
    ]);
    assert.deepEqual(timeless(wakersOf(trace, "consumer")), ["MainThread:81", "nobody", "nobody"]);
    const main = timeless(wakersOf(trace, "MainThread")).filter((waker) => waker !== "nobody");
    assert.deepEqual(main, ["contender:0", "waiter:0", "consumer:48", "consumer:50"]);
  });

  test(`${file}: edges in the order in which they must have come`, () => {
    assert.deepEqual(timeless(edgesOf(trace)), [
      "start→run MainThread contender",
      "release→acquire MainThread contender",
      "end→join contender MainThread",
      "start→run MainThread waiter",
      "set→wake MainThread waiter",
      "notify→wake MainThread waiter",
      "release→acquire MainThread waiter",
      "barrier MainThread waiter",
      "end→join waiter MainThread",
      "start→run MainThread consumer",
      "put→get MainThread consumer",
      "get→put consumer MainThread",
      "put→get MainThread consumer",
      "done→join consumer MainThread",
      "put→get MainThread MainThread",
    ]);
  });

  test(`${file}: holds follow each other, those regained by a condition are told apart`, () => {
    const lanesOf = (name: string) => holdsOf(trace, name).map((hold) => hold.split(" ")[0]);
    assert.deepEqual(lanesOf("Account.lock"), ["MainThread", "contender"]);
    assert.deepEqual(lanesOf("nested"), ["MainThread"]);
    assert.deepEqual(lanesOf("ready"), ["waiter", "MainThread", "waiter"]);
    const ready = trace.resources.findIndex(({ name }) => name === "ready");
    assert.deepEqual(
      [...trace.holds.again].filter((_, hold) => trace.holds.resource[hold] === ready),
      [0, 0, 1],
    );
    assert.ok(trace.holds.closed.every((closed) => closed === 1));
  });

  test(`${file}: what was refused and what was taken is there`, () => {
    const count = (kind: number) => trace.events.kind.filter((candidate) => candidate === kind).length;
    assert.equal(count(RecordKind.reentry), 1);
    assert.equal(count(RecordKind.overRelease), 1);
    assert.equal(count(RecordKind.put), 4);
    assert.equal(count(RecordKind.get), 3);
    assert.equal(count(RecordKind.took), 1);
    assert.equal(count(RecordKind.taskDone), 2);
    assert.match(statesOf(trace, "contender"), /^running [\d.-]+, blocked [\d.-]+, running [\d.-]+$/);
  });
}
