/** The bar of step mode, to be read from the last row of a classroom; and the line at the event's moment. */
import { formatCount } from "../../core/l10n/format";
import type { StepFilter } from "../../core/layout/run-series";
import type { StepFacts } from "../../core/layout/step-facts";
import { type TimeScale, toPx } from "../../core/layout/time-scale";
import { controls, onControls } from "./controls";
import { exchange, h, refill } from "./dom";
import { icon } from "./icons";
import type { Say } from "./say";
import { siteLink, type UseSite } from "./site-link";

/** How long an event stands while it plays. */
export const STEP_PACES_MS = { slow: 6000, middle: 3000, fast: 1200 } as const;
export type StepPace = keyof typeof STEP_PACES_MS;

export interface StepActions {
  step(by: 1 | -1): void;
  only(filter: StepFilter): void;
  /** Null: no more. */
  play(pace: StepPace | null): void;
  leave(): void;
  useSite: UseSite;
}

export class StepBar {
  readonly element: HTMLElement;
  readonly #line = h("div", { class: "step-line", hidden: true, attributes: { "aria-hidden": "true" } });
  readonly #count = h("span", { class: "step-count" });
  readonly #sentence = h("p", { class: "step-sentence" });
  readonly #place = h("span", { class: "step-place" });
  readonly #note = h("span", { class: "step-note" });
  readonly #choices = h("div", { class: "step-choices" });
  readonly #play: HTMLButtonElement;
  #pace: StepPace = "middle";
  #isPlaying = false;
  #filter: StepFilter = { only: "all" };
  #offers = { lane: -1, resource: -1 };

  constructor(
    plot: HTMLElement,
    readonly say: Say,
    readonly actions: StepActions,
  ) {
    const { t } = say;
    const button = (sign: "left" | "right" | "close", text: string, key: string, onclick: () => void) =>
      h(
        "button",
        {
          class: `tool step-${sign}`,
          type: "button",
          title: `${text} (${key})`,
          attributes: { "aria-label": text },
          onclick,
        },
        icon(sign),
      );
    this.#play = h("button", { class: "tool step-play", type: "button", onclick: () => this.#togglePlay() });
    this.element = h(
      "section",
      { class: "step-bar", hidden: true, tabIndex: -1, attributes: { "aria-label": t("step.bar") } },
      h(
        "div",
        { class: "step-buttons" },
        button("left", t("step.back"), "Shift+Space", () => actions.step(-1)),
        button("right", t("step.next"), "Space", () => actions.step(1)),
        this.#play,
      ),
      h("div", { class: "step-told" }, this.#sentence, this.#place, this.#note),
      h("div", { class: "step-side" }, this.#count, this.#choices),
      button("close", t("step.close"), "Esc", () => actions.leave()),
    );
    plot.append(this.#line);
    this.setPlaying(false);
    onControls(() => this.#makeChoices());
  }

  open(): void {
    this.element.hidden = false;
    this.#makeChoices();
    // What moves by itself is not for everybody.
    this.#play.hidden = matchMedia("(prefers-reduced-motion: reduce)").matches;
    // From a button that was pressed: Space would press it again.
    if (document.activeElement instanceof HTMLElement && document.activeElement.matches("button, .control"))
      this.element.focus({ preventScroll: true });
  }

  close(): void {
    this.element.hidden = true;
    this.#line.hidden = true;
  }

  tell(sentence: string, facts: StepFacts, filter: StepFilter, offers: { lane: number; resource: number }): void {
    const { t } = this.say;
    this.#sentence.textContent = sentence;
    this.#note.textContent = "";
    refill(this.#place, siteLink(this.say, facts.site, this.actions.useSite));
    const { count } = facts;
    this.#count.textContent =
      count === null ? "" : t("step.number", { number: formatCount(count.number), total: formatCount(count.of) });
    this.#filter = filter;
    this.#offers = offers;
    this.#makeChoices();
  }

  /** Instead of a sentence. */
  instead(text: string): void {
    this.#sentence.textContent = text;
    this.#note.textContent = "";
    this.#count.textContent = "";
    refill(this.#place);
  }

  /** Besides the sentence. */
  note(text: string): void {
    this.#note.textContent = text;
  }

  setPlaying(playing: boolean): void {
    this.#isPlaying = playing;
    const text = this.say.t(playing ? "step.pause" : "step.play");
    this.#play.title = text;
    this.#play.setAttribute("aria-label", text);
    refill(this.#play, icon(playing ? "pause" : "play"));
  }

  draw(timeNs: number | null, scale: TimeScale, widthPx: number): void {
    const px = timeNs === null ? -1 : toPx(scale, timeNs);
    this.#line.hidden = px < 0 || px > widthPx;
    if (!this.#line.hidden) this.#line.style.setProperty("transform", `translateX(${px}px)`);
  }

  #togglePlay(): void {
    this.actions.play(this.#isPlaying ? null : this.#pace);
  }

  #makeChoices(): void {
    if (this.element.hidden) return;
    const { t } = this.say;
    const filters = this.#filters();
    const value = JSON.stringify(this.#filter);
    exchange(
      this.#choices,
      controls().dropdown({
        label: t("step.filter"),
        options: filters.map(([filter, text]) => ({ value: JSON.stringify(filter), text })),
        value,
        onchange: (chosen) => {
          const filter = filters.find(([each]) => JSON.stringify(each) === chosen)?.[0];
          if (filter) this.actions.only(filter);
        },
      }),
      !this.#play.hidden &&
        controls().dropdown({
          label: t("step.speed"),
          options: (Object.keys(STEP_PACES_MS) as StepPace[]).map((pace) => ({
            value: pace,
            text: t(`step.speed.${pace}`),
          })),
          value: this.#pace,
          onchange: (pace) => {
            this.#pace = pace as StepPace;
            if (this.#isPlaying) this.actions.play(this.#pace);
          },
        }),
    );
  }

  /** What the event offers, and what is chosen already. */
  #filters(): [StepFilter, string][] {
    const { say } = this;
    const filters: [StepFilter, string][] = [
      [{ only: "all" }, say.t("step.filter.all")],
      [{ only: "waits" }, say.t("step.filter.waits")],
    ];
    const chosen = this.#filter;
    const lanes = new Set([chosen.only === "lane" ? chosen.lane : -1, this.#offers.lane]);
    const resources = new Set([chosen.only === "resource" ? chosen.resource : -1, this.#offers.resource]);
    for (const lane of lanes)
      if (lane >= 0) filters.push([{ only: "lane", lane }, say.t("step.filter.only", { name: say.lane(lane) })]);
    for (const resource of resources)
      if (resource >= 0)
        filters.push([{ only: "resource", resource }, say.t("step.filter.only", { name: say.resource(resource) })]);
    return filters;
  }
}
