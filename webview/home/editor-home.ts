/** A webview of VS Code: the trace comes in messages, source lines open in the editor (core/protocol/host-view.ts). */
import { languageOf } from "../../core/l10n/fill";
import { HOST_VIEW_VERSION, type ViewState, type ViewToHost } from "../../core/protocol/host-view";
import { hostToView, viewState } from "../../core/protocol/host-view-check";
import type { Home, HomeEvents, Host } from "./home";

/** What VS Code gives a webview: https://code.visualstudio.com/api/extension-guides/webview#scripts-and-message-passing */
interface VsCodeApi {
  postMessage(message: ViewToHost): void;
  getState(): unknown;
  setState(state: ViewState): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** So much of a message that nobody knows is put into the log. */
const MOST_CHARACTERS = 200;

export class EditorHome implements Home, Host {
  readonly host = this;
  readonly language = languageOf(document.body.dataset.language);
  readonly toolkitUrl = document.body.dataset.toolkit ?? "";
  /** Known only while the page's own script runs for the first time. */
  readonly scriptNonce =
    document.currentScript instanceof HTMLScriptElement ? (document.currentScript.nonce ?? "") : "";
  readonly #trace = document.body.dataset.trace ?? "";
  /** May be asked for once a page. */
  readonly #api = acquireVsCodeApi();

  start(events: HomeEvents): void {
    addEventListener("message", (event) => this.#receive(event, events));
    addEventListener("error", ({ message }) => this.problem(message));
    addEventListener("unhandledrejection", ({ reason }) => this.problem(String(reason)));
    this.#api.postMessage({ type: "ready", version: HOST_VIEW_VERSION });
  }

  taken(seq: number): void {
    this.#api.postMessage({ type: "taken", seq });
  }

  openSource(site: number, keepsFocus = false): void {
    this.#api.postMessage({ type: "openSource", site, ...(keepsFocus && { keepsFocus: true }) });
  }

  stop(): void {
    this.#api.postMessage({ type: "stop" });
  }

  save(): void {
    this.#api.postMessage({ type: "save" });
  }

  problem(reason: string): void {
    this.#api.postMessage({ type: "problem", reason });
  }

  keep(state: Omit<ViewState, "trace">): void {
    this.#api.setState({ trace: this.#trace, ...state });
  }

  kept(): ViewState | null {
    const state = viewState(this.#api.getState());
    return state?.trace === this.#trace ? state : null;
  }

  /** VS Code delivers the host's messages from the frame around the page, which has the page's own origin. */
  #receive({ origin, data }: MessageEvent<unknown>, events: HomeEvents): void {
    if (origin !== window.origin) {
      this.problem(`A message from ${origin} was not read.`);
      return;
    }
    const message = hostToView(data);
    switch (message?.type) {
      case "trace":
        events.trace(message.message);
        break;
      case "run":
        events.run(message.status);
        break;
      case "reveal":
        events.reveal(message.target);
        break;
      case "failed":
        events.failed(message.reason);
        break;
      case undefined:
        this.problem(`A message that nobody knows was not read: ${describe(data)}`);
        break;
      default:
        message satisfies never;
    }
  }
}

function describe(data: unknown): string {
  try {
    return String(JSON.stringify(data)).slice(0, MOST_CHARACTERS);
  } catch {
    return typeof data;
  }
}
