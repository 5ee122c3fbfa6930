/** The ladder: who gets a signal, who is asked, and nobody both. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { wrappedBy } from "../../../core/run/process-tree";
import { climbLadder } from "../../../core/run/stop";
import { temporaryFolder } from "../support/temporary-folder";
import { hello, Peer, serve } from "./support/peer";

/** Says each signal that it gets, and ends with the test. Starts one more of its kind where it is told so. */
const LISTENER = `
const { spawn } = require("node:child_process");
for (const name of ["SIGINT", "SIGTERM"]) process.on(name, () => console.log(process.pid, name));
console.log(process.pid, "ready");
if (process.argv[1] === "with child") spawn(process.execPath, ["-e", process.argv[2], "alone"], { stdio: "inherit" });
process.stdin.on("end", () => process.exit()).resume();
`;

class Listener {
  readonly child: ChildProcess;
  output = "";

  constructor(context: TestContext, kind: "alone" | "with child") {
    this.child = spawn(process.execPath, ["-e", LISTENER, kind, LISTENER], { stdio: ["pipe", "pipe", "inherit"] });
    this.child.stdout?.setEncoding("utf8").on("data", (text) => {
      this.output += text;
    });
    context.after(() => {
      this.child.stdin?.end();
      this.child.kill("SIGKILL");
    });
  }

  async says(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const match = this.output.match(pattern);
      if (match) return match;
      assert.ok(this.child.stdout);
      await once(this.child.stdout, "data");
    }
  }
}

test("what is in the family gets the signal, what is not is asked, nobody gets both", async (t) => {
  const { server, happened } = await serve(t);
  const recordingFolder = temporaryFolder(t);
  const program = new Listener(t, "with child");
  const [root, child] = (await program.says(/(\d+) ready\n(\d+) ready/)).slice(1).map(Number);
  mkdirSync(join(recordingFolder, `process-${child}-0`));
  // An orphan: no process has this pid, so only its connection reaches it.
  const orphan = 2 ** 31 - 1;
  const [asRoot, asChild, asOrphan] = await Promise.all(
    [root, child, orphan].map((pid) => Peer.with(server, hello(pid))),
  );
  for (const pid of [root, child, orphan]) await happened(`hello ${pid}`);

  const climb = climbLadder({ program: () => root, recordingFolder, control: server });
  t.after(() => climb.cancel());
  assert.deepEqual(await asOrphan.hears("stop"), { request: "stop", signal: "SIGINT", id: 1 });
  await program.says(new RegExp(`${root} SIGINT`));
  await program.says(new RegExp(`${child} SIGINT`));
  climb.cancel();
  // Had they been asked too, that would have come before the answer to this.
  for (const [peer, pid] of [
    [asRoot, root],
    [asChild, child],
  ] as const) {
    void server.stop("SIGTERM", [pid]);
    assert.deepEqual(await peer.hears("stop"), { request: "stop", signal: "SIGTERM", id: 1 });
  }
});

test("without a root, and where that is no family, those that said hello are asked", async (t) => {
  const { server, happened } = await serve(t);
  const peer = await Peer.with(server, hello(2 ** 31 - 1));
  await happened(`hello ${2 ** 31 - 1}`);
  const climb = climbLadder({ program: () => null, recordingFolder: null, control: server });
  t.after(() => climb.cancel());
  assert.deepEqual(await peer.hears("stop"), { request: "stop", signal: "SIGINT", id: 1 });
});

test("four rungs, two seconds apart; who is still connected after the last one is killed", async (t) => {
  const { server, happened } = await serve(t);
  const program = new Listener(t, "alone");
  const pid = Number((await program.says(/(\d+) ready/))[1]);
  const peer = await Peer.with(server, hello(pid));
  await happened(`hello ${pid}`);
  t.mock.timers.enable({ apis: ["setTimeout"] });
  climbLadder({ program: () => null, recordingFolder: null, control: server });
  const heard: unknown[] = [];
  for (const atMs of [0, 2000, 4000, 6000]) {
    if (atMs > 0) t.mock.timers.tick(2000);
    heard.push(await peer.hears("stop"));
  }
  assert.deepEqual(
    heard.map((each) => (each as { signal: string }).signal),
    ["SIGINT", "SIGINT", "SIGTERM", "SIGKILL"],
  );
  const ended = once(program.child, "exit");
  // It answers nothing, and its connection stays open: its interpreter hangs.
  t.mock.timers.tick(1000);
  assert.deepEqual(await ended, [null, "SIGKILL"]);
  // It was asked, never signalled.
  assert.doesNotMatch(program.output, /SIG/);
});

test("a wrapper that has not started its program yet is left alone, and the program is asked when it is there", async (t) => {
  const wrapper = spawn(
    "/bin/sh",
    ["-c", 'trap : INT; read go; "$@"; exit $?', "sh", process.execPath, "-e", LISTENER],
    {
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  t.after(() => wrapper.kill("SIGKILL"));
  let output = "";
  wrapper.stdout.setEncoding("utf8").on("data", (text) => {
    output += text;
  });
  const asked: (number | null)[] = [];
  const climb = climbLadder({
    program: () => {
      const program = wrappedBy(wrapper.pid!);
      asked.push(program);
      // Only now does the wrapper go on.
      if (asked.length === 1) wrapper.stdin.write("go\n");
      // Before it is ready, SIGINT would end it.
      return output.includes("ready") ? program : null;
    },
    recordingFolder: null,
    control: null,
  });
  t.after(() => climb.cancel());
  while (!output.includes("SIGINT")) await once(wrapper.stdout, "data");
  climb.cancel();
  assert.equal(asked[0], null);
  assert.equal(wrapper.exitCode, null, "the wrapper waits for its program");
  const ended = once(wrapper, "exit");
  wrapper.stdin.end();
  assert.deepEqual(await ended, [0, null]);
});

test("cancelled, it goes no further", async (t) => {
  const { server, happened } = await serve(t);
  const peer = await Peer.with(server, hello(2 ** 31 - 1));
  await happened(`hello ${2 ** 31 - 1}`);
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const climb = climbLadder({ program: () => null, recordingFolder: null, control: server });
  await peer.hears("stop");
  climb.cancel();
  t.mock.timers.tick(10_000);
  void server.stop("SIGTERM");
  assert.deepEqual(await peer.hears("stop"), { request: "stop", signal: "SIGTERM", id: 2 });
});
