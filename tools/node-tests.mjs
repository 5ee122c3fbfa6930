/** Runs bundled TypeScript tests under Node's own test runner. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, run } from "./process.mjs";

const LONGEST_MS = 900_000;

/**
 * @param {string} folder below test/, e.g. "core"
 * @param {NodeJS.ProcessEnv} [extraEnv]
 * @returns {Promise<import("./test.mjs").Outcome>}
 */
export async function runNodeTests(folder, extraEnv = {}) {
  const files = testFiles(join(ROOT, "dist/test", folder));
  // With no file named, the runner would look for tests by itself.
  if (files.length === 0) return { passed: 0, failed: 1, skips: [], details: `test/${folder} has no *.test.ts` };
  const folderOfReports = mkdtempSync(join(tmpdir(), "raceway-test-"));
  const tap = join(folderOfReports, "tap");
  // Two reports: one for people, one to count from.
  const reporters = ["spec", "tap"].map((name) => `--test-reporter=${name}`);
  const destinations = ["stdout", tap].map((place) => `--test-reporter-destination=${place}`);
  const args = ["--enable-source-maps", "--test", ...reporters, ...destinations, ...files];
  const env = { ...process.env, ...extraEnv };
  const { code, output } = await run(process.execPath, args, { env, timeoutMs: LONGEST_MS });
  const counts = existsSync(tap) ? readFileSync(tap, "utf8") : "";
  rmSync(folderOfReports, { recursive: true });
  return countTap(code, counts, output);
}

/**
 * @param {number} code exit code of the runner
 * @param {string} tap its report; the last lines are `# pass 12` and the like
 * @param {string} output what it printed for people
 * @returns {import("./test.mjs").Outcome}
 */
export function countTap(code, tap, output) {
  const count = (word) => Number(tap.match(new RegExp(`^# ${word} (\\d+)$`, "m"))?.[1] ?? 0);
  const passed = count("pass");
  const failed = count("fail") + count("cancelled");
  // A runner that dies before its summary has failed, whatever it counted.
  const broken = passed + failed === 0 || (code !== 0 && failed === 0);
  const skips = [...tap.matchAll(/^ *ok .* # (?:SKIP|TODO) ?(.*)$/gm)].map((match) => match[1]);
  return { passed, failed: failed + (broken ? 1 : 0), skips, details: failures(output) };
}

/** The reporter repeats what failed at its end; all of it when it did not come that far. */
function failures(output) {
  const start = output.indexOf("✖ failing tests:");
  return start < 0 ? output : output.slice(start);
}

function testFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => path.endsWith(".test.js"))
    .sort();
}
