/** The stretch of time that is chosen: by hand, by marks, by Shift + arrows. Its totals come from the engine. */
import { formatDuration } from "../core/l10n/format";
import { formatMoment } from "../core/layout/duration";
import type { RangeTotals } from "../core/layout/range-totals";
import { toNs, toPx } from "../core/layout/time-scale";
import type { Place } from "./timeline/range-drag";
import type { Viewport } from "./timeline/viewport";
import type { RangeBand } from "./ui/range-band";
import type { Say } from "./ui/say";
import type { QuestionName, Questions } from "./worker/contract";

export interface TimeRange {
  fromNs: number;
  toNs: number;
}

export interface RangeHost {
  viewport: Viewport;
  say: Say;
  band: RangeBand;
  ask<K extends QuestionName>(kind: K, question: Questions[K]["ask"]): Promise<Questions[K]["answer"] | null>;
  /** Shows totals in the details, or takes them away. */
  show(totals: RangeTotals | null): void;
  /** Another stretch than before is chosen, for good. */
  changed(): void;
  announce(text: string): void;
}

/** Totals follow a drag only where they take no longer than this. */
const LIVE_MS = 25;

export class RangeChoice {
  range: TimeRange | null = null;
  /** One end, which stands, and the other, which moves; equal while only one is marked. */
  #fixedNs: number | null = null;
  #movingNs = 0;
  /** Counts moves of the hand: an edge that is told after the next move is of no use. */
  #moves = 0;
  #asking = false;
  #askAgain = false;
  #tookMs = 0;

  constructor(readonly host: RangeHost) {}

  /** While the hand moves. */
  async drag(from: Place, to: Place): Promise<void> {
    const move = ++this.#moves;
    const [a, b] = await Promise.all([this.#momentOf(from), this.#momentOf(to)]);
    if (move !== this.#moves) return;
    this.#place(a, b);
    if (this.#tookMs <= LIVE_MS) void this.#tell(false);
  }

  /** The hand has let go. A click sets one end, the next one the other. */
  async end(from: Place, to: Place, dragged: boolean): Promise<void> {
    const move = ++this.#moves;
    const [a, b] = await Promise.all([this.#momentOf(from), this.#momentOf(to)]);
    if (move !== this.#moves) return;
    if (!dragged) this.mark(b);
    else this.choose(a, b);
  }

  /** Chooses the time between two moments, in whichever order. */
  choose(fixedNs: number, movingNs: number): void {
    this.#place(fixedNs, movingNs);
    if (this.range) this.#settled();
  }

  /** The first moment is one end, the next one the other, which can be set again. */
  mark(timeNs: number): void {
    const { host } = this;
    if (this.#fixedNs !== null) {
      this.choose(this.#fixedNs, timeNs);
      if (this.range) return;
    }
    this.#place(timeNs, timeNs);
    host.announce(host.say.t("range.mark", { moment: formatMoment(this.#movingNs) }));
    host.viewport.wantFrame();
  }

  /** Where the next mark is set, of those who have no pointer: the chosen thing's start; was that marked already, its end. */
  nextMark({ startNs, endNs }: { startNs: number; endNs: number }): number {
    return this.#fixedNs === Math.round(startNs) && !this.range ? endNs : startNs;
  }

  /** Moves the moving end; from `timeNs` on where there is none yet. */
  extend(byPx: number, timeNs: number): void {
    const { viewport } = this.host;
    if (this.#fixedNs === null) this.#place(timeNs, timeNs);
    const movedNs = this.#movingNs + byPx * viewport.scale.nsPerPx;
    this.choose(this.#fixedNs!, movedNs);
    const px = toPx(viewport.scale, this.#movingNs);
    if (px < 0 || px > viewport.widthPx) viewport.revealTime(this.#movingNs, this.#movingNs);
  }

  /** False where nothing was chosen or marked. */
  clear(): boolean {
    if (this.#fixedNs === null) return false;
    this.restore(null);
    this.host.announce(this.host.say.t("range.cleared"));
    this.host.changed();
    return true;
  }

  /** As it was; says nothing. */
  restore(range: TimeRange | null): void {
    this.range = range;
    this.#fixedNs = range?.fromNs ?? null;
    this.#movingNs = range?.toNs ?? 0;
    if (range) void this.#tell(false);
    else this.host.show(null);
    this.host.viewport.wantFrame();
  }

  /** Shows its totals again, after something else was looked at. */
  reveal(): void {
    if (this.range) void this.#tell(false);
  }

  zoom(): void {
    if (!this.range) return;
    const { fromNs, toNs } = this.range;
    this.host.viewport.zoomTo(fromNs, toNs);
  }

  /** The trace has grown. */
  refresh(): void {
    if (this.range) void this.#tell(false);
  }

  draw(): void {
    const { band, viewport } = this.host;
    const { scale, widthPx } = viewport;
    const marked = this.#fixedNs === null ? null : this.#movingNs;
    band.draw(this.range?.fromNs ?? marked, this.range?.toNs ?? marked, scale, widthPx);
  }

  #place(fixedNs: number, movingNs: number): void {
    const within = (ns: number) => Math.round(Math.min(Math.max(ns, 0), this.host.viewport.endNs));
    this.#fixedNs = within(fixedNs);
    this.#movingNs = within(movingNs);
    const [fromNs, toNs_] = [this.#fixedNs, this.#movingNs].sort((a, b) => a - b);
    this.range = fromNs < toNs_ ? { fromNs, toNs: toNs_ } : null;
    this.draw();
  }

  #settled(): void {
    void this.#tell(true);
    this.host.viewport.wantFrame();
    this.host.changed();
  }

  /** At most one question is under way; what changed meanwhile is asked for afterwards. */
  async #tell(announce: boolean): Promise<void> {
    if (announce && this.range) this.#announce(this.range);
    if (this.#asking) {
      this.#askAgain = true;
      return;
    }
    this.#asking = true;
    do {
      this.#askAgain = false;
      const { range } = this;
      if (!range) break;
      const began = performance.now();
      const totals = await this.host.ask("totals", { ...range });
      this.#tookMs = performance.now() - began;
      if (totals && this.range) this.host.show(totals);
    } while (this.#askAgain);
    this.#asking = false;
  }

  #announce({ fromNs, toNs: untilNs }: TimeRange): void {
    const { host } = this;
    const params = {
      duration: formatDuration(untilNs - fromNs),
      from: formatMoment(fromNs),
      to: formatMoment(untilNs),
    };
    host.announce(host.say.t("range.announce", params));
  }

  /** At an edge where one is near. */
  async #momentOf({ xPx, yPx, far }: Place): Promise<number> {
    const { viewport } = this.host;
    const { scale } = viewport;
    if (yPx === null) return toNs(scale, xPx);
    const edgeNs = await this.host.ask("edgeNear", { scale, xPx, yPx: viewport.placeOf(yPx), far });
    return edgeNs ?? toNs(scale, xPx);
  }
}
