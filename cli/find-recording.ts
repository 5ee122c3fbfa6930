/** A folder may be a recording, or the place where recordings were made. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { RUN_FILE } from "../core/run/run-file";

/**
 * `path` itself where it has a run.json; else the newest recording in it, because --recording-dir and $RACEWAY_DIR may name a
 * folder that held other things (recording-folder.ts). `path` again where there is none, for the reader to refuse.
 */
export function recordingIn(path: string): string {
  const madeAt = (folder: string) => statSync(join(folder, RUN_FILE), { throwIfNoEntry: false })?.mtimeMs;
  if (madeAt(path) !== undefined) return path;
  const recordings = readdirSync(path)
    .filter((entry) => entry.startsWith("raceway-"))
    .map((entry) => ({ folder: join(path, entry), madeAt: madeAt(join(path, entry)) ?? Number.NEGATIVE_INFINITY }))
    .filter((each) => each.madeAt > Number.NEGATIVE_INFINITY)
    .sort((a, b) => b.madeAt - a.madeAt);
  return recordings[0]?.folder ?? path;
}
