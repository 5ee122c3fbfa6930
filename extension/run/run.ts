/**
 * One run of a program, from the folder of its recording to the removal of it.
 *
 *   prepare → start → program ends → rest is read → (view closed) recording removed → (next run) trace closed
 */
import { hostname } from "node:os";
import { basename, dirname } from "node:path";
import { type Uri, workspace } from "vscode";
import { ControlServer } from "../../core/run/control";
import type { Interpreter, Reason } from "../../core/run/interpreter";
import { makeRecordingFolder } from "../../core/run/recording-folder";
import { causeOf, Refusal } from "../../core/run/refusal";
import { CHILDREN, RACES } from "../../core/run/run-file";
import { RunFolder } from "../../core/run/run-folder";
import { runFolders } from "../../core/run/run-folders";
import { maskSecrets } from "../../core/run/secrets";
import { type Climb, climbLadder } from "../../core/run/stop";
import { type TraceWorld, WorkerTrace } from "../trace/worker-trace";
import { endOf, launched } from "./launch";
import { runInTerminal } from "./program-task";
import { recordingParent, setting } from "./settings";
import { outcomeOf } from "./status-text";

/** What is run: enough to run it again. */
export interface RunRequest {
  file: Uri;
  args: readonly string[];
  interpreter: Interpreter;
}

export interface RunEvents {
  /** Its process has. What the editor saves before it runs anything is saved by now. */
  started(run: Run): void;
  /** The program has ended and everything of it was read. `reason`: why nothing was recorded. */
  ended(run: Run, reason: Reason | null): void;
}

/** What one run needs of the extension. */
export interface RunHost extends TraceWorld {
  runtimeFolder: string;
  launcher: string;
  /** What a program in the terminal has as its environment. */
  env: NodeJS.ProcessEnv;
}

let nextId = 1;

export class Run {
  readonly trace: WorkerTrace;
  /** Resolves when the program has ended, however. */
  readonly programEnd: Promise<void>;
  readonly request: RunRequest;
  readonly #host: RunHost;
  readonly #events: RunEvents;
  readonly #folder: RunFolder;
  readonly #control: ControlServer | null;
  /** Of the task; null before and after it. */
  #taskPid: number | null = null;
  #climb: Climb | null = null;
  #stopAskedAt: bigint | null = null;
  #startedAt = process.hrtime.bigint();
  #hasStarted = false;
  #isOver = false;
  #isReleased = false;
  #programEnded = () => {};

  /** Makes everything that the program will find. Throws a Refusal, and then nothing is left behind. */
  static async prepare(request: RunRequest, host: RunHost, events: RunEvents): Promise<Run> {
    const { file, interpreter } = request;
    const parent = recordingParent(workspace.getWorkspaceFolder(file));
    const place = makeRecordingFolder(null, parent === null ? host.env : { ...host.env, RACEWAY_DIR: parent });
    const control = await ControlServer.open(place.path, host.env);
    // Without it everything is recorded all the same; Stop then reaches what the system's own signals reach.
    if (control instanceof Refusal) host.log.warn(control.explain(host.say));
    const budgetBytes = setting("budgetMegabytes", file) * 1e6;
    const races = RACES.find((known) => known === setting("races", file)) ?? "on";
    const children = CHILDREN.find((known) => known === setting("children", file)) ?? "same";
    const address = control instanceof Refusal ? undefined : control.address;
    const keeper = { pid: process.pid, machine: hostname() };
    const server = control instanceof Refusal ? null : control;
    try {
      const folder = new RunFolder(place, budgetBytes, interpreter, { keeper, control: address, races, children });
      return new Run(request, folder, server, host, events);
    } catch (error) {
      await server?.close();
      throw error;
    }
  }

  private constructor(
    request: RunRequest,
    folder: RunFolder,
    control: ControlServer | null,
    host: RunHost,
    events: RunEvents,
  ) {
    this.request = request;
    this.#host = host;
    this.#events = events;
    this.#folder = folder;
    this.#control = control;
    this.programEnd = new Promise((resolve) => {
      this.#programEnded = resolve;
    });
    this.trace = new WorkerTrace(
      {
        id: `run-${nextId++}`,
        name: this.name,
        subject: { kind: "recording", folder: folder.path },
        folders: runFolders(this.path, this.cwd, request.interpreter),
        phase: "starting",
        canSave: folder.isOpen,
        stop: () => this.stop(),
      },
      host,
    );
  }

  get name(): string {
    return basename(this.path);
  }

  /** Of the program's file. */
  get path(): string {
    return this.request.file.fsPath;
  }

