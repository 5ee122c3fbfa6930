/** A program that records as fast as it can: the extension host goes on answering, and in the end every record is there. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { Assembler } from "../../core/protocol/assemble";
import type { HostMessage } from "../../core/protocol/messages";
import type { Interpreter } from "../../core/run/interpreter";
import { UNKNOWN_HOST } from "../../core/trace/host-facts";
import { RecordKind } from "../../core/trace/types";
import { findPythons } from "../../tools/pythons.mjs";
import { temporaryFolder } from "../core/support/temporary-folder";
import { Host } from "./support/worker";

/** So many pictures are drawn while it floods. */
const GENERATIONS = 2;
const MOST_SAVES = 20;
const THREADS = 3;
/** Only asked where nothing was recorded. */
const NO_MATTER: Interpreter = {
  executable: "",
  version: "",
  implementation: "",
  gil: true,
  prefix: "",
  libraries: [],
};

test("a flood of records leaves the host able to answer, and none is lost", async (t) => {
  const { folder, end } = await flooding(t);
  const host = new Host(t, { kind: "recording", folder });
  const view = new Assembler();

  host.client.restart();
  for (let count = 1; count <= GENERATIONS; count++) {
    await host.until(() => host.generations.length === count);
    for (const message of host.generations[count - 1]) view.accept(message);
    host.client.taken();
  }
  const saves = await untilSeenHalf(host, join(temporaryFolder(t), "flood.raceway"));

  const written = await end();
  const facts = { ...UNKNOWN_HOST, argv: ["flood.py"], exitCode: 0 };
  assert.equal(
    await host.client.end({ facts, interpreter: NO_MATTER, envChanges: {}, isOpen: true, neverStarted: false }),
    null,
  );
  await host.until(() => host.generations.length > GENERATIONS);
  for (let count = GENERATIONS; count < host.generations.length; count++) {
    for (const message of host.generations[count]) view.accept(message);
    if (endsIt(host.generations[count])) break;
    host.client.taken();
    await host.until(() => host.generations.length > count + 1);
  }
  const { events, waits, lanes } = view.trace;
  const sets = events.kind.subarray(0, events.length).filter((kind) => kind === RecordKind.set).length;
  assert.deepEqual({ sets, waits: waits.length }, written);
  assert.deepEqual(new Set(lanes.map(({ dropped }) => dropped)), new Set([0]));
  t.diagnostic(`${sets + 2 * written.waits} records; the host saw a file being written in save ${saves}`);
});

/**
 * The reading thread writes a whole file in one turn. Whoever sees half of it has had turns of its own meanwhile: a host that
 * reads and writes itself never would. Saves until that was seen, for the system may give nobody else a turn during one.
 */
async function untilSeenHalf(host: Host, path: string): Promise<number> {
  for (let save = 1; save <= MOST_SAVES; save++) {
    let isOver = false;
    let hasSeen = false;
    const look = () => {
      hasSeen ||= existsSync(`${path}.${process.pid}.part`);
      if (!isOver && !hasSeen) setImmediate(look);
    };
    setImmediate(look);
    await host.client.save(path);
    isOver = true;
    if (hasSeen) return save;
  }
  assert.fail(`in ${MOST_SAVES} saves of a flood the host had no turn`);
}

const endsIt = (messages: readonly HostMessage[]) =>
  messages.some((message) => message.type === "commit" && message.ended);

/** A writer at full speed. `end` lets it end and answers how much it wrote. */
async function flooding(t: TestContext) {
  const python = (await findPythons()).pythons.at(-1);
  assert.ok(python, "no Python found");
  const place = temporaryFolder(t);
  const [folder, over] = ["recording", "over"].map((name) => join(place, name));
  mkdirSync(folder);
  const words = ["test/core/support/flood.py", "runtime", folder, over, String(THREADS)];
  const child = spawn(python.executable, words, { stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => child.kill("SIGKILL"));
  let printed = "";
  child.stdout.on("data", (text) => {
    printed += text;
  });
  const closed = new Promise<number | null>((done) => child.on("close", done));
  const end = async () => {
    writeFileSync(over, "");
    assert.equal(await closed, 0);
    const counts = Object.values<number>(JSON.parse(printed));
    const sum = (of: (count: number) => number) => counts.reduce((total, count) => total + of(count), 0);
    return { sets: sum((count) => count), waits: sum((count) => Math.floor(count / 16)) };
  };
  return { folder, end };
}
