/** `raceway report`: what it reads, where it writes, and what it says of input that is no trace. */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import * as v from "valibot";
import { reportSchema } from "../../core/report/schema";
import { Workplace } from "./support/cli";

const PROGRAM = `
import threading
lock = threading.Lock()
def work():
    for _ in range(50):
        with lock: pass
threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads: thread.start()
for thread in threads: thread.join()
raise SystemExit(4)
`;

/** A workplace with run.raceway, report.json and the folder recording of one run. */
async function recorded(...[context]: ConstructorParameters<typeof Workplace>): Promise<Workplace> {
  const place = new Workplace(context);
  place.write("app.py", PROGRAM);
  const options = ["--trace", "run.raceway", "--json", "report.json", "--recording-dir", "recording"];
  const { code } = await place.raceway("run", "--quiet", ...options, "app.py");
  assert.equal(code, 4);
  return place;
}

test("a saved trace and the recording folder give the report that the run gave", async (t) => {
  const place = await recorded(t);
  const first = place.report();
  assert.equal(first.resources[0].acquisitions, 150);
  for (const source of ["run.raceway", "recording"]) {
    const { code, stderr } = await place.raceway("report", source, "--json", "again.json");
    assert.equal(code, 0);
    assert.equal(stderr, "");
    assert.deepEqual(place.report("again.json"), first, source);
  }
});

test("`-` is standard output, and nothing else is on it", async (t) => {
  const place = await recorded(t);
  const json = await place.raceway("report", "run.raceway", "--json", "-");
  assert.deepEqual(v.parse(reportSchema, JSON.parse(json.stdout)), place.report());
  const html = await place.raceway("report", "--html", "-", "run.raceway");
  assert.match(html.stdout, /^<!DOCTYPE html>[\s\S]*<\/html>\s*$/);
  const both = await place.raceway("report", "run.raceway", "--json", "-", "--html", "-");
  assert.equal(both.code, 2);
  assert.match(both.stderr, /--json and --html name the same file/);
});

test("without an output the summary for people is on standard output", async (t) => {
  const place = await recorded(t);
  const { code, stdout, stderr } = await place.raceway("report", "run.raceway");
  assert.equal(code, 0);
  assert.equal(stderr, "");
  assert.match(stdout, /^raceway · app\.py · .* · exit code 4 · CPython 3\./);
  assert.ok(!stdout.includes("\u001b"), "colours where there is no terminal");
  const { stdout: chinese } = await place.start(["report", "run.raceway"], {
    env: { ...place.env, LC_ALL: "zh_CN.UTF-8" },
  }).ended;
  assert.match(chinese, /退出码 4/);
});

test("a trace that was cut off: what can be read is shown, the loss is named, exit code 0", async (t) => {
  const place = await recorded(t);
  const { length } = readFileSync(place.path("run.raceway"));
  let shown = 0;
  for (const part of [0.4, 0.6, 0.8, 0.95]) {
    copyFileSync(place.path("run.raceway"), place.path("cut.raceway"));
    truncateSync(place.path("cut.raceway"), Math.floor(length * part));
    const { code, stdout, stderr } = await place.raceway("report", "cut.raceway", "--json", "-");
    if (code === 2) {
      assert.match(stderr, /^raceway: Nothing in .*cut\.raceway can be read/);
      continue;
    }
    shown++;
    assert.equal(code, 0);
    assert.match(stderr, /^raceway: .*cut off/);
    assert.ok(v.parse(reportSchema, JSON.parse(stdout)).dropped.losses.length > 0);
  }
  assert.ok(shown > 0, "no cut left anything readable");
});

const BAD_INPUT: [name: string, make: (place: Workplace) => void, sentence: RegExp][] = [
  ["nothing.raceway", () => {}, /There is no file or folder .*nothing\.raceway/],
  ["text.raceway", (place) => place.write("text.raceway", "not a zip"), /text\.raceway is not a trace/],
  [
    "empty.raceway",
    (place) => place.write("empty.raceway", ""),
    /empty\.raceway (is not a trace|can be read)|Nothing in/,
  ],
  ["folder", (place) => mkdirSync(place.path("folder")), /folder is a folder, but no recording/],
  [
    "newer",
    (place) => {
      mkdirSync(place.path("newer"));
      place.write("newer/run.json", '{"version": 99, "open": false}');
    },
    /newer was made by a newer raceway \(format 99, this one reads up to 1\)\. Update raceway/,
  ],
];

for (const [name, make, sentence] of BAD_INPUT) {
  test(`report ${name}: one sentence, exit code 2`, async (t) => {
    const place = new Workplace(t);
    make(place);
    const { code, stdout, stderr } = await place.raceway("report", name);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, sentence);
    assert.match(stderr, /^raceway: [^\n]+\n$/);
  });
}

test("a trace of a newer version, and one of which nothing is left", async (t) => {
  const place = await recorded(t);
  await place.python(
    "-c",
    "import json, zipfile as z\n" +
      "header = json.loads(z.ZipFile('run.raceway').read('trace.json'))\n" +
      "header['version'] = 99\n" +
      "z.ZipFile('newer.raceway', 'w').writestr('trace.json', json.dumps(header))",
  );
  const newer = await place.raceway("report", "newer.raceway");
  assert.equal(newer.code, 2);
  assert.match(newer.stderr, /newer\.raceway was made by a newer raceway \(format 99/);

  writeFileSync(place.path("stub.raceway"), readFileSync(place.path("run.raceway")).subarray(0, 20));
  const stub = await place.raceway("report", "stub.raceway");
  assert.equal(stub.code, 2);
  assert.match(stub.stderr, /Nothing in .*stub\.raceway can be read/);
});

test("words that make no sense", async (t) => {
  const place = new Workplace(t);
  for (const [words, sentence] of [
    [["report"], /Which trace\?/],
    [["report", "a", "b"], /one trace at a time; b is one too many/],
    [["report", "a", "--trace", "b"], /Unknown option --trace/],
    [["report", "a", "--json", "no/folder/x"], /--json cannot create/],
  ] as const) {
    const { code, stderr } = await place.raceway(...words);
    assert.equal(code, 2);
    assert.match(stderr, sentence);
  }
});
