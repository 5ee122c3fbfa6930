/** Follows the run that began last, and the files that it tells of while they are edited. */
import { Disposable, EventEmitter, type TextDocument, workspace } from "vscode";
import type { ExtensionHost, Traces } from "../host";
import type { TraceSource } from "../trace/trace-source";
import { fileKey, forgetFileKeys } from "./file-key";
import { MarkedRun } from "./marked-run";

export class LastRun implements Disposable {
  readonly #changed = new EventEmitter<TextDocument | null>();
  /** What is said of the lines of a file has changed, or where they are; null: of any file. */
  readonly onChanged = this.#changed.event;
  readonly #always: Disposable;
  #ofRun: Disposable | null = null;
  #run: MarkedRun | null = null;

  constructor(
    private readonly host: ExtensionHost,
    traces: Traces,
  ) {
    this.#always = Disposable.from(
      this.#changed,
      traces.onCurrent((source) => this.#follow(source)),
      workspace.onDidChangeTextDocument((event) => {
        if (this.#run?.files.changed(event)) this.#changed.fire(event.document);
      }),
      workspace.onDidOpenTextDocument((document) => {
        this.#run?.files.opened(document);
        this.#meet([document]);
      }),
      workspace.onDidCloseTextDocument((document) => {
        if (this.#run?.files.closed(document)) this.#changed.fire(document);
      }),
    );
    if (traces.current) this.#follow(traces.current);
  }

  /** Null before the first run, and when what it said was cleared. */
  get run(): MarkedRun | null {
    return this.#run;
  }

  /** Forgets it until the next run. */
  clear(): void {
    this.#ofRun?.dispose();
    this.#ofRun = null;
    this.#run = null;
    this.#changed.fire(null);
  }

  dispose(): void {
    this.#ofRun?.dispose();
    this.#always.dispose();
  }

  #follow(source: TraceSource): void {
    this.clear();
    forgetFileKeys();
    const run = new MarkedRun(source);
    this.#run = run;
    const take = () => {
      run.take(source.lines, source.status.elapsedMs * 1e6);
      this.#meet(workspace.textDocuments);
      this.#changed.fire(null);
    };
    this.#ofRun = Disposable.from(
      source.onLines(take),
      // The length of the run, by which heat is measured, is known for good at its end.
      source.onStatus(({ phase }) => phase === "ended" && take()),
    );
    take();
  }

  /** Documents that the run tells of are compared with what ran as soon as they are there. */
  #meet(documents: readonly TextDocument[]): void {
    const run = this.#run;
    if (run === null) return;
    for (const document of documents) {
      if (document.uri.scheme !== "file" || run.files.knows(document)) continue;
      if (!run.tellsOf(fileKey(document.uri.fsPath))) continue;
      run.files.meet(document).then(
        // What the disk says may turn the marks pale.
        () => this.#run === run && this.#changed.fire(document),
        (error: unknown) => this.host.log.error("A file could not be compared with what ran.", error),
      );
    }
  }
}
