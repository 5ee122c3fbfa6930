/** A writer at full speed and a poller beside it: no record torn, invented, missing or doubled. RACEWAY_LONG=1 lasts a minute. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { openRecording } from "../../../core/collect/recording";
import { RecordKind, WaitResult } from "../../../core/trace/types";
import { findPythons } from "../../../tools/pythons.mjs";

const SECONDS = process.env.RACEWAY_LONG ? 60 : 2;

test("every record that a busy writer made is read once and whole", async (t) => {
  const [python] = (await findPythons()).pythons.slice(-1);
  assert.ok(python, "no Python found");
  const folder = mkdtempSync(join(tmpdir(), "raceway-flood-"));
  try {
    const writer = spawn(python.executable, ["test/core/support/flood.py", "runtime", folder, String(SECONDS), "3"]);
    let output = "";
    writer.stdout.on("data", (text) => {
      output += text;
    });
    writer.stderr.on("data", (text) => {
      output += text;
    });
    let ended = false;
    const exit = new Promise<number | null>((resolve) => writer.on("close", resolve)).then((code) => {
      ended = true;
      return code;
    });
    while (!ended && !output) {
      try {
        openRecording(folder).close();
        break;
      } catch {
        await delay(5);
      }
    }
    const recording = openRecording(folder);
    let polls = 0;
    while (!ended) {
      recording.poll();
      polls++;
      await delay(1); // faster than in use, to meet the writer in the middle of a record as often as possible
    }
    assert.equal(await exit, 0, output);
    recording.finish();
    const { events, waits, lanes, losses } = recording.snapshot();
    recording.close();
    assert.deepEqual(losses, []);
    assert.ok(polls > 10);
    t.diagnostic(`${events.length + 2 * waits.length} records, ${polls} polls`);

    const expected: Record<string, number> = JSON.parse(output);
    const next = new Map<number, number>();
    for (let i = 0; i < events.length; i++) {
      if (events.kind[i] !== RecordKind.set) continue;
      const seq = (next.get(events.lane[i]) ?? 0) + 1;
      next.set(events.lane[i], seq);
      if (events.seq[i] !== seq || events.arg[i] !== 7 * seq)
        assert.fail(`lane ${events.lane[i]}: record ${seq} has seq ${events.seq[i]}, arg ${events.arg[i]}`);
    }
    assert.deepEqual([...next.values()].sort(), Object.values(expected).sort());
    const made = Object.values(expected).reduce((sum, count) => sum + Math.floor(count / 16), 0);
    assert.equal(waits.length, made);
    for (let i = 0; i < waits.length; i++) {
      assert.equal(waits.result[i], WaitResult.got);
      assert.ok(waits.startNs[i] <= waits.endNs[i]);
    }
    assert.equal(lanes.length, 4);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
