/** A trace that a thread of ours reads: the run of a program, or a saved file. */
import { type Event, EventEmitter, type LogOutputChannel } from "vscode";
import type { Rule } from "../../core/analysis/finding";
import { type LineFacts, NO_LINES } from "../../core/analysis/line-facts";
import type { Translate } from "../../core/l10n/index";
import type { RunPhase, RunStatus } from "../../core/protocol/host-view";
import type { Header, HostMessage } from "../../core/protocol/messages";
import type { Reason } from "../../core/run/interpreter";
import type { TraceSource } from "./trace-source";
import { ranOutOfMemory, type Told, WorkerClient } from "./worker-client";
import type { ProgramEnd, ReadStatus, Subject } from "./worker-contract";

/** What a trace needs of the extension. */
export interface TraceWorld {
  /** dist/trace-worker.cjs. */
  workerFile: string;
  locale: string;
  /** Rules that the user has switched off by now. */
  rulesOff(): readonly Rule[];
  say: Translate;
  log: LogOutputChannel;
}

export interface TraceStart {
  id: string;
  name: string;
  subject: Subject;
  folders: readonly string[];
  phase: RunPhase;
  canSave: boolean;
  /** Ends the program that is traced. */
  stop(): void;
}

/** What only the run knows of its status. */
export type RunSide = Pick<RunStatus, "phase" | "exitCode" | "signal" | "canSave"> & {
  startedAtMs: number | null;
  /** From the start of its process to its end; null while it runs. */
  durationMs: number | null;
};

/** Often enough for a clock that shows tenths of a second, seldom enough to cost nothing. */
const STATUS_MS = 250;
const LIVE_PHASES: readonly RunPhase[] = ["starting", "running", "stopping", "reading"];

export class WorkerTrace implements TraceSource {
  readonly id: string;
  readonly name: string;
  readonly folders: readonly string[];
  header: Header | null = null;
  lines: LineFacts = NO_LINES;
  readonly onStatus: Event<RunStatus>;
  readonly onLines: Event<LineFacts>;
  readonly onMessages: Event<readonly HostMessage[]>;
  readonly onFailed: Event<string>;
  readonly onDisposed: Event<void>;

  readonly #world: TraceWorld;
  readonly #subject: Subject;
  readonly #client: WorkerClient;
  readonly #stop: () => void;
  readonly #status = new EventEmitter<RunStatus>();
  readonly #lines = new EventEmitter<LineFacts>();
  readonly #messages = new EventEmitter<readonly HostMessage[]>();
  readonly #failed = new EventEmitter<string>();
  readonly #disposed = new EventEmitter<void>();
  #read: ReadStatus = { lanes: 0, records: 0, dropped: 0, bytes: 0, traceMs: 0, behindSinceMs: null };
  #run: RunSide;
  #clock: NodeJS.Timeout | null = null;
  #failure: string | null = null;
  #hasDied = false;
  #end: ProgramEnd | null = null;
  #isDisposed = false;

  constructor(start: TraceStart, world: TraceWorld) {
    this.id = start.id;
    this.name = start.name;
    this.folders = start.folders;
    this.onStatus = this.#status.event;
    this.onLines = this.#lines.event;
    this.onMessages = this.#messages.event;
    this.onFailed = this.#failed.event;
    this.onDisposed = this.#disposed.event;
    this.#stop = start.stop;
    this.#world = world;
    const { phase, canSave } = start;
    this.#run = { phase, exitCode: null, signal: null, canSave, startedAtMs: null, durationMs: null };
    this.#subject = start.subject;
    this.#client = this.#reader((message) => this.#told(message));
    this.#wind();
  }

  get startedAtMs(): number | null {
    return this.#run.startedAtMs;
  }

  /** How long the process lasted that ran it; null while it does. */
  get durationMs(): number | null {
    return this.#run.durationMs;
  }

