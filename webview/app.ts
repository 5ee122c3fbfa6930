/**
 * The timeline's controller: what is chosen, and who is told. One way only:
 *
 *   gesture, key, click → viewport or selection → frame request → engine draws → `drawn` → axis, names, minimap follow
 *
 * The parts follow `drawn`, not the request, so that names and lanes never disagree while a frame is under way.
 */
import type { Finding } from "../core/analysis/finding";
import { formatDuration, programName } from "../core/l10n/format";
import type { Language } from "../core/l10n/index";
import type { Selection, Target } from "../core/layout/facts";
import type { Direction, RowContent } from "../core/layout/navigate";
import type { Row, RowLayout } from "../core/layout/rows";
import { closedAtNs } from "../core/layout/stuck";
import type { StuckLane } from "../core/protocol/messages";
import { EnginePort } from "./engine-port";
import { Axis } from "./timeline/axis";
import { listenForGestures } from "./timeline/gestures";
import { type Command, listenForKeys } from "./timeline/keys";
import { Minimap, type MinimapMark } from "./timeline/minimap";
import { Pointer } from "./timeline/pointer";
import { Viewport } from "./timeline/viewport";
import { Details } from "./ui/details";
import { type Match, showKeys, showSearch } from "./ui/dialogs";
import { fillHeader } from "./ui/header";
import { stepText } from "./ui/inspector";
import { Labels } from "./ui/labels";
import { fillLegend } from "./ui/legend";
import { readTheme, watchTheme } from "./ui/read-theme";
import { Say } from "./ui/say";
import { OVERVIEW_PX, type Skeleton } from "./ui/skeleton";
import { circleText } from "./ui/stuck";
import { viewTranslator } from "./view-text";
import type { Drawn, Opened, QuestionName, Questions } from "./worker/contract";

const ZOOM_STEP = 1.5;
const PAN_SHARE = 0.2;

/** What exists once the trace is open. */
interface OpenParts {
  say: Say;
  labels: Labels;
  axis: Axis;
  minimap: Minimap;
  details: Details;
}

export class App {
  readonly port: EnginePort;
  readonly viewport: Viewport;
  #open: OpenParts | null = null;
  #selection: Selection | null = null;
  #chainStep = 0;

  constructor(
    readonly parts: Skeleton,
    readonly language: Language,
  ) {
    const events = {
      opened: (opened: Opened) => this.#show(opened),
      drawn: (drawn: Drawn) => this.#drawn(drawn),
      failed: (reason: string) => this.fail(reason),
    };
    this.port = new EnginePort(events, parts.canvas, parts.overviewCanvas);
    this.viewport = new Viewport(parts, OVERVIEW_PX, (request) => this.port.send({ type: "frame", request }));
    this.#sendStyle();
    watchTheme(() => {
      this.#sendStyle();
      this.viewport.wantFrame();
    });
  }

  /** Says why there is nothing to see. */
  fail(reason: string): void {
    this.#notice(`${viewTranslator(this.language)("page.failed")} ${reason}`);
    document.documentElement.dataset.failed = reason;
  }

