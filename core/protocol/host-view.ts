/**
 * What the editor's host and the timeline in its webview tell each other. The trace itself goes as numbered messages
 * (messages.ts); around it:
 *
 *   view → host   ready                              the page is loaded, for the first time or again: send all from `open`
 *   host → view   run · trace open, append …, commit
 *   view → host   taken                              one generation is on the screen: the next may come (credit of one)
 *
 * A hidden webview is unloaded and gets nothing; when it is shown again it says `ready` and begins with what it kept by
 * `setState` (ViewState).
 */
import type { KeptRows } from "../layout/row-keeper";
import type { HostMessage } from "./messages";

/** Raise it when a message changes its meaning. The view says which one it speaks in `ready`. */
export const HOST_VIEW_VERSION = 1;

/** Where a run is. `saved`: no run, but a file that was opened. */
export type RunPhase = "starting" | "running" | "stopping" | "reading" | "ended" | "saved";

/** What the head of the view and the status bar say of a run. */
export interface RunStatus {
  phase: RunPhase;
  /** Since the program's start, by the host's clock; of a run that has ended the length of its trace. */
  elapsedMs: number;
  lanes: number;
  /** Records read so far. */
  records: number;
  /** Records known to be lost. */
  dropped: number;
  /** Of the recording on disk. */
  bytes: number;
  /** How long ago what is shown was read, while the program runs and a view takes it; else 0. */
  lagMs: number;
  /** Null while it runs, and where a signal ended it. */
  exitCode: number | null;
  signal: string | null;
  /** Its recording is still there. */
  canSave: boolean;
}

/** What is shown is so far behind the program before it is worth a word. */
export const NOTABLE_LAG_MS = 2000;

/** A place of the timeline that something outside points to. Times are in ns from the trace's start. */
export type Target =
  | { kind: "wait"; lane: number; startNs: number }
  | { kind: "finding"; id: string }
  | { kind: "lane"; lane: number }
  /** All that began at a line of a file, named as in the trace; the longest of it is chosen. */
  | { kind: "line"; file: string; line: number }
  | { kind: "hold"; resource: number; startNs: number }
  /** An item of a pool: of which submitting call, of which chunk, where in it. */
  | { kind: "item"; pool: number; job: number; index: number; offset: number }
  /** A lost update: indexes into the header's `races` and its losses. */
  | { kind: "loss"; variable: number; loss: number };

export type HostToView =
  | { type: "trace"; message: HostMessage }
  | { type: "run"; status: RunStatus }
  /** Selects the target and brings it into the window; waits for the trace where it is not there yet. */
  | { type: "reveal"; target: Target }
  /** The trace cannot be shown. A sentence in the user's language. */
  | { type: "failed"; reason: string };

export type ViewToHost =
  | { type: "ready"; version: number }
  | { type: "taken"; seq: number }
  /** `site`: index into the header's `sites`, never a path. `keepsFocus`: it follows what is looked at in the page, which keeps the focus. */
  | { type: "openSource"; site: number; keepsFocus?: true | undefined }
  | { type: "stop" }
  | { type: "save" }
  /** Something went wrong in the page; for the log. */
  | { type: "problem"; reason: string };

/** What the view keeps while it is unloaded, by `setState`. `trace`: the run it belongs to (the page's `data-trace`). */
export interface ViewState {
  trace: string;
  t0Ns: number;
  nsPerPx: number;
  scrollPx: number;
  /** Follows the end of a live trace. */
  following: boolean;
  selection: Target | null;
  /** What somebody made of the rows: what is closed, filtered, pinned, in which order. */
  rows: KeptRows | null;
}
