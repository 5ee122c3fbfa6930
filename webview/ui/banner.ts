/** Says above the timeline that the tracer itself took a good part of the run, so that nobody takes its times for the program's. */
import { formatDuration, formatShare } from "../../core/l10n/format";
import { h, refill } from "./dom";
import { icon } from "./icons";
import type { Say } from "./say";

const LEAST_SHARE = 0.2;
/** Of a live run nothing is said before: at first starting up is all there is. */
const LIVE_FROM_NS = 5e9;
const SHORT_RUN_NS = 1e9;

export class Banner {
  readonly element = h("section", { class: "banner", hidden: true });
  #dismissed = false;

  update(say: Say): void {
    const texts = this.#dismissed ? null : overheadTexts(say);
    this.element.hidden = texts === null;
    if (!texts) return;
    const { t } = say;
    const title = t("banner.dismiss");
    const close = h(
      "button",
      { class: "tool", type: "button", title, attributes: { "aria-label": title }, onclick: () => this.#dismiss() },
      icon("close"),
    );
    this.element.setAttribute("aria-label", t("banner.label"));
    refill(this.element, h("p", {}, ...texts.map((text) => h("span", {}, `${text} `))), close);
  }

  #dismiss(): void {
    this.#dismissed = true;
    this.element.hidden = true;
  }
}

/** Null when tracing cost too little to tell. */
export function overheadTexts({ opened, t }: Say): string[] | null {
  const { program, endNs, overheadNs, startupNs } = opened.header;
  if (opened.live && endNs < LIVE_FROM_NS) return null;
  const wholeNs = Math.max(opened.live ? 0 : program.durationNs, endNs, 1);
  if (overheadNs / wholeNs <= LEAST_SHARE) return null;
  const params = {
    share: formatShare(Math.min(1, overheadNs / wholeNs)),
    duration: formatDuration(overheadNs),
  };
  // What start-up adds is there once; the rest makes each wait longer than it is. A short run is mostly starting up.
  if ((overheadNs - startupNs) / wholeNs <= LEAST_SHARE / 2)
    return wholeNs < SHORT_RUN_NS ? null : [t("banner.overheadStart", params)];
  return [t("banner.overhead", params), t("banner.overheadAdvice")];
}
