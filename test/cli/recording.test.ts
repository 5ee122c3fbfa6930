/** Where the recording of a run lives, and what happens where it cannot. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { type TestContext, test } from "node:test";
import { refuseNetwork } from "../../core/run/recording-folder";
import { Refusal } from "../../core/run/refusal";
import { Workplace } from "./support/cli";

const PROGRAM = "import threading\nlock = threading.Lock()\nwith lock: pass\nprint('ran')\n";

function withProgram(context: TestContext, program = PROGRAM): Workplace {
  const place = new Workplace(context);
  place.write("app.py", program);
  return place;
}

test("while it runs the folder is the owner's alone and open; afterwards it is gone", async (t) => {
  const place = withProgram(t, "import threading\nthreading.Lock()\nprint('ready', flush=True)\nopen('go').read()");
  await place.python("-c", "import os; os.mkfifo('go')");
  const running = place.start(["run", "--quiet", "app.py"]);
  await running.says("ready");
  const [name, ...others] = place.leftovers();
  assert.deepEqual(others, []);
  const folder = `${place.recordings}/${name}`;
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  const run = JSON.parse(readFileSync(`${folder}/run.json`, "utf8"));
  assert.equal(run.version, 1);
  assert.equal(run.open, true);
  assert.equal(run.children, "same");
  assert.equal(run.budgetBytes, 2 ** 30);
  const prefix = await place.python("-c", "import sys; print(sys.prefix)");
  assert.equal(run.prefix, prefix.stdout.trim());
  await place.python("-c", "open('go', 'w').write('go')");
  assert.equal((await running.ended).code, 0);
  assert.deepEqual(place.leftovers(), []);
});

test("--recording-dir is made, kept, closed, and replaced by the next run", async (t) => {
  const place = withProgram(t);
  for (const name of ["app.py", "app.py"]) {
    const ran = await place.raceway("run", "--recording-dir", "new/recording", name);
    assert.equal(ran.code, 0);
    assert.match(ran.stderr, /Recording kept in .*new\/recording/);
    assert.equal(JSON.parse(readFileSync(place.path("new/recording/run.json"), "utf8")).open, false);
    assert.equal(readdirSync(place.path("new/recording")).filter((entry) => entry.startsWith("process-")).length, 1);
  }
  assert.deepEqual(place.leftovers(), []);
});

test("a relative $RACEWAY_DIR is found by children that work elsewhere", async (t) => {
  const child = "import threading; threading.Lock()";
  const place = withProgram(
    t,
    `import os, subprocess, sys\nos.chdir("/")\nsubprocess.run([sys.executable, "-c", ${JSON.stringify(child)}], check=True)\n`,
  );
  place.env.RACEWAY_DIR = "recordings";
  assert.equal((await place.raceway("run", "--quiet", "--json", "report.json", "app.py")).code, 0);
  assert.deepEqual(
    place.report().processes.map(({ startMethod }) => startMethod),
    ["main", "subprocess"],
  );
  assert.deepEqual(place.leftovers(), []);
});

test("--recording-dir with other things in it: a folder of our own inside, which report finds", async (t) => {
  const place = withProgram(t);
  mkdirSync(place.path("mine"));
  place.write("mine/notes.txt", "mine");
  assert.equal((await place.raceway("run", "--quiet", "--recording-dir", "mine", "app.py")).code, 0);
  assert.deepEqual(readdirSync(place.path("mine")).length, 2);
  assert.equal((await place.raceway("report", "mine", "--json", "report.json")).code, 0);
  assert.equal(place.report().resources[0].acquisitions, 1);
});

test("a recording that was not closed is not overwritten", async (t) => {
  const place = withProgram(t);
  mkdirSync(place.path("recording"));
  place.write("recording/run.json", '{"version": 1, "open": true}');
  const ran = await place.raceway("run", "--recording-dir", "recording", "app.py");
  assert.equal(ran.code, 2);
  assert.equal(ran.stdout, "");
  assert.match(ran.stderr, /holds a recording that was not closed/);
});

test("network file systems are refused with their name, on Linux, whose numbers these are", () => {
  for (const [type, kind] of [
    [0x6969, "NFS"],
    [0xff534d42, "CIFS"],
    [0xfe534d42 - 2 ** 32, "SMB2"],
  ] as const) {
    assert.throws(
      () => refuseNetwork("/net", type, "linux"),
      (error) => error instanceof Refusal && error.params.kind === kind,
    );
    refuseNetwork("/net", type, "darwin");
  }
  refuseNetwork("/tmp", 0xef53, "linux");
});

test("PYTHONPATH of the user stays behind ours, and the program sees its own sys.path", async (t) => {
  const place = withProgram(t, "import sys, helper\nprint(sys.path)");
  mkdirSync(place.path("lib"));
  place.write("lib/helper.py", "");
  place.env.PYTHONPATH = place.path("lib");
  const untraced = await place.python("app.py");
  const ran = await place.raceway("run", "--quiet", "app.py");
  assert.equal(ran.stdout, untraced.stdout);
  assert.match(ran.stdout, /lib/);
});

/** A file system of `bytes`, or the reason why there can be none. */
function mountSmall(place: Workplace, bytes: number): { folder: string } | { reason: string } {
  const folder = place.path("small");
  mkdirSync(folder);
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    return { reason: "mounting a tmpfs needs root on Linux" };
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", folder], { stdio: "pipe" });
  } catch (error) {
    return { reason: `mount was refused: ${String(error)}` };
  }
  place.beforeRemoval(() => execFileSync("umount", [folder]));
  return { folder };
}

