/** Both ends of the control plane together: a traced Python says hello to our server, and is stopped through it. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { ControlServer, type TracedProcess } from "../../../core/run/control";
import { chooseInterpreter } from "../../../core/run/interpreter";
import { RunFolder } from "../../../core/run/run-folder";
import { climbLadder } from "../../../core/run/stop";
import { findPythons } from "../../../tools/pythons.mjs";
import { temporaryFolder } from "../support/temporary-folder";

/** Its daemon has lost every tie to it: another session, another parent. */
const PROGRAM = `
import os, threading
def wait(who):
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        os.write(1, b"%s: one KeyboardInterrupt\\n" % who)
        try:
            end, _ = os.pipe()
            os.read(end, 1)
        except KeyboardInterrupt:
            os.write(1, b"%s: and one more\\n" % who)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while os.getppid() == os.getsid(0): pass
        wait(b"daemon")
    os._exit(0)
os.wait()
wait(b"program")
`;

test("Stop interrupts the program, and what it left behind, once each a rung", async (t) => {
  const [python] = (await findPythons()).pythons.slice(-1);
  assert.ok(python, "no Python found");
  const folder = temporaryFolder(t);
  const known: TracedProcess[] = [];
  let wake = () => {};
  const hello = (process: TracedProcess) => {
    known.push(process);
    wake();
  };
  const control = await ControlServer.open(folder, {}, { hello });
  assert.ok(control instanceof ControlServer);
  t.after(() => control.close());

  const recording = { path: folder, freeBytes: 1e9, keep: true };
  const interpreter = await chooseInterpreter(python.executable, process.env);
  const run = new RunFolder(recording, 2 ** 20, interpreter, { control: control.address });
  const script = join(folder, "app.py");
  writeFileSync(script, PROGRAM);
  const env = run.environment({ env: process.env, runtimeFolder: resolve("runtime") });
  const program = spawn(python.executable, [script], { env, stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => program.kill("SIGKILL"));
  const output = text(program.stdout);
  const isDaemon = ({ parentPid }: TracedProcess) => parentPid !== process.pid && parentPid !== program.pid;
  while (!known.some(({ pid }) => pid === program.pid) || !known.some(isDaemon)) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  assert.ok(program.pid);
  const ended = once(program, "exit");
  const climb = climbLadder({ program: () => program.pid ?? null, recordingFolder: folder, control });
  t.after(() => climb.cancel());
  assert.deepEqual(await ended, [0, null]);
  assert.deepEqual((await output).trim().split("\n").sort(), [
    "daemon: and one more",
    "daemon: one KeyboardInterrupt",
    "program: and one more",
    "program: one KeyboardInterrupt",
  ]);
});
