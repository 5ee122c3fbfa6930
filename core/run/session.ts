/** The recording of one run: its folder, what the program is told of it, and the reading of it. */
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Recording } from "../collect/recording";
import type { HostFacts } from "../trace/host-facts";
import type { Trace } from "../trace/types";
import type { Interpreter } from "./interpreter";
import { MIN_FREE_BYTES, type RecordingFolder, removeRecordingFolder } from "./recording-folder";
import { causeOf, Refusal } from "./refusal";
import { closeRun, openRun, type Run } from "./run-file";

/** Where a session finds what is not its own. */
export interface RunWorld {
  env: NodeJS.ProcessEnv;
  /** The Python side: `inject/` and `_raceway/`. */
  runtimeFolder: string;
}

export class Session {
  readonly folder: RecordingFolder;
  /** False where there is no room to record: then the program runs as it would without us. */
  readonly isOpen: boolean;
  readonly recording: Recording;
  readonly #run: Run;

  constructor(folder: RecordingFolder, budgetBytes: number, { prefix }: Interpreter) {
    this.folder = folder;
    this.recording = new Recording(folder.path);
    this.#run = { budgetBytes, prefix };
    this.isOpen = folder.freeBytes >= MIN_FREE_BYTES && this.#openRun();
  }

  /** The user's environment, and where this is a recording what makes the interpreter load the runtime. */
  environment({ env, runtimeFolder }: RunWorld): NodeJS.ProcessEnv {
    if (!this.isOpen) return env;
    const inject = join(runtimeFolder, "inject");
    const path = env.PYTHONPATH ? `${inject}${delimiter}${env.PYTHONPATH}` : inject;
    return { ...env, PYTHONPATH: path, RACEWAY_RECORDING: this.folder.path };
  }

  /**
   * Reads along until `program` ends, so that little is left to read then: the report is due within seconds. The recording
   * itself says how long to pause; that keeps reading below a twentieth of a core.
   */
  async readWhile<End>(program: Promise<End>): Promise<End> {
    if (!this.isOpen) return program;
    const ended = new AbortController();
    const reading = this.#readUntil(ended.signal);
    try {
      return await program;
    } finally {
      ended.abort();
      await reading;
    }
  }

  /** Processes that outlive the program stop recording at their next chunk. What they record until then may be missing. */
  end(facts: HostFacts): Trace {
    if (this.isOpen) this.#closeRun(facts);
    this.recording.finish();
    this.recording.host = facts;
    return this.recording.snapshot();
  }

  remove(): void {
    this.recording.close();
    removeRecordingFolder(this.folder);
  }

  async #readUntil(ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      try {
        this.recording.poll();
      } catch {
        // A defect of ours. It shows again in `end`, when the program is over and there is somebody to tell.
        return;
      }
      // Aborting a pause rejects it; that is how it is meant to end.
      await delay(this.recording.pollDelayMs(), undefined, { signal: ended }).catch(() => {});
    }
  }

  #openRun(): boolean {
    try {
      openRun(this.folder.path, this.#run);
      return true;
    } catch (error) {
      if (isNoSpace(error)) return false;
      removeRecordingFolder(this.folder);
      throw new Refusal("run.recordingFolder", { path: this.folder.path, cause: causeOf(error) });
    }
  }

  /** On a full disk run.json stays open; that costs a process that outlives the program some recording, nothing else. */
  #closeRun(facts: HostFacts): void {
    try {
      closeRun(this.folder.path, this.#run, facts);
    } catch (error) {
      if (!isNoSpace(error)) throw error;
    }
  }
}

function isNoSpace(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOSPC" || code === "EDQUOT";
}
