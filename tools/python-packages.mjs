/**
 * Packages of PyPI for the runtime's tests: the tools that Raceway must not disturb (test/runtime/requirements.txt).
 * Installed once for each Python and each version of that file, below node_modules, by the Python's own pip.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run } from "./process.mjs";

const TESTS = join(ROOT, "test/runtime/requirements.txt");
const BENCHMARKS = join(ROOT, "test/bench/requirements.txt");
const LONGEST_MS = 300_000;

/**
 * @param {import("./pythons.mjs").Python} python
 * @returns {Promise<NodeJS.ProcessEnv>} what the tests have in their environment: RACEWAY_TEST_PACKAGES, a folder for
 *   PYTHONPATH, or RACEWAY_TEST_PACKAGES_MISSING, why there is none. Without them the tests that need them are skipped, aloud.
 */
export async function packagesEnvironment(python) {
  const { folder, problem } = await packagesOf(python, TESTS);
  return problem === null ? { RACEWAY_TEST_PACKAGES: folder } : { RACEWAY_TEST_PACKAGES_MISSING: problem };
}

/** The same for the benchmarks: what Raceway is measured beside. Without it, it is measured alone, and that is said. */
export async function benchmarkEnvironment(python) {
  const { folder, problem } = await packagesOf(python, BENCHMARKS);
  if (problem === null) return { RACEWAY_BENCH_PACKAGES: folder };
  console.log(`Not measured beside another tracer on Python ${python.name}: ${problem}`);
  return {};
}

/** @returns {Promise<{ folder: string, problem: string | null }>} a folder for PYTHONPATH */
async function packagesOf(python, requirements) {
  const version = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const folder = join(ROOT, "node_modules/.cache/raceway", `python-${python.version.join(".")}-${version}`);
  // Of this name, because what lies in such a folder is nobody's own program.
  const packages = "site-packages";
  if (!existsSync(folder)) {
    console.log(`Installing packages for Python ${python.name} (once) …`);
    const problem = await install(python, folder, packages, requirements);
    if (problem !== null) return { folder, problem };
  }
  return { folder: join(folder, packages), problem: null };
}

/** @returns {Promise<string | null>} what went wrong, in one line */
async function install(python, folder, packages, requirements) {
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const target = join(unfinished, packages);
  const quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-warn-script-location"];
  // All that is needed is named there; a package that had to be built would need a compiler.
  const wanted = ["--no-deps", "--only-binary", ":all:", "--target", target, "--requirement", requirements];
  // -I: neither the caller's settings of Python nor his folder may decide which pip this is.
  const args = ["-I", "-m", "pip", "install", ...quiet, ...wanted];
  const { code, output } = await run(python.executable, args, { timeoutMs: LONGEST_MS });
  // Renamed when whole: a run that was broken off, or one beside this one, leaves no half an install.
  if (code === 0 && !existsSync(folder)) renameSync(unfinished, folder);
  else rmSync(unfinished, { recursive: true });
  return code === 0 ? null : `no packages from PyPI: ${reasonIn(output)}`;
}

/** pip's own last word of an error, else the last line it printed. */
function reasonIn(output) {
  const lines = output.trim().split("\n");
  return (lines.findLast((line) => line.startsWith("ERROR: ")) ?? lines.at(-1)).replace(/^ERROR: /, "").trim();
}
