/** From a place of a trace to the editor. Which files may be opened is decided in core/editor/may-open.ts. */
import { realpath, stat } from "node:fs/promises";
import { Position, Range, type TextDocument, TextEditorRevealType, Uri, ViewColumn, window, workspace } from "vscode";
import { errnoOf } from "../../core/collect/input-error";
import { editorColumn } from "../../core/editor/column";
import { columnFor } from "../../core/editor/editor-group";
import { mayLookAt, mayOpen } from "../../core/editor/may-open";
import { forNotification, oneLine } from "../../core/editor/plain-text";
import { baseName } from "../../core/l10n/format";
import type { MessageKey } from "../../core/l10n/index";
import type { ExtensionHost, Place, PlaceOrigin } from "../host";
import { ourFolders } from "../our-folders";
import { openGroups } from "./groups";

const isWindows = process.platform === "win32";
const NOTE_MS = 8000;

export class SourceOpener {
  /** Files outside of everybody's folders that the user let us open, by trace. */
  readonly #allowed = new Set<string>();
  /** Files that have changed since a run and of which that was said. */
  readonly #told = new Set<string>();

  constructor(private readonly host: ExtensionHost) {}

  /** Opens it, or says in one sentence why not. Never rejects. */
  async open(place: Place, origin: PlaceOrigin): Promise<void> {
    try {
      await this.#open(place, origin);
    } catch (error) {
      this.host.log.error(`${place.file} could not be opened.`, error);
      this.#refuse("source.cannotOpen", place.file);
    }
  }

  /** Shows it beside without taking the focus; says and asks nothing where it cannot or may not: the next place comes soon. */
  async follow(place: Place, origin: PlaceOrigin): Promise<void> {
    try {
      if (mayLookAt(place.file, isWindows) !== "yes") return;
      const real = await realpath(place.file);
      const isKnown = this.#allowed.has(`${origin.id} ${real}`);
      if (!isKnown && mayOpen(real, await ourFolders(origin), isWindows) !== "yes") return;
      if (!(await stat(real)).isFile()) return;
      await show(await workspace.openTextDocument(Uri.file(place.file)), place, true);
    } catch (error) {
      this.host.log.info(`${place.file} could not be shown: ${String(error)}`);
    }
  }

  async #open(place: Place, origin: PlaceOrigin): Promise<void> {
    const look = mayLookAt(place.file, isWindows);
    if (look === "noFile") return this.#refuse("source.noFile", place.file);
    if (look === "refuse") return this.#refuse("source.refused", place.file);
    let real: string;
    let modifiedMs: number;
    try {
      real = await realpath(place.file);
      const facts = await stat(real);
      if (!facts.isFile()) return this.#refuse("source.noRegularFile", place.file);
      modifiedMs = facts.mtimeMs;
    } catch (error) {
      const missing = ["ENOENT", "ENOTDIR"].includes(errnoOf(error));
      return this.#refuse(missing ? "source.missing" : "source.cannotOpen", place.file);
    }
    if (!(await this.#isAllowed(real, place.file, origin))) return;
    // The path as Python named it: it is the one that the user knows, and that other editors of the file have.
    const document = await workspace.openTextDocument(Uri.file(place.file));
    await show(document, place);
    this.#noteChange(document, modifiedMs, origin);
  }

  async #isAllowed(real: string, named: string, origin: PlaceOrigin): Promise<boolean> {
    const verdict = mayOpen(real, await ourFolders(origin), isWindows);
    if (verdict === "yes") return true;
    if (verdict !== "ask") {
      this.#refuse("source.refused", named);
      return false;
    }
    const key = `${origin.id} ${real}`;
    if (this.#allowed.has(key)) return true;
    const open = this.host.say("source.open");
    const message = this.host.say("source.ask");
    const answer = await window.showWarningMessage(message, { modal: true, detail: oneLine(real) }, open);
    if (answer !== open) return false;
    this.#allowed.add(key);
    return true;
  }

  /** Said once of each file of a run: the lines of the trace may be others by now. */
  #noteChange(document: TextDocument, modifiedMs: number, { id, startedAtMs }: PlaceOrigin): void {
    const changed = document.isDirty || (startedAtMs !== null && modifiedMs > startedAtMs);
    const key = `${id} ${document.uri.fsPath}`;
    if (!changed || this.#told.has(key)) return;
    this.#told.add(key);
    window.setStatusBarMessage(
      this.host.say("source.changed", { name: oneLine(baseName(document.uri.fsPath)) }),
      NOTE_MS,
    );
  }

  #refuse(key: RefusalKey, file: string): void {
    void window.showWarningMessage(this.host.say(key, { path: forNotification(file) }));
  }
}

type RefusalKey = Extract<MessageKey, `source.${string}`>;

/** Shows a place of a document, where it is to be seen already if it is. */
async function show(document: TextDocument, { line, column }: Place, preserveFocus = false): Promise<void> {
  const lineIndex = Math.min(Math.max(line - 1, 0), document.lineCount - 1);
  const character = editorColumn(document.lineAt(lineIndex).text, column);
  const at = new Position(lineIndex, character);
  const viewColumn = columnFor(openGroups(document.uri)) ?? ViewColumn.Beside;
  const editor = await window.showTextDocument(document, { viewColumn, preserveFocus, selection: new Range(at, at) });
  editor.revealRange(new Range(at, at), TextEditorRevealType.InCenterIfOutsideViewport);
}
