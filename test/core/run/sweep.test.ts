/** What a crashed editor left is taken away; nothing else is. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { placeIn } from "../../../core/run/control-place";
import { sweep } from "../../../core/run/sweep";
import { temporaryFolder } from "../support/temporary-folder";

const DEAD = 4_000_001;
const ALIVE = 4_000_002;
const lives = (pid: number) => pid === ALIVE;
const dead = { version: 1, open: true, keeper: { pid: DEAD, machine: hostname() } };

/** A folder with this run.json and these processes. */
function folder(parent: string, name: string, run: unknown, processes: readonly number[] = []): string {
  const path = join(parent, name);
  mkdirSync(path);
  if (run !== undefined) writeFileSync(join(path, "run.json"), typeof run === "string" ? run : JSON.stringify(run));
  for (const pid of processes) mkdirSync(join(path, `process-${pid}-0`));
  return path;
}

test("a recording whose editor has died goes", async (t) => {
  const parent = temporaryFolder(t);
  const [open, closed] = [
    folder(parent, "raceway-aaaaaa", dead, [DEAD]),
    folder(parent, "raceway-bbbbbb", { ...dead, open: false }),
  ];
  assert.deepEqual((await sweep(parent, lives)).sort(), [open, closed]);
  assert.deepEqual([existsSync(open), existsSync(closed)], [false, false]);
});

test("the folder of a control socket and the copy of a trace go likewise", async (t) => {
  const parent = temporaryFolder(t);
  const keptBy = (name: string, pid: number) => {
    const path = folder(parent, name, undefined);
    writeFileSync(join(path, "keeper.json"), JSON.stringify({ keeper: { pid, machine: hostname() } }));
    return path;
  };
  const gone = [keptBy("raceway-copy-aaaaaa", DEAD), keptBy("rw-aaaaaa", DEAD)];
  const kept = [keptBy("rw-bbbbbb", ALIVE), keptBy("somebody-aaaaaa", DEAD), folder(parent, "rw-cccccc", undefined)];
  assert.deepEqual((await sweep(parent, lives)).sort(), gone);
  assert.deepEqual(kept.map(existsSync), [true, true, true]);
});

test("the folder of a control socket says whose it is", async (t) => {
  const parent = temporaryFolder(t);
  const { path, remove } = placeIn(parent);
  assert.deepEqual(await sweep(parent), [], "this process lives");
  assert.deepEqual(await sweep(parent, () => false), [dirname(path)]);
  remove();
});

const KEPT: [why: string, name: string, run: unknown, processes?: number[]][] = [
  ["its editor lives", "raceway-cccccc", { ...dead, keeper: { ...dead.keeper, pid: ALIVE } }],
  ["its program lives", "raceway-dddddd", dead, [DEAD, ALIVE]],
  [
    "another machine's, on a shared disk",
    "raceway-eeeeee",
    { ...dead, keeper: { ...dead.keeper, machine: "elsewhere" } },
  ],
  ["the command line's", "raceway-ffffff", { version: 1, open: true }],
  ["no run.json", "raceway-gggggg", undefined],
  ["a damaged run.json", "raceway-hhhhhh", "{"],
  ["a keeper that is none", "raceway-iiiiii", { ...dead, keeper: { pid: "1", machine: hostname() } }],
  ["not named by us", "raceway-of-the-user", dead],
  ["named by somebody else", "other-aaaaaa", dead],
];
for (const [why, name, run, processes] of KEPT) {
  test(`a folder stays: ${why}`, async (t) => {
    const parent = temporaryFolder(t);
    const path = folder(parent, name, run, processes);
    assert.deepEqual(await sweep(parent, lives), []);
    assert.ok(existsSync(path));
  });
}

test("a link is not followed", async (t) => {
  const [parent, elsewhere] = [temporaryFolder(t), temporaryFolder(t)];
  const target = folder(elsewhere, "raceway-aaaaaa", dead);
  symlinkSync(target, join(parent, "raceway-aaaaaa"));
  assert.deepEqual(await sweep(parent, lives), []);
  assert.ok(existsSync(target));
});

test("a parent that is not there", async (t) => {
  assert.deepEqual(await sweep(join(temporaryFolder(t), "none"), lives), []);
});

test("whether a process lives is asked of the system", async (t) => {
  const parent = temporaryFolder(t);
  folder(parent, "raceway-aaaaaa", { ...dead, keeper: { pid: process.pid, machine: hostname() } });
  assert.deepEqual(await sweep(parent), []);
});
