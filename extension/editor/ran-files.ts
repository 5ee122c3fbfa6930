/**
 * Which text of each file ran, and where its lines are by now.
 *
 * A file that was open when the run began is compared with its text of then; one that is opened later with its text on opening,
 * if the disk has not touched it since the run began. So an edit that is undone makes the marks whole again.
 */
import { readFile, stat } from "node:fs/promises";
import { EndOfLine, type TextDocument, type TextDocumentChangeEvent, workspace } from "vscode";
import { type Edit, LineMap } from "../../core/editor/moved-lines";
import { fileKey } from "./file-key";

interface RanFile {
  /** Null: it ran with another text than any that is known. */
  ran: string | null;
  /** From the lines of the text in which the file was met first to those of now. */
  lines: LineMap;
  isWhatRan: boolean;
  /** It was what ran when `lines` began: they say where the code is that ran. */
  isFollowed: boolean;
}

export class RanFiles {
  readonly #files = new Map<string, RanFile>();

  /** To be made when a run begins: notes the Python files that are open. */
  constructor(private readonly startedAtMs: number) {
    for (const document of workspace.textDocuments) {
      if (document.languageId === "python") void this.meet(document);
    }
  }

  /** Makes a file known that an editor shows. What it is compared with is taken before anything is awaited: the user may type on. */
  async meet(document: TextDocument): Promise<void> {
    const key = keyOf(document);
    if (key === null || this.#files.has(key)) return;
    const text = textOf(document);
    const file: RanFile = { ran: text, lines: new LineMap(text), isWhatRan: true, isFollowed: false };
    this.#files.set(key, file);
    // With changes that were not saved, what ran was the text on the disk.
    if (document.isDirty) file.ran = await onDisk(document);
    if ((await modifiedMs(document)) > this.startedAtMs) file.ran = null;
    file.isWhatRan = textOf(document) === file.ran;
    file.isFollowed = text === file.ran;
  }

  /** The file's lines move. Gives true where its marks have to be drawn anew, beyond what VS Code moves by itself. */
  changed({ document, contentChanges }: TextDocumentChangeEvent): boolean {
    const file = this.#fileOf(document);
    if (file === undefined || contentChanges.length === 0) return false;
    const edits = contentChanges.map(
      ({ range: { start, end }, text }): Edit => ({
        startLine: start.line,
        startCharacter: start.character,
        endLine: end.line,
        endCharacter: end.character,
        newLines: text.match(/\r\n|\r|\n/g)?.length ?? 0,
        lastLineLength: text.length - Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) - 1,
      }),
    );
    const was = file.isWhatRan;
    const text = textOf(document);
    file.isWhatRan = text === file.ran;
    file.isFollowed ||= file.isWhatRan;
    let hasLost = false;
    if (file.isWhatRan) file.lines = new LineMap(text);
    else hasLost = file.lines.apply(edits);
    const movesLines = edits.some(({ newLines, startLine, endLine }) => newLines > 0 || endLine > startLine);
    return hasLost || movesLines || was !== file.isWhatRan;
  }

  /** An editor that is closed tells of no more edits: opened again, its lines count from the top. False: nobody knew the file. */
  closed(document: TextDocument): boolean {
    const file = this.#fileOf(document);
    if (file) Object.assign(file, { lines: new LineMap(""), isFollowed: false });
    return file !== undefined;
  }

  opened(document: TextDocument): void {
    const file = this.#fileOf(document);
    if (file === undefined) return;
    const text = textOf(document);
    file.lines = new LineMap(text);
    file.isWhatRan = file.isFollowed = text === file.ran;
  }

  knows(document: TextDocument): boolean {
    return this.#fileOf(document) !== undefined;
  }

  isWhatRan(document: TextDocument): boolean {
    return this.#fileOf(document)?.isWhatRan ?? false;
  }

  /** Are its lines those of what ran, but for edits that were seen? */
  isFollowed(document: TextDocument): boolean {
    return this.#fileOf(document)?.isFollowed ?? false;
  }

  /** @param line from 0, of the run's text @returns from 0; null where its code is gone */
  lineNow(document: TextDocument, line: number): number | null {
    return this.#fileOf(document)?.lines.lineNow(line) ?? null;
  }

  #fileOf(document: TextDocument): RanFile | undefined {
    const key = keyOf(document);
    return key === null ? undefined : this.#files.get(key);
  }
}

/** Other schemes (a version in git) have paths as well, but not the file that ran. */
const keyOf = ({ uri }: TextDocument): string | null => (uri.scheme === "file" ? fileKey(uri.fsPath) : null);

function textOf(document: TextDocument): string {
  const text = document.getText();
  return document.eol === EndOfLine.CRLF ? text.replaceAll("\r\n", "\n") : text;
}

async function onDisk({ uri }: TextDocument): Promise<string | null> {
  try {
    const text = await readFile(uri.fsPath, "utf8");
    return text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  } catch {
    // Gone since: nobody knows what ran.
    return null;
  }
}

async function modifiedMs({ uri }: TextDocument): Promise<number> {
  try {
    return (await stat(uri.fsPath)).mtimeMs;
  } catch {
    // A file that is gone was surely touched.
    return Number.POSITIVE_INFINITY;
  }
}
