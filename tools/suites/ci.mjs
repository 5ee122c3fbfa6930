/** What each CI run takes of CPython's own tests: four modules, traced, on the oldest and the newest Python found. */
import { OLDEST_FULL } from "../pythons.mjs";
import { lookAgain } from "./alone.mjs";
import { countPassed, suspects } from "./compare.mjs";
import { QUICK, suiteOf, testsOf } from "./cpython.mjs";
import { isExcepted } from "./exceptions.mjs";
import { runTests } from "./job.mjs";

/** @param {import("../pythons.mjs").Python[]} pythons @returns {import("../test.mjs").Part[]} */
export function cpythonParts(pythons) {
  const full = pythons.filter(({ version }) => version[1] >= OLDEST_FULL);
  const chosen = [...new Set([full[0], full.at(-1)])];
  return chosen.map((python) => ({
    name: `CPython's own tests, traced, on Python ${python.name}`,
    run: () => runModules(python),
  }));
}

/** @returns {Promise<import("../test.mjs").Outcome>} `failed`: tests that are broken; a busy machine breaks none */
async function runModules(python) {
  const tested = await testsOf(python);
  if (typeof tested === "string") return { passed: 0, failed: 0, skips: [tested], details: "" };
  const outcomes = await Promise.all(QUICK.map((module) => runModule(suiteOf(module, tested, []).suite, python.name)));
  return {
    passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
    failed: outcomes.reduce((sum, { problems }) => sum + problems.length, 0),
    skips: [],
    details: outcomes.flatMap(({ problems }) => problems).join("\n"),
  };
}

/** Traced only: what goes wrong is then run untraced, too, alone. */
async function runModule(suite, python) {
  const { results, problem, errors } = await runTests(suite, { isTraced: true });
  const problems = errors.map((error) => `the tracer: ${error}`);
  if (problem !== null) problems.push(problem);
  for (const id of suspects(null, results)) {
    if (isExcepted(id, python)) continue;
    const alone = { untraced: [], traced: [] };
    const verdict = await lookAgain(suite, id, Object.keys(results), alone);
    if (verdict === "broken") problems.push(`broken by tracing: ${id}\n${alone.traced[0].why}`);
  }
  return { passed: countPassed(results), problems };
}
