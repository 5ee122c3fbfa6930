/**
 * Which part of the timeline is seen, and the request for a frame that shows it. Every change of time or scroll goes through
 * here; nothing else knows the scale.
 */
import { formatMoment } from "../../core/layout/duration";
import { LANE_PX, NO_ROWS, type Row, type RowLayout } from "../../core/layout/rows";
import { clampTo, fit, focusOn, panBy, reveal, type TimeScale, toNs, toPx, zoomAt } from "../../core/layout/time-scale";
import { placeOf, stuckPx } from "../../core/layout/window-rows";
import type { Way } from "../history";
import type { FrameRequest } from "../worker/contract";
import { ticksNs } from "./axis";

export interface ViewportParts {
  scroller: HTMLElement;
  spacer: HTMLElement;
  stage: HTMLElement;
  plot: HTMLElement;
  overviewCanvas: HTMLElement;
}

export interface ViewportEvents {
  request(request: FrameRequest): void;
  /** Somebody chose another part of the time: went to something, or moved about. */
  touched(way: Way): void;
}

export class Viewport {
  scale: TimeScale = { t0Ns: 0, nsPerPx: 1 };
  layout: RowLayout = NO_ROWS;
  endNs = 1;
  /** From the first lane's beginning to the last one's end: what is worth the width. */
  lived = { fromNs: 0, toNs: 1 };
  /** Number of the last frame that was asked for. */
  frame = 0;
  #wanted = false;
  /** The width for which the scale was last made. */
  #laidOutPx = 1;

  constructor(
    readonly parts: ViewportParts,
    readonly events: ViewportEvents,
  ) {}

