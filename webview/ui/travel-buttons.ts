/** Back and forward, beside the minimap. */
import type { Command } from "../timeline/keys";
import { h } from "./dom";
import { icon } from "./icons";
import type { Say } from "./say";

export class TravelButtons {
  readonly element: HTMLElement;
  readonly #back: HTMLButtonElement;
  readonly #forward: HTMLButtonElement;

  constructor({ t }: Say, run: (command: Command) => void) {
    const button = (name: "left" | "right", command: Command, title: string) =>
      h(
        "button",
        { class: "tool", type: "button", title, attributes: { "aria-label": title }, onclick: () => run(command) },
        icon(name),
      );
    this.#back = button("left", "back", `${t("travel.backTitle")} (Alt+←)`);
    this.#forward = button("right", "forward", `${t("travel.forwardTitle")} (Alt+→)`);
    this.element = h("span", { class: "travel" }, this.#back, this.#forward);
    this.show(false, false);
  }

  /** A button that can do nothing says so, and keeps the focus. */
  show(canBack: boolean, canForward: boolean): void {
    this.#back.setAttribute("aria-disabled", String(!canBack));
    this.#forward.setAttribute("aria-disabled", String(!canForward));
  }
}
