/** The thread that reads a trace, so that a program that records a million events a second never holds up the editor. */
import { parentPort, workerData } from "node:worker_threads";
import { type Translate, translator } from "../../core/l10n/index";
import { causeOf } from "../../core/run/refusal";
import { FileFollower } from "./follow-file";
import { RecordingFollower } from "./follow-recording";
import type { Generations, Post } from "./generations";
import { Sentence } from "./sentence";
import type { Outcome, ProgramEnd, Requests, ToWorker, WorkerStart } from "./worker-contract";

/** Follows one trace. What it throws is a Sentence where the user can do something about it. */
export interface Follower {
  readonly generations: Generations;
  start(): void;
  /** A view has come, and shows nothing yet. */
  shown(): void;
  /** The view has taken what it was sent: it may wait for the next generation. */
  taken(): void;
  end(end: ProgramEnd): Promise<Requests["end"]["answer"]>;
  save(path: string): void;
  release(): void;
}

/** Handles each message of the host. */
export class TraceWorker {
  readonly #follower: Follower;
  readonly #say: Translate;
  readonly #post: Post;

  constructor(follower: Follower, say: Translate, post: Post) {
    this.#follower = follower;
    this.#say = say;
    this.#post = post;
  }

  handle(message: ToWorker): void {
    const { generations } = this.#follower;
    switch (message.type) {
      case "restart":
        generations.restart(message.view);
        this.#follower.shown();
        return;
      case "taken":
        generations.taken();
        this.#follower.taken();
        return;
      case "pause":
        generations.pause();
        return;
      case "end":
        this.#answer(message.request, () => this.#follower.end(message));
        return;
      case "save":
        this.#answer(message.request, () => this.#follower.save(message.path));
        return;
      case "release":
        this.#answer(message.request, () => this.#follower.release());
        return;
      default:
        throw new Error(`no such message: ${JSON.stringify(message satisfies never)}`);
    }
  }

  #answer(request: number, work: () => unknown): void {
    const settle = (outcome: Outcome) => this.#post({ type: "done", request, outcome });
    Promise.resolve()
      .then(work)
      .then(
        (answer = null) => settle({ ok: true, answer }),
        (error) => settle({ ok: false, reason: this.#explain(error) }),
      );
  }

  #explain(error: unknown): string {
    if (error instanceof Sentence) return error.message;
    this.#post({ type: "problem", stack: String((error as Error).stack ?? error) });
    return this.#say("editor.internal", { cause: causeOf(error) });
  }
}

/** Does nothing where this file is not what the thread was started with. */
if (parentPort !== null) {
  const port = parentPort;
  const { subject, locale, off } = workerData as WorkerStart;
  const say = translator(locale);
  const post: Post = (message, transfer = []) => port.postMessage(message, transfer);
  const follower =
    subject.kind === "file"
      ? new FileFollower(subject.path, say, post, undefined, off)
      : new RecordingFollower(subject.folder, say, post, undefined, undefined, off);
  const worker = new TraceWorker(follower, say, post);
  port.on("message", (message: ToWorker) => worker.handle(message));
  follower.start();
}
