/** Interpreters that never load the tracer: the program runs, its exit code counts, and the cause is said in one line. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Workplace } from "./support/cli";

const CAUSES: [flags: string, told: RegExp][] = [
  ["-I", /runs isolated \(-I\)/],
  ["-E", /runs isolated \(-E\)/],
  ["-S", /runs isolated \(-S\)/],
];

for (const [flags, told] of CAUSES) {
  test(`python ${flags}`, async (t) => {
    const place = new Workplace(t);
    place.write("app.py", "print('ran')\nraise SystemExit(5)");
    const python = place.write("isolated", `#!/bin/sh\nexec python3 ${flags} "$@"\n`);
    const ran = await place.raceway(
      "run",
      "--quiet",
      "--json",
      "report.json",
      "--python",
      python,
      "app.py",
      "--token",
      "x",
    );
    assert.equal(ran.code, 5);
    assert.equal(ran.stdout, "ran\n");
    assert.match(ran.stderr, /^raceway: The program was not traced: [^\n]*\n$/);
    assert.match(ran.stderr, told);

    const { program, lanes, processes } = place.report();
    assert.equal(program.traced, false);
    assert.match(program.notTracedReason ?? "", told);
    assert.equal(program.exitCode, 5);
    assert.match(program.python, /^3\.\d+\.\d+/);
    assert.equal(program.implementation, "cpython");
    assert.deepEqual(program.argv, ["app.py", "--token", "***"]);
    assert.deepEqual(lanes, []);
    assert.deepEqual(processes, []);
    assert.deepEqual(place.leftovers(), []);
  });
}

test("the reason is told in the user's language and written in English, in the saved trace too", async (t) => {
  const place = new Workplace(t);
  place.env.LANG = "zh_CN.UTF-8";
  place.write("app.py", "");
  const python = place.write("isolated", '#!/bin/sh\nexec python3 -I "$@"\n');
  const outputs = ["--json", "report.json", "--trace", "run.raceway"];
  const ran = await place.raceway("run", "--quiet", ...outputs, "--python", python, "app.py");
  assert.match(ran.stderr, /^raceway: 程序没有被跟踪：.*以隔离方式运行（-I）/);
  assert.match(place.report().program.notTracedReason ?? "", /runs isolated \(-I\)/);
  assert.equal((await place.raceway("report", "run.raceway", "--json", "again.json")).code, 0);
  assert.equal(place.report("again.json").program.notTracedReason, place.report().program.notTracedReason);
});

test("a launcher that clears the environment", async (t) => {
  const place = new Workplace(t);
  place.write("app.py", "print('ran')");
  const { stdout } = await place.python("-c", "import sys; print(sys.executable)");
  const python = place.write("launcher", `#!/bin/sh\nexec env -i ${stdout.trim()} "$@"\n`);
  const ran = await place.raceway("run", "--quiet", "--python", python, "app.py");
  assert.equal(ran.code, 0);
  assert.match(ran.stderr, /never loaded the Python part of raceway; a frozen program or a launcher/);
});
