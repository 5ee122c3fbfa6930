/** Signals: what reaches the program, how often, and what becomes of the files. */
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { CLI, isAlive, Running, Workplace } from "./support/cli";

/**
 * Says each signal that it gets, and ends by itself after `ends` of them. With os.write: a signal may strike in the middle of a
 * print, and the handler's print would come between its pieces.
 */
const LISTENER = (ends: number) => `
import os, signal, sys, time
got = []
def note(number, frame):
    got.append(number)
    os.write(1, (signal.Signals(number).name + "\\n").encode())
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, note)
os.write(1, b"ready\\n")
while len(got) < ${ends}:
    time.sleep(0.01)
sys.exit(len(got))
`;

/** In a process group of its own, so that the group can be signalled without the test. */
const OWN_GROUP = { detached: true };

test("SIGINT, SIGTERM and SIGHUP sent to the command alone reach the program, each once", async (t) => {
  const place = new Workplace(t);
  place.write("app.py", LISTENER(3));
  const running = place.start(["run", "--quiet", "--json", "report.json", "app.py"], OWN_GROUP);
  await running.says("ready");
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.kill(running.pid, signal);
    await running.says(signal);
  }
  const ended = await running.ended;
  assert.deepEqual(ended.stdout.trim().split("\n").slice(1), ["SIGINT", "SIGTERM", "SIGHUP"]);
  assert.equal(ended.code, 3);
  assert.notEqual(place.report().program.stopAskedNs, null);
});

test("a signal to the whole group reaches the program once, not once more through us", async (t) => {
  const place = new Workplace(t);
  place.write("app.py", LISTENER(2));
  const running = place.start(["run", "--quiet", "app.py"], OWN_GROUP);
  await running.says("ready");
  process.kill(-running.pid, "SIGINT");
  await running.says("SIGINT");
  // A second SIGINT from us would come within milliseconds. The SIGTERM, ours alone, is forwarded after it was decided.
  process.kill(running.pid, "SIGTERM");
  const ended = await running.ended;
  assert.deepEqual(ended.stdout.trim().split("\n").slice(1), ["SIGINT", "SIGTERM"]);
});

test("Ctrl-C on a terminal: one KeyboardInterrupt, the trace is whole, exit code 130", async (t) => {
  const place = new Workplace(t);
  place.write(
    "app.py",
    `
import threading, time
lock = threading.Lock()
with lock: pass
try:
    print("ready", flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    print("interrupted", flush=True)
    try:
        time.sleep(0.5)
    except KeyboardInterrupt:
        print("interrupted twice", flush=True)
    raise
`,
  );
  const terminal = resolve("test/cli/support/terminal.py");
  const words = [terminal, process.execPath, CLI, "run", "--json", "report.json", "app.py"];
  const { stdout } = await new Running("python3", words, { cwd: place.folder, env: place.env }).ended;
  const { code, output } = JSON.parse(stdout);
  assert.equal(code, 130);
  assert.match(output, /ready[\s\S]*interrupted[\s\S]*KeyboardInterrupt[\s\S]*raceway · app\.py/);
  assert.doesNotMatch(output, /interrupted twice/);
  const { program, resources, lanes } = place.report();
  assert.equal(program.signal, "SIGINT");
  assert.equal(resources[0].acquisitions, 1);
  assert.ok((lanes[0].statesNs.sleeping ?? 0) > 500_000_000);
});

