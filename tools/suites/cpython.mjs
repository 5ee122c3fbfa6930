/** CPython's own tests of what Raceway instruments, and how an interpreter runs them. */
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run } from "../process.mjs";
import { CACHE } from "./store.mjs";
import { plainEnvironment } from "./traced.mjs";

/** Quick and telling first. */
export const MODULES = [
  "test_thread",
  "test_threading_local",
  "test_queue",
  "test_sched",
  "test_contextlib",
  "test_fork1",
  "test_threadsignals",
  "test_threading",
  "test_signal",
  "test_socketserver",
  "test_logging",
  "test_subprocess",
  "test_asyncio",
  "test_concurrent_futures",
  "test_multiprocessing_fork",
  "test_multiprocessing_forkserver",
  "test_multiprocessing_spawn",
];

/** What each CI run takes. */
export const QUICK = ["test_threading", "test_thread", "test_queue", "test_contextlib"];

const START_METHOD = /^test_multiprocessing_(fork|spawn|forkserver)$/;
const DRIVER = join(ROOT, "tools/suites/driver");
const ASK = `import importlib.util, json, os, sys, test.support
names = sys.argv[1:]
print(json.dumps({"prefix": sys.prefix, "folder": os.path.dirname(test.__file__),
"has": [name for name in names if importlib.util.find_spec("test." + name)]}))`;

/**
 * @typedef {{ python: import("../pythons.mjs").Python, prefix: string, folder: string, has: string[] }} Tested
 * @returns {Promise<Tested | string>} a sentence where this Python came without its tests
 */
export async function testsOf(python) {
  const { code, stdout } = await run(python.executable, ["-I", "-c", ASK, ...MODULES], { timeoutMs: 60_000 });
  if (code === 0) return { python, ...JSON.parse(stdout) };
  const version = python.version.join(".");
  return `Python ${version} came without its own tests (the package "test"): Debian has them in libpython${python.name}-testsuite`;
}

/**
 * How to run one module's tests. Where an installation left some out (those of 3.11.7 and 3.12.1 have no folders
 * that were made in that year), the suites of multiprocessing are made here by the one call of which they consist, and others
 * come from the nearest Python that has them, an older one where there is one; a test that this Python cannot pass fails
 * untraced too.
 * @param {string} module
 * @param {Tested} tested
 * @param {Tested[]} others
 * @returns {{ suite: import("./job.mjs").Suite, from: string } | null} `from`: the version whose tests they are where
 *   that is another one; null where nobody has them
 */
export function suiteOf(module, tested, others) {
  const { python, prefix, has } = tested;
  const { executable } = python;
  const suite = (name, path) => ({
    executable,
    prefix,
    env: plainEnvironment([DRIVER, ...path]),
    command: ({ results, only }) => ({ args: ["-m", "raceway_suite", results, name, ...(only ? [only] : [])] }),
  });
  if (has.includes(module)) return { suite: suite(`test.${module}`, []), from: "" };
  const method = module.match(START_METHOD)?.[1];
  if (method !== undefined) return { suite: suite(module, [madeHere(module, method)]), from: "" };
  const lender = others
    .filter((other) => other.has.includes(module))
    .sort((a, b) => distance(a, tested) - distance(b, tested))[0];
  if (lender === undefined) return null;
  return { suite: suite(module, [borrowed(module, lender)]), from: lender.python.version.join(".") };
}

/** Any older one rather than a newer one: it asks for nothing that is not there yet. */
function distance(a, b) {
  const difference = a.python.version[1] - b.python.version[1];
  return difference > 0 ? 100 + difference : -difference;
}

/** A folder for PYTHONPATH with one module in it: children of a test look for it, too. */
function borrowed(module, { folder, python }) {
  const to = join(CACHE, "borrowed", `${module}-${python.version.join(".")}`);
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const name of [module, `${module}.py`])
    if (existsSync(join(folder, name))) cpSync(join(folder, name), join(to, name), { recursive: true });
  return to;
}

function madeHere(module, method) {
  const to = join(CACHE, "borrowed", module);
  mkdirSync(to, { recursive: true });
  const text = `import test._test_multiprocessing\ntest._test_multiprocessing.install_tests_in_module_dict(globals(), "${method}")\n`;
  writeFileSync(join(to, `${module}.py`), text);
  return to;
}
