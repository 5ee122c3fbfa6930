/** What stands in the middle of the lanes when there is nothing to see there, and why. */
import { controls, onControls } from "./controls";
import { h, replace } from "./dom";

export class Notice {
  #busy = "";

  constructor(readonly element: HTMLElement) {
    onControls(() => {
      if (this.#busy !== "") this.busy(this.#busy);
    });
  }

  /** `more`: further sentences, smaller. */
  say(text: string, more: readonly string[] = []): void {
    this.#busy = "";
    // Who does not see it come hears of it: an alert is told when it is put in.
    replace(
      this.element,
      h("p", { attributes: { role: "alert" } }, text),
      ...more.map((each) => h("p", { class: "more" }, each)),
    );
    this.element.hidden = false;
  }

  /** Something is on its way. */
  busy(text: string): void {
    this.#busy = text;
    replace(
      this.element,
      h("p", { class: "busy", attributes: { role: "status" } }, controls().progressRing(text), text),
    );
    this.element.hidden = false;
  }

  hide(): void {
    this.#busy = "";
    this.element.hidden = true;
  }
}
