/** The program's end is the command's end: code, signal, output; and what was asked for is written in every case. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { test } from "node:test";
import { Workplace } from "./support/cli";

interface Case {
  name: string;
  program: string;
  /** Exit code of `raceway run`. */
  code: number;
  exitCode: number | null;
  signal: string | null;
}

const LOCK = "import os, signal, sys, threading\nlock = threading.Lock()\nwith lock: pass\nprint('said', flush=True)\n";

const CASES: Case[] = [
  { name: "end of the script", program: LOCK, code: 0, exitCode: 0, signal: null },
  { name: "sys.exit(3)", program: `${LOCK}sys.exit(3)`, code: 3, exitCode: 3, signal: null },
  { name: "sys.exit('bye')", program: `${LOCK}sys.exit('bye')`, code: 1, exitCode: 1, signal: null },
  { name: "an exception", program: `${LOCK}raise ValueError('x')`, code: 1, exitCode: 1, signal: null },
  { name: "os._exit", program: `${LOCK}os._exit(7)`, code: 7, exitCode: 7, signal: null },
  {
    name: "SIGKILL",
    program: `${LOCK}os.kill(os.getpid(), signal.SIGKILL)`,
    code: 137,
    exitCode: null,
    signal: "SIGKILL",
  },
  {
    name: "SIGSEGV",
    program: `${LOCK}os.kill(os.getpid(), signal.SIGSEGV)`,
    code: 139,
    exitCode: null,
    signal: "SIGSEGV",
  },
  {
    name: "SIGTERM",
    program: `${LOCK}os.kill(os.getpid(), signal.SIGTERM)`,
    code: 143,
    exitCode: null,
    signal: "SIGTERM",
  },
  { name: "KeyboardInterrupt", program: `${LOCK}raise KeyboardInterrupt`, code: 130, exitCode: null, signal: "SIGINT" },
];

for (const { name, program, code, exitCode, signal } of CASES) {
  test(`${name}: output, exit code and files`, async (t) => {
    const place = new Workplace(t);
    place.write("app.py", program);
    const untraced = await place.python("app.py");
    const ran = await place.raceway("run", "--quiet", "--json", "report.json", "--trace", "run.raceway", "app.py");
    assert.equal(ran.code, code);
    assert.equal(ran.stdout, untraced.stdout);
    assert.equal(ran.stderr, untraced.stderr);

    const { program: told, resources } = place.report();
    assert.equal(told.traced, true);
    assert.equal(told.exitCode, exitCode);
    assert.equal(told.signal, signal);
    assert.deepEqual(
      resources.map((resource) => [resource.name, resource.acquisitions]),
      [["lock", 1]],
    );
    assert.ok(existsSync(place.path("run.raceway")));
    assert.deepEqual(place.leftovers(), []);
  });
}

test("a SyntaxError is the program's own: exit 1, its message unchanged", async (t) => {
  const place = new Workplace(t);
  place.write("app.py", "print('never')\nif:\n");
  const untraced = await place.python("app.py");
  const ran = await place.raceway("run", "--quiet", "--json", "report.json", "app.py");
  assert.equal(ran.code, 1);
  assert.equal(ran.stderr, untraced.stderr);
  assert.equal(place.report().program.exitCode, 1);
});

test("a module that is missing is the program's own failure too", async (t) => {
  const place = new Workplace(t);
  const ran = await place.raceway("run", "--quiet", "-m", "no_such_module");
  assert.equal(ran.code, 1);
  assert.match(ran.stderr, /No module named no_such_module/);
});

test("--fail-on: 3 where it is met and the program was content, else the program's own code", async (t) => {
  const place = new Workplace(t);
  const overRelease =
    "import threading\ns = threading.BoundedSemaphore(1)\ntry: s.release()\nexcept ValueError: pass\n";
  place.write("error.py", overRelease);
  place.write("failing.py", `${overRelease}raise SystemExit(5)`);
  place.write("clean.py", "import threading\nwith threading.Lock(): pass\n");
  const code = async (...words: string[]) => (await place.raceway("run", "--quiet", ...words)).code;
  assert.equal(await code("error.py"), 0);
  assert.equal(await code("--fail-on", "never", "error.py"), 0);
  assert.equal(await code("--fail-on", "error", "error.py"), 3);
  assert.equal(await code("--fail-on", "warning", "error.py"), 3);
  assert.equal(await code("--fail-on", "error", "failing.py"), 5);
  assert.equal(await code("--fail-on", "warning", "clean.py"), 0);
});

