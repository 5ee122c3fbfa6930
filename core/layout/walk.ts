/** Keeps what a walk through the run needs from one step to the next. */
import type { Model } from "./model";
import type { StepFilter } from "./run-series";
import { type StepFacts, stepFacts } from "./step-facts";
import { type StepKey, StepsOfRun } from "./steps-of-run";

export class Walk {
  #steps: StepsOfRun | null = null;
  #filter = "";

  /** The next event from `key`, or the one before; null where there is none. */
  step(model: Model, filter: StepFilter, key: StepKey, by: 1 | -1): StepFacts | null {
    const text = JSON.stringify(filter);
    if (this.#steps?.model !== model || this.#filter !== text) this.#steps = new StepsOfRun(model, filter);
    this.#filter = text;
    const found = by > 0 ? this.#steps.after(key) : this.#steps.before(key);
    return found && stepFacts(model, this.#steps, found);
  }
}
