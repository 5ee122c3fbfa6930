/**
 * npm start [-- PROGRAM.py ARGS…]: installs, builds, traces the program and opens its timeline: in VS Code with the extension
 * of this clone where there is a VS Code on this desktop, else the page in a browser where there is a screen.
 * RACEWAY_OPEN=code|browser|none decides otherwise.
 *
 * The program has the terminal to itself: its stdin, stdout and stderr are this process's own. What we print goes to
 * stderr, but for the last line on stdout, `Timeline: <absolute path of the page>`, which scripts may rely on.
 * The exit code is the traced program's.
 */
import { mkdirSync, statSync } from "node:fs";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { codeArguments, desktopCode, launch, openOnDesktop, thisMachine } from "./desktop.mjs";
import { ensureBuilt, ensureInstalled, ensureNode } from "./ensure.mjs";
import { ROOT, runScript } from "./process.mjs";
import { splitWords } from "./run-words.mjs";

const SAMPLE = join(ROOT, "samples/unlocked_counter.py");
/** Private to the clone, survives the run, and leaves the folder of the traced program clean. */
const TIMELINES = join(ROOT, "dist/timelines");

await runScript(async () => {
  ensureNode();
  await ensureInstalled();
  await ensureBuilt();
  const words = process.argv.length > 2 ? process.argv.slice(2) : [SAMPLE];
  // Relative paths are meant as whoever typed `npm start` sees them.
  process.chdir(process.env.INIT_CWD ?? process.cwd());
  const page = fileOf(words, "--html") ?? ownFileFor(words, "html");
  const before = stampOf(page);
  const code = whichCode();
  // VS Code opens the trace itself. Nobody asked for that file: it lies in our place, wherever the page is.
  const saved = code && (fileOf(words, "--trace") ?? ownFileFor(words, "raceway"));
  const folder = folderOf(words);
  const exitCode = await trace(["--html", page, ...(saved ? ["--trace", saved] : []), ...words]);
  // No new page: the command line refused to start, or could not write it, and has said why.
  if (stampOf(page) === before) return exitCode;
  if (code && saved) launch(code, codeArguments({ extension: resolve(ROOT), folder, trace: saved }));
  else if (process.env.RACEWAY_OPEN !== "none") openOnDesktop(page);
  // The empty line ends a last line of the program that has no newline of its own.
  process.stdout.write(`\nTimeline: ${page}\n`);
  return exitCode;
});

/** The file that the user asked for (the last one counts, as for the command line), absolute; null = none. */
function fileOf(words, option) {
  let file = null;
  const { options } = splitWords(words);
  options.forEach((word, index) => {
    if (word === option) file = options[index + 1] ?? null;
    if (word.startsWith(`${option}=`)) file = word.slice(option.length + 1);
  });
  return file && resolve(file);
}

/** Our own place for it, named after the program: `npm start -- -m package.module` gives package.module.html. */
function ownFileFor(words, ending) {
  const [first = "", second = ""] = splitWords(words).program;
  const name = first === "-m" ? second : first.startsWith("-m") ? first.slice(2) : basename(resolve(first), ".py");
  mkdirSync(TIMELINES, { recursive: true, mode: 0o700 });
  return join(TIMELINES, `${name.replace(/[^\w.-]/g, "_") || "timeline"}.${ending}`);
}

/** The folder that VS Code opens: the program's; of a module, where we are. */
function folderOf(words) {
  const [first = ""] = splitWords(words).program;
  return first.startsWith("-m") ? process.cwd() : dirname(resolve(first));
}

/** VS Code's executable where the timeline goes there, else null. */
function whichCode() {
  const machine = thisMachine();
  const wish = process.env.RACEWAY_OPEN;
  if (wish === "code") return desktopCode({ ...machine, isRoot: false, isContainer: false });
  return wish ? null : desktopCode(machine);
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
