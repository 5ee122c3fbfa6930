/** Runs the Python runtime's tests, stdlib unittest, on one interpreter. */
import { run } from "./process.mjs";
import { packagesEnvironment } from "./python-packages.mjs";

const ELSEWHERE = "pytest, coverage and debugpy: on the oldest and the newest Python, on all with RACEWAY_LONG=1";

/**
 * @param {import("./pythons.mjs").Python} python
 * @param {{ withTools: boolean }} options `withTools`: also the tests of tools from PyPI beside a traced program
 * @returns {Promise<import("./test.mjs").Outcome>}
 */
export async function runPythonTests(python, { withTools }) {
  // Nothing of the caller's Python settings may decide what is tested; no __pycache__ is left in the clone.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("PYTHON")));
  env.PYTHONDONTWRITEBYTECODE = "1";
  env.PYTHONFAULTHANDLER = "1";
  Object.assign(env, withTools ? await packagesEnvironment(python) : { RACEWAY_TEST_PACKAGES_MISSING: ELSEWHERE });
  const args = [
    "-m",
    "unittest",
    "discover",
    "--verbose",
    "--start-directory",
    "test/runtime",
    "--pattern",
    "test_*.py",
  ];
  const { code, output } = await run(python.executable, args, { env, timeoutMs: 1_200_000 });
  return countUnittest(code, output);
}

/**
 * @param {number} code exit code
 * @param {string} output what `python -m unittest` printed
 * @returns {import("./test.mjs").Outcome}
 */
export function countUnittest(code, output) {
  const ran = Number(output.match(/^Ran (\d+) tests? in /m)?.[1] ?? 0);
  const failed = number(output, "failures") + number(output, "errors") + number(output, "unexpected successes");
  const skips = [...output.matchAll(/\.\.\. skipped (['"])(.*)\1$/gm)].map((match) => match[2]);
  const notRun = number(output, "skipped") + number(output, "expected failures");
  const broken = ran === 0 || (code !== 0 && failed === 0);
  // An error outside of a test (a module that does not import, a class's set-up) is not among the tests that ran.
  const passed = Math.max(0, ran - failed - notRun);
  return { passed, failed: failed + (broken ? 1 : 0), skips, details: failures(output) };
}

/** What is printed after the list of tests; all of it when an interpreter did not come that far. */
function failures(output) {
  const start = output.search(/^={20,}$/m);
  return start < 0 ? output : output.slice(start);
}

/** unittest's last line: `FAILED (failures=1, errors=2, skipped=3)` or `OK (skipped=3)`. */
function number(output, word) {
  const summary = output.match(/^(?:OK|FAILED) \((.*)\)$/m)?.[1] ?? "";
  return Number(summary.match(new RegExp(`(?:^|, )${word}=(\\d+)`))?.[1] ?? 0);
}
