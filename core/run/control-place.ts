/** Where the control socket is: a name that fits, in a folder that nobody else can enter. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keep } from "./keeper";

/** `sun_path` has 104 bytes on macOS, 108 on Linux, and one of them is the end of the string. */
export const MAX_PATH_BYTES = 103;

export interface SocketPlace {
  /** What to listen at. */
  path: string;
  /** Takes away what was made for it. */
  remove(): void;
}

/**
 * Folders in which to try, best first. In the recording it goes away with that, also where its host is killed; but the
 * recording's path may be long, and its file system may know no sockets.
 */
export function placesFor(recordingFolder: string, env: Record<string, string | undefined>): string[] {
  return [recordingFolder, ...(env.XDG_RUNTIME_DIR ? [env.XDG_RUNTIME_DIR] : []), tmpdir(), "/tmp"];
}

/** Makes a folder with mode 0700 in `parent` for the socket. Throws where that cannot be, or the path does not fit. */
export function placeIn(parent: string): SocketPlace {
  const folder = mkdtempSync(join(parent, "rw-"));
  const path = join(folder, "s");
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (Buffer.byteLength(path) <= MAX_PATH_BYTES) {
    keep(folder);
    return { path, remove };
  }
  remove();
  throw new Error(`the path of a socket has at most ${MAX_PATH_BYTES} bytes: ${path}`);
}

/** Pipes have no folder that could be closed to others: the name cannot be guessed, and the token is asked for. */
export function pipePlace(): SocketPlace {
  return { path: `\\\\.\\pipe\\raceway-${randomBytes(16).toString("hex")}`, remove: () => {} };
}
