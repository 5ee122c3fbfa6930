/** `npm start` as a user of the README sees it: what is on stdout, what the exit code is, where the page is. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";
import { after, before, test } from "node:test";
import { OPTIONS_WITH_VALUE } from "../../tools/run-words.mjs";

let folder = "";
before(() => {
  folder = mkdtempSync(join(tmpdir(), "raceway-start-"));
});
after(() => rmSync(folder, { recursive: true }));

const noSignals = process.platform === "win32" && "Windows has no such signals";

function withoutDisplay(): NodeJS.ProcessEnv {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = process.env;
  return { ...env, RACEWAY_OPEN: "none" };
}

/** `npm start -- …` as typed in `folder`, on a machine without a display. */
function npmStart(...args: string[]) {
  const options = { env: { ...withoutDisplay(), INIT_CWD: folder }, encoding: "utf8", input: "typed\n" } as const;
  return spawnSync(process.execPath, ["tools/start.mjs", ...args], options);
}

/** Traces `source` and takes the output apart. */
function start(source: string, ...args: string[]) {
  writeFileSync(join(folder, "program.py"), source);
  const result = npmStart("program.py", ...args);
  const lines = result.stdout.split("\n");
  assert.equal(lines.pop(), "", "the last line is ended");
  return { ...result, lines, page: lines.at(-1)?.match(/^Timeline: (.*)$/)?.[1] ?? "" };
}

test("the program has its arguments, its stdin and its stdout; the last line is the page", () => {
  const { lines, page, status } = start("import sys\nprint(sys.argv[1:], input())", "--html", "a b");
  assert.equal(status, 0);
  assert.equal(lines[0], "['--html', 'a b'] typed");
  assert.ok(isAbsolute(page));
  assert.match(readFileSync(page, "utf8"), /^<!doctype html>/i);
});

test("the exit code is the program's, and the page is written for a program that fails", () => {
  const { page, status, stderr } = start("raise SystemExit(7)");
  assert.equal(status, 7, stderr);
  assert.ok(existsSync(page));
});

test("a program that is killed has a page too", {
  skip: process.platform === "win32" && "no SIGKILL on Windows",
}, () => {
  const { page, status } = start("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)");
  assert.equal(status, 137);
  assert.ok(existsSync(page));
});

test("a signal to the whole group, as Ctrl-C is, reaches the program once", { skip: noSignals }, async () => {
  const program = `
import signal, sys, time
seen = []
signal.signal(signal.SIGINT, lambda number, frame: seen.append(number))
print("ready", flush=True)
while not seen:
    time.sleep(0.01)
time.sleep(0.5)  # time for one too many
sys.exit(len(seen))
`;
  writeFileSync(join(folder, "program.py"), program);
  const options = { env: { ...withoutDisplay(), INIT_CWD: folder }, detached: true };
  const child = spawn(process.execPath, ["tools/start.mjs", "program.py"], options);
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (stdout === "") process.kill(-(child.pid ?? 0), "SIGINT");
    stdout += text;
  });
  const [status] = await once(child, "close");
  assert.equal(status, 1);
  assert.match(stdout, /^ready\n\nTimeline: .*program\.html\n$/);
});

test("what npm has put into the environment does not reach the program", () => {
  const { lines } = start(
    "import os; print([name for name in os.environ if name.startswith('npm_') or name == 'INIT_CWD'])",
  );
  assert.equal(lines[0], "[]");
});

test("output without a last newline does not run into the line with the page", () => {
  const { lines, page } = start("print('no newline', end='')");
  assert.equal(lines[0], "no newline");
  assert.ok(existsSync(page));
});

test("a program that is not there gives no page, not even that of an earlier run", () => {
  start("print('an earlier run')");
  rmSync(join(folder, "program.py"));
  const refused = npmStart("program.py");
  assert.equal(refused.status, 2, refused.stderr);
  assert.equal(refused.stdout, "");
});

test("a page of the user's own is the one that is named, and it is absolute", () => {
  writeFileSync(join(folder, "program.py"), "");
  for (const words of [
    ["--html", "z.html"],
    ["--html=z.html", "--quiet"],
  ]) {
    const { stdout, status, stderr } = npmStart(...words, "program.py", "--html", "not-ours.html");
    assert.equal(status, 0, stderr);
    assert.equal(stdout, `\nTimeline: ${join(realpathSync(folder), "z.html")}\n`);
  }
  assert.ok(existsSync(join(folder, "z.html")));
  assert.ok(!existsSync(join(folder, "not-ours.html")));
});

test("the page is named after the program, whatever options stand before it", () => {
  writeFileSync(join(folder, "program.py"), "");
  const json = join(folder, "z.json");
  for (const words of [
    ["--json", json, "-m", "program", "other.py"],
    ["--fail-on", "error", "program.py", "other.py"],
  ]) {
    assert.match(npmStart(...words).stdout, /\nTimeline: .*\/program\.html\n$/);
  }
  assert.ok(existsSync(json));
});

test("a refused run leaves a page that is there alone, and names none", () => {
  writeFileSync(join(folder, "mine.html"), "mine");
  const refused = npmStart("--html", "mine.html", "missing.py");
  assert.equal(refused.status, 2, refused.stderr);
  assert.equal(refused.stdout, "");
  assert.equal(readFileSync(join(folder, "mine.html"), "utf8"), "mine");
});

test("where VS Code is on the desktop it opens the program's folder and the trace, with the extension of this clone", {
  skip: noSignals && "the stand-in for VS Code is a shell script",
  timeout: 60_000,
}, async () => {
  const bin = join(folder, "bin");
  const record = join(folder, "code.argv");
  mkdirSync(bin);
  writeFileSync(
    join(bin, "code"),
    `#!/bin/sh\nprintf '%s\\n' "$@" > '${record}.part' && mv '${record}.part' '${record}'\n`,
    {
      mode: 0o755,
    },
  );
  writeFileSync(join(folder, "program.py"), "raise SystemExit(3)");
  const env = { ...process.env, RACEWAY_OPEN: "code", DISPLAY: ":0", PATH: `${bin}${delimiter}${process.env.PATH}` };
  const options = { env: { ...env, INIT_CWD: folder }, encoding: "utf8" } as const;
  const { status, stdout } = spawnSync(process.execPath, ["tools/start.mjs", "program.py"], options);
  assert.equal(status, 3);
  const page = stdout.match(/\nTimeline: (.*)\n$/)?.[1] ?? "";
  const trace = page.replace(/html$/, "raceway");
  // The stand-in outlives npm start, as VS Code does.
  while (!existsSync(record)) await new Promise((resolve) => setImmediate(resolve));
  const words = ["--new-window", `--extensionDevelopmentPath=${process.cwd()}`, realpathSync(folder), trace];
  assert.deepEqual(readFileSync(record, "utf8").trimEnd().split("\n"), words);
  assert.ok(existsSync(trace) && existsSync(page));
});

test("the options that take a value are those of the command line", () => {
  const source = readFileSync("cli/arguments.ts", "utf8");
  const run = /^ {2}run: \[.*$/m.exec(source)?.[0] ?? "";
  const parser = source.slice(source.indexOf("function parseRun"), source.indexOf("function checkProgram"));
  const taking = [...`${run}${parser}`.matchAll(/"(--[a-z-]+) <[A-Z.a-z]+>"/g)].map(([, option]) => option);
  assert.deepEqual(taking.toSorted(), OPTIONS_WITH_VALUE.toSorted());
});
