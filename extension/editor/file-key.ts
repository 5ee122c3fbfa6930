/** One key for all names of a file: Python may call it by a link, the editor by another, and Windows by either case. */
import { realpathSync } from "node:fs";
import { mayLookAt } from "../../core/editor/may-open";

const isWindows = process.platform === "win32";
const known = new Map<string, string>();

/** Two names of one file that exists give the same key. A file that is not there goes by its name. */
export function fileKey(path: string): string {
  let key = known.get(path);
  if (key === undefined) {
    const real = mayLookAt(path, isWindows) === "yes" ? realPath(path) : path;
    key = isWindows ? real.toLowerCase() : real;
    known.set(path, key);
  }
  return key;
}

/** At a new run: links may lead elsewhere by now. */
export function forgetFileKeys(): void {
  known.clear();
}

function realPath(path: string): string {
  try {
    // The native one gives the case that the disk has, also on macOS.
    return realpathSync.native(path);
  } catch {
    // Not there: no other name leads to it either.
    return path;
  }
}
