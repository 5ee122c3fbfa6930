/** Runs bundled TypeScript tests under Node's own test runner. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, run } from "./process.mjs";

/**
 * @param {string} folder below test/, e.g. "core"
 * @param {NodeJS.ProcessEnv} [extraEnv]
 * @returns {Promise<import("./test.mjs").Outcome>}
 */
export async function runNodeTests(folder, extraEnv = {}) {
  const files = testFiles(join(ROOT, "dist/test", folder));
  const reports = mkdtempSync(join(tmpdir(), "raceway-test-"));
  const tap = join(reports, "tap");
  const reporters = [
    "--test-reporter=spec",
    "--test-reporter-destination=stdout",
    "--test-reporter=tap",
    `--test-reporter-destination=${tap}`,
  ];
  const env = { ...process.env, ...extraEnv, NODE_OPTIONS: "--enable-source-maps" };
  // With no file named, the runner would look for tests itself.
  const result =
    files.length > 0
      ? await run(process.execPath, ["--test", ...reporters, ...files], { env, timeoutMs: 1_200_000 })
      : null;
  const counts = result && existsSync(tap) ? readFileSync(tap, "utf8") : "";
  rmSync(reports, { recursive: true });
  const passed = count(counts, "pass");
  const failed = count(counts, "fail") + count(counts, "cancelled");
  const skipped = count(counts, "skipped") + count(counts, "todo");
  // A runner that dies before its summary has failed, whatever it counted.
  const broken = !result || (result.code !== 0 && failed === 0);
  return {
    passed,
    failed: failed + (broken ? 1 : 0),
    skipped,
    details: result?.output ?? `test/${folder} has no *.test.ts`,
  };
}

function testFiles(folder) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true }).map(String);
  return names
    .filter((name) => name.endsWith(".test.js"))
    .map((name) => join(folder, name))
    .sort();
}

/** The runner's last lines are `# pass 12` and the like. */
function count(tap, word) {
  return Number(tap.match(new RegExp(`^# ${word} (\\d+)$`, "m"))?.[1] ?? 0);
}