test("a disk without room: the program runs untraced, is told so, and keeps its exit code", async (t) => {
  const place = withProgram(t, `${PROGRAM}raise SystemExit(6)`);
  const small = mountSmall(place, 1 << 20);
  if ("reason" in small) return t.skip(small.reason);
  const options = ["--recording-dir", small.folder, "--json", "report.json", "--trace", "run.raceway"];
  const ran = await place.raceway("run", ...options, "app.py");
  assert.equal(ran.code, 6);
  assert.equal(ran.stdout, "ran\n");
  assert.match(ran.stderr, /small has only 1\.05 MB free, 17\.8 MB are needed: the program runs without being traced/);
  const { program, lanes } = place.report();
  assert.equal(program.traced, false);
  assert.match(program.notTracedReason ?? "", /no room/);
  assert.deepEqual(lanes, []);
  assert.equal((await place.raceway("report", "run.raceway")).code, 0);
});

test("a disk that becomes full while it runs: the program goes on, and what was lost is counted", async (t) => {
  const place = withProgram(
    t,
    `
import threading
semaphores = [threading.Semaphore() for _ in range(200)]
for semaphore in semaphores:
    for _ in range(1500):
        with semaphore: pass
print('ran')
`,
  );
  const small = mountSmall(place, 20 << 20);
  if ("reason" in small) return t.skip(small.reason);
  const ran = await place.raceway("run", "--recording-dir", small.folder, "--json", "report.json", "app.py");
  assert.equal(ran.code, 0);
  assert.equal(ran.stdout, "ran\n");
  const { dropped, lanes, program } = place.report();
  assert.equal(program.traced, true);
  assert.ok(dropped.records > 0, "nothing was lost: the test records too little");
  assert.equal(lanes[0].dropped, dropped.records);
  assert.match(ran.stderr, /records that found no room \(MainThread\)/);
});

test("a file that cannot be written in the end is told of; the other files are there", async (t) => {
  const place = withProgram(t);
  mkdirSync(place.path("gone"));
  place.write("app.py", `${PROGRAM}import shutil; shutil.rmtree('gone')\n`);
  const ran = await place.raceway("run", "--quiet", "--json", "gone/x.json", "--html", "page.html", "app.py");
  assert.equal(ran.code, 2);
  assert.equal(ran.stdout, "ran\n");
  assert.match(ran.stderr, /^raceway: .*gone\/x\.json could not be written: no such file or directory/);
  assert.match(readFileSync(place.path("page.html"), "utf8"), /^<!DOCTYPE html>/);
});
