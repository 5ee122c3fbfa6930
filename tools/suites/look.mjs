/** One module on one interpreter: untraced, traced, and the suspects alone. What is known already is not run again. */
import { lookAgain } from "./alone.mjs";
import { suspects } from "./compare.mjs";
import { runTests } from "./job.mjs";

/**
 * @param {import("./job.mjs").Suite} suite
 * @param {import("./store.mjs").Known} known grows
 * @param {{ code: string, keep: () => void, tell: (text: string) => void }} world `keep`: called when something is new
 */
export async function look(suite, known, { code, keep, tell }) {
  if (known.untraced === null) {
    known.untraced = await timed(runTests(suite, { isTraced: false }));
    keep();
  }
  if (known.traced?.code !== code) {
    known.traced = { code, ...(await timed(runTests(suite, { isTraced: true }))) };
    known.verdicts = {};
    // What tracing did was done by another version; what happens without it stays true.
    for (const alone of Object.values(known.alone)) alone.traced = [];
    keep();
  }
  const all = Object.keys(known.untraced.results);
  for (const id of suspects(known.untraced.results, known.traced.results)) {
    if (id in known.verdicts) continue;
    known.alone[id] ??= { untraced: [], traced: [] };
    known.verdicts[id] = await lookAgain(suite, id, all, known.alone[id], keep);
    keep();
    tell(`  ${known.verdicts[id]}: ${id}`);
  }
}

async function timed(running) {
  const startMs = performance.now();
  const tested = await running;
  return { ...tested, seconds: Math.round((performance.now() - startMs) / 1000) };
}
