/** A small file that holds very much, from anywhere: the editor takes in so much of it as it can bear. */
import assert from "node:assert/strict";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { strToU8, zipSync } from "fflate";
import { LIMITS } from "../../core/export/raceway-read";
import { translator } from "../../core/l10n/index";
import type { HostMessage } from "../../core/protocol/messages";
import { fileLimits } from "../../extension/trace/file-limits";
import { FileFollower } from "../../extension/trace/follow-file";
import { ranOutOfMemory, WorkerClient } from "../../extension/trace/worker-client";
import { temporaryFolder } from "../core/support/temporary-folder";

const MB = 2 ** 20;
const GB = 2 ** 30;

test("half a gigabyte at most, and less where memory is short; never nothing", () => {
  assert.equal(fileLimits(64 * GB, 64 * GB).totalBytes, 512 * MB);
  assert.equal(fileLimits(2 * GB, 4 * GB).totalBytes, 256 * MB);
  assert.equal(fileLimits(100 * MB, 8 * GB).totalBytes, 256 * MB, "a machine that calls little free has more to give");
  assert.equal(fileLimits(0, 0).totalBytes, MB);
  assert.ok(fileLimits(64 * GB, 64 * GB).totalBytes < LIMITS.totalBytes);
});

/** Zeros pack a thousand times; records of kind 0 are passed over, and yet they all have to be held once. */
function bomb(path: string, parts: number, bytesAPart: number): void {
  const header = {
    format: "raceway",
    version: 1,
    host: { argv: [], exitCode: 0, signal: null, durationNs: 0, notTracedReason: null, stopAskedAt: null },
    processes: [{ name: "process-1-0", heartbeat: "0", lost: [], lostWithoutLane: 0, names: [] }],
    losses: [],
  };
  const part = new Uint8Array(bytesAPart);
  const records = Array.from({ length: parts }, (_, i) => [`process-1-0/lane-2.${i}.records`, part]);
  writeFileSync(path, zipSync({ "trace.json": strToU8(JSON.stringify(header)), ...Object.fromEntries(records) }));
}

test("of a file that holds more, the front is shown, and what to do about the rest is said", (t) => {
  const path = join(temporaryFolder(t), "bomb.raceway");
  bomb(path, 6, MB);
  assert.ok(statSync(path).size < MB / 10);
  const messages: HostMessage[] = [];
  const post = (message: { type: string; messages?: HostMessage[] }) => messages.push(...(message.messages ?? []));
  const follower = new FileFollower(path, translator("en"), post, fileLimits(32 * MB, 0));
  follower.generations.restart(1);
  follower.start();
  const [open] = messages;
  assert.ok(open.type === "open");
  const said = open.header.losses.join("\n");
  assert.match(said, /more than the 4 MB that the editor reads/);
  assert.match(said, /lane-2\.2\.records is not shown/, "the header takes its share, so the third part is the last");
  assert.match(said, /`raceway report` in a terminal reads all of it/);
});

test("a thread that needs too much memory ends alone", async (t) => {
  const file = join(temporaryFolder(t), "worker.cjs");
  writeFileSync(file, "const held = []; for (;;) held.push({ held: [held.length] });");
  const error = await new Promise<Error>((died) => {
    const sentences = { ended: "", died: "" };
    const start = { subject: { kind: "file", path: "" }, locale: "en" } as const;
    const client = new WorkerClient(file, start, sentences, { told: () => {}, died }, 16);
    t.after(() => client.terminate());
  });
  assert.ok(ranOutOfMemory(error), String(error));
  assert.ok(existsSync(file), "and this process goes on");
});
