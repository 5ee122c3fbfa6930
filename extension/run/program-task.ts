/**
 * The program in a terminal of its own: a Task with a process, not with a command line. So input(), Ctrl-C and colours work as
 * in any terminal, and nothing needs quoting.
 */
import { homedir } from "node:os";
import {
  Disposable,
  ProcessExecution,
  Task,
  type TaskExecution,
  TaskPanelKind,
  TaskRevealKind,
  TaskScope,
  tasks,
  Uri,
  workspace,
} from "vscode";

import { launch } from "./launch";

export interface ProgramStart {
  /** For the terminal's title. */
  name: string;
  file: string;
  /** Where launch.ts's LAUNCHER is. */
  launcher: string;
  executable: string;
  args: readonly string[];
  cwd: string;
  /** What its environment has besides the editor's own. */
  env: Record<string, string>;
}

export interface TaskEvents {
  started(pid: number): void;
  /** @param exitCode null where the terminal does not tell one, as when it was closed */
  ended(exitCode: number | null): void;
}

/** Starts it. `ended` is called once, whatever happens. Rejects where the editor cannot start it at all. */
export async function runInTerminal(start: ProgramStart, events: TaskEvents): Promise<void> {
  const early: [TaskExecution, () => void][] = [];
  let execution: TaskExecution | null = null;
  // The first events may come before executeTask has answered which execution they are of.
  const when = (of: TaskExecution, act: () => void) => {
    if (execution === null) early.push([of, act]);
    else if (of === execution) act();
  };
  let hasEnded = false;
  const end = (exitCode: number | null) => {
    if (hasEnded) return;
    hasEnded = true;
    listeners.dispose();
    events.ended(exitCode);
  };
  const listeners = Disposable.from(
    tasks.onDidStartTaskProcess((event) => when(event.execution, () => events.started(event.processId))),
    tasks.onDidEndTaskProcess((event) => when(event.execution, () => end(event.exitCode ?? null))),
    // Comes alone where there never was a process; else the process's end, with its exit code, goes first.
    tasks.onDidEndTask((event) => when(event.execution, () => setImmediate(() => end(null)))),
  );
  try {
    execution = await tasks.executeTask(taskOf(start));
  } catch (error) {
    listeners.dispose();
    throw error;
  }
  for (const [of, act] of early) if (of === execution) act();
}

function taskOf({ name, launcher, file, executable, args, cwd, env }: ProgramStart): Task {
  // Without a folder VS Code gives a terminal only to what begins in the home of the user.
  const isEmptyWindow = workspace.workspaceFolders === undefined;
  const { command, args: words } = launch(launcher, executable, [file, ...args], isEmptyWindow ? cwd : null);
  const mayBeginElsewhere = !isEmptyWindow || process.platform === "win32";
  const execution = new ProcessExecution(command, words, { cwd: mayBeginElsewhere ? cwd : homedir(), env });
  const scope = workspace.getWorkspaceFolder(Uri.file(file)) ?? TaskScope.Workspace;
  const task = new Task({ type: "raceway", file }, scope, name, "Raceway", execution, []);
  // The focus goes where the program may ask for input. One terminal a file: a second run finds the first one's place.
  task.presentationOptions = {
    reveal: TaskRevealKind.Always,
    focus: true,
    panel: isEmptyWindow && mayBeginElsewhere ? TaskPanelKind.New : TaskPanelKind.Dedicated,
    clear: true,
    // What it would echo is the shell's command line, not the user's.
    echo: false,
    // The one line by which the terminal shows that the program has ended, and that a key closes it.
    showReuseMessage: true,
  };
  return task;
}
