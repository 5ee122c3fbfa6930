/** Marks of lines in the text editors that are on the screen. What a line gets is decided in core/editor/line-mark.ts. */
import {
  type DecorationOptions,
  Disposable,
  Range,
  type TextDocument,
  type TextEditor,
  type TextEditorDecorationType,
  window,
} from "vscode";
import { lineMark } from "../../core/editor/line-mark";
import type { ExtensionHost } from "../host";
import { fileKey } from "./file-key";
import { hoversOf } from "./hovers";
import type { LastRun } from "./last-run";
import { MarkTypes } from "./mark-types";

const LONGEST_LINE = 1e6;

export class LineMarks implements Disposable {
  readonly #types = new MarkTypes();
  readonly #subscriptions: Disposable;

  constructor(
    private readonly host: ExtensionHost,
    private readonly last: LastRun,
    private readonly isWanted: () => boolean,
  ) {
    this.#subscriptions = Disposable.from(
      last.onChanged((document) => this.#draw(editorsOf(document))),
      window.onDidChangeVisibleTextEditors((editors) => this.#draw(editors)),
      this.#types,
    );
    this.redraw();
  }

  redraw(): void {
    this.#draw(window.visibleTextEditors);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #draw(editors: readonly TextEditor[]): void {
    for (const editor of editors) {
      const marks = this.#marksOf(editor.document);
      for (const type of this.#types.all) editor.setDecorations(type, marks.get(type) ?? []);
    }
  }

  #marksOf(document: TextDocument): Map<TextEditorDecorationType, DecorationOptions[]> {
    const marks = new Map<TextEditorDecorationType, DecorationOptions[]>();
    const { run } = this.last;
    if (!run || document.uri.scheme !== "file" || !this.isWanted()) return marks;
    const add = (type: TextEditorDecorationType, mark: DecorationOptions) =>
      marks.set(type, [...(marks.get(type) ?? []), mark]);
    const stale = !run.files.isWhatRan(document);
    for (const marked of run.linesOf(fileKey(document.uri.fsPath))) {
      const line = run.files.lineNow(document, marked.line - 1);
      if (line === null || line >= document.lineCount) continue;
      // VS Code cuts it to the line as it is by then: who types is ahead of us.
      const range = new Range(line, 0, line, LONGEST_LINE);
      const { icon, background, text } = lineMark(marked, stale, run.worstNs, run.durationNs, this.host.say);
      add(this.#types.icon(icon), { range, hoverMessage: hoversOf(run, marked, stale, this.host.say) });
      if (background) add(this.#types.background(background), { range });
      if (text !== null) add(this.#types.text(stale), { range, renderOptions: { after: { contentText: text } } });
    }
    return marks;
  }
}

/** @param document null for all */
function editorsOf(document: TextDocument | null): readonly TextEditor[] {
  const uri = document?.uri.toString();
  return window.visibleTextEditors.filter((editor) => uri === undefined || editor.document.uri.toString() === uri);
}
