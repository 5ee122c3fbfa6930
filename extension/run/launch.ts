/**
 * How a program is started so that its end can be told truly. A terminal of VS Code says 0 of a program that a signal ended
 * (node-pty's exit code is 0 then, and its signal is dropped), so a shell stands in between and says 128 + N as shells do
 * (docs/adr/0015-exit-codes-through-a-shell.md):
 *
 *   terminal ── sh ── python file …        both in one process group: Ctrl-C reaches the program as it would without sh
 *
 * The shell waits out Ctrl-C and Ctrl-\. Hang-ups it takes: when it goes, the system tells the program that its terminal has.
 */
import { constants } from "node:os";
import { wrappedBy } from "../../core/run/process-tree";

export interface Launch {
  command: string;
  args: string[];
}

const SIGNAL_BASE = 128;

/** The words of the program are passed as "$@", which no shell changes. */
export const LAUNCHER = "extension/assets/run-in-terminal.sh";

/**
 * @param launcher where LAUNCHER is on the disk
 * @param elsewhere the program's working folder, where the terminal may not begin there
 */
export function launch(
  launcher: string,
  executable: string,
  words: readonly string[],
  elsewhere: string | null = null,
  platform = process.platform,
): Launch {
  // Windows knows no signals, and its exit codes are whole.
  if (platform === "win32") return { command: executable, args: [...words] };
  return { command: "/bin/sh", args: [launcher, elsewhere ?? "", executable, ...words] };
}

/**
 * The program of a task that was started so. Null where the shell has not started it yet, or has seen its end: the shell itself
 * is never signalled, for its end would be taken for the program's.
 */
export function launched(taskPid: number, platform = process.platform): number | null {
  return platform === "win32" ? taskPid : wrappedBy(taskPid);
}

/** What ended the program. A program that itself exits with 128 + N looks like one that the signal ended; shells share that. */
export function endOf(
  code: number | null,
  platform = process.platform,
): { exitCode: number | null; signal: string | null } {
  const signals = platform === "win32" ? [] : Object.entries(constants.signals);
  const signal = signals.find(([, number]) => code === SIGNAL_BASE + number)?.[0] ?? null;
  return signal === null ? { exitCode: code, signal } : { exitCode: null, signal };
}