test("Ctrl-C on a terminal shows what every thread waited for before it", async (t) => {
  const place = new Workplace(t);
  place.write(
    "app.py",
    `
import threading
first, second = threading.Lock(), threading.Lock()
both = threading.Barrier(2)
def take(mine, other):
    with mine:
        both.wait()
        with other: pass
threads = [threading.Thread(target=take, args=pair, daemon=True) for pair in ((first, second), (second, first))]
for thread in threads: thread.start()
def announce():
    # Until the other three stand still.
    import time
    time.sleep(0.3)
    print("ready", flush=True)
threading.Thread(target=announce, daemon=True).start()
threads[0].join()
`,
  );
  const terminal = resolve("test/cli/support/terminal.py");
  const words = [terminal, process.execPath, CLI, "run", "--json", "report.json", "app.py"];
  const { stdout } = await new Running("python3", words, { cwd: place.folder, env: place.env }).ended;
  assert.equal(JSON.parse(stdout).code, 130);
  const { stuck, lanes } = place.report();
  const [main] = stuck.filter(({ lane }) => lanes[lane].name === "MainThread");
  assert.equal(main?.op, "threadJoin");
  assert.equal(main.site?.line, 17);
  assert.deepEqual(
    stuck.map(({ op, cycle }) => [op, cycle?.length]),
    [
      ["threadJoin", undefined],
      ["lock", 2],
      ["lock", 2],
    ],
  );
});

test("a fourth signal ends the program and what it started, and the files are written all the same", async (t) => {
  const place = new Workplace(t);
  place.write("child.py", "import os, time\nprint('child', os.getpid(), flush=True)\ntime.sleep(60)");
  place.write(
    "app.py",
    `
import os, signal, subprocess, sys, threading, time
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, lambda number, frame: os.write(1, (signal.Signals(number).name + "\\n").encode()))
with threading.Lock(): pass
child = subprocess.Popen([sys.executable, "child.py"])
os.write(1, b"ready\\n")
while True:
    time.sleep(1)
`,
  );
  const running = place.start(["run", "--quiet", "--json", "report.json", "app.py"], OWN_GROUP);
  await running.says("ready");
  await running.says("child");
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.kill(running.pid, signal);
    await running.says(signal);
  }
  process.kill(running.pid, "SIGINT");
  const ended = await running.ended;
  assert.equal(ended.code, 137);
  assert.equal(place.report().program.signal, "SIGKILL");
  const child = Number(/child (\d+)/.exec(ended.stdout)?.[1]);
  assert.ok(child > 0);
  while (isAlive(child)) await delay(10);
});

test("--stop-after: a program that listens ends on the first SIGINT, with 124", async (t) => {
  const place = new Workplace(t);
  place.write("app.py", "import time\ntry: time.sleep(60)\nexcept KeyboardInterrupt: print('interrupted')");
  const ran = await place.raceway("run", "--quiet", "--json", "report.json", "--stop-after", "1", "app.py");
  assert.equal(ran.code, 124);
  assert.equal(ran.stdout, "interrupted\n");
  const { exitCode, durationNs } = place.report().program;
  assert.equal(exitCode, 0);
  assert.ok(durationNs < 3_000_000_000, `the second rung came: ${durationNs}`);
});

test("--stop-after: SIGINT, SIGINT, SIGTERM, SIGKILL, two seconds apart", async (t) => {
  const place = new Workplace(t);
  place.write(
    "app.py",
    `
import signal, time
begin = time.monotonic()
def note(number, frame):
    print(signal.Signals(number).name, round(time.monotonic() - begin), flush=True)
signal.signal(signal.SIGINT, note)
signal.signal(signal.SIGTERM, note)
while True:
    time.sleep(0.01)
`,
  );
  const ran = await place.raceway("run", "--quiet", "--json", "report.json", "--stop-after", "1", "app.py");
  assert.equal(ran.code, 124);
  const [first, second, third, ...more] = ran.stdout
    .trim()
    .split("\n")
    .map((line) => line.split(" "));
  assert.deepEqual([first[0], second[0], third[0], more.length], ["SIGINT", "SIGINT", "SIGTERM", 0]);
  const apart = (a: string[], b: string[]) => Number(b[1]) - Number(a[1]);
  assert.deepEqual([apart(first, second), apart(second, third)], [2, 2]);
  assert.equal(place.report().program.signal, "SIGKILL");
});