test("standard input, arguments and working folder are the program's", async (t) => {
  const place = new Workplace(t);
  place.write("app.py", "import os, sys\nprint(sys.argv[1:], sys.stdin.read(), os.getcwd())");
  const running = place.start(["run", "--quiet", "app.py", "--json", "x", "--", "-m"], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  running.child.stdin?.end("input");
  const { stdout } = await running.ended;
  assert.equal(stdout, `['--json', 'x', '--', '-m'] input ${place.folder}\n`);
  assert.equal(existsSync(place.path("x")), false);
});

test("a module, a folder and a zip run as Python runs them", async (t) => {
  const place = new Workplace(t);
  place.write("pkg.py", "import sys\nprint('module', sys.argv[1:])");
  assert.equal((await place.raceway("run", "--quiet", "-m", "pkg", "--quiet")).stdout, "module ['--quiet']\n");
  assert.equal((await place.raceway("run", "--quiet", "-mpkg", "a")).stdout, "module ['a']\n");
  assert.equal((await place.raceway("run", "--quiet", "--", "pkg.py", "a")).stdout, "module ['a']\n");

  await place.python(
    "-c",
    "import os; os.mkdir('app'); open('app/__main__.py', 'w').write('print(__name__, \"folder\")')",
  );
  assert.equal((await place.raceway("run", "--quiet", "app")).stdout, "__main__ folder\n");
  await place.python("-m", "zipapp", "app", "-o", "app.pyz");
  assert.equal((await place.raceway("run", "--quiet", "app.pyz")).stdout, "__main__ folder\n");
});

test("the summary comes after the program's last byte, on standard error alone", async (t) => {
  const place = new Workplace(t);
  place.write("app.py", "import sys\nprint('out')\nprint('err', file=sys.stderr)");
  const ran = await place.raceway("run", "app.py");
  assert.equal(ran.stdout, "out\n");
  assert.match(ran.stderr, /^err\n\nraceway · app\.py · /);
  assert.equal((await place.raceway("run", "--quiet", "app.py")).stderr, "err\n");
});

test("a module is named after itself: argv is what the program sees, as far as that is known", async (t) => {
  const place = new Workplace(t);
  const program = "import sys, threading\nthreading.Lock()\nprint('\\n'.join(sys.argv))";
  mkdirSync(place.path("pkg/inner"), { recursive: true });
  mkdirSync(place.path("lib"));
  for (const name of ["pkg/__init__.py", "pkg/inner/__init__.py"]) place.write(name, "");
  for (const name of ["pkg/__main__.py", "pkg/inner/__main__.py", "pkg/tool.py", "lib/far.py"])
    place.write(name, program);
  place.env.PYTHONPATH = place.path("lib");
  for (const [words, title, name] of [
    [["-m", "pkg", "a"], "pkg", "pkg"],
    [["-mpkg.inner"], "inner", "pkg.inner"],
    [["-m", "pkg.tool", "-m", "x"], "tool.py", "pkg.tool"],
    [["-m", "far"], "far.py", "far"],
  ] as const) {
    const ran = await place.raceway("run", "--json", "report.json", "--trace", "run.raceway", ...words);
    const { program, processes } = place.report();
    assert.deepEqual(program.argv, ran.stdout.trim().split("\n"));
    assert.match(ran.stderr, new RegExp(`raceway · ${title} · `));
    // Python keeps its command line since 3.10.
    if (!/^3\.[89]\./.test(program.python)) assert.equal(processes[0].name, name);
    await place.raceway("report", "run.raceway", "--json", "again.json");
    assert.deepEqual(place.report("again.json").program.argv, program.argv);
  }
  const standard = await place.raceway("run", "--json", "report.json", "-m", "this", "--token", "hidden");
  assert.deepEqual(place.report().program.argv, ["-m", "this", "--token", "***"]);
  assert.match(standard.stderr, /raceway · python -m this · /);
});

test("what a comment silences does not fail the run, and the summary says how many there are", async (t) => {
  const place = new Workplace(t);
  const racing = (comment: string) => `import threading
count = 0
def price(): return 1
def work():
    global count
    for _ in range(5): count = count + price()${comment}
one = threading.Thread(target=work)
two = threading.Thread(target=work)
one.start(); two.start(); one.join(); two.join()
`;
  place.write("app.py", racing(""));
  assert.equal((await place.raceway("run", "--fail-on", "error", "app.py")).code, 3);
  place.write("app.py", racing("  # raceway: ignore[data-race, lost-update] only a rough number"));
  const silenced = await place.raceway("run", "--fail-on", "error", "--json", "report.json", "app.py");
  assert.equal(silenced.code, 0);
  const report = place.report();
  assert.deepEqual(
    report.findings.map(({ rule }) => rule),
    [],
  );
  assert.ok(report.ignored.every(({ reason }) => reason === "only a rough number"));
  assert.ok(report.ignored.length > 0);
  assert.match(silenced.stderr, /Silenced by comments: \d+;/);
});
