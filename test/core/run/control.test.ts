/** The host's end of the control plane, with well-behaved processes and others. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { translator } from "../../../core/l10n/index";
import { ControlServer } from "../../../core/run/control";
import { MAX_LINE_BYTES } from "../../../core/run/control-messages";
import { placesFor } from "../../../core/run/control-place";
import { Refusal } from "../../../core/run/refusal";
import { temporaryFolder } from "../support/temporary-folder";
import { hello, Peer, serve } from "./support/peer";

test("a process that shows the token and says hello is known until it is gone", async (t) => {
  const { server, happened } = await serve(t);
  const peer = await Peer.with(server, hello(101));
  await happened("hello 101");
  assert.deepEqual(server.processes, [{ pid: 101, parentPid: 1, folder: "process-101-0", name: "app.py" }]);
  peer.close();
  await happened("gone 101");
  assert.deepEqual(server.processes, []);
});

const WRONG: Record<string, (token: string) => string> = {
  "no token": () => `${hello(1)}\n`,
  "another token": () => `${"0".repeat(32)}\n${hello(1)}\n`,
  "half of the token": (token) => `${token.slice(16)}\n${hello(1)}\n`,
  "a token with more behind it": (token) => `${token} \n${hello(1)}\n`,
  "no JSON": (token) => `${token}\nhello\n`,
  "JSON of something else": (token) => `${token}\n[1]\n`,
  "another version": (token) => `${token}\n${hello(1, { version: 2 })}\n`,
  "a pid that is none": (token) => `${token}\n${hello(-1)}\n`,
  "our own pid": (token) => `${token}\n${hello(process.pid)}\n`,
  "a folder elsewhere": (token) => `${token}\n${hello(1, { folder: "../process-1-0" })}\n`,
  "an endless name": (token) => `${token}\n${hello(1, { name: "x".repeat(201) })}\n`,
  "an endless line": (token) => `${token}\n${"x".repeat(MAX_LINE_BYTES + 1)}`,
  "an endless token": () => "0".repeat(1_000_000),
  "an answer that nobody asked for": (token) => `${token}\n{"done":1}\n`,
  nothing: () => "",
};

for (const [what, text] of Object.entries(WRONG)) {
  test(`who says ${what} is sent away`, async (t) => {
    const { server, events } = await serve(t, { helloMs: what === "nothing" ? 1 : 600_000 });
    const peer = await Peer.to(server);
    peer.say(text(server.address.token));
    await peer.closed;
    assert.deepEqual([events, server.processes], [[], []]);
  });
}

test("a second hello, and a second answer, end the conversation", async (t) => {
  const { server, happened } = await serve(t);
  const twice = await Peer.with(server, hello(101), hello(102));
  await twice.closed;
  const answering = await Peer.with(server, hello(103));
  await happened("hello 103");
  const stopped = server.stop("SIGINT");
  await answering.hears("stop");
  answering.say('{"done":1}\n');
  assert.deepEqual(await stopped, [103]);
  answering.say('{"done":1}\n');
  await answering.closed;
});

test("a message may come in pieces, and several in one", async (t) => {
  const { server, happened } = await serve(t);
  const peer = await Peer.to(server);
  const text = `${server.address.token}\n${hello(101, { name: "é.py" })}\n`;
  for (const byte of Buffer.from(text)) peer.say(Buffer.from([byte]));
  await happened("hello 101");
  assert.equal(server.processes[0].name, "é.py");
});

test("one connection more than may be is closed, and when one ends there is room again", async (t) => {
  const { server, happened } = await serve(t, { clients: 2 });
  const [first] = [await Peer.with(server, hello(101)), await Peer.with(server, hello(102))];
  await happened("hello 102");
  const third = await Peer.with(server, hello(103));
  await third.closed;
  first.close();
  await happened("gone 101");
  await Peer.with(server, hello(104));
  await happened("hello 104");
});

test("stop asks those that said hello, and answers who did it", async (t) => {
  const { server, happened } = await serve(t, { answerMs: 50 });
  const [does, refuses, leaves, keepsSilent] = await Promise.all(
    [101, 102, 103, 104].map((pid) => Peer.with(server, hello(pid))),
  );
  for (const pid of [101, 102, 103, 104]) await happened(`hello ${pid}`);
  const stopped = server.stop("SIGTERM");
  for (const peer of [does, refuses, leaves, keepsSilent]) {
    assert.deepEqual(await peer.hears("stop"), { request: "stop", signal: "SIGTERM", id: 1 });
  }
  does.say('{"done":1}\n');
  refuses.say('{"refused":1,"reason":"no such signal on this system"}\n');
  leaves.close();
  assert.deepEqual(await stopped, [101]);
  // What is late is no nonsense.
  keepsSilent.say('{"done":1}\n');
  const again = server.stop("SIGINT", [104, 999]);
  assert.deepEqual(await keepsSilent.hears("stop"), { request: "stop", signal: "SIGINT", id: 2 });
  keepsSilent.say('{"done":2}\n');
  assert.deepEqual(await again, [104]);
  assert.equal(does.heard, 1);
});

test("a process that reads nothing is not asked for ever", async (t) => {
  const { server, happened } = await serve(t, { answerMs: 600_000 });
  const deaf = await Peer.with(server, hello(101));
  await happened("hello 101");
  deaf.pause();
  let refused: number[] | null = null;
  for (let i = 0; i < 100_000 && refused === null; i++) {
    refused = await Promise.race([server.stop("SIGINT"), setImmediate(null)]);
  }
  assert.deepEqual(refused, []);
});

test("the socket is ours alone, in the recording, and gone with its folder when it is closed", async (t) => {
  const recording = temporaryFolder(t);
  const server = await ControlServer.open(recording, {});
  assert.ok(server instanceof ControlServer);
  const { path, token } = server.address;
  assert.match(token, /^[0-9a-f]{32}$/);
  assert.equal(dirname(dirname(path)), recording);
  assert.deepEqual([statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777], [0o600, 0o700]);
  const peer = await Peer.with(server, hello(101));
  await server.close();
  await peer.closed;
  assert.ok(!existsSync(dirname(path)));
});

test("where the recording's path is too long the socket is elsewhere", async (t) => {
  const folder = temporaryFolder(t);
  const recording = join(folder, "x".repeat(100));
  mkdirSync(recording);
  const server = await ControlServer.open(recording, {});
  assert.ok(server instanceof ControlServer);
  assert.equal(dirname(dirname(server.address.path)), tmpdir());
  assert.deepEqual(readdirSync(recording), []);
  await server.close();
  assert.deepEqual(placesFor("/r", { XDG_RUNTIME_DIR: "/run/user/1" }), ["/r", "/run/user/1", tmpdir(), "/tmp"]);
});

test("where there is no place for it, the reason is told", async (t) => {
  const long = join(temporaryFolder(t), "x".repeat(100));
  mkdirSync(long);
  const tell = async (parents: string[]) => {
    const refusal = await ControlServer.openIn(parents);
    assert.ok(refusal instanceof Refusal);
    return refusal.explain(translator("en"));
  };
  assert.equal(
    await tell(["/nowhere"]),
    "Only the program itself can be stopped, not what outlives it: no control socket could be made (no such file or directory (ENOENT)).",
  );
  assert.match(await tell([long]), /\(the path of a socket has at most 103 bytes: .*\)\.$/);
});
