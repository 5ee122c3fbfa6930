/**
 * The last run's findings in the Problems panel. They move with the text; one whose line is gone goes, and so do all of a file
 * that has changed without an editor that told how.
 */
import { realpath, stat } from "node:fs/promises";
import {
  Diagnostic,
  DiagnosticRelatedInformation,
  DiagnosticSeverity,
  Disposable,
  Location,
  languages,
  Range,
  type TextDocument,
  Uri,
  workspace,
} from "vscode";
import type { Problem, ProblemPlace } from "../../core/analysis/problems";
import { codeSpan } from "../../core/editor/code-span";
import { mayLookAt, mayOpen } from "../../core/editor/may-open";
import { problemText, roleText } from "../../core/editor/problem-text";
import type { ExtensionHost } from "../host";
import { DIAGNOSTICS } from "../ids";
import { ourFolders } from "../our-folders";
import { fileKey } from "./file-key";
import { findingLink } from "./hovers";
import type { LastRun } from "./last-run";
import type { MarkedRun } from "./marked-run";

const isWindows = process.platform === "win32";
const SEVERITIES = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning };

export class Problems implements Disposable {
  readonly #collection = languages.createDiagnosticCollection(DIAGNOSTICS.collection);
  readonly #subscriptions: Disposable;
  /** Each writing of the list has a number; one that was overtaken is dropped. */
  #newest = 0;

  constructor(
    private readonly host: ExtensionHost,
    private readonly last: LastRun,
    private readonly isWanted: () => boolean,
  ) {
    this.#subscriptions = Disposable.from(
      this.#collection,
      last.onChanged(() => this.refresh()),
    );
    this.refresh();
  }

  refresh(): void {
    this.#list().catch((error: unknown) => this.host.log.error("Problems could not be listed.", error));
  }

  dispose(): void {
    this.#newest++;
    this.#subscriptions.dispose();
  }

  async #list(): Promise<void> {
    const number = ++this.#newest;
    const { run } = this.last;
    const problems = run && this.isWanted() ? run.facts.problems : [];
    const found = run && problems.length > 0 ? await new Listing(run, this.host).of(problems) : [];
    if (number !== this.#newest) return;
    const told = new Set(found.map(([uri]) => uri.toString()));
    for (const [uri] of [...this.#collection]) if (!told.has(uri.toString())) this.#collection.delete(uri);
    this.#collection.set(found);
  }
}

/** One writing of the list: what the disk says is asked once for each file. */
class Listing {
  readonly #files = new Map<string, Promise<Uri | TextDocument | null>>();
  readonly #folders: Promise<string[]>;

  constructor(
    private readonly run: MarkedRun,
    private readonly host: ExtensionHost,
  ) {
    this.#folders = ourFolders(run);
  }

  async of(problems: readonly Problem[]): Promise<[Uri, Diagnostic[]][]> {
    const entries = await Promise.all(problems.map((problem) => this.#entry(problem)));
    return entries.filter((entry) => entry !== null);
  }

  async #entry(problem: Problem): Promise<[Uri, Diagnostic[]] | null> {
    const { say } = this.host;
    const [at, ...others] = await Promise.all(problem.places.map((place) => this.#locate(place)));
    if (!at) return null;
    const { location, stale } = at;
    const diagnostic = new Diagnostic(location.range, problemText(problem, stale, say), SEVERITIES[problem.severity]);
    diagnostic.source = DIAGNOSTICS.source;
    diagnostic.code = { value: problem.rule, target: Uri.parse(findingLink(this.run.id, problem.finding)) };
    diagnostic.relatedInformation = others.flatMap((other, index) =>
      other ? new DiagnosticRelatedInformation(other.location, roleText(problem.places[index + 1], say)) : [],
    );
    return [location.uri, [diagnostic]];
  }

  /** Null where nothing honest can be said of where the line is, or the file is nobody's to open. */
  async #locate({ file, line, column }: ProblemPlace): Promise<{ location: Location; stale: boolean } | null> {
    const known = this.#files.get(file) ?? this.#fileOf(file);
    this.#files.set(file, known);
    const found = await known;
    if (found === null) return null;
    const { files } = this.run;
    // Without its text nobody knows what stands there; opened, it is asked again.
    if (found instanceof Uri) {
      const start = Math.max(column - 1, 0);
      return { location: new Location(found, new Range(line - 1, start, line - 1, start)), stale: false };
    }
    await files.meet(found);
    const now = files.isFollowed(found) ? files.lineNow(found, line - 1) : null;
    if (now === null || now >= found.lineCount) return null;
    const stale = !files.isWhatRan(found);
    const { from, to } = codeSpan(found.lineAt(now).text, stale ? null : column);
    return { location: new Location(found.uri, new Range(now, from, now, to)), stale };
  }

  /** The document that an editor has of it, else its Uri. */
  async #fileOf(file: string): Promise<Uri | TextDocument | null> {
    if (mayLookAt(file, isWindows) !== "yes") return null;
    const isIt = ({ uri }: TextDocument) => uri.scheme === "file" && fileKey(uri.fsPath) === fileKey(file);
    try {
      if (mayOpen(await realpath(file), await this.#folders, isWindows) !== "yes") return null;
      const document = workspace.textDocuments.find(isIt);
      if (document) return document;
      return (await stat(file)).mtimeMs > this.run.startedAtMs ? null : Uri.file(file);
    } catch {
      // Not there any more.
      return null;
    }
  }
}
