/** What a view gets of a trace, and when: one generation at a time, the next one only when that was taken. */
import { analyze } from "../../core/analysis/analyze";
import { type LineWaits, lineWaits } from "../../core/analysis/line-waits";
import { momentOfStop, whoWaitsForWhom } from "../../core/analysis/who-waits";
import { LivePacker } from "../../core/protocol/live-packer";
import type { HostMessage } from "../../core/protocol/messages";
import type { Trace } from "../../core/trace/types";
import type { FromWorker } from "./worker-contract";

export type Post = (message: FromWorker, transfer?: ArrayBuffer[]) => void;

export class Generations {
  readonly #packer = new LivePacker();
  readonly #post: Post;
  /** A view waits for the next generation. */
  #credit = false;
  #attached = false;
  /** Lines as they were posted last, to post only what is new. */
  #postedLines = "";

  constructor(post: Post) {
    this.#post = post;
  }

  get isAwaited(): boolean {
    return this.#credit;
  }

  /** A view is there, whether it waits or still draws. */
  get hasView(): boolean {
    return this.#attached;
  }

  restart(): void {
    this.#packer.restart();
    this.#attached = true;
    this.#credit = true;
  }

  taken(): void {
    this.#credit = this.#attached;
  }

  pause(): void {
    this.#attached = false;
    this.#credit = false;
  }

  /** Posts the lines that waited, and to a view that awaits it the next generation. */
  tell(trace: Trace, ended: boolean): void {
    this.#tellLines(lineWaits(trace));
    if (!this.#credit) return;
    const messages = this.#packer.next(trace, analyze(trace), whoWaitsForWhom(trace, momentOfStop(trace)), ended);
    // Nothing has changed: the view goes on waiting.
    if (messages.length === 0) return;
    this.#credit = false;
    this.#post({ type: "generation", messages }, buffersOf(messages));
  }

  #tellLines(lines: LineWaits[]): void {
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
