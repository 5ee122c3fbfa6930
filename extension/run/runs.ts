/** The runs of this window: which there are, which was the last, and when what they keep is not needed any more. */
import { type Disposable, EventEmitter } from "vscode";
import type { Reason } from "../../core/run/interpreter";
import type { Timeline, Traces } from "../host";
import type { TraceSource } from "../trace/trace-source";
import { Run, type RunHost, type RunRequest } from "./run";

export class Runs implements Traces, Disposable {
  /** A run has begun, ended, or gone; or its program has. */
  readonly onChange;
  readonly onCurrent;
  /** Everything of a program has been read. */
  readonly onEnded;
  readonly #runs: Run[] = [];
  readonly #change = new EventEmitter<void>();
  readonly #current = new EventEmitter<TraceSource>();
  readonly #ended = new EventEmitter<{ run: Run; reason: Reason | null }>();
  /** Set once, right after both exist. */
  #timeline: Timeline | null = null;

  constructor() {
    this.onChange = this.#change.event;
    this.onCurrent = this.#current.event;
    this.onEnded = this.#ended.event;
  }

  /** The view that the runs are shown in. */
  watch(timeline: Timeline): Disposable {
    this.#timeline = timeline;
    return timeline.onClosed((source) => void this.#closed(source));
  }

  get all(): readonly TraceSource[] {
    return this.#runs.map(({ trace }) => trace);
  }

  get current(): TraceSource | null {
    return this.last?.trace ?? null;
  }

  /** The run that began last. */
  get last(): Run | null {
    return this.#runs.at(-1) ?? null;
  }

  get running(): readonly Run[] {
    return this.#runs.filter(({ isOver }) => !isOver);
  }

  withId(id: unknown): Run | null {
    return this.#runs.find(({ trace }) => trace.id === id) ?? null;
  }

  runningFile(path: string): Run | null {
    return this.running.find((run) => run.path === path) ?? null;
  }

  /** Prepares and starts it. Throws a Refusal. `prepared` is called before the program starts. */
  async begin(request: RunRequest, host: RunHost, prepared: (run: Run) => void): Promise<void> {
    const run = await Run.prepare(request, host, {
      started: ({ trace }) => this.#current.fire(trace),
      ended: (ended, reason) => {
        this.#ended.fire({ run: ended, reason });
        void this.#tidy();
      },
    });
    this.#runs.push(run);
    prepared(run);
    await this.#tidy();
    await run.start();
  }

  /** The window closes. Programs go on; their recordings are not needed any more. */
  async closeAll(): Promise<void> {
    await Promise.all(this.#runs.splice(0).map((run) => run.close()));
  }

  dispose(): void {
    for (const emitter of [this.#change, this.#current, this.#ended]) emitter.dispose();
  }

  /**
   * The last run stays, to be shown again or saved. Of the others goes what has ended and is not shown, and the earlier run of
   * a file that is run again.
   */
  async #tidy(): Promise<void> {
    const { last } = this;
    const isNeeded = (run: Run) =>
      run === last || !run.isOver || (run.path !== last?.path && this.#timeline?.isOpen(run.trace) === true);
    const gone = this.#runs.filter((run) => !isNeeded(run));
    for (const run of gone) this.#runs.splice(this.#runs.indexOf(run), 1);
    this.#change.fire();
    await Promise.all(gone.map((run) => run.close()));
  }

  /** What is on disk of a run that has ended goes with its view; a program that still runs may be shown again, or saved. */
  async #closed(source: TraceSource): Promise<void> {
    const run = this.withId(source.id);
    if (run?.isOver) await run.release();
    await this.#tidy();
  }
}
