/** The panels beside the editor, one for each run that is looked at. */
import { Disposable, EventEmitter, Uri, ViewColumn, type WebviewPanel, window } from "vscode";
import type { Target } from "../../core/protocol/host-view";
import type { ExtensionHost } from "../host";
import { VIEWS } from "../ids";
import type { TraceSource } from "../trace/trace-source";
import { TimelineView, type ViewActions } from "./timeline-view";

export class Panels implements Disposable {
  readonly #panels = new Map<TraceSource, { panel: WebviewPanel; view: TimelineView }>();
  readonly #onClosed = new EventEmitter<TraceSource>();
  readonly onClosed = this.#onClosed.event;

  constructor(
    private readonly host: ExtensionHost,
    private readonly actionsFor: (source: TraceSource) => ViewActions,
    private readonly focused: (source: TraceSource) => void,
  ) {}

  isOpen(source: TraceSource): boolean {
    return this.#panels.has(source);
  }

  show(source: TraceSource, preserveFocus: boolean): void {
    const known = this.#panels.get(source);
    if (known) known.panel.reveal(undefined, preserveFocus);
    else this.#open(source, preserveFocus);
  }

  reveal(source: TraceSource, target: Target): void {
    this.show(source, false);
    this.#panels.get(source)?.view.reveal(target);
  }

  dispose(): void {
    for (const { panel } of [...this.#panels.values()]) panel.dispose();
    this.#onClosed.dispose();
  }

  #open(source: TraceSource, preserveFocus: boolean): void {
    const { extensionUri } = this.host.context;
    const panel = window.createWebviewPanel(
      VIEWS.timeline,
      source.name,
      { viewColumn: this.#column(), preserveFocus },
      // Ctrl+F is the page's own search. A hidden page is unloaded: see core/protocol/host-view.ts.
      { enableFindWidget: false, retainContextWhenHidden: false },
    );
    panel.iconPath = {
      light: Uri.joinPath(extensionUri, "extension", "assets", "timeline-light.svg"),
      dark: Uri.joinPath(extensionUri, "extension", "assets", "timeline-dark.svg"),
    };
    const view = new TimelineView(this.host, panel.webview, source, this.actionsFor(source));
    this.#panels.set(source, { panel, view });
    this.focused(source);
    const subscriptions = Disposable.from(
      panel.onDidChangeViewState(() => {
        view.visibilityChanged(panel.visible);
        if (panel.active) this.focused(source);
      }),
      // Its trace is gone from memory; the page could not be filled again.
      source.onDisposed(() => panel.dispose()),
    );
    panel.onDidDispose(() => {
      subscriptions.dispose();
      this.#panels.delete(source);
      view.dispose();
      this.#onClosed.fire(source);
    });
  }

  /** Timelines gather in one group, beside the first editor that a run began from; never over the text that is looked at. */
  #column(): ViewColumn {
    const column = [...this.#panels.values()].at(-1)?.panel.viewColumn;
    const isText = window.visibleTextEditors.some(({ viewColumn }) => viewColumn === column);
    return column === undefined || isText ? ViewColumn.Beside : column;
  }
}
