/** How a program is ended: the ladder of --stop-after and of the editor's Stop, and the last resort. */
import { readdirSync } from "node:fs";
import type { ControlServer, StopSignal } from "./control";
import { listProcesses, withDescendants } from "./process-tree";

/** Each rung gives the program time to clean up before the next one leaves it less choice. */
const LADDER: readonly StopSignal[] = ["SIGINT", "SIGINT", "SIGTERM", "SIGKILL"];
const RUNG_MS = 2000;
/** A program that has not come up yet is looked for again so soon, and so often. */
const LOOK_AGAIN_MS = 50;
const MOST_LOOKS = RUNG_MS / LOOK_AGAIN_MS;

export interface Climber {
  /** The program, asked for at each rung: a wrapper may have started it since. Null where there is none (any more). */
  program(): number | null;
  /** Where traced children are to be found; null = untraced. */
  recordingFolder: string | null;
  /** Reaches what has lost its tie to the program, and on Windows everything. */
  control: ControlServer | null;
}

export interface Climb {
  /** The program has ended, or need not. */
  cancel(): void;
}

/**
 * Sends the rungs, two seconds apart, to the program, its traced descendants and all that said hello. At one rung a process
 * gets one signal by one way (docs/adr/0014-who-is-asked-how.md):
 *
 *   program and its traced descendants    kill(2)
 *   others that said hello                are asked to signal themselves
 *
 * A rung that would reach nobody waits a little: the program may just be coming up.
 */
export function climbLadder(climber: Climber): Climb {
  let rung = 0;
  let looks = 0;
  let timer: NodeJS.Timeout | null = null;
  const climb = () => {
    if (!send(LADDER[rung], climber) && looks++ < MOST_LOOKS) {
      timer = setTimeout(climb, LOOK_AGAIN_MS);
      return;
    }
    rung++;
    if (rung < LADDER.length) timer = setTimeout(climb, RUNG_MS);
  };
  climb();
  return {
    cancel: () => {
      if (timer !== null) clearTimeout(timer);
    },
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

/** Answers whether there was anybody to send it to. */
function send(signal: StopSignal, { program, recordingFolder, control }: Climber): boolean {
  const root = program();
  const family = root === null ? [] : [root, ...tracedChildren(root, recordingFolder)];
  const known = canSignal(signal, control) ? family : [];
  const others = control?.processes.map(({ pid }) => pid).filter((pid) => !known.includes(pid)) ?? [];
  signalAll(known, signal);
  if (control !== null && others.length > 0) void ask(control, signal, others);
  return known.length + others.length > 0;
}

/** Windows knows no signals: whatever Node is told to send there ends the process at once. */
function canSignal(signal: StopSignal, control: ControlServer | null): boolean {
  return process.platform !== "win32" || signal === "SIGKILL" || control === null;
}

async function ask(control: ControlServer, signal: StopSignal, pids: readonly number[]): Promise<void> {
  await control.stop(signal, pids);
  if (signal !== "SIGKILL") return;
  // Still connected, so still the process that said hello: it is deep in C code, and its interpreter cannot answer.
  signalAll(
    control.processes.map(({ pid }) => pid).filter((pid) => pids.includes(pid)),
    signal,
  );
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
