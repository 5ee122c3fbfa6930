/**
 * Step mode: the run event by event, with a sentence for each. The window, the lanes and the source line beside follow; what is
 * concerned is chosen, so that it is lit.
 */
import type { Selection } from "../core/layout/facts";
import type { StepFilter } from "../core/layout/run-series";
import { type StepFacts, scaleForStep } from "../core/layout/step-facts";
import { before, behind, type StepKey } from "../core/layout/steps-of-run";
import type { Host } from "./home/home";
import type { Viewport } from "./timeline/viewport";
import type { Say } from "./ui/say";
import { STEP_PACES_MS, type StepBar, type StepPace } from "./ui/step-bar";
import { stepSentence } from "./ui/step-text";
import type { QuestionName, Questions } from "./worker/contract";

export interface StepperHost {
  viewport: Viewport;
  say: Say;
  bar: StepBar;
  /** Null for a page that is a file. */
  editor: Host | null;
  selection(): Selection | null;
  ask<K extends QuestionName>(kind: K, question: Questions[K]["ask"]): Promise<Questions[K]["answer"] | null>;
  /** Shows it as chosen, its row brought to light; the window stays. */
  light(selection: Selection | null): Promise<void>;
  announce(text: string): void;
  /** The live end is not followed any more. */
  touched(): void;
  failed(reason: string): void;
}

export class Stepper {
  #facts: StepFacts | null = null;
  #filter: StepFilter = { only: "all" };
  #isOn = false;
  /** One step after the other, however fast keys come. */
  #walking: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #paceMs: number | null = null;

  constructor(readonly host: StepperHost) {}

  get isOn(): boolean {
    return this.#isOn;
  }

  /** To the next event, or the one before; not yet begun, to the first one from where one looks. */
  step(by: 1 | -1): void {
    this.#then(async () => {
      const { bar } = this.host;
      if (!this.#isOn) {
        this.#isOn = true;
        this.host.touched();
        bar.open();
        document.addEventListener("keydown", this.#keys);
        await this.#walk(before(this.#startNs), 1);
      } else await this.#walk(this.#facts?.key ?? before(0), by);
    });
  }

  toggle(): void {
    if (this.#isOn) this.leave();
    else this.step(1);
  }

  toEnd(end: "first" | "last"): void {
    const { NEGATIVE_INFINITY, POSITIVE_INFINITY } = Number;
    this.#then(() =>
      end === "first" ? this.#walk(before(NEGATIVE_INFINITY), 1) : this.#walk(behind(POSITIVE_INFINITY), -1),
    );
  }

  /** Goes on with the nearest event that is wanted now. */
  only(filter: StepFilter): void {
    this.#filter = filter;
    this.#then(async () => {
      const timeNs = this.#facts?.key.timeNs ?? this.#startNs;
      const found = (await this.#walk(before(timeNs), 1, true)) || (await this.#walk(behind(timeNs), -1, true));
      if (found) return;
      this.#facts = null;
      this.host.bar.instead(this.host.say.t("step.none"));
      this.host.announce(this.host.say.t("step.none"));
    });
  }

  /** Steps by itself; null = no more. */
  play(pace: StepPace | null): void {
    this.#paceMs = pace === null ? null : STEP_PACES_MS[pace];
    clearTimeout(this.#timer);
    this.host.bar.setPlaying(pace !== null);
    if (this.#paceMs !== null) this.#timer = setTimeout(() => this.step(1), this.#paceMs);
  }

  /** False where it was not on. */
  leave(): boolean {
    if (!this.#isOn) return false;
    this.#isOn = false;
    this.#facts = null;
    this.play(null);
    document.removeEventListener("keydown", this.#keys);
    this.host.bar.close();
    this.host.announce(this.host.say.t("step.closed"));
    return true;
  }

  drawn(): void {
    const { viewport, bar } = this.host;
    bar.draw(this.#facts?.key.timeNs ?? null, viewport.scale, viewport.widthPx);
  }

  /** The filters that the present event offers. */
  get offers(): { lane: number; resource: number } {
    const { facts } = { facts: this.#facts };
    const wait = facts?.wait;
    const resource = facts?.resource ?? -1;
    const waited = wait && wait.op >= 1 && wait.op <= 8 ? wait.object : -1;
    return { lane: facts?.lane ?? -1, resource: resource >= 0 ? resource : waited };
  }

  /** From what is chosen, else from where one looks; of the whole run from its beginning. */
  get #startNs(): number {
    const { viewport, selection } = this.host;
    const facts = selection()?.facts;
    if (facts && facts.startNs <= viewport.untilNs && facts.endNs >= viewport.scale.t0Ns) return facts.startNs;
    return viewport.showsAll ? Number.NEGATIVE_INFINITY : viewport.middleNs;
  }

  #then(act: () => Promise<unknown>): void {
    this.#walking = this.#walking
      .then(act)
      .catch((error) => this.host.failed(String(error)))
      .then(() => undefined);
  }

  /** True where there is one. `quiet`: says nothing where there is none. */
  async #walk(from: StepKey, by: 1 | -1, quiet = false): Promise<boolean> {
    const { host } = this;
    const step = await host.ask("walk", { from, by, filter: this.#filter });
    if (!this.#isOn) return false;
    if (step === null) {
      if (quiet) return false;
      this.play(null);
      const text = host.say.t(this.#facts ? (by > 0 ? "step.last" : "step.first") : "step.none");
      if (this.#facts) host.bar.note(text);
      else host.bar.instead(text);
      host.announce(text);
      return false;
    }
    await this.#show(step.facts, step.selection);
    if (this.#paceMs !== null) this.#timer = setTimeout(() => this.step(1), this.#paceMs);
    return true;
  }

  async #show(facts: StepFacts, selection: Selection | null): Promise<void> {
    const { viewport, bar, say, editor } = this.host;
    this.#facts = facts;
    const scale = scaleForStep(viewport.scale, facts, viewport.widthPx);
    await this.host.light(selection);
    if (scale !== viewport.scale) viewport.show(scale.t0Ns, scale.t0Ns + scale.nsPerPx * viewport.widthPx);
    const concerned = [facts.lane, facts.other].filter((lane) => lane >= 0);
    if (concerned.length > 0) viewport.revealLanes(...concerned);
    viewport.wantFrame();
    const sentence = stepSentence(say, facts);
    bar.tell(sentence, facts, this.#filter, this.offers);
    const site = say.site(facts.site);
    this.host.announce(site === "" ? sentence : `${sentence} · ${site}`);
    // Of the standard library nobody wants to see the inside at each step.
    if (editor && say.opened.header.sites[facts.site]?.program) editor.openSource(facts.site, true);
  }

  /** Home and End have another use as long as nobody steps. */
  readonly #keys = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
    if (event.key !== "Home" && event.key !== "End") return;
    const isIn = (selector: string) =>
      event.composedPath().some((each) => each instanceof Element && each.matches(selector));
    if (isIn("input, textarea, select, dialog, [role=combobox], [role=listbox], .dock")) return;
    event.preventDefault();
    this.toEnd(event.key === "Home" ? "first" : "last");
  };
}