  /** As the Python extension does: the workspace folder of the file, else the file's own. */
  get cwd(): string {
    return workspace.getWorkspaceFolder(this.request.file)?.uri.fsPath ?? dirname(this.path);
  }

  /** The program has not ended, or the rest of its recording is still being read. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** There was room to record. */
  get isRecorded(): boolean {
    return this.#folder.isOpen;
  }

  /** Where the recording is, and how much room there was. */
  get place() {
    return this.#folder.folder;
  }

  /** Throws a Refusal where the editor cannot start the program. */
  async start(): Promise<void> {
    const { request, name, path, cwd } = this;
    const { executable } = request.interpreter;
    try {
      await runInTerminal(
        { name, file: path, launcher: this.#host.launcher, executable, args: request.args, cwd, env: this.#envChanges },
        { started: (pid) => this.#started(pid), ended: (exitCode) => void this.#ended(exitCode) },
      );
    } catch (error) {
      await this.#ended(null);
      throw new Refusal("editor.startFailed", { name, cause: causeOf(error) });
    }
  }

  /** The ladder of core/run/stop.ts, once. Before the program has a pid it is remembered. */
  stop(): void {
    const { phase } = this.trace.status;
    if (phase !== "starting" && phase !== "running") return;
    this.trace.ran({ phase: "stopping" });
    if (this.#taskPid !== null) this.#beginClimb();
  }

  #beginClimb(): void {
    this.#stopAskedAt = process.hrtime.bigint();
    this.#climb = climbLadder({
      program: () => (this.#taskPid === null ? null : launched(this.#taskPid)),
      recordingFolder: this.isRecorded ? this.#folder.path : null,
      control: this.#control,
    });
  }

  /** Its view is closed: what it has on disk goes, and the trace stays in memory. */
  async release(): Promise<void> {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.trace.ran({ canSave: false });
    await this.trace.release().catch((error: Error) => this.#host.log.warn(error.message));
    await this.#removeFolder();
  }

  /** Nothing of it is needed any more. */
  async close(): Promise<void> {
    await this.trace.close();
    if (this.#isReleased) return;
    this.#isReleased = true;
    await this.#removeFolder();
  }

  get isReleased(): boolean {
    return this.#isReleased;
  }

  /** Something was recorded, and it is still there. */
  get canSave(): boolean {
    return this.trace.status.canSave;
  }

  get #envChanges(): Record<string, string> {
    return this.#folder.changes({ env: this.#host.env, runtimeFolder: this.#host.runtimeFolder });
  }

  #started(pid: number): void {
    this.#startedAt = process.hrtime.bigint();
    this.#taskPid = pid;
    this.#hasStarted = true;
    const isStopping = this.trace.status.phase === "stopping";
    this.trace.ran({ phase: isStopping ? "stopping" : "running", startedAtMs: Date.now() });
    if (isStopping) this.#beginClimb();
    this.#events.started(this);
  }

  async #ended(code: number | null): Promise<void> {
    const end = endOf(code);
    const durationNs = Number(process.hrtime.bigint() - this.#startedAt);
    // A pid may come back. Children that outlive the program and do not heed the first rungs are asked by the control socket.
    this.#taskPid = null;
    if (!this.#control?.processes.length) this.#climb?.cancel();
    const facts = {
      argv: maskSecrets([this.path, ...this.request.args]),
      ...end,
      durationNs,
      notTracedReason: null,
      stopAskedAt: this.#stopAskedAt === null ? null : String(this.#stopAskedAt),
    };
    this.trace.ran({ phase: "reading", durationMs: durationNs / 1e6 });
    this.#programEnded();
    let reason: Reason | null = null;
    try {
      this.#folder.close(facts);
      const { interpreter } = this.request;
      const [isOpen, neverStarted] = [this.#folder.isOpen, !this.#hasStarted];
      reason = await this.trace.end({ facts, interpreter, envChanges: this.#envChanges, isOpen, neverStarted });
    } catch (error) {
      this.#host.log.error(String((error as Error).stack));
    }
    this.#isOver = true;
    const { say } = this.#host;
    const outcome = outcomeOf(end, say);
    this.#host.log.info(say("editor.ended", { name: this.name, outcome }));
    const canSave = this.trace.status.canSave && reason === null;
    this.trace.ran({ phase: "ended", ...end, canSave });
    this.#events.ended(this, reason);
  }

  async #removeFolder(): Promise<void> {
    this.#climb?.cancel();
    try {
      await this.#control?.close();
      this.#folder.remove();
    } catch (error) {
      this.#host.log.warn(`${this.#folder.path} could not be removed: ${causeOf(error)}`);
    }
  }
}
