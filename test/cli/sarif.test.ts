/** `--sarif` and `--off`, as a user gives them. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { assertSarif } from "../core/support/sarif";
import { Workplace } from "./support/cli";

const PROGRAM = `import threading
slots = threading.BoundedSemaphore(1)
try:
    slots.release()
except ValueError:
    pass
`;

test("run and report write the same, with paths relative to the folder they are called in", async (t) => {
  const place = new Workplace(t);
  place.write("app.py", PROGRAM);
  const { code, stderr } = await place.raceway(
    "run",
    "--quiet",
    "--sarif",
    "a.sarif",
    "--trace",
    "a.raceway",
    "app.py",
  );
  assert.equal(code, 0, stderr);
  const log = JSON.parse(readFileSync(place.path("a.sarif"), "utf8"));
  assertSarif(log);
  const [{ results, tool }] = log.runs;
  assert.equal(results.length, 1);
  assert.deepEqual(results[0].locations[0].physicalLocation, {
    artifactLocation: { uri: "app.py", uriBaseId: "SRCROOT" },
    region: { startLine: 4 },
  });
  const { helpUri, help } = tool.driver.rules[results[0].ruleIndex];
  assert.ok(existsSync(fileURLToPath(helpUri)), "the page of the rule is there");
  assert.ok(help.markdown.startsWith("# over-release"));

  const again = await place.raceway("report", "a.raceway", "--sarif", "-");
  assert.deepEqual([again.code, JSON.parse(again.stdout)], [0, log]);
});

test("a comment silences a finding, and says why", async (t) => {
  const place = new Workplace(t);
  place.write("app.py", PROGRAM.replace("release()", "release()  # raceway: ignore[over-release] a test of ours"));
  const { code, stderr } = await place.raceway("run", "--quiet", "--fail-on", "error", "--sarif", "a.sarif", "app.py");
  assert.equal(code, 0, stderr);
  const log = JSON.parse(readFileSync(place.path("a.sarif"), "utf8"));
  assertSarif(log);
  assert.equal(log.runs[0].results[0].suppressions[0].justification, "a test of ours");
});

test("a rule that is off finds nothing, fails nothing, and is named in the report and the summary", async (t) => {
  const place = new Workplace(t);
  place.write("app.py", PROGRAM);
  const words = ["--off", "over-release,straggler", "--off", "data-race", "--json", "report.json"];
  const { code, stderr } = await place.raceway("run", "--fail-on", "error", ...words, "--trace", "a.raceway", "app.py");
  assert.equal(code, 0);
  assert.match(stderr, /Switched off: over-release, straggler, data-race\./);
  const { findings, rulesOff } = place.report();
  assert.deepEqual([findings, rulesOff], [[], ["over-release", "straggler", "data-race"]]);
  const shown = await place.raceway("report", "a.raceway", "--off", "over-release");
  assert.doesNotMatch(shown.stdout, /more often than it was acquired/);
  assert.match(shown.stdout, /Switched off: over-release\./);
  assert.match((await place.raceway("report", "a.raceway")).stdout, /more often than it was acquired/);
});
