/** All parts of the page that show an open trace: made with its first generation, told of each later one and of each frame. */
import type { RowLayout } from "../../core/layout/rows";
import { closedAtNs } from "../../core/layout/stuck";
import { stuckPx } from "../../core/layout/window-rows";
import { Axis } from "../timeline/axis";
import { Minimap, type MinimapMark } from "../timeline/minimap";
import type { Rows, View } from "../worker/contract";
import { Banner } from "./banner";
import { type DetailActions, Details } from "./details";
import { Docked } from "./docked";
import { h } from "./dom";
import { Header, type HeaderActions } from "./header";
import { Labels } from "./labels";
import { type LaneToolActions, LaneTools } from "./lane-tools";
import { fillLegend } from "./legend";
import { RowDrag } from "./row-drag";
import type { RowActions } from "./row-label";
import type { RunView } from "./run-view";
import { isLostUpdate, type Say } from "./say";
import type { Skeleton } from "./skeleton";
import { circleText, isToldAsCircle } from "./stuck";

/** Between the last row and the details. */
const SPARE_PX = 3;

export interface PartActions
  extends DetailActions,
    RowActions,
    Pick<LaneToolActions, "arrange">,
    Omit<HeaderActions, "showFindings"> {
  /** The lanes of the chosen lost update. */
  lossLanes(): readonly number[];
  goToLane(lane: number): void;
  /** Puts a row before another one. */
  place(key: string, before: string | null): void;
  scrollBy(px: number): void;
  /** Shows a stretch of time. */
  show(fromNs: number, toNs: number): void;
}

export class OpenParts {
  readonly details: Details;
  readonly labels: Labels;
  readonly laneTools: LaneTools;
  readonly #header: Header;
  readonly #axis: Axis;
  readonly #minimap: Minimap;
  readonly #banner = new Banner();
  readonly #docked: Docked;
  /** Below the pinned rows. */
  readonly #pinEdge: HTMLElement;
  /** Nothing is left to show. */
  readonly #emptied: HTMLElement;
  readonly #lossLanes: () => readonly number[];

  constructor(
    readonly parts: Skeleton,
    readonly say: Say,
    run: RunView,
    actions: PartActions,
  ) {
    this.details = new Details(say, actions);
    this.labels = new Labels(parts.labels, say, actions);
    this.laneTools = new LaneTools(say, { ...actions, leaveFilter: () => this.labels.focus() });
    parts.axisGutter.replaceChildren(this.laneTools.element);
    new RowDrag({
      list: parts.labels,
      rowOf: (target) => this.labels.rowOf(target),
      layout: () => this.labels.layout,
      topOf: (row) => this.labels.topOf(row),
      scrollBy: actions.scrollBy,
      drop: actions.place,
    });
    this.#pinEdge = h("div", { class: "pin-edge", hidden: true });
    this.#emptied = h("p", { class: "emptied", hidden: true });
    parts.stage.append(this.#pinEdge, this.#emptied);
    this.#docked = new Docked(say, actions.goToLane);
    this.#lossLanes = actions.lossLanes;
    parts.stage.append(this.#docked.element);
    this.#axis = new Axis(parts.axisSvg, 1);
    this.#minimap = new Minimap(parts.overviewSvg, actions.show);
    const showFindings = () => this.details.dock.show("findings");
    this.#header = new Header(parts.header, say, { ...actions, showFindings }, run);
    parts.overviewLabel.textContent = say.t("overview.label");
    parts.header.after(this.#banner.element);
    parts.root.insertBefore(this.details.dock.element, parts.legend);
    addEventListener("resize", () => this.#fitDock());
  }

  /** The trace is another than before. */
  update(): void {
    const { say, parts } = this;
    const endNs = Math.max(1, say.opened.header.endNs);
    this.#header.update();
    this.#banner.update(say);
    this.#axis.endNs = endNs;
    this.#minimap.setTrace(endNs, marksOf(say), {
      timesNs: say.opened.header.races
        .flatMap(({ losses }) => losses.map(({ write }) => write.timeNs))
        .sort((a, b) => a - b),
      severity: "race",
      title: (count) => say.t("update.mark", { count }),
    });
    this.arranged(say.opened);
    this.details.update();
    this.#fitDock();
    fillLegend(parts.legend, say);
  }

  /** Other rows, or in another order. */
  arranged({ layout, arranging }: Rows): void {
    const { say } = this;
    Object.assign(say.opened, { layout, arranging });
    this.labels.setLayout(layout);
    this.laneTools.update();
    const filter = arranging.arrangement.filter.trim();
    this.#emptied.hidden = layout.rows.length > 0 || !this.laneTools.hides;
    this.#emptied.textContent = filter === "" ? say.t("rows.noneShown") : say.t("rows.none", { filter });
  }

  /** The run has come to another phase. */
  phaseChanged(): void {
    this.#header.update();
  }

  /** While a trace grows, lanes come and go: the room below them is nobody's yet. */
  #fitDock(): void {
    const { scroller } = this.parts;
    const { layout, live } = this.say.opened;
    const { dock } = this.details;
    const roomPx = scroller.clientHeight + dock.element.offsetHeight - layout.heightPx - SPARE_PX;
    dock.fitInto(live ? 0 : roomPx);
  }

  drawn({ scale, widthPx, heightPx, scrollPx }: View, overviewPx: number, layout: RowLayout): void {
    this.#axis.draw(scale, widthPx);
    this.labels.draw(scrollPx, heightPx);
    const edgePx = stuckPx(layout, heightPx);
    this.#pinEdge.hidden = edgePx === 0;
    this.#pinEdge.style.setProperty("transform", `translateY(${edgePx}px)`);
    this.#pinEdge.classList.toggle("over", scrollPx > 0);
    this.#docked.draw(layout, scrollPx, heightPx, this.#lossLanes());
    this.#minimap.resize(widthPx, overviewPx);
    this.#minimap.follow(scale, widthPx);
    this.details.windowMoved();
  }
}

function marksOf(say: Say): MinimapMark[] {
  const { waiting, cycles } = say.stuck;
  const circles = cycles.map((cycle) => ({
    timeNs: closedAtNs(cycle, waiting),
    severity: "error",
    title: circleText(say, cycle),
  }));
  const findings = say.opened.header.findings.flatMap((finding) => {
    const { focus, severity } = finding;
    const title = say.finding(finding).message;
    const isTold = isLostUpdate(finding) || isToldAsCircle(say, finding);
    return focus && !isTold ? [{ timeNs: (focus.startNs + focus.endNs) / 2, severity, title }] : [];
  });
  return [...circles, ...findings];
}
