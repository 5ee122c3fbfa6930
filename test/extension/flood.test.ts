/** A program that records as fast as it can: the extension host goes on answering, and in the end every record is there. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
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

/** So many pictures are drawn while it floods, and the host answers at least once between any two of them. */
const GENERATIONS = 2;
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
  /** How often the host had its turn before each generation. */
  const answers = Array.from({ length: GENERATIONS }, () => 0);
  // What any other extension does: asks the event loop for its turn, again and again.
  const answer = () => {
    if (host.generations.length === GENERATIONS) return;
    answers[host.generations.length]++;
    setImmediate(answer);
  };
  setImmediate(answer);

  host.client.restart();
  for (let count = 1; count <= GENERATIONS; count++) {
    await host.until(() => host.generations.length === count);
    for (const message of host.generations[count - 1]) view.accept(message);
    host.client.taken();
  }
  for (const [generation, count] of answers.entries()) assert.ok(count > 0, `no answer before ${generation}`);

  const written = await end();
  const facts = { ...UNKNOWN_HOST, argv: ["flood.py"], exitCode: 0 };
  assert.equal(await host.client.end({ facts, interpreter: NO_MATTER, envChanges: {}, isOpen: true, neverStarted: false }), null);
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
  t.diagnostic(`${sets + 2 * written.waits} records, ${answers.join(" and ")} answers before the generations`);
});

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
