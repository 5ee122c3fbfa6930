/** The tabs below the lanes, filled when they are looked at. */
import type { Finding } from "../../core/analysis/finding";
import type { LossFacts, RaceFacts, Selection } from "../../core/layout/facts";
import type { RangeTotals } from "../../core/layout/range-totals";
import type { StuckLane } from "../../core/protocol/messages";
import type { Command } from "../timeline/keys";
import type { QuestionName, Questions } from "../worker/contract";
import { Dock } from "./dock";
import { fillInspector } from "./inspector";
import { fillFindings, fillWaits } from "./panels";
import { fillRange } from "./range-panel";
import type { Say } from "./say";
import type { UseSite } from "./site-link";
import { isToldAsCircle } from "./stuck";
import { WindowTable } from "./window-table";

type Tab = "findings" | "selection" | "waits" | "table";
const TABS: readonly Tab[] = ["findings", "selection", "waits", "table"];

/** The table follows the window when it has stood still for so long. */
const TABLE_DELAY_MS = 150;

export interface DetailActions {
  showFinding(finding: Finding): void;
  showWaiting(waiting: StuckLane): void;
  showStep(index: number): void;
  showLoss(facts: LossFacts | RaceFacts): void;
  walk(by: 1 | -1): void;
  run(command: Command): void;
  /** Chooses what a lane did at a moment. */
  chooseAt(lane: number, timeNs: number): void;
  zoomTo(startNs: number, endNs: number): void;
  useSite: UseSite;
  ask<K extends QuestionName>(kind: K, question: Questions[K]["ask"]): Promise<Questions[K]["answer"] | null>;
  window(): { fromNs: number; toNs: number };
}

export class Details {
  readonly dock: Dock<Tab>;
  readonly #table: WindowTable;
  #selection: Selection | null = null;
  #chainStep = 0;
  /** Shown instead of what is chosen, if that was chosen last. */
  #range: RangeTotals | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Until somebody has chosen a tab, the most telling one is shown. */
  #chosenByHand = false;

  constructor(
    readonly say: Say,
    readonly actions: DetailActions,
  ) {
    const { t } = say;
    const titles = {
      label: t("dock.label"),
      hide: t("dock.hide"),
      show: t("dock.show"),
      resize: t("dock.resize"),
      legend: t("legend.label"),
    };
    const changed = (byHand: boolean) => {
      this.#chosenByHand ||= byHand;
      this.#fill();
    };
    this.dock = new Dock(titles, TABS, changed, () => actions.run("help"));
    this.#table = new WindowTable(say, (lane, startNs) => actions.chooseAt(lane, startNs));
    this.dock.panels.get("table")!.append(this.#table.element);
    this.update();
  }

  /** The trace has become another: what is shown of it follows. */
  update(): void {
    const { say } = this;
    const found = this.#found();
    for (const name of TABS) {
      const title = say.t(`tab.${name}`);
      this.dock.setTitle(name, name === "findings" && found > 0 ? `${title} ${found}` : title);
    }
    if (!this.#chosenByHand && !this.#selection) this.dock.suggest(this.#mostTelling());
    else this.#fill();
  }

  /** `step`: which step of the chain is looked at. */
  select(selection: Selection | null, step: number): void {
    if (selection) this.#range = null;
    const chosen = selection !== null && selection !== this.#selection;
    this.#selection = selection;
    this.#chainStep = step;
    this.dock.setSummary(selection ? this.say.announce(selection.facts) : "");
    if (chosen) this.dock.suggest("selection");
    else this.#fill();
  }

  /** Totals of a stretch of time; null = none is chosen any more. */
  showRange(range: RangeTotals | null): void {
    const isNew = range !== null && this.#range === null;
    this.#range = range;
    if (isNew) this.dock.suggest("selection");
    else this.#fill();
  }

  get showsRange(): boolean {
    return this.#range !== null;
  }

  /** The same thing is chosen, but more is known of it. Shown by the `update` that follows. */
  refresh(selection: Selection | null, step: number): void {
    this.#selection = selection;
    this.#chainStep = step;
  }

  windowMoved(): void {
    if (this.dock.current !== "table") return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fill(), TABLE_DELAY_MS);
  }

  #found(): number {
    const { opened, stuck } = this.say;
    const others = opened.header.findings.filter((finding) => !isToldAsCircle(this.say, finding));
    return others.length + stuck.cycles.length;
  }

  /** What was found is what one came for; failing that, the waits; failing those, what a click shows. */
  #mostTelling(): Tab {
    if (this.#found() > 0) return "findings";
    return this.say.opened.longestWaits.length > 0 ? "waits" : "selection";
  }

  #fill(): void {
    const { say, actions } = this;
    const tab = this.dock.current;
    if (!tab) return;
    const panel = this.dock.panels.get(tab)!;
    const { useSite } = actions;
    switch (tab) {
      case "findings":
        fillFindings(panel, say, {
          showFinding: (finding) => actions.showFinding(finding),
          showWaiting: (waiting) => actions.showWaiting(waiting),
          useSite,
        });
        break;
      case "selection":
        if (this.#range) {
          fillRange(panel, say, this.#range, (fromNs, toNs) => actions.zoomTo(fromNs, toNs));
          break;
        }
        fillInspector(panel, say, this.#selection, this.#chainStep, {
          showStep: (index) => actions.showStep(index),
          showWait: ({ lane, startNs }) => actions.chooseAt(lane, startNs),
          chooseAt: (lane, timeNs) => actions.chooseAt(lane, timeNs),
          showLoss: (facts) => actions.showLoss(facts),
          walk: (by) => actions.walk(by),
          zoomTo: (startNs, endNs) => actions.zoomTo(startNs, endNs),
          useSite,
        });
        break;
      case "waits":
        fillWaits(panel, say, { choose: ({ lane, startNs }) => actions.chooseAt(lane, startNs), useSite });
        break;
      case "table":
        void this.#fillTable();
        break;
      default:
        tab satisfies never;
    }
  }

  async #fillTable(): Promise<void> {
    const { fromNs, toNs } = this.actions.window();
    const table = await this.actions.ask("table", { fromNs, toNs });
    if (table) this.#table.show(fromNs, toNs, table);
  }
}
