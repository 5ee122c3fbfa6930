/** Moving about in an open trace, besides choosing one thing: the chosen stretch of time. */
import type { App } from "./app";
import { RangeChoice } from "./range";
import type { Pointer } from "./timeline/pointer";
import { listenForRanges } from "./timeline/range-drag";
import type { OpenParts } from "./ui/open-parts";
import { RangeBand } from "./ui/range-band";

/** Shift + arrow moves the end of a selection by so many columns. */
const EXTEND_PX = 8;

export class Moving {
  readonly range: RangeChoice;

  constructor(
    readonly app: App,
    readonly open: OpenParts,
    readonly pointer: Pointer,
  ) {
    const { parts, viewport } = app;
    const axisPlot = parts.axisSvg.parentElement!;
    const band = new RangeBand(parts.plot, axisPlot, open.say, () => this.range.reveal());
    this.range = new RangeChoice({
      viewport,
      say: open.say,
      band,
      ask: (kind, question) => app.ask(kind, question),
      show: (totals) => open.details.showRange(totals),
      changed: () => app.follow.pause(),
      announce: (text) => app.announce(text),
    });
    listenForRanges(parts.plot, parts.canvas, axisPlot, {
      drag: (from, to) => void this.range.drag(from, to),
      end: (from, to, dragged) => void this.range.end(from, to, dragged),
    });
  }

  /** Another thing is chosen: where the pointer was counts no more. */
  chosen(): void {
    this.pointer.xPx = null;
  }

  updated(): void {
    this.range.refresh();
  }

  drawn(): void {
    this.range.draw();
  }

  mark(): void {
    this.range.mark(this.#cursorNs((facts) => this.range.nextMark(facts)));
  }

  extend(by: 1 | -1): void {
    this.range.extend(
      by * EXTEND_PX,
      this.#cursorNs(({ startNs }) => startNs),
    );
  }

  /** True where the details show the stretch of time, which is then what keys mean. */
  get meansRange(): boolean {
    return this.range.range !== null && this.open.details.showsRange;
  }

  /** The moment that is meant: under the pointer, else of what is chosen, else the middle. */
  #cursorNs(ofChosen: (facts: { startNs: number; endNs: number }) => number): number {
    const { viewport, choice } = this.app;
    const { xPx } = this.pointer;
    if (xPx !== null) return viewport.scale.t0Ns + xPx * viewport.scale.nsPerPx;
    const facts = choice.selection?.facts;
    return facts ? ofChosen(facts) : viewport.middleNs;
  }
}
