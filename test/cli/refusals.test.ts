/** What `raceway run` refuses: one clear sentence, exit code 2, and the program was never started. */
import assert from "node:assert/strict";
import { existsSync, linkSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { test } from "node:test";
import { type Ended, Workplace } from "./support/cli";

/** A workplace with a program that leaves a mark where it ran. */
function withProgram(...[context]: ConstructorParameters<typeof Workplace>): Workplace {
  const place = new Workplace(context);
  place.write("app.py", "open('ran', 'w')");
  return place;
}

function assertRefused(place: Workplace, { code, stdout, stderr }: Ended, sentence: RegExp): void {
  assert.match(stderr, sentence);
  assert.equal(code, 2);
  assert.equal(stdout, "");
  assert.match(stderr, /^raceway: /);
  assert.ok(stderr.trimEnd().split("\n").length <= 4, stderr);
  assert.doesNotMatch(stderr, /^\s+at /m);
  assert.equal(existsSync(place.path("ran")), false, "the program was started");
  assert.deepEqual(place.leftovers(), []);
}

const WORDS: [words: string[], sentence: RegExp][] = [
  [[], /Say what to do/],
  [["walk"], /no command `walk`/],
  [["run"], /Which program\?/],
  [["run", "--frobnicate", "app.py"], /Unknown option --frobnicate/],
  [["run", "-x", "app.py"], /Unknown option -x/],
  [["run", "--json"], /--json needs a value/],
  [["run", "-m"], /-m needs the name of a module/],
  [["run", "-c", "print(1)"], /Code from -c cannot be traced/],
  [["run", "-"], /Code from - cannot be traced/],
  [["run", "--sarif", "-", "app.py"], /--sarif - would mix the report into the program's own output/],
  [["run", "--off", "straggler,lateness", "app.py"], /lateness is not a value for --off: give names of rules/],
  [["run", "--exact", "--no-races", "app.py"], /--exact and --no-races contradict each other/],
  [["run", "--children", "some", "app.py"], /some is not a value for --children: give same, all or none/],
  [["report", "--sarif", "-", "--json", "-", "app.py"], /--json and --sarif name the same file, -/],
  [["run", "--stop-after", "soon", "app.py"], /soon is not a value for --stop-after: give a number of seconds/],
  [["run", "--stop-after", "0", "app.py"], /0 is not a value for --stop-after/],
  [["run", "--budget", "12", "app.py"], /12 is not a value for --budget: give a size/],
  [["run", "--fail-on", "info", "app.py"], /info is not a value for --fail-on: give error, warning or never/],
  [["run", "missing.py"], /There is no file or folder missing\.py/],
  [["run", "--json", "-", "app.py"], /would mix the report into the program's own output/],
  [["run", "--json", "same", "--html", "same", "app.py"], /--json and --html name the same file/],
  [["run", "--json", "no/such/folder/x.json", "app.py"], /--json cannot create .*x\.json: no such file or directory/],
  [["run", "--trace", ".", "app.py"], /--trace cannot create .*: it is a folder/],
  [["run", "--html", "app.py/x.html", "app.py"], /--html cannot create .*: not a directory/],
  [["run", "--python", "no-such-python", "app.py"], /There is no Python at no-such-python/],
  [["run", "--python", "/bin/cat", "app.py"], /\/bin\/cat does not answer as a Python/],
  [["run", "--recording-dir", "app.py", "app.py"], /Cannot record in .*app\.py: /],
  [["run", "--recording-dir", "app.py/below", "app.py"], /Cannot record in .*below: /],
  [["run", "--recording-dir", "/proc/raceway", "app.py"], /Cannot record in \/proc\/raceway: /],
];

for (const [words, sentence] of WORDS) {
  test(`raceway ${words.join(" ")}`, async (t) => {
    const place = withProgram(t);
    assertRefused(place, await place.raceway(...words), sentence);
  });
}

test("no Python anywhere", async (t) => {
  const place = withProgram(t);
  place.env.PATH = place.folder;
  assertRefused(
    place,
    await place.raceway("run", "app.py"),
    /No Python was found \(python3, python\)\. Install Python 3\.8/,
  );
});

/** An executable that answers our question as this interpreter would. */
function fakePython(place: Workplace, name: string, version: string, implementation = "cpython"): string {
  return place.write(name, `#!/bin/sh\nprintf 'raceway-probe\\n${version}\\n${implementation}\\n1\\n/usr'\n`);
}

test("too old a Python, and one that is no CPython", async (t) => {
  const place = withProgram(t);
  for (const version of ["2.7.18", "3.7.16"]) {
    const old = fakePython(place, "old", version);
    const ran = await place.raceway("run", "--python", old, "app.py");
    assertRefused(place, ran, new RegExp(`is Python ${version}; raceway traces 3\\.8 and newer`));
  }
  const pypy = fakePython(place, "pypy", "3.10.14", "pypy");
  assertRefused(place, await place.raceway("run", "--python", pypy, "app.py"), /is pypy; raceway traces CPython only/);
});

test("a python3 that is too old is told of, unless there is another that will do", async (t) => {
  const place = withProgram(t);
  const { stdout } = await place.python("-c", "import sys; print(sys.executable)");
  place.env.PATH = place.folder;
  fakePython(place, "python3", "3.7.16");
  assertRefused(place, await place.raceway("run", "app.py"), /python3 is Python 3\.7\.16/);

  place.write("python", `#!/bin/sh\nexec ${stdout.trim()} "$@"\n`);
  assert.equal((await place.raceway("run", "--quiet", "app.py")).code, 0);
  assert.ok(existsSync(place.path("ran")));
});

test("$VIRTUAL_ENV comes before PATH, --python before both", async (t) => {
  const place = withProgram(t);
  mkdirSync(place.path("venv/bin"), { recursive: true });
  fakePython(place, "venv/bin/python", "3.6.0");
  fakePython(place, "other", "3.5.0");
  place.env.PATH = place.folder;
  place.env.VIRTUAL_ENV = place.path("venv");
  assertRefused(place, await place.raceway("run", "app.py"), /venv\/bin\/python is Python 3\.6\.0/);
  assertRefused(place, await place.raceway("run", "--python", "other", "app.py"), /other is Python 3\.5\.0/);
});

test("a refusal leaves the files that are there alone", async (t) => {
  const place = withProgram(t);
  place.write("report.json", "mine");
  const ran = await place.raceway("run", "--json", "report.json", "--html", "no/folder/x.html", "app.py");
  assertRefused(place, ran, /--html cannot create/);
  assert.equal(readFileSync(place.path("report.json"), "utf8"), "mine");
});

test("the same sentences in Chinese", async (t) => {
  const place = withProgram(t);
  place.env.LANG = "zh_CN.UTF-8";
  assertRefused(place, await place.raceway("run", "missing.py"), /没有文件或文件夹 missing\.py/);
  assertRefused(place, await place.raceway("run", "--stop-after", "x", "app.py"), /请给出大于 0 的秒数/);
});

test("--help and --version are answered on standard output, with 0", async (t) => {
  const place = new Workplace(t);
  for (const words of [["--help"], ["run", "--help"], ["report", "--help"], ["--version"]]) {
    const { code, stdout, stderr } = await place.raceway(...words);
    assert.equal(code, 0);
    assert.equal(stderr, "");
    assert.ok(stdout.length > 4);
    if (words.length === 2) assert.match(stdout, /--sarif .*--off /s);
  }
});

test("an output that is the program is refused, whatever name it goes by", async (t) => {
  const place = withProgram(t);
  const program = readFileSync(place.path("app.py"), "utf8");
  linkSync(place.path("app.py"), place.path("hard.json"));
  symlinkSync("app.py", place.path("soft.json"));
  mkdirSync(place.path("folder"));
  place.write("folder/__main__.py", program);
  place.write("folder/helper.py", "");
  for (const [output, ...words] of [
    ["app.py", "app.py"],
    ["hard.json", "app.py"],
    ["soft.json", "app.py"],
    ["app.py", "-m", "app"],
    ["folder/__main__.py", "-m", "folder"],
    ["folder/__main__.py", "folder"],
    ["folder/helper.py", "folder"],
  ]) {
    for (const option of ["--json", "--html", "--trace"]) {
      const ran = await place.raceway("run", option, output, ...words);
      assertRefused(place, ran, new RegExp(`${option} would overwrite .*${output}, which .* is read from`));
    }
  }
  assert.equal(readFileSync(place.path("app.py"), "utf8"), program);
  assert.equal(readFileSync(place.path("folder/__main__.py"), "utf8"), program);
  // A report beside the program is none of its files, also when it is written a second time.
  for (const _ of [1, 2]) assert.equal((await place.raceway("run", "--json", "folder/a.json", "folder")).code, 0);
});

test("an output that is the trace to be shown, or lies in its folder, is refused", async (t) => {
  const place = withProgram(t);
  await place.raceway("run", "--quiet", "--trace", "run.raceway", "--recording-dir", "kept", "app.py");
  const before = readFileSync(place.path("run.raceway"));
  for (const [file, output] of [
    ["run.raceway", "run.raceway"],
    ["kept", "kept/run.json"],
    ["kept", "kept/new.json"],
  ]) {
    const ran = await place.raceway("report", file, "--json", output);
    assert.match(ran.stderr, /^raceway: --json would overwrite [^\n]*\n$/);
    assert.equal(ran.code, 2);
  }
  assert.deepEqual(readFileSync(place.path("run.raceway")), before);
});
