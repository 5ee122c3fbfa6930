/** What a view gets of a trace, and when: one generation at a time, the next one only when that was taken. */
import type { Rule } from "../../core/analysis/finding";
import { type LineFacts, lineFacts } from "../../core/analysis/line-facts";
import { RulesPace } from "../../core/analysis/rules-pace";
import { runFacts } from "../../core/analysis/run-facts";
import { momentOfStop, whoWaitsForWhom } from "../../core/analysis/who-waits";
import { LivePacker } from "../../core/protocol/live-packer";
import { type HostMessage, NO_RUN_FACTS } from "../../core/protocol/messages";
import type { Trace } from "../../core/trace/types";
import type { FromWorker } from "./worker-contract";

/** Not more often than a person reads; they are wanted beside the source whether a view is there or not. */
const LINES_MS = 1000;

export type Post = (message: FromWorker, transfer?: ArrayBuffer[]) => void;

export class Generations {
  readonly #packer = new LivePacker();
  readonly #post: Post;
  readonly #off: readonly Rule[];
  readonly #rules: RulesPace;
  #hasView = false;
  /** Its number, from the host. */
  #view = 0;
  /** The view has taken what it was sent. */
  #isFree = false;
  /** There is something that the view was not sent. */
  #isStale = true;
  #areLinesStale = true;
  /** Lines as they were posted last, to post only what is new. */
  #postedLines = "";
  #linesAtMs = Number.NEGATIVE_INFINITY;

  /** `off`: rules that nobody wants to hear of. */
  constructor(post: Post, off: readonly Rule[] = []) {
    this.#post = post;
    this.#off = off;
    this.#rules = new RulesPace(off, () => performance.now());
  }

  /** A view waits for what there is now. */
  get isAwaited(): boolean {
    return this.#isFree && this.#isStale;
  }

  get hasView(): boolean {
    return this.#hasView;
  }

  /** A view is there and does not have everything. */
  get isBehind(): boolean {
    return this.#hasView && this.#isStale;
  }

  /** Something was read that the lines told last do not have, and that was a while ago. */
  get linesAreDue(): boolean {
    return this.#areLinesStale && performance.now() - this.#linesAtMs >= LINES_MS;
  }

  /** Something new was read. */
  outdate(): void {
    this.#isStale = true;
    this.#areLinesStale = true;
  }

  /** A view is there and has nothing. */
  restart(view: number): void {
    this.#packer.restart();
    this.#view = view;
    this.#hasView = true;
    this.#isFree = true;
    this.#isStale = true;
  }

  taken(): void {
    this.#isFree = this.#hasView;
  }

  pause(): void {
    this.#hasView = false;
    this.#isFree = false;
  }

  /** Posts what is to stand in the source where that is due, and the next generation where it is awaited. Answers whether it was. */
  tell(trace: Trace, ended: boolean): boolean {
    const areLinesDue = ended || this.linesAreDue;
    if (!areLinesDue && !this.isAwaited) return false;
    // Rules have to know: what waits now may be let go on by what is not read yet.
    if (!ended) trace.program.stillRunning = true;
    const findings = this.#rules.findings(trace, ended);
    if (areLinesDue) this.#tellLines(lineFacts(trace, findings));
    if (!this.isAwaited) return false;
    // Of a run that goes on the path is another one each time, and nobody can make it shorter yet.
    const run = ended ? runFacts(trace, this.#off) : { ...NO_RUN_FACTS, rulesOff: this.#off };
    const messages = this.#packer.next(trace, findings, whoWaitsForWhom(trace, momentOfStop(trace)), ended, run);
    this.#isStale = false;
    // What was read may change nothing that is shown: then the view goes on waiting.
    if (messages.length > 0) {
      this.#isFree = false;
      this.#post({ type: "generation", view: this.#view, messages }, buffersOf(messages));
    }
    return true;
  }

  #tellLines(lines: LineFacts): void {
    this.#linesAtMs = performance.now();
    this.#areLinesStale = false;
    const text = JSON.stringify(lines);
    if (text === this.#postedLines) return;
    this.#postedLines = text;
    this.#post({ type: "lines", lines });
  }
}

/** Each column of a generation has a buffer of its own (LivePacker), so all of them can be handed over instead of copied. */
function buffersOf(messages: readonly HostMessage[]): ArrayBuffer[] {
  return messages.flatMap((message) =>
    message.type === "append" ? Object.values(message.columns).map(({ buffer }) => buffer as ArrayBuffer) : [],
  );
}
