/** A saved trace: read once, shown as often as a view asks. */

import { copyFileSync, renameSync, rmSync, statSync } from "node:fs";
import type { Rule } from "../../core/analysis/finding";
import { InputError } from "../../core/collect/input-error";
import { type ReadLimits, readRaceway } from "../../core/export/raceway-read";
import type { MessageKey, Translate } from "../../core/l10n/index";
import { causeOf } from "../../core/run/refusal";
import type { Trace } from "../../core/trace/types";
import { fileLimits } from "./file-limits";
import { visibleLanes } from "./follow-recording";
import { Generations, type Post } from "./generations";
import { Sentence } from "./sentence";
import type { Follower } from "./trace-worker";

export class FileFollower implements Follower {
  readonly generations: Generations;
  readonly #path: string;
  readonly #say: Translate;
  readonly #post: Post;
  readonly #limits: ReadLimits;
  #trace: Trace | null = null;
  #failure = "";

  constructor(path: string, say: Translate, post: Post, limits = fileLimits(), off: readonly Rule[] = []) {
    this.#limits = limits;
    this.#path = path;
    this.#say = say;
    this.#post = post;
    this.generations = new Generations(post, off);
  }

  start(): void {
    try {
      this.#trace = readRaceway(this.#path, this.#say, this.#limits);
      this.#tellStatus(this.#trace);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.#failure = this.#say(`editor.input.${error.code}` satisfies MessageKey, error.params);
    }
    this.#tell();
  }

  shown(): void {
    this.#tell();
  }

  taken(): void {
    if (this.generations.isAwaited) this.#tell();
  }

  async end(): Promise<never> {
    throw new Error("a saved trace has no program that could end");
  }

  /** A copy: what was saved once is complete. */
  save(path: string): void {
    const beside = `${path}.${process.pid}.part`;
    try {
      copyFileSync(this.#path, beside);
      renameSync(beside, path);
    } catch (error) {
      rmSync(beside, { force: true });
      throw new Sentence(this.#say("editor.cannotSave", { path, cause: causeOf(error) }), { cause: error });
    }
  }

  release(): void {}

  #tell(): void {
    if (this.#trace === null) this.#post({ type: "failed", reason: this.#failure });
    else this.generations.tell(this.#trace, true);
  }

  #tellStatus(trace: Trace): void {
    const lanes = visibleLanes(trace);
    const dropped = trace.lanes.reduce((sum, lane) => sum + lane.dropped, 0);
    const records = trace.waits.length + trace.holds.length + trace.events.length;
    const bytes = statSync(this.#path).size;
    const traceMs = trace.endNs / 1e6;
    this.#post({ type: "status", status: { lanes, records, dropped, bytes, traceMs, behindSinceMs: null } });
  }
}
