/** Packages of PyPI with their own tests: installed once for each Python, below node_modules. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ExpectedError, ROOT, run } from "../process.mjs";
import { CACHE } from "./store.mjs";
import { plainEnvironment } from "./traced.mjs";

/**
 * `tests`: what pytest is given, in the folder of the source distribution. `options` leave out what would need other packages
 * (coverage, an OpenSSL binding). `env`: without CI urllib3's tests wait 10 ms for a server, 50 times as long with it.
 * @type {{ name: string, tests: string[], options?: string[], env?: Record<string, string> }[]}
 */
export const PACKAGES = [
  { name: "waitress", tests: ["tests"], options: ["--override-ini=addopts="] },
  { name: "sqlalchemy", tests: ["test/engine/test_pool.py"] },
  { name: "urllib3", tests: ["test"], options: ["--ignore=test/contrib/test_pyopenssl.py"], env: { CI: "true" } },
  { name: "anyio", tests: ["tests"] },
  { name: "joblib", tests: ["joblib/test"] },
];

const PINS = join(ROOT, "tools/suites/packages");
const DRIVER = join(ROOT, "tools/suites/driver");
const QUIET = ["--quiet", "--disable-pip-version-check", "--no-input"];
const LONGEST_MS = 900_000;

/** "3.0.2" */
export function versionOf({ name }) {
  return readFileSync(join(PINS, `${name}.txt`), "utf8").match(new RegExp(`^${name}==(.*)$`, "im"))[1];
}

/**
 * Installs what is missing.
 * @returns {Promise<import("./job.mjs").Suite>}
 */
export async function suiteOf(wanted, python) {
  const { tests, options = [], env = {} } = wanted;
  const folder = await installed(wanted, python);
  const source = join(
    folder,
    "source",
    readdirSync(join(folder, "source")).find((entry) => !entry.endsWith(".gz")),
  );
  const executable = join(folder, "venv/bin/python");
  // No cache of pytest's: it would change the order of a later run.
  const pytest = ["-m", "pytest", "-q", "-p", "raceway_suite.pytest_plugin", "-p", "no:cacheprovider", ...options];
  return {
    executable,
    prefix: join(folder, "venv"),
    env: { ...plainEnvironment([DRIVER]), PYTHONDONTWRITEBYTECODE: "1", ...env },
    cwd: source,
    command: ({ results, only }) => ({
      args: [...pytest, ...tests],
      env: { RACEWAY_SUITE_RESULTS: results, ...(only ? { RACEWAY_SUITE_ONLY: only } : {}) },
    }),
  };
}

async function installed(wanted, python) {
  const pins = join(PINS, `${wanted.name}.txt`);
  const hash = createHash("sha256").update(readFileSync(pins)).digest("hex").slice(0, 12);
  const folder = join(CACHE, "packages", `${wanted.name}-${python.version.join(".")}-${hash}`);
  if (existsSync(join(folder, "whole"))) return folder;
  console.log(`Installing ${wanted.name} ${versionOf(wanted)} for Python ${python.name} (once) …`);
  // Not made elsewhere and moved: a venv knows its own path.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "source"), { recursive: true });
  const executable = join(folder, "venv/bin/python");
  await must(python.executable, ["-I", "-m", "venv", join(folder, "venv")]);
  await must(executable, ["-I", "-m", "pip", "install", ...QUIET, "--no-deps", "--requirement", pins]);
  const what = `${wanted.name}==${versionOf(wanted)}`;
  const download = [
    "download",
    ...QUIET,
    "--no-deps",
    "--no-binary",
    wanted.name,
    "--dest",
    join(folder, "source"),
    what,
  ];
  await must(executable, ["-I", "-m", "pip", ...download]);
  const [archive] = readdirSync(join(folder, "source"));
  const unpack = "import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2])";
  await must(executable, ["-I", "-c", unpack, join(folder, "source", archive), join(folder, "source")]);
  renameSync(join(folder, "source", archive), join(folder, "whole"));
  return folder;
}

async function must(command, args) {
  const { code, output } = await run(command, args, { timeoutMs: LONGEST_MS });
  if (code !== 0) throw new ExpectedError(`${output.trim()}\nThe packages could not be installed. See above.`);
}
