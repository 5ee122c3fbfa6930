/** A trace that grows or lies in a file, as the rest of the extension sees it. Reading and computing happen in a worker thread. */
import type { Disposable, Event } from "vscode";
import type { LineFacts } from "../../core/analysis/line-facts";
import type { RunStatus } from "../../core/protocol/host-view";
import type { Header, HostMessage } from "../../core/protocol/messages";

export interface TraceSource extends Disposable {
  /** Names this trace among all of this session; the view's `data-trace`. */
  readonly id: string;
  /** For titles: the script's or the file's name. */
  readonly name: string;
  /** Folders of the run itself (the script's, its working folder, the interpreter's): their files open without asking. */
  readonly folders: readonly string[];
  /** When the program was started, as Date.now() tells it; null for a file. */
  readonly startedAtMs: number | null;
  readonly status: RunStatus;
  readonly onStatus: Event<RunStatus>;
  /** The header of the newest generation sent; null before the first. Sites of a trace are only ever added. */
  readonly header: Header | null;
  /** What is to stand in the source, whether a view is there or not; replaced as a whole, at most once a second while live. */
  readonly lines: LineFacts;
  readonly onLines: Event<LineFacts>;
  /** One generation: `open` or `header` first, `commit` last. Comes only after `restart` or `taken`. */
  readonly onMessages: Event<readonly HostMessage[]>;
  /** It will not come: a sentence in the user's language. Comes again after each `restart`. */
  readonly onFailed: Event<string>;
  /** It is over with it: nothing more comes, and nothing asked of it is done. */
  readonly onDisposed: Event<void>;
  /** A view has been loaded: the next generation begins with `open`. */
  restart(): void;
  /** The view has the last generation: the next may come. */
  taken(): void;
  /** No view is there to take anything. */
  pause(): void;
  /** Asks the program to stop: the ladder. Nothing happens where it does not run. */
  stop(): void;
  /** Writes a .raceway file beside and renames it. Rejects with an Error whose message is a sentence for the user. */
  save(path: string): Promise<void>;
}
