/** Five philosophers who stand still: told while the program hangs, by all five forks and lines, with the time counting up. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { LivePace } from "../../core/collect/live-pace";
import { Recording } from "../../core/collect/recording";
import { translator } from "../../core/l10n/index";
import { stuckToTell } from "../../core/layout/stuck";
import { Assembler } from "../../core/protocol/assemble";
import { RecordingFollower } from "../../extension/trace/follow-recording";
import { TraceWorker } from "../../extension/trace/trace-worker";
import type { FromWorker } from "../../extension/trace/worker-contract";
import { draw } from "../core/support/draw";
import { ProcessFolder, SMALL } from "../core/support/recording-folder";
import { temporaryFolder } from "../core/support/temporary-folder";

const say = translator("en");
const SEATS = [0, 1, 2, 3, 4];
const DRAWING = draw(`
  ${SEATS.map((seat) => `0 Main creates lock fork${seat} @${seat + 1}`).join("\n")}
  ${SEATS.map((seat) => `10 Main starts P${seat}`).join("\n")}
  20 Main joins P0 @30
  ${SEATS.map((seat) => `100 P${seat} acquires fork${seat} @${10 + seat}`).join("\n")}
  ${SEATS.map((seat) => `200 P${seat} wants fork${(seat + 1) % 5} @${20 + seat}`).join("\n")}
`);

class NoPause extends LivePace {
  override delayMs(): number {
    return 0;
  }
}

test("the finding and the page's panel say the same circle of five, again and again with more time", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "run.json"), JSON.stringify({ version: 1, open: true }));
  const [process] = DRAWING.processes;
  const writer = new ProcessFolder(folder, process, SMALL);
  t.after(() => writer.close());
  writer.meta(process.meta.map((line) => `${line}\n`).join(""));
  for (const lane of process.lanes.keys()) writer.write(lane, 100);

  const view = new Assembler();
  const stuckNs: number[] = [];
  let isOver = () => {};
  const over = new Promise<void>((resolve) => {
    isOver = resolve;
  });
  let beats = 1;
  const post = (message: FromWorker): void => {
    if (message.type === "problem") throw new Error(message.stack);
    if (message.type !== "generation") return;
    for (const each of message.messages) view.accept(each);
    const deadlock = view.findings.find(({ rule }) => rule === "deadlock");
    if (deadlock !== undefined) stuckNs.push(deadlock.data.stuckNs as number);
    writer.beat(++beats * 1e9);
    if (new Set(stuckNs).size === 3) isOver();
    else setImmediate(() => worker.handle({ type: "taken" }));
  };
  const follower = new RecordingFollower(folder, say, post, new NoPause(), new Recording(folder, say));
  const worker = new TraceWorker(follower, say, post);
  t.after(() => follower.release());
  writer.beat(1e9);
  worker.handle({ type: "restart", view: 1 });
  follower.start();
  await over;

  const deadlock = view.findings.find(({ rule }) => rule === "deadlock")!;
  const lineOf = (site: number) => view.trace.sites[site].line;
  assert.deepEqual(
    deadlock.locations.map(({ site, role }) => `${role} ${lineOf(site)}`),
    SEATS.flatMap((seat) => [`waits ${20 + seat}`, `holds ${10 + ((seat + 1) % 5)}`]),
  );
  for (const seat of SEATS) assert.match(deadlock.message, new RegExp(`app.py:${seat + 1} \\(app.py:${10 + seat}\\)`));
  assert.deepEqual(
    stuckNs,
    [...stuckNs].sort((a, b) => a - b),
  );
  const { program } = view.trace;
  const panel = stuckToTell(program, view.stuck, true);
  assert.deepEqual(
    panel.cycles.map((cycle) => cycle.length),
    [5],
  );
  assert.deepEqual(panel.cycles[0], deadlock.data.lanes);
});
