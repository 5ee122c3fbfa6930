/** What stands in the middle of the lanes when there is nothing to see there, and why. */
import type { RunStatus } from "../../core/protocol/host-view";
import { controls, onControls } from "./controls";
import { h, replace } from "./dom";
import type { Say } from "./say";

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

/** Why there is so little to see. */
export function explainEmptiness(notice: Notice, { opened, t }: Say, run: RunStatus | null): void {
  const { program, lanes } = opened.header;
  const exitCode = program.exitCode ?? run?.exitCode;
  const details = [t("empty.lookedFor")];
  // While it runs, there is time for it to begin.
  if (opened.live || opened.concurrency) notice.hide();
  else if (!program.traced) notice.say([t("empty.notTraced"), program.notTracedReason ?? ""].join(" ").trim());
  else if (program.signal || exitCode) {
    const end = program.signal ?? t("head.exitCode", { code: exitCode ?? "?" });
    notice.say(t("empty.failed", { end }), details);
  } else if (lanes.length === 0) notice.say(t("empty.noLanes"));
  else notice.say(t("empty.noConcurrency"), details);
}
