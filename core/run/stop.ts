/** How a program is ended: the ladder of --stop-after and of the editor's Stop, and the last resort. */
import { readdirSync } from "node:fs";
import { listProcesses, withDescendants } from "./process-tree";

/** Each rung gives the program time to clean up before the next one leaves it less choice. */
const LADDER: readonly NodeJS.Signals[] = ["SIGINT", "SIGINT", "SIGTERM", "SIGKILL"];
const RUNG_MS = 2000;

/** Sends the rungs, two seconds apart, until the answered function is called. */
export function climbLadder(pid: number, recordingFolder: string | null): () => void {
  let rung = 0;
  let timer: NodeJS.Timeout | null = null;
  const climb = () => {
    signalAll([pid, ...tracedChildren(pid, recordingFolder)], LADDER[rung++]);
    if (rung < LADDER.length) timer = setTimeout(climb, RUNG_MS);
  };
  climb();
  return () => {
    if (timer !== null) clearTimeout(timer);
  };
}

/**
 * Kills the program and what it started, as far as they share its process group. Not the group as a whole: we are in it, and
 * so may be a shell script, a pipe's other end or whoever started us, and the files that were asked for are still to be
 * written.
 */
export function endProcessGroup(pid: number): void {
  const family = withDescendants(pid, listProcesses());
  const group = family[0]?.groupId;
  const members = family.filter(({ groupId }) => groupId === group).map((each) => each.pid);
  signalAll(members.length > 0 ? members : [pid], "SIGKILL");
}

/** A process that has ended meanwhile, or changed its user, cannot be signalled, and need not be. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ESRCH" && code !== "EPERM") throw error;
    }
  }
}

/** Descendants that record: their folders are named after their pid. The family tie guards against a pid that came back. */
function tracedChildren(pid: number, recordingFolder: string | null): number[] {
  if (recordingFolder === null) return [];
  const traced = new Set(foldersIn(recordingFolder).map((name) => Number(/^process-(\d+)-/.exec(name)?.[1])));
  return withDescendants(pid, listProcesses())
    .map((each) => each.pid)
    .filter((each) => each !== pid && traced.has(each));
}

function foldersIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    // The program, or somebody else, took the folder away. The program itself is still to be ended.
    return [];
  }
}
