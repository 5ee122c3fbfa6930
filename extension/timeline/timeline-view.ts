/**
 * One webview that shows one trace: wires core/protocol/host-view.ts to a TraceSource.
 *
 *   page  ready ──▶ restart()   taken ──▶ taken()        hidden ──▶ pause(), the page is unloaded
 *   source  onMessages, onStatus, onFailed ──▶ page      only between `ready` and hidden: what is sent to a hidden page is lost
 */
import { randomBytes } from "node:crypto";
import { Disposable, env, Uri, type Webview } from "vscode";
import { editorPage } from "../../core/editor/page";
import { languageOf } from "../../core/l10n/index";
import { HOST_VIEW_VERSION, type HostToView, type Target, type ViewToHost } from "../../core/protocol/host-view";
import { viewToHost } from "../../core/protocol/host-view-check";
import { ownBuffers } from "../../core/protocol/own-buffers";
import type { ExtensionHost } from "../host";
import type { TraceSource } from "../trace/trace-source";

/** What the page asks for that is not the trace's business. */
export interface ViewActions {
  /** `follows`: shown beside the page, which keeps the focus. */
  openSite(site: number, follows: boolean): void;
  save(): void;
}

/** So much of what the page says went wrong is logged: the text may come from a trace. */
const MOST_LOGGED_CHARACTERS = 2000;

export class TimelineView {
  readonly #subscriptions: Disposable[] = [];
  /** The page is loaded and listens. */
  #ready = false;
  #target: Target | null = null;

  constructor(
    private readonly host: ExtensionHost,
    private readonly webview: Webview,
    readonly source: TraceSource,
    private readonly actions: ViewActions,
  ) {
    this.#subscriptions.push(
      webview.onDidReceiveMessage((data: unknown) => this.#receive(data)),
      source.onMessages((messages) => {
        for (const message of messages) this.#send({ type: "trace", message: ownBuffers(message) });
      }),
      source.onStatus((status) => this.#send({ type: "run", status })),
      source.onFailed((reason) => this.#fail(reason)),
    );
    const folder = pageFolder(host);
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [folder] };
    webview.html = editorPage({
      script: webview.asWebviewUri(Uri.joinPath(folder, "page.js")).toString(),
      style: webview.asWebviewUri(Uri.joinPath(folder, "page.css")).toString(),
      toolkit: webview.asWebviewUri(Uri.joinPath(folder, "toolkit.js")).toString(),
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString("base64url"),
      language: languageOf(env.language),
      traceId: source.id,
      title: source.name,
    });
  }

  /** Brings a place into the window, as soon as there is a page. */
  reveal(target: Target): void {
    if (this.#ready) this.#send({ type: "reveal", target });
    else this.#target = target;
  }

  /** A hidden page is unloaded; shown again it says `ready`. */
  visibilityChanged(visible: boolean): void {
    if (visible || !this.#ready) return;
    this.#ready = false;
    this.source.pause();
  }

  dispose(): void {
    this.#ready = false;
    Disposable.from(...this.#subscriptions).dispose();
    this.source.pause();
  }

  #receive(data: unknown): void {
    const message = viewToHost(data);
    if (message === null) this.host.log.warn(`${this.source.name}: the timeline sent a message that nobody knows.`);
    else this.#act(message);
  }

  #act(message: ViewToHost): void {
    switch (message.type) {
      case "ready":
        this.#pageIsReady(message.version);
        break;
      case "taken":
        // One that was on its way when the page was hidden asks for nothing any more.
        if (this.#ready) this.source.taken();
        break;
      case "openSource":
        this.actions.openSite(message.site, message.keepsFocus === true);
        break;
      case "stop":
        this.source.stop();
        break;
      case "save":
        this.actions.save();
        break;
      case "problem":
        this.host.log.warn(`${this.source.name}: ${message.reason.slice(0, MOST_LOGGED_CHARACTERS)}`);
        break;
      default:
        message satisfies never;
    }
  }

  #pageIsReady(version: number): void {
    this.#ready = true;
    if (version !== HOST_VIEW_VERSION) {
      // The page on the disk is of another version than this code: an update came while the editor was open.
      this.#fail(this.host.say("timeline.otherVersion"));
      return;
    }
    this.#send({ type: "run", status: this.source.status });
    this.source.restart();
    if (this.#target) this.#send({ type: "reveal", target: this.#target });
    this.#target = null;
  }

  #fail(reason: string): void {
    this.#send({ type: "failed", reason });
  }

  #send(message: HostToView): void {
    if (!this.#ready) return;
    this.webview.postMessage(message).then(undefined, (error: unknown) => {
      this.host.log.error(`${this.source.name}: a message did not reach the timeline.`, error);
    });
  }
}

const pageFolder = ({ context }: ExtensionHost): Uri => Uri.joinPath(context.extensionUri, "dist", "page");
