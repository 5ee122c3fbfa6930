/** A run whose host reads along itself: its folder and its recording together. */
import { setTimeout as delay } from "node:timers/promises";
import { Recording } from "../collect/recording";
import type { HostFacts } from "../trace/host-facts";
import type { Trace } from "../trace/types";
import type { Interpreter } from "./interpreter";
import type { RecordingFolder } from "./recording-folder";
import { type RunExtras, RunFolder } from "./run-folder";

export class Session extends RunFolder {
  readonly recording: Recording;

  constructor(folder: RecordingFolder, budgetBytes: number, interpreter: Interpreter, extras: RunExtras = {}) {
    super(folder, budgetBytes, interpreter, extras);
    this.recording = new Recording(folder.path);
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

  /** What processes that outlive the program record until they notice may be missing. */
  end(facts: HostFacts): Trace {
    this.close(facts);
    this.recording.finish();
    this.recording.host = facts;
    return this.recording.snapshot();
  }

  override remove(): void {
    this.recording.close();
    super.remove();
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
}
