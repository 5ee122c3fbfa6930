/** What this machine's desktop can show, if it has one. Facts come in, a command comes out, so that tests need no desktop. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/**
 * @typedef {object} Machine
 * @property {NodeJS.Platform} platform
 * @property {NodeJS.ProcessEnv} env
 * @property {boolean} isRoot
 * @property {boolean} isContainer
 * @property {(path: string) => boolean} exists
 *
 * @returns {Machine}
 */
export function thisMachine() {
  return {
    platform: process.platform,
    env: process.env,
    isRoot: process.getuid?.() === 0,
    isContainer: ["/.dockerenv", "/run/.containerenv"].some(existsSync),
    exists: existsSync,
  };
}

/**
 * The VS Code that would show a window on this very screen; null where there is none. A `code` inside a remote terminal, in
 * WSL or in a container is the command line of a VS Code elsewhere: it opens no extension that lies here.
 * @param {Machine} machine
 * @returns {string | null} its executable
 */
export function desktopCode(machine) {
  const { platform, env, isRoot, isContainer, exists } = machine;
  const elsewhere = ["VSCODE_IPC_HOOK_CLI", "WSL_DISTRO_NAME", "REMOTE_CONTAINERS", "CODESPACES", "container"];
  if (isContainer || elsewhere.some((name) => env[name])) return null;
  if (!hasScreen(machine)) return null;
  // VS Code on Linux refuses root unless it is told where to keep its data.
  if (platform === "linux" && isRoot) return null;
  const windows = platform === "win32";
  const folders = (env.PATH ?? env.Path ?? "").split(windows ? ";" : delimiter).filter(Boolean);
  const folder = folders.find(
    (path) => !path.includes("remote-cli") && exists(join(path, windows ? "code.cmd" : "code")),
  );
  if (folder === undefined) return null;
  if (!windows) return join(folder, "code");
  // A .cmd file needs a shell and its quoting; the program itself stands in the folder above.
  const program = join(dirname(folder), "Code.exe");
  return exists(program) ? program : null;
}

/**
 * The words that open a saved trace with the extension of this clone.
 * @param {{ extension: string, folder: string, trace: string }} paths all absolute
 */
export function codeArguments({ extension, folder, trace }) {
  return ["--new-window", `--extensionDevelopmentPath=${extension}`, folder, trace];
}

/** @param {Machine} machine @returns {string[] | null} the command that opens a file or an address as its user likes */
export function desktopOpener(machine) {
  if (machine.platform === "darwin") return ["open"];
  // `start` takes its first quoted argument for a window title.
  if (machine.platform === "win32") return ["cmd", "/d", "/c", "start", ""];
  return hasScreen(machine) ? ["xdg-open"] : null;
}

/** @param {Machine} machine */
function hasScreen({ platform, env }) {
  if (platform === "win32") return true;
  if (platform === "darwin") return !env.SSH_CONNECTION;
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Starts a program that stays when this one ends. Whether it comes up is not the caller's concern. */
export function launch(command, args) {
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  child.on("error", (error) => process.stderr.write(`${command} could not be started (${error.message}).\n`));
  child.unref();
}

/** Opens a file or an address where there is a screen. */
export function openOnDesktop(target) {
  const opener = desktopOpener(thisMachine());
  if (opener) launch(opener[0], [...opener.slice(1), target]);
}
