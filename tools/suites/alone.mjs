/** A second look at single tests, each alone in a process, as often as it takes to know (compare.mjs). */
import { nextRun, verdict } from "./compare.mjs";
import { runTests } from "./job.mjs";

/** unittest's word for what is no test itself: `tearDownClass (test.test_x.Some)`. */
const AROUND_TESTS = /^(?:setUp|tearDown)(?:Class|Module) \((.+)\)$/;

/**
 * @param {import("./job.mjs").Suite} suite
 * @param {string} id
 * @param {string[]} all ids of the module
 * @param {import("./compare.mjs").Alone} alone what is known already; grows
 * @param {() => void} [keep] called after each run
 * @returns {Promise<import("./compare.mjs").Verdict>}
 */
export async function lookAgain(suite, id, all, alone, keep = () => {}) {
  const only = testsOf(id, all);
  for (let way = nextRun(alone); way !== null; way = nextRun(alone)) {
    const { results, problem } = await runTests(suite, { isTraced: way === "traced", only });
    alone[way].push(results[id] ?? (only[0] === id ? { outcome: "crash", why: problem } : { outcome: "pass" }));
    keep();
  }
  return verdict(alone);
}

/** What has to run for this one to be seen. */
function testsOf(id, all) {
  const around = id.match(AROUND_TESTS)?.[1];
  return around === undefined ? [id] : all.filter((test) => test.startsWith(`${around}.`));
}
