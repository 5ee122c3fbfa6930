import assert from "node:assert/strict";
import { test } from "node:test";
import { translator } from "../../core/l10n/index";
import type { RunStatus } from "../../core/protocol/host-view";
import { statusDetails, statusLine } from "../../extension/run/status-text";

const RUNNING: RunStatus = {
  phase: "running",
  elapsedMs: 12_345,
  lanes: 5,
  records: 12_034,
  dropped: 0,
  bytes: 3_400_000,
  lagMs: 0,
  exitCode: null,
  signal: null,
  canSave: true,
};
const say = translator("en");
const line = (status: Partial<RunStatus>) => statusLine("app.py", { ...RUNNING, ...status }, say);
const details = (status: Partial<RunStatus>, durationMs: number | null = null) =>
  statusDetails("app.py", { ...RUNNING, ...status }, durationMs, say).join("\n");

test("while it runs: its name, time, lanes, records", () => {
  assert.equal(line({}), "$(pulse) app.py · 12.3 s · 5 lanes · 12,034 records");
  assert.equal(line({ lanes: 1, records: 1 }), "$(pulse) app.py · 12.3 s · 1 lane · 1 record");
  assert.match(line({ elapsedMs: 245_900 }), / 4 min 05 s /);
});

test("before and after", () => {
  assert.match(line({ phase: "starting" }), /starting app\.py/);
  assert.match(line({ phase: "stopping" }), /stopping app\.py · 12\.3 s/);
  assert.match(line({ phase: "reading" }), /reading the rest of app\.py/);
  assert.match(line({ phase: "ended", exitCode: 0 }), /^\$\(pass\) app\.py · 12/);
  assert.match(line({ phase: "ended", exitCode: 1 }), /^\$\(circle-slash\)/);
  assert.match(line({ phase: "ended", signal: "SIGINT" }), /^\$\(circle-slash\)/);
});

test("how it ended is said once: in the text where that is news, else in the tooltip", () => {
  const ended = { phase: "ended" } as const;
  assert.match(details({ ...ended, exitCode: 0 }), /app\.py has ended with exit code 0\./);
  assert.doesNotMatch(line({ ...ended, exitCode: 0 }), /exit code/);
  assert.match(line({ ...ended, exitCode: 3 }), /app\.py · exit code 3 · /);
  assert.match(line({ ...ended, signal: "SIGKILL" }), /app\.py · ended by SIGKILL · /);
  assert.match(line(ended), /its exit code is not known/);
  for (const status of [{ exitCode: 3 }, { signal: "SIGKILL" }, {}])
    assert.doesNotMatch(details({ ...ended, ...status }), /exit code|SIGKILL/);
});

test("a program that failed before there was anything to see: its terminal has the reason", () => {
  assert.equal(
    line({ phase: "ended", exitCode: 1, lanes: 1, records: 3 }),
    "$(circle-slash) app.py · exit code 1: see the terminal",
  );
  assert.doesNotMatch(line({ phase: "ended", exitCode: 1, lanes: 2 }), /terminal/);
});

test("after the end: the length of the trace as its timeline says it, in the tooltip that of the whole process", () => {
  const ended = { phase: "ended", exitCode: 0, elapsedMs: 271 } as const;
  assert.match(line(ended), / · 271 ms · /);
  assert.match(details(ended, 2900), /2\.9 s from start to end/);
  assert.doesNotMatch(details({}), /from start to end/);
});

test("a file's name makes no icon", () => {
  assert.ok(statusLine("$(trash).py", RUNNING, say).includes("$ (trash).py"));
});

test("what is lost, how large it is, and how far behind the picture is", () => {
  assert.match(details({}), /3\.4 MB recorded/);
  assert.doesNotMatch(details({}), /lost|ago/);
  assert.match(details({ dropped: 1200 }), /1,200 records lost/);
  assert.match(details({ lagMs: 12_400 }), /read 12 s ago/);
  assert.match(line({ lagMs: 12_400 }), /· 12 s behind$/);
  assert.doesNotMatch(line({ lagMs: 900 }), /behind/);
});

test("Chinese", () => {
  assert.equal(
    statusLine("app.py", RUNNING, translator("zh-cn")),
    "$(pulse) app.py · 12.3 s · 5 条泳道 · 12,034 条记录",
  );
});
