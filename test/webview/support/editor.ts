/**
 * The timeline as VS Code shows it, without VS Code: its real page (core/editor/page.ts) at an address of its own, an
 * `acquireVsCodeApi`, and the classes and variables that VS Code's webview puts there, in the order in which it does.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import type { Finding } from "../../../core/analysis/finding";
import { momentOfStop, whoWaitsForWhom } from "../../../core/analysis/who-waits";
import { editorPage } from "../../../core/editor/page";
import type { HostToView, RunStatus, ViewToHost } from "../../../core/protocol/host-view";
import { viewToHost } from "../../../core/protocol/host-view-check";
import { LivePacker } from "../../../core/protocol/live-packer";
import type { HostMessage } from "../../../core/protocol/messages";
import type { Trace } from "../../../core/trace/types";
import { idle, type Pages } from "./browser";
import themes from "./editor-themes.json";

export type EditorTheme = keyof typeof themes;
export const EDITOR_THEMES = Object.keys(themes) as EditorTheme[];

const ORIGIN = "https://webview.test";
const PAGE_FOLDER = join(process.cwd(), "dist/page");
const TYPES: Record<string, string> = { js: "text/javascript", css: "text/css" };

export interface EditorOptions extends BrowserContextOptions {
  theme?: EditorTheme;
  language?: "en" | "zh";
  trace?: string;
  /** False: the second script is not to be found. */
  toolkit?: boolean;
}

/** What an editor gives a page, put there before any script of the page runs. Runs in the page. */
function beTheEditor({ variables }: { variables: Record<string, string> }): void {
  const STATE = "state of the editor";
  Object.assign(window, {
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) =>
        (window as unknown as { tellHost(text: string): void }).tellHost(JSON.stringify(message)),
      getState: () => JSON.parse(sessionStorage.getItem(STATE) ?? "null"),
      setState: (state: unknown) => sessionStorage.setItem(STATE, JSON.stringify(state)),
    }),
  });
  addEventListener("DOMContentLoaded", () => {
    for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
  });
}

export class Editor {
  /** All that the page has told, in order. */
  readonly sent: ViewToHost[] = [];
  readonly errors: string[] = [];
  #packer = new LivePacker();
  readonly #waiting: (() => void)[] = [];

  private constructor(readonly page: Page) {}

  /** Loads the page and waits until it is ready to take a trace. */
  static async open(pages: Pages, options: EditorOptions = {}): Promise<Editor> {
    const { theme = "dark", language = "en", trace = "run-1", toolkit = true, ...context } = options;
    const page = await (
      await pages.browser.newContext({ viewport: { width: 700, height: 700 }, reducedMotion: "reduce", ...context })
    ).newPage();
    const editor = new Editor(page);
    page.on("pageerror", (error) => editor.errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") editor.errors.push(message.text());
    });
    await page.exposeFunction("tellHost", (text: string) => editor.#hear(JSON.parse(text)));
    await page.addInitScript(beTheEditor, { variables: themes[theme].variables as Record<string, string> });
    await page.route(`${ORIGIN}/**`, (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      if (name === "") return route.fulfill({ body: htmlOf(theme, language, trace), contentType: "text/html" });
      if (name === "toolkit.js" && !toolkit) return route.abort();
      return route.fulfill({ body: readFileSync(join(PAGE_FOLDER, name)), contentType: TYPES[name.split(".").pop()!] });
    });
    await page.goto(`${ORIGIN}/`);
    await editor.told("ready");
    return editor;
  }

  /** The page of a whole trace, drawn, with the editor's controls in place. */
  static async show(
    pages: Pages,
    trace: Trace,
    options: EditorOptions & { findings?: Finding[] } = {},
  ): Promise<Editor> {
    const { findings = [], ...rest } = options;
    const editor = await Editor.open(pages, rest);
    await editor.generation(trace, { findings, ended: true });
    if (rest.toolkit !== false) await editor.page.locator("html[data-controls=editor]").waitFor({ state: "attached" });
    await idle(editor.page);
    return editor;
  }

