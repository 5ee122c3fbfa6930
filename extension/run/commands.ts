/** The commands of a run: what is asked of the user first, then `Runs`. */
import { basename, join } from "node:path";
import { commands, type Disposable, Uri, ViewColumn, window, workspace } from "vscode";
import { columnFor } from "../../core/editor/editor-group";
import { formatBytes } from "../../core/l10n/format";
import { chooseInterpreter } from "../../core/run/interpreter";
import { MIN_FREE_BYTES } from "../../core/run/recording-folder";
import { Refusal } from "../../core/run/refusal";
import type { ExtensionHost, Timeline } from "../host";
import { COMMANDS, TRACE_ENDING } from "../ids";
import { openGroups } from "../timeline/groups";
import type { TraceSource } from "../trace/trace-source";
import { askForArguments } from "./ask-arguments";
import { interpreterFor } from "./interpreter";
import { plainly, tellFailure, tellWarning } from "./notices";
import { programFile } from "./program-file";
import type { Run, RunHost, RunRequest } from "./run";
import type { Runs } from "./runs";
import { setting, terminalEnvironment } from "./settings";

export class RunCommands {
  readonly #host: ExtensionHost;
  readonly #runs: Runs;
  readonly #timeline: Timeline;
  readonly #runHost: Omit<RunHost, "env">;
  /** Paths of programs that are about to run. */
  readonly #beginning = new Set<string>();

  constructor(host: ExtensionHost, runs: Runs, timeline: Timeline, runHost: Omit<RunHost, "env">) {
    this.#host = host;
    this.#runs = runs;
    this.#timeline = timeline;
    this.#runHost = runHost;
  }

