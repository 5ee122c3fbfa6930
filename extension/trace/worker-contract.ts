/**
 * What the extension host and the thread that reads a trace tell each other. Both are built from one source at one time, so no
 * version is asked for; whoever gets a message handles every `type`.
 *
 *   host → worker   restart                 a view is there: send everything. Numbered: what an earlier view was sent is not for it
 *   worker → host   generation, status …    one generation, then none until
 *   host → worker   taken
 *   host → worker   end, save, release      each is answered by one `done`
 */
import type { Rule } from "../../core/analysis/finding";
import type { LineFacts } from "../../core/analysis/line-facts";
import type { HostMessage } from "../../core/protocol/messages";
import type { Interpreter, Reason } from "../../core/run/interpreter";
import type { HostFacts } from "../../core/trace/host-facts";

/** What is read: the recording of a run, which grows until `end`, or a saved trace. */
export type Subject = { kind: "recording"; folder: string } | { kind: "file"; path: string };

/** The worker's `workerData`. */
export interface WorkerStart {
  subject: Subject;
  /** Of the sentences that it writes. */
  locale: string;
  /** Rules that nobody wants to hear of; absent = none. */
  off?: readonly Rule[];
}

/** How the program ended, and what is needed to tell why nothing was recorded of it. */
export interface ProgramEnd {
  facts: HostFacts;
  interpreter: Interpreter;
  /** What the program's environment had besides the worker's own. */
  envChanges: Record<string, string>;
  /** There was room to record. */
  isOpen: boolean;
  /** There never was a process. */
  neverStarted: boolean;
}

/** Requests: what a host may wait for, and the answer it gets. */
export interface Requests {
  /** The program has ended: the rest is read. Answers why nothing was recorded; null where it was. */
  end: { ask: ProgramEnd; answer: Reason | null };
  /** Writes a .raceway file beside `path` and renames it. */
  save: { ask: { path: string }; answer: null };
  /** Lets go of the recording's files, so that the folder can be removed. The trace stays. */
  release: { ask: Record<string, never>; answer: null };
}
export type RequestName = keyof Requests;
type RequestOf<Name extends RequestName> = { type: Name; request: number } & Requests[Name]["ask"];

export type ToWorker =
  | { type: "restart"; view: number }
  | { type: "taken" }
  | { type: "pause" }
  | { [Name in RequestName]: RequestOf<Name> }[RequestName];

/** How much has been read. */
export interface ReadStatus {
  /** Lanes of the newest snapshot, without those of libraries. */
  lanes: number;
  records: number;
  dropped: number;
  bytes: number;
  /** Length of the trace in the newest snapshot: what the timeline's head says. */
  traceMs: number;
  /** When what the view was sent last had been read, as Date.now(); null where nothing is new since, or no view is there. */
  behindSinceMs: number | null;
}

export type FromWorker =
  | { type: "status"; status: ReadStatus }
  /** Its columns are transferred. `view`: the number of the restart that it answers. */
  | { type: "generation"; view: number; messages: HostMessage[] }
  | { type: "lines"; lines: LineFacts }
  /** The trace cannot be read: a sentence. Again after each `restart`. */
  | { type: "failed"; reason: string }
  /** A defect of ours, for the log. */
  | { type: "problem"; stack: string }
  | { type: "done"; request: number; outcome: Outcome };

/** Rejections carry a sentence for the user. */
export type Outcome = { ok: true; answer: unknown } | { ok: false; reason: string };
