/** The host's end of the thread that reads a trace. Knows nothing of the editor. */
import { Worker } from "node:worker_threads";
import type { Reason } from "../../core/run/interpreter";
import { Sentence } from "./sentence";
import type { FromWorker, ProgramEnd, RequestName, Requests, ToWorker, WorkerStart } from "./worker-contract";

/**
 * Without a limit of its own a thread that runs out of memory takes the extension host along. Records lie outside of this heap;
 * what lies in it (names, places, objects) is a few hundred MB where a program made millions of objects.
 */
const HEAP_MB = 1024;

/** What the thread tells by itself. */
export type Told = Exclude<FromWorker, { type: "done" }>;

export interface WorkerListener {
  told(message: Told): void;
  /** It has ended without being asked to: nothing more comes. */
  died(error: Error): void;
}

/** The thread needed more memory than it may have. */
export function ranOutOfMemory(error: Error): boolean {
  return (error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY";
}

interface Pending {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

export class WorkerClient {
  readonly #worker: Worker;
  readonly #listener: WorkerListener;
  readonly #pending = new Map<number, Pending>();
  /** What is said to whoever asks of a thread that was ended, or that died. */
  readonly #sentences: { ended: string; died: string };
  #goneSentence: string;
  #nextRequest = 1;
  /** The number of the view that is there: one for each restart. */
  #view = 0;
  #isGone = false;

  /** @param file the worker's bundle */
  constructor(
    file: string,
    start: WorkerStart,
    sentences: { ended: string; died: string },
    listener: WorkerListener,
    heapMb = HEAP_MB,
  ) {
    this.#sentences = sentences;
    this.#goneSentence = sentences.ended;
    this.#listener = listener;
    this.#worker = new Worker(file, {
      workerData: start,
      name: "raceway-trace",
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    this.#worker.on("message", (message: FromWorker) => this.#handle(message));
    this.#worker.on("messageerror", (error) => this.#died(error));
    this.#worker.on("error", (error) => this.#died(error));
    this.#worker.on("exit", (code) => this.#died(new Error(`the thread ended with code ${code}`)));
  }

  restart(): void {
    this.#send({ type: "restart", view: ++this.#view });
  }

  taken(): void {
    this.#send({ type: "taken" });
  }

  pause(): void {
    this.#send({ type: "pause" });
  }

  end(end: ProgramEnd): Promise<Reason | null> {
    return this.#ask("end", end);
  }

  /** Rejects with a Sentence. */
  async save(path: string): Promise<void> {
    await this.#ask("save", { path });
  }

  async release(): Promise<void> {
    await this.#ask("release", {});
  }

  /** Ends the thread; whoever waits for an answer is told so. */
  async terminate(): Promise<void> {
    this.#gone();
    await this.#worker.terminate();
  }

  #ask<Name extends RequestName>(type: Name, ask: Requests[Name]["ask"]): Promise<Requests[Name]["answer"]> {
    if (this.#isGone) return Promise.reject(new Sentence(this.#goneSentence));
    const request = this.#nextRequest++;
    return new Promise((resolve, reject) => {
      this.#pending.set(request, { resolve: resolve as Pending["resolve"], reject });
      this.#send({ ...ask, type, request } as unknown as ToWorker);
    });
  }

  #send(message: ToWorker): void {
    if (!this.#isGone) this.#worker.postMessage(message);
  }

  #handle(message: FromWorker): void {
    if (this.#isGone) return;
    // It was on its way when the page was loaded again: the new page would take it for its own.
    if (message.type === "generation" && message.view !== this.#view) return;
    if (message.type !== "done") {
      this.#listener.told(message);
      return;
    }
    const { request, outcome } = message;
    const pending = this.#pending.get(request);
    this.#pending.delete(request);
    if (outcome.ok) pending?.resolve(outcome.answer);
    else pending?.reject(new Sentence(outcome.reason));
  }

  #died(error: Error): void {
    if (this.#isGone) return;
    this.#goneSentence = this.#sentences.died;
    this.#gone();
    this.#listener.died(error);
  }

  #gone(): void {
    this.#isGone = true;
    for (const { reject } of this.#pending.values()) reject(new Sentence(this.#goneSentence));
    this.#pending.clear();
  }
}
