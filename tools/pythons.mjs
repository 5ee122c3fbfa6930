/** Finds the Python interpreters of this machine, for the tests and the benchmarks. Needs no package. */
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { run } from "./process.mjs";

/** The runtime starts on these; below OLDEST it steps aside, above NEWEST nobody has tried it. */
const OLDEST = 8;
const NEWEST = 14;
/** `npm test` wants one that is at least this new: 3.8 and 3.9 are traced with known limits (docs/limits.md). */
export const OLDEST_FULL = 10;

const WINDOWS = process.platform === "win32";
const PROBE = `import json, platform, sys
print(json.dumps({"version": list(sys.version_info[:3]), "implementation": platform.python_implementation(),
"executable": sys.executable, "gil": getattr(sys, "_is_gil_enabled", lambda: True)()}))`;

/**
 * @typedef {{ name: string, version: number[], executable: string }} Python `name` is e.g. "3.11"
 * @returns {Promise<{ pythons: Python[], passedOver: string[] }>} one CPython a minor version, the newest patch of each,
 *   oldest first; `passedOver` tells in words what was found and is not tested
 */
export async function findPythons() {
  const found = (await Promise.all([...candidates()].map(probe))).filter((python) => python !== null);
  const passedOver = new Set();
  const byMinor = new Map();
  for (const python of found.sort((a, b) => compareVersions(b.version, a.version))) {
    const reason = whyNotTested(python);
    if (reason) passedOver.add(`${python.implementation} ${python.version.join(".")} (${reason})`);
    else if (!byMinor.has(python.name)) byMinor.set(python.name, python);
  }
  return { pythons: [...byMinor.values()].reverse(), passedOver: [...passedOver] };
}

/** What to say when there is no interpreter to test with, null when there is one. */
export function whyNoneIsEnough(pythons) {
  if (pythons.some(({ version }) => version[1] >= OLDEST_FULL)) return null;
  const how = {
    darwin: "brew install python",
    win32: "winget install Python.Python.3.13",
    linux: "apt-get install python3",
  };
  return `No Python 3.${OLDEST_FULL} or newer was found on PATH, in pyenv or in uv. Install one: ${how[process.platform] ?? how.linux}`;
}

/** Paths of everything that may be an interpreter, a set because folders overlap. */
function candidates() {
  const names = ["python3", "python"];
  for (let minor = OLDEST; minor <= NEWEST + 1; minor++) names.push(`python3.${minor}`);
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const pyenv = process.env.PYENV_ROOT ?? join(homedir(), WINDOWS ? ".pyenv/pyenv-win" : ".pyenv");
  folders.push(...binFolders(join(pyenv, "versions")));
  folders.push(...binFolders(process.env.UV_PYTHON_INSTALL_DIR ?? join(homedir(), ".local/share/uv/python")));
  folders.push(...binFolders(join(process.env.LOCALAPPDATA ?? homedir(), "Programs/Python")));
  folders.push(...binFolders("/Library/Frameworks/Python.framework/Versions"));
  const paths = folders.flatMap((folder) => names.map((name) => join(folder, WINDOWS ? `${name}.exe` : name)));
  return new Set(paths.filter(existsSync));
}

/** The folders with executables of each installation below `parent`; none when it does not exist. */
function binFolders(parent) {
  if (!existsSync(parent)) return [];
  return readdirSync(parent).map((name) => (WINDOWS ? join(parent, name) : join(parent, name, "bin")));
}

/** null for what does not start: pyenv's shims do that for a version that is not selected. */
async function probe(path) {
  const { code, stdout } = await run(path, ["-I", "-c", PROBE], { timeoutMs: 20_000 });
  if (code !== 0) return null;
  const facts = JSON.parse(stdout);
  return { ...facts, name: facts.version.slice(0, 2).join(".") };
}

function whyNotTested({ version: [major, minor], implementation, gil }) {
  if (implementation !== "CPython") return "not CPython";
  if (!gil) return "free-threaded";
  if (major !== 3 || minor < OLDEST) return `older than 3.${OLDEST}`;
  return minor > NEWEST ? `newer than 3.${NEWEST}` : null;
}

function compareVersions(a, b) {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
