/** What the parts of the extension know of each other. Each part is one `register…` that main.ts calls. */
import type { Disposable, Event, ExtensionContext, LogOutputChannel } from "vscode";
import type { Translate } from "../core/l10n/index";
import type { Target } from "../core/protocol/host-view";
import type { TraceSource } from "./trace/trace-source";

export interface ExtensionHost {
  readonly context: ExtensionContext;
  /** Texts in the editor's language. */
  readonly say: Translate;
  readonly log: LogOutputChannel;
}

/** The runs of this window, oldest first. */
export interface Traces {
  /** The run that began last, even when it has ended; null before the first. */
  readonly current: TraceSource | null;
  /** Its program has just been started. */
  readonly onCurrent: Event<TraceSource>;
  /** All that can still be shown. */
  readonly all: readonly TraceSource[];
}

/** A place in a file, as Python tells it. `column`: 1-based, in UTF-8 bytes; 0 = unknown. */
export interface Place {
  file: string;
  line: number;
  column: number;
}

/** What has to be known of the run that a place comes from. */
export type PlaceOrigin = Pick<TraceSource, "id" | "folders" | "startedAtMs">;

export interface Timeline {
  /** Opens the view of this trace beside the editor, or shows the one it has. The focus stays where it is. */
  show(source: TraceSource): void;
  /** Shows it, takes the focus there and brings the target into the window. */
  reveal(source: TraceSource, target: Target): void;
  isOpen(source: TraceSource): boolean;
  /** Opens a line of a source file, by the rules for places that a trace names; says in one sentence why if it does not. */
  openPlace(place: Place, run: PlaceOrigin): void;
  /** The view of a run was closed; it takes nothing any more. */
  readonly onClosed: Event<TraceSource>;
  /** That of the focused view, else of the one last focused; null where there is none. */
  readonly active: TraceSource | null;
  readonly onActive: Event<TraceSource | null>;
}

/** Makes one part of the extension. */
export type RegisterTimeline = (host: ExtensionHost, openFile: (path: string) => TraceSource) => Timeline & Disposable;
export type RegisterEditorSide = (host: ExtensionHost, traces: Traces, timeline: Timeline) => Disposable;
