/**
 * What the page and the engine (worker/engine.ts) tell each other. The engine has the trace, answers every question about it
 * and draws; the page has the DOM: gestures, words, accessibility. Every `ask` gets one `answer` or one `refused`.
 */

import type { Language } from "../../core/l10n/index";
import type { Change } from "../../core/layout/arrangement";
import type { Facts, Selection, Target, WaitFacts } from "../../core/layout/facts";
import type { Place } from "../../core/layout/lines";
import type { Direction, RowContent } from "../../core/layout/navigate";
import type { RangeTotals } from "../../core/layout/range-totals";
import type { Arranging, KeptRows } from "../../core/layout/row-keeper";
import type { RowLayout } from "../../core/layout/rows";
import type { StepFilter } from "../../core/layout/run-series";
import type { StepFacts } from "../../core/layout/step-facts";
import type { StepKey } from "../../core/layout/steps-of-run";
import type { TimeScale } from "../../core/layout/time-scale";
import type { LaneInWindow } from "../../core/layout/window-table";
import type { Target as HostTarget } from "../../core/protocol/host-view";
import type { Header, HostMessage } from "../../core/protocol/messages";
import type { Theme } from "../draw/theme";

/** Where to draw: a canvas of the page, or what it transferred to the worker. */
export type Surface = OffscreenCanvas | HTMLCanvasElement;

export interface View {
  scale: TimeScale;
  /** Top of the visible part, in CSS pixels below the first row. */
  scrollPx: number;
  widthPx: number;
  heightPx: number;
  devicePixelRatio: number;
}

export interface FrameRequest {
  /** Counts up; the engine may skip frames that a later one has overtaken. */
  frame: number;
  view: View;
  /** Where vertical grid lines stand. */
  ticksNs: number[];
  overviewWidthPx: number;
  overviewHeightPx: number;
}

/** A question and its answer, by name. */
export interface Questions {
  pick: { ask: { scale: TimeScale; xPx: number; yPx: number }; answer: Facts | null };
  select: { ask: { target: Target | null }; answer: Selection | null };
  selectAt: { ask: { scale: TimeScale; xPx: number; yPx: number }; answer: Selection | null };
  step: { ask: { direction: Direction; scale: TimeScale; widthPx: number }; answer: Selection | null };
  table: { ask: { fromNs: number; toNs: number }; answer: LaneInWindow[] };
  totals: { ask: { fromNs: number; toNs: number }; answer: RangeTotals };
  /** Where a span begins or ends, near a place; null where nothing is near enough (core/layout/edge-near.ts). */
  edgeNear: { ask: { scale: TimeScale; xPx: number; yPx: number; far: boolean }; answer: number | null };
  targetAt: { ask: { row: RowContent; timeNs: number }; answer: Target | null };
  /** What the editor points to; null where the trace has no such thing (yet). */
  targetOf: { ask: { target: HostTarget }; answer: Selection | null };
  /** Chooses the longest span of a line or a function and lights all of them; null where it has none. */
  ofPlace: { ask: { place: Place }; answer: { selection: Selection; count: number } | null };
  /** By site: how many waits, holds and items are of it. */
  usedSites: { ask: object; answer: number[] };
  toggleGroup: { ask: { id: string }; answer: Rows };
  /** Brings rows to light (core/layout/row-keys.ts): opens the groups that they are in, shows them whatever hides them. */
  unfold: { ask: { keys: readonly string[] }; answer: Rows };
  /** Filters, sorts, hides, pins or moves rows. */
  arrange: { ask: { change: Change }; answer: Rows };
  /** The next event of the run from a place, or the one before, and what is chosen for it. */
  walk: {
    ask: { from: StepKey; by: 1 | -1; filter: StepFilter };
    answer: { facts: StepFacts; selection: Selection | null } | null;
  };
  /** From the chosen span to the item that it is part of, and back. */
  otherLayer: { ask: object; answer: Selection | null };
}
/** What stands where, and what somebody has made of it. */
export interface Rows {
  layout: RowLayout;
  arranging: Arranging;
}
export type QuestionName = keyof Questions;
export type Ask = { [K in QuestionName]: { kind: K } & Questions[K]["ask"] }[QuestionName];

export type ToEngine =
  | { type: "surfaces"; lanes: Surface; overview: Surface }
  /** How the rows were arranged when the page was unloaded; before the trace. */
  | { type: "arranged"; kept: KeptRows }
  | { type: "style"; theme: Theme; language: Language }
  | { type: "embedded"; base64: string }
  | { type: "host"; message: HostMessage }
  | { type: "frame"; request: FrameRequest }
  | { type: "ask"; id: number; ask: Ask };

/** What the page shows of the whole trace, as it is after one generation. */
export interface Opened extends Rows {
  header: Header;
  /** Time in each tone, by lane. */
  laneTimes: number[][];
  waitedNs: number[];
  /** Largest depth, most permits or owners, most waiters: by resource, for those that have a row. */
  resourceFacts: Record<number, { levelMax: number; waitersMax: number; holds: number; waits: number }>;
  longestWaits: WaitFacts[];
  concurrency: boolean;
  /** What is chosen, as it is now: rows move from one generation to the next, a wait ends. */
  selection: Selection | null;
  /** More may come. */
  live: boolean;
  /** Of waits, resources and what happened to them nothing is there yet; it follows at once. */
  isPartial: boolean;
  /** Of the commit: what a host wants to hear when it is on the screen. */
  seq: number;
}

export interface Drawn {
  frame: number;
  view: View;
  /** Script time of this frame in the engine. */
  ms: number;
  /** Device pixels a column was wide. */
  columnPx: number;
  /** False: a finer frame follows by itself. */
  finest: boolean;
}

export type FromEngine =
  /** The first generation of a trace. */
  | { type: "opened"; opened: Opened }
  /** A later one of the same trace: rows have been added, ends are later. */
  | { type: "updated"; opened: Opened }
  | { type: "drawn"; drawn: Drawn }
  | { type: "answer"; id: number; answer: Questions[QuestionName]["answer"] }
  | { type: "refused"; id: number; reason: string }
  | { type: "failed"; reason: string };
