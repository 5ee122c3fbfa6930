/** Small parts of the command line that need no process. */
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from "node:fs";
import { test } from "node:test";
import { parseCommandLine } from "../../cli/arguments";
import { prepareOutput, refuseSameTarget, writeOutput } from "../../cli/output-files";
import { exitCodeOf } from "../../cli/program";
import { parseSeconds, parseSize } from "../../cli/values";
import { localeOf, lookOf } from "../../cli/world";
import { translator } from "../../core/l10n/index";
import { parseStat, withDescendants } from "../../core/run/process-tree";
import { Refusal } from "../../core/run/refusal";
import { maskSecrets } from "../../core/run/secrets";
import { Workplace } from "./support/cli";

const parse = (...words: string[]) => parseCommandLine(words, translator("en"));

test("our options end at the script, at -m and at --; what follows is the program's", () => {
  const cases: [words: string[], script: string | null, programWords: string[]][] = [
    [["app.py"], "app.py", ["app.py"]],
    [["--quiet", "app.py", "--quiet", "--", "-m"], "app.py", ["app.py", "--quiet", "--", "-m"]],
    [["-m", "pkg", "--json", "x"], null, ["-m", "pkg", "--json", "x"]],
    [["--quiet", "-m", "pkg", "--help"], null, ["-m", "pkg", "--help"]],
    [["-mpkg", "x", "-h"], null, ["-mpkg", "x", "-h"]],
    [["app.py", "--help"], "app.py", ["app.py", "--help"]],
    [["-mpkg", "--json"], null, ["-mpkg", "--json"]],
    [["--", "app.py", "--", "x"], "app.py", ["app.py", "--", "x"]],
    [["--json=x.json", "app.py"], "app.py", ["app.py"]],
    [["--json", "--quiet", "app.py"], "app.py", ["app.py"]],
  ];
  for (const [words, script, programWords] of cases) {
    const line = parse("run", ...words);
    assert.equal(line.command, "run");
    assert.deepEqual(
      line.command === "run" && [line.script, line.programWords],
      [script, programWords],
      words.join(" "),
    );
  }
});

test("values of options", () => {
  const line = parse("run", "--stop-after", "0.5", "--budget", "200M", "--fail-on", "warning", "--quiet", "a.py");
  assert.ok(line.command === "run");
  const { stopAfterMs, budgetBytes, failOn, quiet, trace } = line.options;
  assert.deepEqual([stopAfterMs, budgetBytes, failOn, quiet, trace], [500, 200 * 2 ** 20, "warning", true, null]);
  assert.equal(parseSeconds("12"), 12_000);
  assert.equal(parseSize("1.5g"), 1.5 * 2 ** 30);
  assert.equal(parseSize("2GiB"), 2 ** 31);
  for (const word of ["", "-1", "1e3", "0x10", "NaN", "Infinity", "9999999"])
    assert.throws(() => parseSeconds(word), Refusal);
  for (const word of ["", "M", "-1M", "1023K", "1P"]) assert.throws(() => parseSize(word), Refusal);
});

test("secrets are masked as the runtime masks them", () => {
  const words = [
    "a.py",
    "--token",
    "x",
    "--api-key=y",
    "DB_PASSWORD=z",
    "--keyboard",
    "k",
    "https://me:pw@host/p",
    "--key",
    "--v",
  ];
  assert.deepEqual(maskSecrets(words), [
    "a.py",
    "--token",
    "***",
    "--api-key=***",
    "DB_PASSWORD=***",
    "--keyboard",
    "k",
    "https://me:***@host/p",
    "--key",
    "--v",
  ]);
});

test("exit codes as a shell says them", () => {
  const end = { durationNs: 0, stopAskedAt: null, timedOut: false };
  assert.equal(exitCodeOf({ ...end, exitCode: 7, signal: null }), 7);
  assert.equal(exitCodeOf({ ...end, exitCode: null, signal: "SIGTERM" }), 143);
  assert.equal(exitCodeOf({ ...end, exitCode: 0, signal: null, timedOut: true }), 124);
});

test("the family of a process, whatever its name holds", () => {
  assert.deepEqual(parseStat(7, "7 (a) b (c)) S 3 5 1 0"), [{ pid: 7, parentPid: 3, groupId: 5 }]);
  const row = (pid: number, parentPid: number) => ({ pid, parentPid, groupId: 1 });
  const family = withDescendants(2, [row(1, 0), row(4, 3), row(2, 1), row(3, 2), row(5, 1)]);
  assert.deepEqual(
    family.map(({ pid }) => pid),
    [2, 3, 4],
  );
  assert.deepEqual(withDescendants(9, [row(1, 0)]), []);
});

test("an output file is replaced whole, a link stays a link, a read-only file is respected", (t) => {
  const place = new Workplace(t);
  place.write("real.json", "old");
  symlinkSync("real.json", place.path("link.json"));
  writeOutput(prepareOutput("--json", place.path("link.json")), "new");
  assert.equal(readFileSync(place.path("real.json"), "utf8"), "new");
  assert.equal(readlinkSync(place.path("link.json")), "real.json");
  assert.deepEqual(readdirSync(place.folder).sort(), ["link.json", "real.json", "recordings"]);
  const device = prepareOutput("--json", "/dev/null");
  assert.equal(device.replaces, false);
  writeOutput(device, "gone");

  mkdirSync(place.path("locked"));
  place.write("locked/file", "");
  chmodSync(place.path("locked/file"), 0o444);
  if (process.getuid?.() !== 0) assert.throws(() => prepareOutput("--json", place.path("locked/file")), Refusal);
});

test("two options may share a device, but not a file", (t) => {
  const place = new Workplace(t);
  const [json, html] = ["--json", "--html"].map((option) => prepareOutput(option, place.path("same")));
  assert.throws(() => refuseSameTarget([json, html]), Refusal);
  refuseSameTarget(["--json", "--html"].map((option) => prepareOutput(option, "/dev/null")));
});

test("locale and colours by the environment's rules", () => {
  assert.equal(localeOf({ LANG: "en", LC_ALL: "zh_CN", LC_MESSAGES: "de" }), "zh_CN");
  assert.equal(localeOf({ LANG: "en", LC_ALL: "" }), "en");
  const terminal = { isTTY: true } as NodeJS.WriteStream;
  assert.deepEqual(lookOf(terminal, {}), { color: true, terminal: true });
  assert.deepEqual(lookOf(terminal, { NO_COLOR: "1" }), { color: false, terminal: true });
  assert.deepEqual(lookOf(terminal, { TERM: "dumb" }), { color: false, terminal: true });
  assert.deepEqual(lookOf({} as NodeJS.WriteStream, {}), { color: false, terminal: false });
});
