/**
 * npm run cpython-tests [-- --python 3.12] [--module test_queue …] [--again] [--table]
 *
 * CPython's own tests, untraced and traced, one module after the other on each Python from 3.10 on. Results are kept as they
 * come; what is known of this version of the runtime is not run again (`--again`: all is). Takes hours, and may be broken off
 * and called again. `--table` only writes docs/cpython-tests.md from what is known.
 */
import { constants, setPriority } from "node:os";
import { parseArgs } from "node:util";
import { ExpectedError, runScript } from "./process.mjs";
import { findPythons, OLDEST_FULL } from "./pythons.mjs";
import { countPassed } from "./suites/compare.mjs";
import { MODULES, suiteOf, testsOf } from "./suites/cpython.mjs";
import { isExcepted } from "./suites/exceptions.mjs";
import { look } from "./suites/look.mjs";
import { writeCpythonPage } from "./suites/pages.mjs";
import { codeVersion, Store } from "./suites/store.mjs";

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      python: { type: "string", multiple: true },
      module: { type: "string", multiple: true },
      again: { type: "boolean", default: false },
      table: { type: "boolean", default: false },
    },
  });
  const store = new Store("cpython-tests");
  if (values.table) return writeCpythonPage(store);
  // Whoever works on this machine goes first.
  setPriority(constants.priority.PRIORITY_LOW);
  const { all, chosen } = await pythonsWithTests(values.python);
  let broken = 0;
  for (const module of values.module ?? MODULES)
    for (const tested of chosen) broken += await lookAt(module, tested, all, store, values.again);
  writeCpythonPage(store);
  console.log(`${broken} broken`);
  return broken > 0 ? 1 : 0;
});

async function pythonsWithTests(names) {
  const { pythons } = await findPythons();
  const answers = await Promise.all(pythons.filter(({ version }) => version[1] >= OLDEST_FULL).map(testsOf));
  for (const answer of answers) if (typeof answer === "string") console.log(`Not tested: ${answer}`);
  const all = answers.filter((answer) => typeof answer !== "string");
  const chosen = all.filter(({ python }) => names === undefined || names.includes(python.name));
  if (chosen.length === 0) throw new ExpectedError("No such Python with its own tests was found.");
  return { all, chosen };
}

/** @returns {Promise<number>} how many tests are broken without being excepted */
async function lookAt(module, tested, all, store, again) {
  const version = tested.python.version.join(".");
  const found = suiteOf(module, tested, all);
  if (found === null) {
    console.log(`${module} on ${version}: no Python here has it`);
    return 0;
  }
  const known = store.load(module, version, found.from);
  if (again) Object.assign(known, { untraced: null, traced: null, alone: {}, verdicts: {} });
  const tell = (text) => console.log(text);
  await look(found.suite, known, { code: codeVersion(), keep: () => store.save(known), tell });
  const problem = known.untraced.problem ?? known.traced.problem;
  if (problem) console.log(`did not end: ${problem}`);
  for (const error of known.traced.errors) console.log(`the tracer says: ${error}`);
  const isBroken = ([id, verdict]) => verdict === "broken" && !isExcepted(id, tested.python.name);
  const broken = Object.entries(known.verdicts).filter(isBroken);
  const [untraced, traced] = [known.untraced, known.traced].map((way) => countPassed(way.results));
  console.log(`${module} on ${version}: ${untraced} untraced, ${traced} traced, ${broken.length} broken`);
  return broken.length + (problem ? 1 : 0);
}