test("--stop-after reaches the traced children too, and no others", async (t) => {
  const place = new Workplace(t);
  place.write("other.sh", "#!/bin/sh\ntrap 'echo other was signalled' INT\necho other is there\nsleep 3\n");
  place.write(
    "app.py",
    `
import os, signal, subprocess, sys, time
other = subprocess.Popen(["./other.sh"])
child = os.fork()
def say(number, frame):
    os.write(1, b"parent\\n" if child else b"child\\n")
    if child:
        os.waitpid(child, 0)
    os._exit(0)
signal.signal(signal.SIGINT, say)
while True:
    time.sleep(1)
`,
  );
  const { code, stdout } = await place.raceway("run", "--quiet", "--stop-after", "1", "app.py");
  assert.equal(code, 124);
  assert.deepEqual(stdout.trim().split("\n").sort(), ["child", "other is there", "parent"]);
});

test("a deadlocked program under --stop-after ends with 124 and shows who waits for whom", async (t) => {
  const place = new Workplace(t);
  place.write(
    "app.py",
    `
import threading
a, b, both = threading.Lock(), threading.Lock(), threading.Barrier(2)
def take(first, second):
    with first:
        both.wait()
        with second:
            pass
threading.Thread(target=take, args=(a, b), name="left").start()
threading.Thread(target=take, args=(b, a), name="right").start()
`,
  );
  const ran = await place.raceway("run", "--json", "report.json", "--stop-after", "4", "app.py");
  assert.equal(ran.code, 124);
  const { stuck, lanes, resources } = place.report();
  const told = stuck
    .filter(({ op }) => op === "lock")
    .map(({ lane, resource, holder, cycle }) => {
      return [lanes[lane].name, resources[resource ?? -1].name, lanes[holder ?? -1].name, cycle?.length];
    });
  assert.deepEqual(told.sort(), [
    ["left", "b", "right", 2],
    ["right", "a", "left", 2],
  ]);
  assert.match(ran.stderr, /left had waited .* for b at app\.py:7,[\s\S]*held by right since\s+app\.py:5/);
  assert.match(ran.stderr, /None of these can go on: left → right → left/);
});

test("a deadlock with the main thread in it is shown as it was before the stop", async (t) => {
  const place = new Workplace(t);
  place.write(
    "app.py",
    `
import threading
a, b, both = threading.Lock(), threading.Lock(), threading.Barrier(2)
def take(first, second):
    with first:
        both.wait()
        with second:
            pass
threading.Thread(target=take, args=(a, b), name="left", daemon=True).start()
take(b, a)
`,
  );
  const ran = await place.raceway("run", "--json", "report.json", "--stop-after", "1", "app.py");
  assert.equal(ran.code, 124);
  const { stuck, lanes } = place.report();
  assert.deepEqual(
    stuck.map(({ lane, op, holder }) => [lanes[lane].name, op, lanes[holder ?? -1]?.name]),
    [
      ["MainThread", "lock", "left"],
      ["left", "lock", "MainThread"],
    ],
  );
});

test("where the command itself is killed the program goes on, and its folder can be read", async (t) => {
  const place = new Workplace(t);
  place.write(
    "app.py",
    `
import os, threading
lock = threading.Lock()
print("ready", os.getpid(), flush=True)
open("go").read()
with lock: pass
open("done", "w").write("done")
`,
  );
  await place.python("-c", "import os; os.mkfifo('go'); os.mkfifo('done')");
  const running = place.start(["run", "--quiet", "--recording-dir", "recording", "app.py"], OWN_GROUP);
  await running.says("ready");
  process.kill(running.pid, "SIGKILL");
  const done = place.python("-c", "open('go', 'w').write('go'); print(open('done').read())");
  assert.equal((await done).stdout, "done\n");

  const told = await place.raceway("report", "recording", "--json", "report.json");
  assert.equal(told.code, 0);
  const { program, resources } = place.report();
  assert.equal(program.exitCode, null);
  assert.equal(resources[0].acquisitions, 1);
});