  /** Begins to draw: from here on sizes and scrolling are watched. */
  start(endNs: number, lived: { fromNs: number; toNs: number }): void {
    this.endNs = endNs;
    this.lived = lived;
    this.#laidOutPx = this.widthPx;
    this.scale = fit(lived.fromNs, lived.toNs, this.widthPx);
    const resized = new ResizeObserver(() => this.#resize());
    resized.observe(this.parts.plot);
    resized.observe(this.parts.scroller);
    this.parts.scroller.addEventListener("scroll", () => this.wantFrame());
  }

  /** The trace has grown; the window stays where it is. */
  setEnd(endNs: number, lived: { fromNs: number; toNs: number }): void {
    this.endNs = endNs;
    this.lived = lived;
    this.wantFrame();
  }

  /** As it was when the page was unloaded. */
  restore(scale: TimeScale, scrollPx: number): void {
    this.parts.scroller.scrollTop = scrollPx;
    this.#place(scale);
  }

  get widthPx(): number {
    return Math.max(1, this.parts.plot.clientWidth);
  }

  get heightPx(): number {
    return Math.max(1, this.parts.scroller.clientHeight);
  }

  /** Height of the minimap. */
  get overviewPx(): number {
    return Math.max(1, this.parts.overviewCanvas.clientHeight);
  }

  get scrollPx(): number {
    return this.parts.scroller.scrollTop;
  }

  get untilNs(): number {
    return toNs(this.scale, this.widthPx);
  }

  /** No lane lies outside the window. */
  get showsAll(): boolean {
    return this.scale.t0Ns <= this.lived.fromNs && this.untilNs >= this.lived.toNs;
  }

  get middleNs(): number {
    return toNs(this.scale, this.widthPx / 2);
  }

  /** True while a request waits for its animation frame. */
  get pending(): boolean {
    return this.#wanted;
  }

  /** The moment at a place, in as many digits as a pixel there tells apart. */
  momentAt(xPx: number): string {
    const resolutionNs = 10 ** Math.max(0, Math.floor(Math.log10(this.scale.nsPerPx)));
    return formatMoment(Math.max(0, Math.round(toNs(this.scale, xPx) / resolutionNs) * resolutionNs));
  }

  setLayout(layout: RowLayout): void {
    this.layout = layout;
    this.parts.spacer.style.setProperty("height", `${layout.heightPx}px`);
    this.wantFrame();
  }

  show(fromNs: number, toNs_: number, way: Way = "move"): void {
    this.#look(fit(fromNs, toNs_, this.widthPx), way);
  }

  fit(): void {
    this.show(this.lived.fromNs, this.lived.toNs, "jump");
  }

  /** As `show`, but nobody's choice. */
  follow(fromNs: number, toNs_: number): void {
    this.#place(fit(fromNs, toNs_, this.widthPx));
  }

  pan(deltaPx: number): void {
    this.#look(panBy(this.scale, deltaPx), "move");
  }

  zoom(factor: number, anchorPx: number): void {
    this.#look(zoomAt(this.scale, factor, anchorPx), "move");
  }

  /** Where keys zoom: at the moment that matters while it is in view, else in the middle. */
  anchorPx(timeNs: number | null): number {
    const px = timeNs === null ? -1 : toPx(this.scale, timeNs);
    return px >= 0 && px <= this.widthPx ? px : this.widthPx / 2;
  }

  zoomTo(startNs: number, endNs: number): void {
    this.#look(focusOn(startNs, endNs, this.endNs, this.widthPx, 0.6), "jump");
  }

  /** With so much room before the beginning and behind the end that words stand there. */
  zoomToLoss(startNs: number, endNs: number): void {
    const { widthPx } = this;
    const beforePx = Math.min(Math.max(0.16 * widthPx, 84), 150);
    const behindPx = Math.min(Math.max(0.34 * widthPx, 156), 260);
    const nsPerPx = Math.max(endNs - startNs, 1) / Math.max(widthPx - beforePx - behindPx, widthPx / 4);
    this.show(startNs - beforePx * nsPerPx, startNs + (widthPx - beforePx) * nsPerPx, "jump");
  }

  revealTime(startNs: number, endNs: number): void {
    this.#look(reveal(this.scale, startNs, endNs, this.endNs, this.widthPx), "jump");
  }

  scrollBy(deltaPx: number): void {
    this.parts.scroller.scrollTop += deltaPx;
  }

  revealRow(wanted: (row: Row) => boolean): void {
    const row = this.layout.rows.find(wanted);
    if (!row || this.#isStuck(row)) return;
    const { scroller } = this.parts;
    if (row.yPx < this.#topPx) scroller.scrollTop = row.yPx - this.#stuckPx;
    else if (row.yPx + row.heightPx > this.scrollPx + this.heightPx)
      scroller.scrollTop = row.yPx + row.heightPx - this.heightPx;
  }

  /** Brings lanes into the window: the first in any case, the others where the window has room for all of them. */
  revealLanes(...lanes: number[]): void {
    const rows = this.layout.rows.filter(
      (row) => row.kind === "lane" && lanes.includes(row.lane) && !this.#isStuck(row),
    );
    if (rows.length === 0) return;
    const top = Math.min(...rows.map(({ yPx }) => yPx));
    const bottom = Math.max(...rows.map(({ yPx, heightPx }) => yPx + heightPx));
    const { scroller } = this.parts;
    if (bottom - top > this.heightPx - this.#stuckPx) {
      // At the window's edge the others are docked (core/layout/docked-lanes.ts).
      this.#revealRange(lanes[0], (lanes.length > 1 ? 2 : 0) * LANE_PX);
      return;
    }
    if (top < this.#topPx) scroller.scrollTop = top - this.#stuckPx;
    else if (bottom > this.scrollPx + this.heightPx) scroller.scrollTop = bottom - this.heightPx;
  }

  #revealRange(lane: number, marginPx: number): void {
    const row = this.layout.rows.find((each) => each.kind === "lane" && each.lane === lane);
    if (!row || this.#isStuck(row)) return;
    const { scroller } = this.parts;
    const least = row.yPx + row.heightPx + marginPx - this.heightPx;
    const most = row.yPx - this.#stuckPx - marginPx;
    scroller.scrollTop = Math.min(Math.max(this.scrollPx, least), Math.max(most, 0));
  }

  /** As far up as the scroller lets it. */
  bringToTop(wanted: (row: Row) => boolean): void {
    const row = this.layout.rows.find(wanted);
    if (!row || this.#isStuck(row)) return;
    this.parts.scroller.scrollTop = row.yPx - this.#stuckPx;
    this.wantFrame();
  }

  /** The place among the rows that is seen at a height of the window. */
  placeOf(windowPx: number): number {
    return placeOf(this.layout, windowPx, this);
  }

  /** What the pinned rows take of the top. */
  get #stuckPx(): number {
    return stuckPx(this.layout, this.heightPx);
  }

  /** The first place below them. */
  get #topPx(): number {
    return this.scrollPx + this.#stuckPx;
  }

  #isStuck({ yPx }: Row): boolean {
    return yPx < this.#stuckPx;
  }

  /** At most one request an animation frame. */
  wantFrame(): void {
    delete document.documentElement.dataset.idle;
    if (this.#wanted) return;
    this.#wanted = true;
    requestAnimationFrame(() => {
      this.#wanted = false;
      const { scale, widthPx, heightPx, scrollPx } = this;
      this.events.request({
        frame: ++this.frame,
        view: { scale, scrollPx, widthPx, heightPx, devicePixelRatio },
        ticksNs: ticksNs(scale, widthPx),
        overviewWidthPx: widthPx,
        overviewHeightPx: this.overviewPx,
      });
    });
  }

  #look(scale: TimeScale, way: Way): void {
    this.events.touched(way);
    this.#place(scale);
  }

  #place(scale: TimeScale): void {
    this.scale = clampTo(scale, this.endNs, this.widthPx);
    this.wantFrame();
  }

  #resize(): void {
    this.parts.stage.style.setProperty("height", `${this.heightPx}px`);
    // What was seen as a whole stays whole.
    const showedAll = this.scale.nsPerPx >= fit(0, this.endNs, this.#laidOutPx).nsPerPx;
    this.#laidOutPx = this.widthPx;
    this.#place(showedAll ? fit(0, this.endNs, this.widthPx) : this.scale);
  }
}
