/**
 * Brings a clone to the state in which it can run: the right Node, the packages of the lockfile, a build of today's sources.
 * Each step does nothing when there is nothing to do, and prints one line when there is. Needs no package.
 */
import { existsSync, lstatSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ExpectedError, ROOT, run } from "./process.mjs";

const OLDEST_NODE = 20;
/** What goes into the bundles. The Python runtime is not built: dist/cli.js uses it where it lies. */
const SOURCES = ["core", "cli", "webview", "extension", "esbuild.mjs", "package.json"];
const PRODUCTS = ["dist/cli.js", "dist/page/page.js", "dist/extension.cjs", "dist/trace-worker.cjs"];

/** Stops with a sentence when this Node is too old for the packages. */
export function ensureNode() {
  if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) return;
  throw new ExpectedError(`Raceway needs Node ${OLDEST_NODE} or newer; this is ${process.versions.node}.`);
}

/** Installs the packages when node_modules is missing or older than the lockfile. */
export async function ensureInstalled() {
  // Packages of another clone: npm would empty them there. Whoever made the link renews them.
  if (lstatSync(join(ROOT, "node_modules"), { throwIfNoEntry: false })?.isSymbolicLink()) return;
  // npm writes this file last, so an install that was broken off is done again.
  const done = join(ROOT, "node_modules/.package-lock.json");
  if (existsSync(done) && modifiedMs(done) >= modifiedMs(join(ROOT, "package-lock.json"))) return;
  process.stderr.write("Installing packages (once) …\n");
  await installPackages(ROOT);
}

/** Builds dist/ when a source is newer than it. */
export async function ensureBuilt() {
  const built = PRODUCTS.map((file) => join(ROOT, file));
  if (built.every(existsSync) && Math.max(...SOURCES.map(newestMs)) <= Math.min(...built.map(modifiedMs))) return;
  process.stderr.write("Building …\n");
  const { code, output } = await run(process.execPath, ["esbuild.mjs", "--no-tests"]);
  if (code !== 0) throw new ExpectedError(`${output}\nThe build failed. See above.`);
}

/**
 * npm tells the scripts that it runs where it lies; without it, the one on PATH (a .cmd file on Windows).
 * @param {string} cwd the folder of a package.json and its lockfile
 */
function runNpm(args, cwd) {
  const npm = process.env.npm_execpath;
  if (npm?.endsWith("js")) return run(process.execPath, [npm, ...args], { cwd });
  return process.platform === "win32" ? run("cmd", ["/d", "/c", "npm", ...args], { cwd }) : run("npm", args, { cwd });
}

/** Installs exactly what the lockfile of `folder` names. */
export async function installPackages(folder) {
  // No install script is needed: esbuild's only saves a few milliseconds.
  const flags = ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { code, output } = await runNpm(flags, folder);
  if (code !== 0) throw new ExpectedError(`${output}\nnpm ci failed. See above; npm has to reach its registry once.`);
}

function newestMs(path) {
  const full = join(ROOT, path);
  if (!statSync(full).isDirectory()) return modifiedMs(full);
  return Math.max(0, ...readdirSync(full, { recursive: true }).map((name) => modifiedMs(join(full, String(name)))));
}

function modifiedMs(path) {
  return statSync(path).mtimeMs;
}
