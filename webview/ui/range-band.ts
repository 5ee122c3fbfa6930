/** The chosen stretch of time: a band over all lanes, and its length on the axis. */
import { formatDuration } from "../../core/l10n/format";
import { type TimeScale, toPx } from "../../core/layout/time-scale";
import { h } from "./dom";
import type { Say } from "./say";

export class RangeBand {
  readonly #band = h("div", { class: "range-band", hidden: true, attributes: { "aria-hidden": "true" } });
  readonly #length: HTMLButtonElement;
  /** On the axis: the length in the middle of what is seen of it. */
  readonly #head: HTMLElement;

  /** `show`: its totals are wanted again. */
  constructor(
    plot: HTMLElement,
    axisPlot: Element,
    readonly say: Say,
    show: () => void,
  ) {
    this.#length = h("button", { class: "length", type: "button", onclick: show });
    this.#head = h("div", { class: "range-head", hidden: true }, this.#length);
    plot.append(this.#band);
    axisPlot.append(this.#head);
  }

  /** Null hides it. One moment is a line without a length. */
  draw(fromNs: number | null, toNs: number | null, scale: TimeScale, widthPx: number): void {
    const left = fromNs === null ? -1 : Math.max(toPx(scale, fromNs), -2);
    const right = toNs === null ? -1 : Math.min(toPx(scale, toNs), widthPx + 2);
    const hidden = fromNs === null || toNs === null || right < 0 || left > widthPx;
    this.#band.hidden = hidden;
    this.#head.hidden = hidden;
    if (hidden) return;
    const width = Math.max(right - left, 1);
    for (const element of [this.#band, this.#head]) {
      element.style.setProperty("left", `${left}px`);
      element.style.setProperty("width", `${width}px`);
    }
    this.#length.hidden = toNs === fromNs;
    const text = formatDuration(toNs - fromNs);
    if (this.#length.textContent === text) return;
    this.#length.textContent = text;
    this.#length.title = this.say.t("range.show", { duration: text });
    this.#length.setAttribute("aria-label", this.#length.title);
  }
}
