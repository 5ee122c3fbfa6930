/**
 * npm run package-tests [-- --python 3.12] [--package urllib3 …] [--again] [--table]
 *
 * Packages of PyPI with their own tests, untraced and traced, on the oldest supported and the newest Python found; results are
 * kept and compared as those of `npm run cpython-tests` are. `--table` only writes docs/package-tests.md.
 */
import { constants, setPriority } from "node:os";
import { parseArgs } from "node:util";
import { ExpectedError, runScript } from "./process.mjs";
import { findPythons, OLDEST_FULL } from "./pythons.mjs";
import { countPassed } from "./suites/compare.mjs";
import { isExcepted } from "./suites/exceptions.mjs";
import { look } from "./suites/look.mjs";
import { PACKAGES, suiteOf } from "./suites/packages.mjs";
import { writePackagesPage } from "./suites/pages.mjs";
import { codeVersion, Store } from "./suites/store.mjs";

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      python: { type: "string", multiple: true },
      package: { type: "string", multiple: true },
      again: { type: "boolean", default: false },
      table: { type: "boolean", default: false },
    },
  });
  const store = new Store("package-tests");
  if (values.table) return writePackagesPage(store);
  setPriority(constants.priority.PRIORITY_LOW);
  const { pythons } = await findPythons();
  const full = pythons.filter(({ version }) => version[1] >= OLDEST_FULL);
  const chosen = values.python ? full.filter(({ name }) => values.python.includes(name)) : [full[0], full.at(-1)];
  if (chosen.length === 0 || !chosen[0]) throw new ExpectedError("No such Python was found.");
  let broken = 0;
  for (const wanted of PACKAGES.filter(({ name }) => values.package?.includes(name) ?? true))
    for (const python of new Set(chosen)) broken += await lookAt(wanted, python, store, values.again);
  writePackagesPage(store);
  console.log(`${broken} broken`);
  return broken > 0 ? 1 : 0;
});

/** @returns {Promise<number>} how many tests are broken without being excepted */
async function lookAt(wanted, python, store, again) {
  const version = python.version.join(".");
  const known = store.load(wanted.name, version);
  if (again) Object.assign(known, { untraced: null, traced: null, alone: {}, verdicts: {} });
  const suite = await suiteOf(wanted, python);
  const tell = (text) => console.log(text);
  await look(suite, known, { code: codeVersion(), keep: () => store.save(known), tell });
  const problem = known.untraced.problem ?? known.traced.problem;
  if (problem) console.log(`did not end: ${problem}`);
  for (const error of known.traced.errors) console.log(`the tracer says: ${error}`);
  const isBroken = ([id, verdict]) => verdict === "broken" && !isExcepted(id, python.name);
  const broken = Object.entries(known.verdicts).filter(isBroken);
  const [untraced, traced] = [known.untraced, known.traced].map((way) => countPassed(way.results));
  console.log(`${wanted.name} on ${version}: ${untraced} untraced, ${traced} traced, ${broken.length} broken`);
  return broken.length + (problem ? 1 : 0);
}
