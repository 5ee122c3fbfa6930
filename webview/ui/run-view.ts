/** How the run goes: the phase, the clock, what came in; and what can be done about it: follow, stop, save. */
import { formatBytes, formatCount, formatElapsed } from "../../core/l10n/format";
import { NOTABLE_LAG_MS, type RunStatus } from "../../core/protocol/host-view";
import type { ViewTranslate } from "../view-text";
import { controls, onControls } from "./controls";
import { exchange, h, refill } from "./dom";

export interface RunActions {
  follow(): void;
  stop(): void;
  save(): void;
}

export class RunView {
  readonly element = h("div", { class: "run", hidden: true });
  readonly buttons = h("div", { class: "actions", attributes: { role: "group" } });
  readonly #dot = h("span", { class: "pulse", attributes: { "aria-hidden": "true" } });
  readonly #text = h("p", { class: "progress" });
  #status: RunStatus | null = null;
  #following: boolean | null = null;
  /** What the buttons were made for. */
  #made = "";

  constructor(
    readonly t: ViewTranslate,
    readonly actions: RunActions,
  ) {
    this.buttons.setAttribute("aria-label", t("run.label"));
    this.element.append(this.#dot, this.#text);
    onControls(() => {
      this.#made = "";
      this.#update();
    });
  }

  /** True while the program has not ended: its facts are then told here. */
  get going(): boolean {
    return this.#status !== null && !["ended", "saved"].includes(this.#status.phase);
  }

  get status(): RunStatus | null {
    return this.#status;
  }

  show(status: RunStatus): void {
    this.#status = status;
    this.#update();
  }

  /** `following`: null where there is nothing to follow. */
  setFollowing(following: boolean | null): void {
    this.#following = following;
    this.#update();
  }

  #update(): void {
    const status = this.#status;
    this.element.hidden = status === null || status.phase === "saved";
    if (!status) return;
    this.element.dataset.phase = status.phase;
    const parts = runParts(this.t, status);
    const spans = parts.map(({ text, of }, i) =>
      h("span", { class: of }, i > 0 ? `${separator(parts[i - 1])}${text}` : text),
    );
    refill(this.#text, ...spans);
    this.#text.title = this.#text.textContent ?? "";
    this.#makeButtons(status);
  }

  #makeButtons({ phase, canSave }: RunStatus): void {
    const made = `${phase} ${canSave} ${this.#following}`;
    if (made === this.#made) return;
    this.#made = made;
    const { t, actions } = this;
    const { button, checkbox } = controls();
    const stoppable = phase === "starting" || phase === "running";
    exchange(
      this.buttons,
      this.#following !== null &&
        checkbox({
          text: t("run.follow"),
          title: `${t("run.followTitle")} (E)`,
          checked: this.#following,
          onchange: actions.follow,
        }),
      stoppable && button({ text: t("run.stop"), icon: "stop", title: t("run.stopTitle"), onclick: actions.stop }),
      phase === "ended" &&
        canSave &&
        button({ text: t("run.save"), icon: "save", look: "icon", title: t("run.saveTitle"), onclick: actions.save }),
    );
  }
}

interface Part {
  text: string;
  /** `minor`, then `lanes`: left out where there is little room. `phase`: of a run that goes on, which the dot beside it shows as well. */
  of: "fact" | "lanes" | "minor" | "dropped" | "phase";
}

function separator(before: Part): string {
  return before.of === "phase" ? " " : " · ";
}

/** `running 12.3 s · 5 lanes · 12,034 records · 3 dropped`. */
export function runParts(t: ViewTranslate, status: RunStatus): Part[] {
  const { phase, lanes, records, dropped, bytes, lagMs, exitCode, signal } = status;
  const runs = phase !== "starting" && phase !== "ended" && phase !== "saved";
  const name = t(`run.phase.${phase}`);
  const fine = phase === "ended" && exitCode === 0;
  const parts: (Part | false)[] = [
    // That all went well need not be said where there is little room.
    {
      of: phase === "running" ? "phase" : fine ? "minor" : "fact",
      text: runs && phase !== "running" ? `${name} ${formatElapsed(status.elapsedMs)}` : name,
    },
    phase === "running" && { of: "fact", text: formatElapsed(status.elapsedMs) },
    phase === "ended" && signal !== null && { of: "fact", text: t("run.signal", { signal }) },
    phase === "ended" &&
      signal === null &&
      exitCode !== null && { of: fine ? "minor" : "fact", text: t("run.exitCode", { code: exitCode }) },
    runs && { of: "lanes", text: t("run.lanes", { count: lanes }) },
    runs && { of: "minor", text: t("run.records", { count: formatCount(records), number: records }) },
    runs && bytes > 0 && { of: "minor", text: formatBytes(bytes) },
    dropped > 0 && { of: "dropped", text: t("run.dropped", { count: formatCount(dropped) }) },
    runs && lagMs >= NOTABLE_LAG_MS && { of: "fact", text: t("run.lag", { lag: formatElapsed(lagMs) }) },
  ];
  return parts.filter((part) => part !== false);
}
