/**
 * May a click on a place of a trace open its file? A trace may come from anywhere, and its paths with it: a name of a file is
 * enough to make Windows tell a stranger's server who is asking, and some names are no files but devices.
 */
import { posix, win32 } from "node:path";

/** `refuse`: not at all. `ask`: with the path shown. */
export type MayOpen = "yes" | "ask" | "refuse" | "noFile";

/** What a code object made while running has in place of a file: `<string>`, `<frozen importlib._bootstrap>`. */
const MADE_WHILE_RUNNING = /^<.*>$/s;
/** The device names of DOS stand in every folder, whatever ending follows. */
const DOS_DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:[.:].*)?$/i;
/** Where a Unix keeps what looks like files and is none. */
const DEVICE_FOLDERS = ["/dev", "/proc", "/sys"];

/** Before anything on the disk is touched: can this be the name of a file at all, and of one that may be looked at? */
export function mayLookAt(file: string, windows: boolean): "yes" | "refuse" | "noFile" {
  if (file === "" || MADE_WHILE_RUNNING.test(file)) return "noFile";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  if (/[\x00-\x1f\x7f]/.test(file)) return "refuse";
  if (!windows) {
    if (!posix.isAbsolute(file)) return "noFile";
    // Two slashes are UNC for a program that got the path from Windows.
    if (file.startsWith("//")) return "refuse";
    return DEVICE_FOLDERS.some((folder) => isInside(posix.normalize(file), folder, false)) ? "refuse" : "yes";
  }
  // UNC (\\server\share), and the device namespaces \\.\ and \\?\ with it; / and \ mean the same.
  if (/^[\\/]{2}/.test(file)) return "refuse";
  if (!/^[a-z]:[\\/]/i.test(file)) return "noFile";
  const parts = file.slice(3).split(/[\\/]/);
  // A colon behind the drive names a stream of a file.
  return parts.some((part) => DOS_DEVICE.test(part) || part.includes(":")) ? "refuse" : "yes";
}

/**
 * @param file with all links followed
 * @param folders those of the workspace and of the run, with all links followed
 */
export function mayOpen(file: string, folders: readonly string[], windows: boolean): MayOpen {
  const look = mayLookAt(file, windows);
  if (look !== "yes") return look;
  return folders.some((folder) => isInside(file, folder, windows)) ? "yes" : "ask";
}

/** Both absolute and without links. The root of a disk stands for nobody's folder: it would let everything in. */
function isInside(file: string, folder: string, windows: boolean): boolean {
  const path = windows ? win32 : posix;
  if (!path.isAbsolute(folder) || path.parse(folder).root === folder) return false;
  const relative = path.relative(folder, file);
  return relative !== "" && relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