  #show(opened: Opened): void {
    const { parts, viewport } = this;
    const say = new Say(opened, this.language);
    const endNs = Math.max(1, opened.header.endNs);
    document.title = say.t("page.title", { program: programName(opened.header.program.argv) });
    const label = say.t("lanes.describe", { lanes: opened.header.lanes.length, duration: formatDuration(endNs) });
    parts.canvas.setAttribute("aria-label", label);
    parts.overviewLabel.textContent = say.t("overview.label");
    const details = new Details(say, {
      showFinding: (finding) => void this.#showFinding(finding),
      showWaiting: (waiting) => void this.#showWaiting(waiting),
      showStep: (index) => this.#showStep(index),
      choose: (target) => void this.#choose(target),
      zoomTo: (startNs, endsNs) => viewport.zoomTo(startNs, endsNs),
      announce: (text) => this.#announce(text),
      ask: (kind, question) => this.#ask(kind, question),
      window: () => ({ fromNs: viewport.scale.t0Ns, toNs: viewport.untilNs }),
    });
    parts.root.insertBefore(details.dock.element, parts.legend);
    this.#open = {
      say,
      details,
      axis: new Axis(parts.axisSvg, endNs),
      minimap: new Minimap(parts.overviewSvg, OVERVIEW_PX, endNs, marksOf(say), (fromNs, toNs) =>
        viewport.show(fromNs, toNs),
      ),
      labels: new Labels(parts.labels, say, {
        toggleGroup: (id) => void this.#toggleGroup(id),
        chooseRow: (row) => void this.#chooseAt(row, viewport.middleNs),
      }),
    };
    fillHeader(parts.header, say, {
      showFinding: (finding) => void this.#showFinding(finding),
      showFindings: () => details.dock.show("findings"),
      run: (command) => this.#run(command),
    });
    fillLegend(parts.legend, say);
    this.#setLayout(opened.layout);
    this.#listen(say);
    this.#explainEmptiness(say);
    viewport.start(endNs);
  }

  #listen(say: Say): void {
    const { viewport, parts } = this;
    listenForGestures(parts.canvas, {
      pan: (deltaPx) => viewport.pan(deltaPx),
      scroll: (deltaPx) => viewport.scrollBy(deltaPx),
      zoom: (factor, anchorPx) => viewport.zoom(factor, anchorPx),
      busy: (active) => parts.canvas.classList.toggle("moving", active),
    });
    const pointer = new Pointer(parts, say, {
      pick: (xPx, yPx) => this.#ask("pick", { scale: viewport.scale, xPx, yPx: yPx + viewport.scrollPx }),
      moment: (xPx) => viewport.momentAt(xPx),
      click: async (xPx, yPx, twice) => {
        const selection = await this.#ask("selectAt", { scale: viewport.scale, xPx, yPx: yPx + viewport.scrollPx });
        this.#setSelection(selection);
        if (selection && twice) viewport.zoomTo(selection.facts.startNs, selection.facts.endNs);
      },
    });
    parts.root.append(pointer.card.element);
    listenForKeys((command) => this.#run(command));
  }

  #explainEmptiness({ opened, t }: Say): void {
    const { program, lanes } = opened.header;
    if (!program.traced) this.#notice([t("empty.notTraced"), program.notTracedReason ?? ""].join(" ").trim());
    else if (lanes.length === 0) this.#notice(t("empty.noLanes"));
    else if (!opened.concurrency) this.#notice(t("empty.noConcurrency"));
  }

  #notice(text: string): void {
    this.parts.notice.textContent = text;
    this.parts.notice.hidden = false;
  }

  #announce(text: string): void {
    this.parts.live.textContent = text;
  }

  #setLayout(layout: RowLayout): void {
    this.#open?.labels.setLayout(layout);
    this.viewport.setLayout(layout);
  }

  /** `data-idle` names the last frame once nothing more is under way: tests wait for it. */
  #drawn({ frame, view, finest, ms }: Drawn): void {
    if (!this.#open) return;
    const { axis, labels, minimap, details } = this.#open;
    axis.draw(view.scale, view.widthPx);
    labels.draw(view.scrollPx, view.heightPx);
    minimap.resize(view.widthPx);
    minimap.follow(view.scale, view.widthPx);
    details.windowMoved();
    const { dataset } = document.documentElement;
    dataset.drawMs = ms.toFixed(2);
    if (frame === this.viewport.frame && finest && !this.viewport.pending) dataset.idle = String(frame);
  }

  #run(command: Command): void {
    if (!this.#open) return;
    const { viewport } = this;
    const { say, details } = this.#open;
    const facts = this.#selection?.facts;
    const anchorPx = viewport.anchorPx(facts ? (facts.startNs + facts.endNs) / 2 : null);
    switch (command) {
      case "zoomIn":
        viewport.zoom(ZOOM_STEP, anchorPx);
        break;
      case "zoomOut":
        viewport.zoom(1 / ZOOM_STEP, anchorPx);
        break;
      case "panLeft":
        viewport.pan(viewport.widthPx * PAN_SHARE);
        break;
      case "panRight":
        viewport.pan(-viewport.widthPx * PAN_SHARE);
        break;
      case "left":
      case "right":
      case "up":
      case "down":
        void this.#step(command);
        break;
      case "chainDeeper":
        this.#showStep(this.#chainStep + 1);
        break;
      case "chainBack":
        this.#showStep(this.#chainStep - 1);
        break;
      case "fit":
        viewport.fit();
        break;
      case "fitSelection":
        if (facts) viewport.zoomTo(facts.startNs, facts.endNs);
        break;
      case "resources":
        viewport.bringToTop((row) => row.kind === "group" && row.title.kind === "resources");
        break;
      case "search":
        showSearch(say, (match) => void this.#goTo(match));
        break;
      case "help":
        showKeys(say);
        break;
      case "clear":
        void this.#ask("select", { target: null }).then(() => this.#setSelection(null));
        break;
      case "details":
        details.dock.show("selection");
        details.dock.focus();
        break;
      default:
        command satisfies never;
    }
  }

  async #step(direction: Direction): Promise<void> {
    const { scale, widthPx } = this.viewport;
    const selection = await this.#ask("step", { direction, scale, widthPx });
    if (selection) this.#setSelection(selection, true);
  }

  async #choose(target: Target): Promise<void> {
    const selection = await this.#ask("select", { target });
    if (selection) this.#setSelection(selection, true);
  }

  /** What happens in a row at a moment. */
  async #chooseAt(row: RowContent, timeNs: number): Promise<void> {
    const target = await this.#ask("targetAt", { row, timeNs });
    if (target) await this.#choose(target);
  }

  #setSelection(selection: Selection | null, bringIntoView = false): void {
    if (!this.#open) return;
    const { labels, details, say } = this.#open;
    this.#selection = selection;
    this.#chainStep = 0;
    labels.choose(
      (row) => selection !== null && shows(row, selection),
      this.parts.labels.contains(document.activeElement),
    );
    if (selection && bringIntoView) {
      this.viewport.revealTime(selection.facts.startNs, selection.facts.endNs);
      this.viewport.revealRow((row) => shows(row, selection));
    }
    this.#announce(selection ? say.announce(selection.facts) : say.t("selection.cleared"));
    details.select(selection, 0);
    this.viewport.wantFrame();
  }

  #showStep(index: number): void {
    const step = this.#selection?.chain[index];
    if (!step || !this.#open) return;
    this.#chainStep = index;
    this.viewport.revealTime(step.facts.startNs, step.facts.endNs);
    this.#revealLane(step.facts.lane);
    this.#announce(`${index + 1}: ${stepText(this.#open.say, step.facts)}`);
    this.#open.details.select(this.#selection, index);
  }

  #revealLane(lane: number): void {
    this.viewport.revealRow((row) => row.kind === "lane" && row.lane === lane);
  }

  async #showFinding(finding: Finding): Promise<void> {
    if (!finding.focus) {
      this.#open?.details.dock.show("findings");
      return;
    }
    const { lane, startNs, endNs } = finding.focus;
    this.viewport.zoomTo(startNs, endNs);
    await this.#chooseAt({ kind: "lane", lane }, startNs);
  }

  async #showWaiting({ lane, sinceNs }: StuckLane): Promise<void> {
    const target = await this.#ask("targetAt", { row: { kind: "lane", lane }, timeNs: sinceNs });
    if (!target) return;
    await this.#choose(target);
    const facts = this.#selection?.facts;
    if (facts) this.viewport.zoomTo(facts.startNs, facts.endNs);
  }

  async #goTo({ kind, index }: Match): Promise<void> {
    if (!this.#open) return;
    const { opened } = this.#open.say;
    if (kind === "finding") return this.#showFinding(opened.header.findings[index]);
    if (kind === "lane") {
      if (opened.header.lanes[index].internal && !this.#shows(index)) await this.#toggleGroup("internal");
      return this.#chooseAt({ kind: "lane", lane: index }, this.viewport.middleNs);
    }
    this.viewport.revealRow((row) => row.kind === "track" && row.resource === index);
    this.#announce(this.#open.say.resource(index));
    return this.#chooseAt({ kind: "track", resource: index }, this.viewport.middleNs);
  }

  #shows(lane: number): boolean {
    return this.viewport.layout.rows.some((row) => row.kind === "lane" && row.lane === lane);
  }

  async #toggleGroup(id: string): Promise<void> {
    const layout = await this.#ask("toggleGroup", { id });
    if (layout) this.#setLayout(layout);
  }

  /** Null when the engine refused; the reason is shown. */
  async #ask<K extends QuestionName>(kind: K, question: Questions[K]["ask"]): Promise<Questions[K]["answer"] | null> {
    try {
      return await this.port.ask(kind, question);
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  #sendStyle(): void {
    this.port.send({ type: "style", theme: readTheme(), language: this.language });
  }
}

/** Is what was chosen in this row? */
function shows(row: Row, { facts }: Selection): boolean {
  if (facts.kind === "span") return row.kind === "lane" && row.lane === facts.lane;
  return row.kind === "track" && row.resource === facts.resource;
}

function marksOf(say: Say): MinimapMark[] {
  const { waiting, cycles } = say.stuck;
  const circles = cycles.map((cycle) => ({
    timeNs: closedAtNs(cycle, waiting),
    severity: "error",
    title: circleText(say, cycle),
  }));
  const findings = say.opened.header.findings.flatMap(({ focus, severity, message }) =>
    focus ? [{ timeNs: (focus.startNs + focus.endNs) / 2, severity, title: message }] : [],
  );
  return [...circles, ...findings];
}
