/** The tabs below the lanes, filled when they are looked at. */
import type { Finding } from "../../core/analysis/finding";
import type { Selection, Target } from "../../core/layout/facts";
import type { StuckLane } from "../../core/protocol/messages";
import type { QuestionName, Questions } from "../worker/contract";
import { Dock } from "./dock";
import { fillInspector } from "./inspector";
import { fillFindings, fillTable, fillWaits } from "./panels";
import type { Say } from "./say";

type Tab = "findings" | "selection" | "waits" | "table";
const TABS: readonly Tab[] = ["findings", "selection", "waits", "table"];

/** The table follows the window when it has stood still for so long. */
const TABLE_DELAY_MS = 150;

export interface DetailActions {
  showFinding(finding: Finding): void;
  showWaiting(waiting: StuckLane): void;
  showStep(index: number): void;
  choose(target: Target): void;
  zoomTo(startNs: number, endNs: number): void;
  announce(text: string): void;
  ask<K extends QuestionName>(kind: K, question: Questions[K]["ask"]): Promise<Questions[K]["answer"] | null>;
  window(): { fromNs: number; toNs: number };
}

export class Details {
  readonly dock: Dock<Tab>;
  #selection: Selection | null = null;
  #chainStep = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly say: Say,
    readonly actions: DetailActions,
  ) {
    const { t } = say;
    const titles = { label: t("dock.label"), hide: t("dock.hide"), show: t("dock.show"), resize: t("dock.resize") };
    const found = say.opened.header.findings.length + Number(say.stuck.waiting.length > 0);
    const title = (name: Tab) =>
      name === "findings" && found > 0 ? `${t("tab.findings")} ${found}` : t(`tab.${name}`);
    this.dock = new Dock(
      titles,
      TABS.map((name) => ({ name, title: title(name) })),
      () => this.#fill(),
    );
    // What was found is what one came for; failing that, the waits; failing those, what a click shows.
    this.dock.show(found > 0 ? "findings" : say.opened.longestWaits.length > 0 ? "waits" : "selection");
  }

  /** `step`: which step of the chain is looked at. */
  select(selection: Selection | null, step: number): void {
    this.#selection = selection;
    this.#chainStep = step;
    if (selection) this.dock.show("selection");
    else this.#fill();
  }

  windowMoved(): void {
    if (this.dock.current !== "table") return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fill(), TABLE_DELAY_MS);
  }

  #fill(): void {
    const { say, actions } = this;
    const tab = this.dock.current;
    if (!tab) return;
    const panel = this.dock.panels.get(tab)!;
    const copy = (text: string) => void this.#copy(text);
    switch (tab) {
      case "findings":
        fillFindings(panel, say, {
          showFinding: (finding) => actions.showFinding(finding),
          showWaiting: (waiting) => actions.showWaiting(waiting),
          copy,
        });
        break;
      case "selection":
        fillInspector(panel, say, this.#selection, this.#chainStep, {
          showStep: (index) => actions.showStep(index),
          showWait: ({ lane, startNs }) => void this.#chooseAt(lane, startNs),
          zoomTo: (startNs, endNs) => actions.zoomTo(startNs, endNs),
          copy,
        });
        break;
      case "waits":
        fillWaits(panel, say, ({ lane, startNs }) => void this.#chooseAt(lane, startNs));
        break;
      case "table":
        void this.#fillTable(panel);
        break;
      default:
        tab satisfies never;
    }
  }

  async #chooseAt(lane: number, timeNs: number): Promise<void> {
    const target = await this.actions.ask("targetAt", { row: { kind: "lane", lane }, timeNs });
    if (target) this.actions.choose(target);
  }

  async #fillTable(panel: HTMLElement): Promise<void> {
    const { fromNs, toNs } = this.actions.window();
    const table = await this.actions.ask("table", { fromNs, toNs });
    if (!table) return;
    fillTable(panel, this.say, fromNs, toNs, table, ({ longest }) => {
      if (longest) this.actions.choose({ kind: "span", lane: longest.lane, span: longest.span });
    });
  }

  async #copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.actions.announce(this.say.t("selection.copied"));
    } catch {
      // A page from a file may not be allowed to; what is announced can still be written down.
      this.actions.announce(text);
    }
  }
}
