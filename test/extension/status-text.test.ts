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
};
const say = translator("en");
const line = (status: Partial<RunStatus>) => statusLine("app.py", { ...RUNNING, ...status }, say);
const details = (status: Partial<RunStatus>) => statusDetails("app.py", { ...RUNNING, ...status }, say).join("\n");

test("while it runs: time, lanes, records", () => {
  assert.equal(line({}), "$(pulse) 12.3 s · 5 lanes · 12,034 records");
  assert.equal(line({ lanes: 1, records: 1 }), "$(pulse) 12.3 s · 1 lane · 1 record");
  assert.match(line({ elapsedMs: 245_900 }), / 4:05 /);
});

test("before and after", () => {
  assert.match(line({ phase: "starting" }), /starting app\.py/);
  assert.match(line({ phase: "stopping" }), /stopping app\.py · 12\.3 s/);
  assert.match(line({ phase: "reading" }), /reading the rest of app\.py/);
  assert.match(line({ phase: "ended", exitCode: 0 }), /^\$\(pass\) 12\.3 s/);
  assert.match(line({ phase: "ended", exitCode: 1 }), /^\$\(circle-slash\)/);
  assert.match(line({ phase: "ended", signal: "SIGINT" }), /^\$\(circle-slash\)/);
});

test("how it ended", () => {
  assert.match(details({ phase: "ended", exitCode: 3 }), /app\.py has ended: exit code 3\./);
  assert.match(details({ phase: "ended", signal: "SIGKILL" }), /app\.py has ended: ended by SIGKILL\./);
  assert.match(details({ phase: "ended" }), /its exit code is not known/);
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
  assert.equal(statusLine("app.py", RUNNING, translator("zh-cn")), "$(pulse) 12.3 s · 5 条泳道 · 12,034 条记录");
});
