/** Lines that waited in the last run: icons in the margin, marks on the ruler, hovers. All that is decided is in core/editor. */
import {
  type DecorationOptions,
  Disposable,
  MarkdownString,
  type TextEditor,
  type TextEditorDecorationType,
  type Uri,
  window,
  workspace,
} from "vscode";
import type { LineHolder, LineWaits } from "../../core/analysis/line-waits";
import { heatOf, kindOf, type MarkKind, worstOfKinds } from "../../core/editor/heat";
import { lineHover } from "../../core/editor/line-hover";
import type { ExtensionHost, Traces } from "../host";
import { INTERNAL_COMMANDS } from "../ids";
import type { TraceSource } from "../trace/trace-source";
import { fileKey, forgetFileKeys } from "./file-key";
import { MarkTypes } from "./mark-types";
import { RanFiles } from "./ran-files";

/** What is kept of a run: enough for its marks when its trace is gone. */
interface MarkedRun {
  id: string;
  folders: readonly string[];
  startedAtMs: number;
  files: RanFiles;
  /** By file key. */
  lines: Map<string, LineWaits[]>;
  worstNs: Record<MarkKind, number>;
  durationNs: number;
  /** Lines that links of hovers lead to. Only ever added, so that a link keeps its number. */
  places: { file: string; line: number }[];
}

export class LineMarks implements Disposable {
  readonly #types = new MarkTypes();
  readonly #always: Disposable;
  #ofRun: Disposable | null = null;
  #run: MarkedRun | null = null;

  constructor(
    private readonly host: ExtensionHost,
    traces: Traces,
    private readonly isWanted: () => boolean,
    private readonly hasLines: (hasLines: boolean) => void,
  ) {
    this.#always = Disposable.from(
      traces.onCurrent((source) => this.#follow(source)),
      window.onDidChangeVisibleTextEditors((editors) => this.#show(editors)),
      workspace.onDidChangeTextDocument((event) => {
        if (this.#run?.files.changed(event)) this.#draw(editorsOf(event.document.uri));
      }),
      workspace.onDidOpenTextDocument((document) => this.#run?.files.opened(document)),
      workspace.onDidCloseTextDocument((document) => this.#run?.files.closed(document)),
      this.#types,
    );
    if (traces.current) this.#follow(traces.current);
  }

  /** Takes all marks away until the next run. */
  clear(): void {
    this.#ofRun?.dispose();
    this.#ofRun = null;
    this.#run = null;
    this.redraw();
    this.hasLines(false);
  }

  redraw(): void {
    this.#draw(window.visibleTextEditors);
  }

  /** What a link in a hover leads to; null for one of another run. */
  placeOf(traceId: string, index: number): { place: { file: string; line: number }; run: MarkedRun } | null {
    const place = this.#run?.id === traceId ? this.#run.places[index] : undefined;
    return this.#run && place ? { place, run: this.#run } : null;
  }

  dispose(): void {
    this.#ofRun?.dispose();
    this.#always.dispose();
  }

  #follow(source: TraceSource): void {
    this.clear();
    forgetFileKeys();
    const { id, folders } = source;
    const startedAtMs = source.startedAtMs ?? Date.now();
    const files = new RanFiles(startedAtMs);
    this.#run = {
      id,
      folders,
      startedAtMs,
      files,
      lines: new Map(),
      worstNs: worstOfKinds([]),
      durationNs: 0,
      places: [],
    };
    const take = (lines: readonly LineWaits[]) => this.#take(source, lines);
    this.#ofRun = Disposable.from(
      source.onLines(take),
      // The length of the run, by which heat is measured, is known for good at its end.
      source.onStatus(({ phase }) => phase === "ended" && take(source.lines)),
    );
    if (source.lines.length > 0) take(source.lines);
  }

  #take(source: TraceSource, lines: readonly LineWaits[]): void {
    const run = this.#run;
    if (run?.id !== source.id) return;
    run.lines = new Map();
    for (const line of lines) {
      const key = fileKey(line.file);
      const ofFile = run.lines.get(key);
      if (ofFile) ofFile.push(line);
      else run.lines.set(key, [line]);
    }
    run.worstNs = worstOfKinds(lines);
    run.durationNs = source.status.elapsedMs * 1e6;
    this.hasLines(lines.length > 0);
    this.#show(window.visibleTextEditors);
  }

  /** Editors that may show a file for the first time since the run. */
  #show(editors: readonly TextEditor[]): void {
    const run = this.#run;
    if (!run) return;
    for (const editor of editors) {
      const { document } = editor;
      const isMarked = document.uri.scheme === "file" && run.lines.has(fileKey(document.uri.fsPath));
      const meeting = isMarked ? run.files.meet(document) : null;
      this.#draw([editor]);
      // What the disk says may turn the marks pale.
      meeting?.then(
        () => this.#run === run && this.#draw(editorsOf(document.uri)),
        (error: unknown) => this.host.log.error("Marks of lines could not be drawn.", error),
      );
    }
  }

  #draw(editors: readonly TextEditor[]): void {
    for (const editor of editors) {
      const marks = this.#marksOf(editor);
      for (const { decoration } of this.#types.all) editor.setDecorations(decoration, marks.get(decoration) ?? []);
    }
  }

  #marksOf({ document }: TextEditor): Map<TextEditorDecorationType, DecorationOptions[]> {
    const marks = new Map<TextEditorDecorationType, DecorationOptions[]>();
    const run = this.#run;
    if (!run || document.uri.scheme !== "file" || !this.isWanted()) return marks;
    const stale = !run.files.isWhatRan(document);
    for (const waits of run.lines.get(fileKey(document.uri.fsPath)) ?? []) {
      const line = run.files.lineNow(document, waits.line - 1);
      if (line === null || line >= document.lineCount) continue;
      const kind = kindOf(waits);
      const heat = stale ? null : heatOf(waits, run.worstNs[kind], run.durationNs);
      const type = this.#types.all.find((each) => each.kind === kind && each.heat === heat);
      if (!type) continue;
      const mark = { range: document.lineAt(line).range, hoverMessage: this.#hover(run, waits, stale) };
      marks.set(type.decoration, [...(marks.get(type.decoration) ?? []), mark]);
    }
    return marks;
  }

  #hover(run: MarkedRun, waits: LineWaits, stale: boolean): MarkdownString {
    const { showWait, openHolder } = INTERNAL_COMMANDS;
    const { lane, startNs } = waits.worst;
    const links = {
      showWorst: commandLink(showWait, [run.id, lane, startNs]),
      openHolder: (index: number) => commandLink(openHolder, [run.id, placeNumber(run, waits.holders[index])]),
    };
    const markdown = new MarkdownString(lineHover(waits, stale, links, this.host.say));
    markdown.isTrusted = { enabledCommands: [showWait, openHolder] };
    markdown.supportHtml = false;
    markdown.supportThemeIcons = false;
    return markdown;
  }
}

const editorsOf = (file: Uri): TextEditor[] =>
  window.visibleTextEditors.filter(({ document }) => document.uri.toString() === file.toString());

/** https://code.visualstudio.com/api/extension-guides/command#command-uris */
const commandLink = (command: string, parameters: (string | number)[]): string =>
  `command:${command}?${encodeURIComponent(JSON.stringify(parameters))}`;

function placeNumber({ places }: MarkedRun, { file, line }: LineHolder): number {
  const known = places.findIndex((place) => place.file === file && place.line === line);
  return known >= 0 ? known : places.push({ file, line }) - 1;
}
