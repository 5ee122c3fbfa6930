/** `Run with concurrency trace` above the start of Python files that use concurrency. */
import {
  CodeLens,
  type CodeLensProvider,
  Disposable,
  EventEmitter,
  languages,
  Range,
  type TextDocument,
  workspace,
} from "vscode";
import type { RunPlaceFinder } from "../../core/editor/run-place";
import type { ExtensionHost } from "../host";
import { COMMANDS } from "../ids";

/** A file that was never saved can be run too: running it saves it first. Cells of notebooks and versions in git cannot. */
const SELECTOR = ["file", "untitled"].map((scheme) => ({ language: "python", scheme }));

interface Known {
  version: number;
  line: number | null;
  finder: RunPlaceFinder;
}

export class RunLens implements CodeLensProvider, Disposable {
  readonly #known = new Map<string, Known>();
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #subscriptions: Disposable;

  constructor(
    private readonly host: ExtensionHost,
    private readonly isWanted: () => boolean,
  ) {
    this.#subscriptions = Disposable.from(
      languages.registerCodeLensProvider(SELECTOR, this),
      workspace.onDidCloseTextDocument(({ uri }) => this.#known.delete(uri.toString())),
      this.#changed,
    );
  }

  async provideCodeLenses(document: TextDocument): Promise<CodeLens[]> {
    const line = this.isWanted() ? await this.#lineOf(document) : null;
    if (line === null) return [];
    const command = { command: COMMANDS.run, title: this.host.say("codeLens.run"), arguments: [document.uri] };
    return [new CodeLens(new Range(line, 0, line, 0), command)];
  }

  /** The setting was changed. */
  refresh(): void {
    this.#changed.fire();
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #lineOf(document: TextDocument): Promise<number | null> {
    // The parser's tables are the largest part of the extension: not while the editor is starting it.
    const { RunPlaceFinder } = await import("../../core/editor/run-place");
    const key = document.uri.toString();
    let known = this.#known.get(key);
    if (known?.version === document.version) return known.line;
    const finder = known?.finder ?? new RunPlaceFinder();
    known = { version: document.version, line: finder.find(document.getText()), finder };
    this.#known.set(key, known);
    return known.line;
  }
}
