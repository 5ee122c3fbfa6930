/** The recording of one run as its host sees it: the folder, and what the program is told of it. Reading it is another's. */
import { delimiter, join } from "node:path";
import type { HostFacts } from "../trace/host-facts";
import type { Interpreter } from "./interpreter";
import { MIN_FREE_BYTES, type RecordingFolder, removeRecordingFolder } from "./recording-folder";
import { causeOf, Refusal } from "./refusal";
import { closeRun, openRun, type Run } from "./run-file";

/** Where a run finds what is not its own. */
export interface RunWorld {
  env: NodeJS.ProcessEnv;
  /** The Python side: `inject/` and `_raceway/`. */
  runtimeFolder: string;
}

export type RunExtras = Pick<Run, "keeper" | "control" | "races" | "children">;

export class RunFolder {
  readonly folder: RecordingFolder;
  /** False where there is no room to record: then the program runs as it would without us. */
  readonly isOpen: boolean;
  readonly #run: Run;

  /** @param extras whose folder this is, where it may be swept after that one has died (sweep.ts); the control socket */
  constructor(folder: RecordingFolder, budgetBytes: number, { prefix }: Interpreter, extras: RunExtras = {}) {
    this.folder = folder;
    this.#run = { budgetBytes, prefix, ...extras };
    this.isOpen = folder.freeBytes >= MIN_FREE_BYTES && this.#openRun();
  }

  get path(): string {
    return this.folder.path;
  }

  /** The user's environment, and where this is a recording what makes the interpreter load the runtime. */
  environment(world: RunWorld): NodeJS.ProcessEnv {
    return { ...world.env, ...this.changes(world) };
  }

  /** Only what is new or different in `environment`. */
  changes({ env, runtimeFolder }: RunWorld): Record<string, string> {
    if (!this.isOpen) return {};
    const inject = join(runtimeFolder, "inject");
    const path = env.PYTHONPATH ? `${inject}${delimiter}${env.PYTHONPATH}` : inject;
    return { PYTHONPATH: path, RACEWAY_RECORDING: this.path };
  }

  /**
   * Processes that outlive the program stop recording at their next chunk. On a full disk run.json stays open; that costs such
   * a process some recording, nothing else.
   */
  close(facts: HostFacts): void {
    if (!this.isOpen) return;
    try {
      closeRun(this.path, this.#run, facts);
    } catch (error) {
      if (!isNoSpace(error)) throw error;
    }
  }

  remove(): void {
    removeRecordingFolder(this.folder);
  }

  #openRun(): boolean {
    try {
      openRun(this.path, this.#run);
      return true;
    } catch (error) {
      if (isNoSpace(error)) return false;
      removeRecordingFolder(this.folder);
      throw new Refusal("run.recordingFolder", { path: this.path, cause: causeOf(error) });
    }
  }
}

function isNoSpace(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOSPC" || code === "EDQUOT";
}
