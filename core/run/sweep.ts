/**
 * What nobody will take away any more, for the process that made it has died: recordings, folders of control sockets, copies of
 * traces. Only a folder that says itself whose it is goes (`keeper` in run.json or keeper.json); recordings of the command line
 * say nothing, for they are read after their host's death too.
 */
import { lstat, readdir, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { KEEPER_FILE } from "./keeper";
import { RUN_FILE } from "./run-file";

const runSchema = v.object({ keeper: v.object({ pid: v.number(), machine: v.string() }) });
/** As makeRecordingFolder names them; as placeIn and the editor's copies of files from elsewhere are named. */
const RECORDING = /^raceway-[A-Za-z0-9]{6}$/;
const KEPT = /^(rw|raceway-copy)-[A-Za-z0-9]{6}$/;
const PROCESS = /^process-(\d+)-\d+$/;

/** Whether a process of this machine lives; a parameter for tests. */
export type Lives = (pid: number) => boolean;

/** Removes what is left in this folder of hosts that have died. Answers the paths. What cannot be removed is passed over. */
export async function sweep(parent: string, lives: Lives = isAlive): Promise<string[]> {
  const removed: string[] = [];
  for (const name of await namesIn(parent)) {
    const path = join(parent, name);
    const said = RECORDING.test(name) ? RUN_FILE : KEPT.test(name) ? KEEPER_FILE : null;
    if (said === null || !(await isOrphan(path, said, lives))) continue;
    try {
      await rm(path, { recursive: true });
      removed.push(path);
    } catch {
      // Another window of the editor may be at it as well; what is left is looked at the next time.
    }
  }
  return removed;
}

/** Ours, its host dead, and no process that may still record in it. */
async function isOrphan(path: string, said: string, lives: Lives): Promise<boolean> {
  try {
    const stats = await lstat(path);
    // A link would lead out of the folder; what is another's is none of our business.
    if (!stats.isDirectory() || (process.getuid !== undefined && stats.uid !== process.getuid())) return false;
    const { keeper } = v.parse(runSchema, JSON.parse(await readFile(join(path, said), "utf8")));
    if (keeper.machine !== hostname() || lives(keeper.pid)) return false;
    return !(await namesIn(path)).some((name) => lives(Number(PROCESS.exec(name)?.[1] ?? Number.NaN)));
  } catch {
    // What does not say whose it is is none of ours.
    return false;
  }
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch {
    // Not there, or not to be read: nothing to do.
    return [];
  }
}

/** Signal 0 asks only. EPERM: it lives, and is another's. */
function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
