/** What the machine's desktop can do for us, if there is one. */
import { spawn } from "node:child_process";

/**
 * Opens a file or an address with the program its user likes, where there is a screen. Whether that worked is not the
 * caller's concern: what is opened is also printed.
 * @param {string} target
 */
export function openOnDesktop(target) {
  const opener = desktopOpener(process.platform, process.env);
  if (!opener) return;
  const [command, ...args] = opener;
  const child = spawn(command, [...args, target], { stdio: "ignore", detached: true });
  child.on("error", () => process.stderr.write(`No browser could be started (${command}).\n`));
  child.unref();
}

/** The command that opens a file with the program its user likes, or null without a display. */
export function desktopOpener(platform, env) {
  if (platform === "darwin") return ["open"];
  // `start` takes its first quoted argument for a window title.
  if (platform === "win32") return ["cmd", "/d", "/c", "start", ""];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ["xdg-open"] : null;
}
