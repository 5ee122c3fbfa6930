/**
 * npm start [-- PROGRAM.py ARGS…]: installs, builds, traces the program and opens its timeline.
 *
 * The program has the terminal to itself: its stdin, stdout and stderr are this process's own. What we print goes to
 * stderr, but for the last line on stdout, `Timeline: <absolute path of the page>`, which scripts may rely on.
 * The exit code is the traced program's.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { basename, delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBuilt, ensureInstalled, ensureNode } from "./ensure.mjs";
import { ROOT, runScript } from "./process.mjs";

const SAMPLE = join(ROOT, "samples/locked_counter.py");
/** Private to the clone, survives the run, and leaves the folder of the traced program clean. */
const TIMELINES = join(ROOT, "dist/timelines");

await runScript(async () => {
  ensureNode();
  await ensureInstalled();
  await ensureBuilt();
  const program = process.argv.length > 2 ? process.argv.slice(2) : [SAMPLE];
  const page = emptyPlaceFor(program);
  const exitCode = await trace(program, page);
  // No page: the command line refused to start and has said why.
  if (!existsSync(page)) return exitCode;
  openTimeline(page);
  // The empty line ends a last line of the program that has no newline of its own.
  process.stdout.write(`\nTimeline: ${page}\n`);
  return exitCode;
});

/** The page's path, free of an earlier run's page. `npm start -- -m package.module` gives package.module.html. */
function emptyPlaceFor(program) {
  const name =
    program.find((argument) => argument.endsWith(".py")) ?? program.find((argument) => !argument.startsWith("-")) ?? "";
  const page = join(TIMELINES, `${basename(name, ".py").replace(/[^\w.-]/g, "_") || "timeline"}.html`);
  mkdirSync(TIMELINES, { recursive: true, mode: 0o700 });
  rmSync(page, { force: true });
  return page;
}

/**
 * Runs the command line in this very process, so that signals reach it as if it had been called directly: a process of ours
 * between the two would pass on what the whole group has got already.
 */
async function trace(program, page) {
  process.argv = [process.execPath, join(ROOT, "dist/cli.js"), "run", "--html", page, ...program];
  process.chdir(process.env.INIT_CWD ?? process.cwd());
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
