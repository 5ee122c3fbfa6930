/** What a terminal is told of a program's end, and that the program itself notices nothing of the shell in between. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { test } from "node:test";
import { endOf, LAUNCHER, launch } from "../../extension/run/launch";
import { temporaryFolder } from "../core/support/temporary-folder";

function end(script: string, words: readonly string[] = []) {
  const { command, args } = launch(LAUNCHER, "/bin/sh", ["-c", script, "program", ...words], null, "linux");
  const { status, signal, stdout } = spawnSync(command, args, { encoding: "utf8" });
  assert.equal(signal, null, "the terminal would be told nothing");
  return { ...endOf(status, "linux"), stdout };
}

for (const code of [0, 1, 3, 42, 127]) {
  test(`exit code ${code}`, () => {
    const { exitCode, signal } = end(`exit ${code}`);
    assert.deepEqual({ exitCode, signal }, { exitCode: code, signal: null });
  });
}

for (const name of ["INT", "TERM", "KILL", "SEGV", "HUP"]) {
  test(`ended by SIG${name}`, () => {
    const { exitCode, signal } = end(`kill -s ${name} $$`);
    assert.deepEqual({ exitCode, signal }, { exitCode: null, signal: `SIG${name}` });
  });
}

test("words reach the program as they are", () => {
  const words = ["two words", "", "$HOME", '"', "'", "\\", "*", "-n", "`id`", "a\nb", "名字"];
  assert.equal(end(`printf '%s\\0' "$@"`, words).stdout, words.map((word) => `${word}\0`).join(""));
});

test("a program that begins elsewhere than its terminal notices nothing but the folder", (t) => {
  const folder = realpathSync(temporaryFolder(t));
  const script = 'pwd; printf "%s|" "$@" "$OLDPWD"; kill -s TERM $$';
  const { command, args } = launch(LAUNCHER, "/bin/sh", ["-c", script, "program", "two words", "*"], folder, "linux");
  const { status, stdout } = spawnSync(command, args, { encoding: "utf8" });
  assert.equal(stdout, `${folder}\ntwo words|*||`);
  assert.deepEqual(endOf(status, "linux"), { exitCode: null, signal: "SIGTERM" });
});

test("Windows: the interpreter itself, and its whole exit code", () => {
  assert.deepEqual(launch(LAUNCHER, "python.exe", ["a.py", "x y"], null, "win32"), {
    command: "python.exe",
    args: ["a.py", "x y"],
  });
  assert.deepEqual(endOf(0xc000013a, "win32"), { exitCode: 0xc000013a, signal: null });
  assert.deepEqual(endOf(130, "win32"), { exitCode: 130, signal: null });
});

test("a terminal that was closed tells no exit code", () => {
  assert.deepEqual(endOf(null, "linux"), { exitCode: null, signal: null });
});