  /** Waits until the page has told this so many times. */
  async told<Type extends ViewToHost["type"]>(type: Type, times = 1): Promise<Extract<ViewToHost, { type: Type }>> {
    const all = () => this.sent.filter((message) => message.type === type);
    while (all().length < times) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return all()[times - 1] as Extract<ViewToHost, { type: Type }>;
  }

  async post(message: HostToView | Record<string, unknown>): Promise<void> {
    await this.page.evaluate((each) => window.postMessage(each, window.origin), message);
  }

  /** The next generation of the trace, and that the page has it on the screen. */
  async generation(trace: Trace, { findings = [] as Finding[], ended = false } = {}): Promise<void> {
    const messages = this.#packer.next(trace, findings, whoWaitsForWhom(trace, momentOfStop(trace)), ended);
    await this.postTrace(messages);
    await this.page.locator(`html[data-taken="${messages.at(-1)!.seq}"]`).waitFor({ state: "attached" });
  }

  async postTrace(messages: readonly HostMessage[]): Promise<void> {
    // Typed arrays do not go through the debugger as such.
    const plain = messages.map((message) =>
      message.type === "append"
        ? {
            ...message,
            columns: Object.entries(message.columns).map(([name, column]) => [
              name,
              column.constructor.name,
              Array.from(column, (value) => (Number.isNaN(value) ? "NaN" : value)),
            ]),
          }
        : message,
    );
    await this.page.evaluate((all) => {
      for (const each of all as Record<string, unknown>[]) {
        const message =
          each.type === "append"
            ? {
                ...each,
                columns: Object.fromEntries(
                  (each.columns as [string, "Float64Array", (number | string)[]][]).map(([name, type, values]) => [
                    name,
                    window[type].from(values.map(Number)),
                  ]),
                ),
              }
            : each;
        window.postMessage({ type: "trace", message }, window.origin);
      }
    }, plain as unknown[]);
  }

  /** Unloads and loads the page, as when its tab is hidden and shown. */
  async reload(): Promise<void> {
    const readies = this.sent.filter(({ type }) => type === "ready").length;
    this.#packer.restart();
    await this.page.reload();
    await this.told("ready", readies + 1);
  }

  async setTheme(theme: EditorTheme): Promise<void> {
    await this.page.evaluate(
      ({ bodyClass, themeId, variables }) => {
        document.body.className = bodyClass;
        document.body.dataset.vscodeThemeId = themeId;
        document.body.dataset.vscodeThemeKind = bodyClass.split(" ")[0];
        const { style } = document.documentElement;
        for (const name of [...style]) if (name.startsWith("--vscode-")) style.removeProperty(name);
        for (const [name, value] of Object.entries(variables)) style.setProperty(name, value);
      },
      themes[theme] as { bodyClass: string; themeId: string; variables: Record<string, string> },
    );
  }

  #hear(data: unknown): void {
    const message = viewToHost(data);
    if (!message) throw new Error(`The page told what no host knows: ${JSON.stringify(data)}`);
    this.sent.push(message);
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

function htmlOf(theme: EditorTheme, language: "en" | "zh", traceId: string): string {
  const html = editorPage({
    script: `${ORIGIN}/page.js`,
    style: `${ORIGIN}/page.css`,
    toolkit: `${ORIGIN}/toolkit.js`,
    cspSource: ORIGIN,
    nonce: "bm9uY2UgZm9yIHRlc3Rz",
    language,
    traceId,
    title: "test",
  });
  const { bodyClass, themeId } = themes[theme];
  const kind = bodyClass.split(" ")[0];
  return html.replace(
    "<body ",
    `<body class="${bodyClass}" data-vscode-theme-id="${themeId}" data-vscode-theme-kind="${kind}" `,
  );
}

export function status(changes: Partial<RunStatus> = {}): RunStatus {
  return {
    phase: "running",
    elapsedMs: 12_340,
    lanes: 5,
    records: 12_034,
    dropped: 0,
    bytes: 262_144,
    lagMs: 0,
    exitCode: null,
    signal: null,
    canSave: true,
    ...changes,
  };
}
