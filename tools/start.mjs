/**
 * npm start [-- PROGRAM.py ARGS…]: installs, builds, traces the program and opens its timeline.
 *
 * The program has the terminal to itself: its stdin, stdout and stderr are this process's own. What we print goes to
 * stderr, but for the last line on stdout, `Timeline: <absolute path of the page>`, which scripts may rely on.
 * The exit code is the traced program's.
 */
import { spawn } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { basename, delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBuilt, ensureInstalled, ensureNode } from "./ensure.mjs";
import { ROOT, runScript } from "./process.mjs";
import { splitWords } from "./run-words.mjs";

const SAMPLE = join(ROOT, "samples/locked_counter.py");
/** Private to the clone, survives the run, and leaves the folder of the traced program clean. */
const TIMELINES = join(ROOT, "dist/timelines");

await runScript(async () => {
  ensureNode();
  await ensureInstalled();
  await ensureBuilt();
  const words = process.argv.length > 2 ? process.argv.slice(2) : [SAMPLE];
  // Relative paths are meant as whoever typed `npm start` sees them.
  process.chdir(process.env.INIT_CWD ?? process.cwd());
  const page = pageOf(words) ?? ownPageFor(words);
  const before = stampOf(page);
  const exitCode = await trace(["--html", page, ...words]);
  // No new page: the command line refused to start, or could not write it, and has said why.
  if (stampOf(page) === before) return exitCode;
  openTimeline(page);
  // The empty line ends a last line of the program that has no newline of its own.
  process.stdout.write(`\nTimeline: ${page}\n`);
  return exitCode;
});

/** The page that the user asked for (the last --html counts, as for the command line), absolute; null = none. */
function pageOf(words) {
  let page = null;
  const { options } = splitWords(words);
  options.forEach((word, index) => {
    if (word === "--html") page = options[index + 1] ?? null;
    if (word.startsWith("--html=")) page = word.slice("--html=".length);
  });
  return page && resolve(page);
}

/** Our own place for it, named after the program: `npm start -- -m package.module` gives package.module.html. */
function ownPageFor(words) {
  const [first = "", second = ""] = splitWords(words).program;
  const name = first === "-m" ? second : first.startsWith("-m") ? first.slice(2) : basename(resolve(first), ".py");
  mkdirSync(TIMELINES, { recursive: true, mode: 0o700 });
  return join(TIMELINES, `${name.replace(/[^\w.-]/g, "_") || "timeline"}.html`);
}

/** Changes whenever the file is written: the command line puts a new file in its place. */
function stampOf(path) {
  const status = statSync(path, { throwIfNoEntry: false, bigint: true });
  return status === undefined ? "none" : `${status.ino} ${status.mtimeNs}`;
}

/**
 * Runs the command line in this very process, so that signals reach it as if it had been called directly: a process of ours
 * between the two would pass on what the whole group has got already.
 */
async function trace(words) {
  process.argv = [process.execPath, join(ROOT, "dist/cli.js"), "run", ...words];
  forgetNpm();
  await import(pathToFileURL(process.argv[1]).href);
  return Number(process.exitCode ?? 0);
}

/** The program gets the environment of whoever typed `npm start`, less what npm has put in. */
function forgetNpm() {
  for (const name of Object.keys(process.env)) if (/^(npm_|INIT_CWD$)/.test(name)) delete process.env[name];
  const isNpms = (folder) => /[\\/](node_modules[\\/]\.bin|node-gyp-bin)$/.test(folder);
  const folders = (process.env.PATH ?? "").split(delimiter);
  process.env.PATH = folders.filter((folder) => !isNpms(folder)).join(delimiter);
}

/** Shows the page where there is a screen. Whether that worked is not our caller's concern: the path is printed anyway. */
function openTimeline(page) {
  const opener = desktopOpener();
  if (!opener) return;
  const [command, ...args] = opener;
  const child = spawn(command, [...args, page], { stdio: "ignore", detached: true });
  child.on("error", () => process.stderr.write(`No browser could be started (${command}).\n`));
  child.unref();
}

/** The command that opens a file with the program its user likes, or null without a display. */
function desktopOpener() {
  if (process.platform === "darwin") return ["open"];
  // `start` takes its first quoted argument for a window title.
  if (process.platform === "win32") return ["cmd", "/d", "/c", "start", ""];
  return process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? ["xdg-open"] : null;
}
