/** Moving about in an open trace, besides choosing one thing: the chosen stretch of time, back and forward. */
import type { App } from "./app";
import type { Way } from "./history";
import { RangeChoice } from "./range";
import { Stepper } from "./stepper";
import type { Pointer } from "./timeline/pointer";
import { listenForRanges } from "./timeline/range-drag";
import { Travel } from "./travel";
import type { OpenParts } from "./ui/open-parts";
import { RangeBand } from "./ui/range-band";
import { StepBar } from "./ui/step-bar";
import { TravelButtons } from "./ui/travel-buttons";

/** Shift + arrow moves the end of a selection by so many columns. */
const EXTEND_PX = 8;

export class Moving {
  readonly range: RangeChoice;
  readonly stepper: Stepper;
  readonly travel: Travel;

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
      changed: () => {
        app.follow.pause();
        this.travel.note("jump");
      },
      announce: (text) => app.announce(text),
    });
    const buttons = new TravelButtons(open.say, (command) => app.run(command));
    parts.overviewLabel.prepend(buttons.element);
    this.travel = new Travel({
      viewport,
      choice: app.choice,
      range: this.range,
      follow: app.follow,
      say: open.say,
      announce: (text) => app.announce(text),
      changed: (canBack, canForward) => buttons.show(canBack, canForward),
    });
    this.stepper = this.#makeStepper();
    listenForRanges(parts.plot, parts.canvas, axisPlot, {
      drag: (from, to) => void this.range.drag(from, to),
      end: (from, to, dragged) => void this.range.end(from, to, dragged),
    });
  }

  #makeStepper(): Stepper {
    const { app, open } = this;
    const { parts, viewport, choice, home } = app;
    const bar = new StepBar(parts.plot, open.say, {
      step: (by) => this.stepper.step(by),
      only: (filter) => this.stepper.only(filter),
      play: (pace) => this.stepper.play(pace),
      leave: () => void this.stepper.leave(),
      useSite: (site) => void app.useSite(site),
    });
    parts.header.after(bar.element);
    return new Stepper({
      viewport,
      say: open.say,
      bar,
      editor: home.host,
      selection: () => choice.selection,
      ask: (kind, question) => app.ask(kind, question),
      light: (selection) => choice.light(selection),
      announce: (text) => app.announce(text),
      touched: () => app.follow.pause(),
      failed: (reason) => app.fail(reason),
    });
  }

  /** Another thing is chosen: where the pointer was counts no more. */
  chosen(way: Way): void {
    this.pointer.xPx = null;
    this.travel.note(way);
  }

  updated(): void {
    this.range.refresh();
  }

  /** `still`: nothing more is under way. */
  drawn(still: boolean): void {
    this.range.draw();
    this.stepper.drawn();
    if (still) this.travel.settle();
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
