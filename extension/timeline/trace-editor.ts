/** `.raceway` files open in the timeline, read-only. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type CustomDocument,
  type CustomReadonlyEditorProvider,
  Disposable,
  env,
  RelativePattern,
  Uri,
  type WebviewPanel,
  workspace,
} from "vscode";
import { sentencePage } from "../../core/editor/page";
import { formatBytes } from "../../core/l10n/format";
import { languageOf } from "../../core/l10n/index";
import { keep } from "../../core/run/keeper";
import type { ExtensionHost } from "../host";
import { TRACE_ENDING } from "../ids";
import type { TraceSource } from "../trace/trace-source";
import { TimelineView, type ViewActions } from "./timeline-view";

/** Of a file that is not on this machine's disk, all of it has to pass through memory. */
const MOST_COPIED_BYTES = 512e6;

/** A trace that was opened, or the sentence that says why it was not. */
type Content = { source: TraceSource; failure: null } | { source: null; failure: string };

export class TraceDocument implements CustomDocument {
  #content: Content;

  constructor(
    readonly uri: Uri,
    content: Content,
    private readonly temporaryFolder: string | null,
  ) {
    this.#content = content;
  }

  get content(): Content {
    return this.#content;
  }

  /** The file is another one now. */
  replaceBy(source: TraceSource): void {
    this.#content.source?.dispose();
    this.#content = { source, failure: null };
  }

  dispose(): void {
    this.#content.source?.dispose();
    // Nobody waits for it; what cannot be removed lies in the system's folder for temporary files.
    if (this.temporaryFolder !== null) void rm(this.temporaryFolder, { recursive: true, force: true });
  }
}

export class TraceEditor implements CustomReadonlyEditorProvider<TraceDocument> {
  constructor(
    private readonly host: ExtensionHost,
    private readonly openFile: (path: string) => TraceSource,
    private readonly actionsFor: (source: TraceSource) => ViewActions,
    private readonly focused: (source: TraceSource) => void,
  ) {}

  /** Never rejects: VS Code would show the error's text in a dialog of its own. */
  async openCustomDocument(uri: Uri): Promise<TraceDocument> {
    if (uri.scheme === "file")
      return new TraceDocument(uri, { source: this.openFile(uri.fsPath), failure: null }, null);
    try {
      return await this.#openCopy(uri);
    } catch (error) {
      this.host.log.warn(`${uri.toString()} could not be read.`, error);
      const failure = this.host.say("timeline.notReadable", { path: uri.toString(true) });
      return new TraceDocument(uri, { source: null, failure }, null);
    }
  }

  /** A file of another file system (a version in git, a remote one) is read through the editor into a copy. */
  async #openCopy(uri: Uri): Promise<TraceDocument> {
    const { size } = await workspace.fs.stat(uri);
    if (size > MOST_COPIED_BYTES) {
      const failure = this.host.say("timeline.tooLargeToCopy", {
        path: uri.toString(true),
        size: formatBytes(size),
        limit: formatBytes(MOST_COPIED_BYTES),
      });
      return new TraceDocument(uri, { source: null, failure }, null);
    }
    const bytes = await workspace.fs.readFile(uri);
    const folder = await mkdtemp(join(tmpdir(), "raceway-copy-"));
    keep(folder);
    const copy = join(folder, `trace${TRACE_ENDING}`);
    await writeFile(copy, bytes, { mode: 0o600 });
    return new TraceDocument(uri, { source: this.openFile(copy), failure: null }, folder);
  }

  resolveCustomEditor(document: TraceDocument, panel: WebviewPanel): void {
    const { source, failure } = document.content;
    if (source === null) {
      panel.webview.html = sentencePage(failure, languageOf(env.language));
      return;
    }
    let view = this.#view(source, panel);
    this.focused(source);
    const subscriptions = Disposable.from(
      panel.onDidChangeViewState(() => {
        view.visibilityChanged(panel.visible);
        if (panel.active) this.focused(view.source);
      }),
      onReplaced(document.uri, () => {
        const newer = this.openFile(document.uri.fsPath);
        view.dispose();
        document.replaceBy(newer);
        view = this.#view(newer, panel);
        if (panel.active) this.focused(newer);
      }),
    );
    panel.onDidDispose(() => {
      subscriptions.dispose();
      view.dispose();
    });
  }

  #view(source: TraceSource, panel: WebviewPanel): TimelineView {
    return new TimelineView(this.host, panel.webview, source, this.actionsFor(source));
  }
}

/** Calls `replaced` when another trace is saved over the file. A copy that came from elsewhere stays what it was. */
function onReplaced(uri: Uri, replaced: () => void): Disposable {
  if (uri.scheme !== "file") return new Disposable(() => {});
  // All traces of the folder are watched, for a file's own name may hold characters that mean something in a pattern.
  const watcher = workspace.createFileSystemWatcher(
    new RelativePattern(Uri.joinPath(uri, ".."), `*${TRACE_ENDING}`),
    false,
    false,
    true,
  );
  const changed = (each: Uri) => {
    if (each.toString() === uri.toString()) replaced();
  };
  return Disposable.from(watcher, watcher.onDidCreate(changed), watcher.onDidChange(changed));
}
