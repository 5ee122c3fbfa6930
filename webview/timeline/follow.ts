/**
 * Following the end of a live trace. A short trace is seen as a whole; once it is longer than the window, the window goes along
 * at its end and keeps its length. Whoever touches the picture wants to look: the window stays until it is told to go on.
 */
import type { Viewport } from "./viewport";

/** A trace up to so long is shown as a whole while it grows: a word in a span can still be read then. */
const WINDOW_NS = 10e9;

export class Follow {
  #on = false;
  #live = false;
  /** How much the window shows; null: as much as there is, up to WINDOW_NS. */
  #lengthNs: number | null = null;

  constructor(
    readonly viewport: Viewport,
    readonly changed: () => void,
  ) {}

  get on(): boolean {
    return this.#on;
  }

  /** Is there anything to follow? */
  get live(): boolean {
    return this.#live;
  }

  /** The trace has come to `endNs`; `live`: and may go on. */
  grewTo(endNs: number, lived: { fromNs: number; toNs: number }, live: boolean): void {
    const ended = this.#live && !live;
    if (live && !this.#live) this.#on = true;
    this.#live = live;
    this.viewport.setEnd(endNs, lived);
    if (!this.#on) {
      if (ended) this.changed();
      return;
    }
    if (live) this.#go();
    else {
      // All that there will be: shown as a trace that was opened.
      this.#on = false;
      this.viewport.fit();
      this.changed();
    }
  }

  /** As it was when the page was unloaded. */
  restore(on: boolean): void {
    if (!on) this.pause();
    else if (this.#live) this.resume();
  }

  pause(): void {
    if (!this.#on) return;
    this.#on = false;
    this.changed();
  }

  resume(): void {
    if (this.#on || !this.#live) return;
    this.#on = true;
    const { viewport } = this;
    this.#lengthNs = viewport.showsAll ? null : viewport.untilNs - viewport.scale.t0Ns;
    this.#go();
    this.changed();
  }

  toggle(): void {
    if (this.#on) this.pause();
    else this.resume();
  }

  #go(): void {
    const { endNs } = this.viewport;
    this.viewport.follow(Math.max(0, endNs - (this.#lengthNs ?? WINDOW_NS)), endNs);
  }
}