  register(): Disposable[] {
    const command = (id: string, act: (argument: unknown) => unknown) =>
      commands.registerCommand(id, async (argument?: unknown) => {
        try {
          await act(argument);
        } catch (error) {
          tellFailure(error, this.#host);
        }
      });
    return [
      command(COMMANDS.run, (file) => this.#run(file)),
      command(COMMANDS.runWithArguments, (file) => this.#runWithArguments(file)),
      command(COMMANDS.runAgain, (id) => this.#runAgain(id)),
      command(COMMANDS.stop, (id) => this.#stop(id)),
      command(COMMANDS.save, (id) => this.#save(id)),
      command(COMMANDS.openTimeline, (id) => this.#openTimeline(id)),
    ];
  }

  async #run(argument: unknown): Promise<void> {
    checkTrust();
    const file = await programFile(argument);
    await this.#begin({ file, args: [], ...(await this.#interpreter(file)) });
  }

  async #runWithArguments(argument: unknown): Promise<void> {
    checkTrust();
    const file = await programFile(argument);
    const args = await askForArguments(file, this.#host);
    if (args !== null) await this.#begin({ file, args, ...(await this.#interpreter(file)) });
  }

  /** The same file, arguments and interpreter. */
  async #runAgain(id: unknown): Promise<void> {
    checkTrust();
    const run = this.#runs.withId(id) ?? this.#shown() ?? this.#runs.last;
    if (run === null) throw new Refusal("editor.neverRun");
    const { file, args, interpreter } = run.request;
    await programFile(file);
    // Asked once more: it may have been changed or removed since.
    await this.#begin({ file, args, interpreter: await chooseInterpreter(interpreter.executable, this.#env(file)) });
  }

  async #stop(id: unknown): Promise<void> {
    // The title bar of a timeline gives its Uri, and means that run and no other.
    const named = this.#runs.withId(id) ?? (id instanceof Uri ? this.#shown() : null);
    if (named?.isOver) throw new Refusal("editor.hasEnded", { name: named.name });
    const { running } = this.#runs;
    if (running.length === 0) throw new Refusal("editor.nothingRuns");
    const meant = named ?? running.find((run) => run === this.#shown());
    const run = meant ?? (running.length === 1 ? running[0] : await this.#choose(running));
    run?.stop();
  }

  async #save(id: unknown): Promise<void> {
    const { say } = this.#host;
    const run = this.#runs.withId(id) ?? this.#shown() ?? this.#runs.last;
    if (run === null) throw new Refusal("editor.nothingToSave");
    if (!run.canSave) throw new Refusal(run.isReleased ? "editor.recordingGone" : "editor.nothingRecorded");
    const folder = workspace.getWorkspaceFolder(run.request.file)?.uri.fsPath ?? run.cwd;
    const place = await window.showSaveDialog({
      title: say("editor.saveTitle", { name: run.name }),
      saveLabel: say("editor.save"),
      defaultUri: Uri.file(join(folder, `${basename(run.name, ".py")}${TRACE_ENDING}`)),
      filters: { [say("editor.saveType")]: [TRACE_ENDING.slice(1)] },
    });
    if (place === undefined) return;
    await run.trace.save(place.fsPath);
    void window.showInformationMessage(plainly(say("editor.saved", { path: place.fsPath })));
  }

  #openTimeline(id: unknown): void {
    const run = this.#runs.withId(id) ?? this.#runs.last;
    if (run === null) throw new Refusal("editor.neverRun");
    this.#timeline.show(run.trace);
  }

  async #begin(request: RunRequest): Promise<void> {
    const path = request.file.fsPath;
    // Asked for twice while it is being made: that is one run.
    if (this.#beginning.has(path)) return;
    this.#beginning.add(path);
    try {
      const before = this.#runs.runningFile(path);
      if (before !== null && !(await this.#mayReplace(before))) return;
      const env = this.#env(request.file);
      const opens = setting("openTimeline");
      // The timeline opens beside its program, also where that was chosen in the explorer.
      if (opens) await showProgram(request.file);
      await this.#runs.begin(request, { ...this.#runHost, env }, (run) => {
        if (!run.isRecorded) tellWarning(noRoom(run), this.#host);
        else if (opens) this.#timeline.show(run.trace);
      });
    } finally {
      this.#beginning.delete(path);
    }
  }

  /** One program at a time has a file's terminal. Resolves when the earlier one has ended. */
  async #mayReplace(run: Run): Promise<boolean> {
    const { say } = this.#host;
    const [again, show] = [say("editor.stopAndRun"), say("editor.showTimeline")];
    const chosen = await window.showWarningMessage(
      plainly(say("editor.stillRunning", { name: run.name })),
      again,
      show,
    );
    if (chosen === show) this.#timeline.show(run.trace);
    if (chosen !== again) return false;
    run.stop();
    await run.programEnd;
    return true;
  }

  async #interpreter(file: Uri): Promise<Pick<RunRequest, "interpreter">> {
    const { log, say } = this.#host;
    const interpreter = await interpreterFor(file, this.#env(file), this.#host);
    const { version, executable, origin } = interpreter;
    const name = basename(file.fsPath);
    log.info(say("editor.started", { name, version, executable, origin: say(origin) }));
    return { interpreter };
  }

  async #choose(running: readonly Run[]): Promise<Run | undefined> {
    const items = running.map((run) => ({ label: run.name, description: run.path, run }));
    const placeHolder = this.#host.say("editor.chooseStop");
    return (await window.showQuickPick(items, { placeHolder }))?.run;
  }

  /** The run in the view that has, or had, the focus. */
  #shown(): Run | null {
    const active: TraceSource | null = this.#timeline.active;
    return active === null ? null : this.#runs.withId(active.id);
  }

  #env(file: Uri): NodeJS.ProcessEnv {
    return terminalEnvironment(workspace.getWorkspaceFolder(file));
  }
}

/** In no group where a timeline is in front: the two are compared. */
async function showProgram(file: Uri): Promise<void> {
  if (window.visibleTextEditors.some(({ document }) => document.uri.toString() === file.toString())) return;
  const viewColumn = columnFor(openGroups(file)) ?? ViewColumn.Beside;
  await window.showTextDocument(file, { viewColumn, preserveFocus: true });
}

function checkTrust(): void {
  if (!workspace.isTrusted) throw new Refusal("editor.untrusted");
}

function noRoom({ place }: Run): Refusal {
  const [free, needed] = [formatBytes(place.freeBytes), formatBytes(MIN_FREE_BYTES)];
  return new Refusal("run.noRoom", { path: place.path, free, needed });
}