  get status(): RunStatus {
    const { phase, exitCode, signal, canSave, startedAtMs, durationMs } = this.#run;
    const { behindSinceMs, traceMs, ...read } = this.#read;
    const ranMs = durationMs ?? (startedAtMs === null ? 0 : Date.now() - startedAtMs);
    // One length in all places: of what has ended, that of the timeline. Where nothing was recorded there is none.
    const elapsedMs = !this.#isLive && traceMs > 0 ? traceMs : ranMs;
    const lagMs = behindSinceMs === null ? 0 : Math.max(0, Date.now() - behindSinceMs);
    return { phase, elapsedMs, ...read, lagMs, exitCode, signal, canSave };
  }

  /** The run has come further. */
  ran(side: Partial<RunSide>): void {
    this.#run = { ...this.#run, ...side };
    this.#wind();
    this.#tellStatus();
  }

  restart(): void {
    const failure = this.#failure;
    if (failure === null) this.#client.restart();
    // Whoever asks has still to hear that it was asked.
    else queueMicrotask(() => this.#failed.fire(failure));
  }

  taken(): void {
    this.#client.taken();
  }

  pause(): void {
    this.#client.pause();
  }

  stop(): void {
    this.#stop();
  }

  /** What is on the disk is whole even where the thread has died that read it: then another one writes it. */
  async save(path: string): Promise<void> {
    if (!this.#hasDied || this.#isDisposed) return this.#client.save(path);
    const other = this.#reader(() => {});
    try {
      if (this.#end !== null) await other.end(this.#end);
      await other.save(path);
    } finally {
      await other.terminate();
    }
  }

  /** The program has ended: reads the rest. Answers why nothing was recorded, null where it was. */
  end(end: ProgramEnd): Promise<Reason | null> {
    this.#end = end;
    return this.#client.end(end);
  }

  /** Lets go of the recording's files; the trace can still be shown. */
  release(): Promise<void> {
    return this.#client.release();
  }

  /** Resolves when the recording's files are closed. */
  async close(): Promise<void> {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#unwind();
    this.#disposed.fire();
    for (const emitter of [this.#status, this.#lines, this.#messages, this.#failed, this.#disposed]) emitter.dispose();
    await this.#client.terminate();
  }

  dispose(): void {
    void this.close();
  }

  #told(message: Told): void {
    switch (message.type) {
      case "status":
        this.#read = message.status;
        if (!this.#isLive) this.#tellStatus();
        return;
      case "generation":
        this.header = headerOf(message.messages) ?? this.header;
        this.#messages.fire(message.messages);
        return;
      case "lines":
        this.lines = message.lines;
        this.#lines.fire(message.lines);
        return;
      case "failed":
        this.#fail(message.reason);
        return;
      case "problem":
        this.#world.log.error(message.stack);
        return;
      default:
        throw new Error(`no such message: ${JSON.stringify(message satisfies never)}`);
    }
  }

  #reader(told: (message: Told) => void): WorkerClient {
    const { workerFile, locale, say } = this.#world;
    const off = this.#world.rulesOff();
    const sentences = { ended: say("editor.closed"), died: say("editor.readerDied", { name: this.name }) };
    const died = (error: Error) => this.#died(error);
    return new WorkerClient(workerFile, { subject: this.#subject, locale, off }, sentences, { told, died });
  }

  #died(error: Error): void {
    this.#world.log.error(String(error.stack));
    if (this.#hasDied) return;
    this.#hasDied = true;
    const sentence = ranOutOfMemory(error) ? "editor.readerNoMemory" : "editor.readerDied";
    this.#fail(this.#world.say(sentence, { name: this.name }));
  }

  #fail(sentence: string): void {
    this.#failure = sentence;
    this.#failed.fire(sentence);
  }

  get #isLive(): boolean {
    return LIVE_PHASES.includes(this.#run.phase);
  }

  /** While the program runs its clock goes on, whatever the thread says. */
  #wind(): void {
    if (!this.#isLive) this.#unwind();
    else this.#clock ??= setInterval(() => this.#tellStatus(), STATUS_MS);
  }

  #unwind(): void {
    if (this.#clock !== null) clearInterval(this.#clock);
    this.#clock = null;
  }

  #tellStatus(): void {
    this.#status.fire(this.status);
  }
}

/** The first message of a generation has it. */
function headerOf([first]: readonly HostMessage[]): Header | null {
  return first?.type === "open" || first?.type === "header" ? first.header : null;
}
