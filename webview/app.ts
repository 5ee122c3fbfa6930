/**
 * The timeline's controller: what is shown, and who is told. One way only:
 *
 *   gesture, key, click → viewport or choice → frame request → engine draws → `drawn` → axis, names, minimap follow
 *   home: messages      → engine             → `opened`, later `updated`   → all parts say what has become of the trace
 *
 * The parts follow `drawn`, not the request, so that names and lanes never disagree while a frame is under way.
 */
import { formatDuration, programName, visibleText } from "../core/l10n/format";
import { livedBy } from "../core/layout/lived";
import { keptOf } from "../core/layout/row-keeper";
import type { Target as HostTarget, RunStatus } from "../core/protocol/host-view";
import { Arranger } from "./arranger";
import { Choice } from "./choice";
import { runCommand } from "./commands";
import { EnginePort } from "./engine-port";
import type { Way } from "./history";
import type { Home } from "./home/home";
import { Moving } from "./moving";
import { readTheme, watchTheme } from "./theme/read-theme";
import { Follow } from "./timeline/follow";
import { listenForGestures } from "./timeline/gestures";
import { type Command, listenForKeys } from "./timeline/keys";
import { Pointer } from "./timeline/pointer";
import { Viewport } from "./timeline/viewport";
import { loadToolkit } from "./ui/load-toolkit";
import { explainEmptiness, Notice } from "./ui/notice";
import { OpenParts } from "./ui/open-parts";
import { RunView } from "./ui/run-view";
import { Say } from "./ui/say";
import type { Skeleton } from "./ui/skeleton";
import { type ViewTranslate, viewTranslator } from "./view-text";
import type { Drawn, Opened, QuestionName, Questions, Rows } from "./worker/contract";

/** What is kept for the next time the page is shown is written when things have stood still for so long. */
const KEEP_DELAY_MS = 150;

export class App {
  readonly port: EnginePort;
  readonly viewport: Viewport;
  readonly follow: Follow;
  readonly choice: Choice;
  readonly arranger: Arranger;
  readonly #t: ViewTranslate;
  readonly #notice: Notice;
  readonly #run: RunView;
  #open: OpenParts | null = null;
  #moving: Moving | null = null;
  /** The generation that the host waits to hear of. */
  #untaken: number | null = null;
  /** What the host wants to be shown and is not there yet. */
  #wanted: HostTarget | null = null;
  #keepTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly parts: Skeleton,
    readonly home: Home,
  ) {
    this.#t = viewTranslator(home.language);
    this.#notice = new Notice(parts.notice);
    this.#run = new RunView(this.#t, {
      follow: () => this.run("follow"),
      stop: () => home.host?.stop(),
      save: () => home.host?.save(),
    });
    const events = {
      opened: (opened: Opened) => this.#show(opened),
      updated: (opened: Opened) => this.#update(opened),
      drawn: (drawn: Drawn) => this.#drawn(drawn),
      failed: (reason: string) => this.fail(reason),
    };
    this.port = new EnginePort(events, parts.canvas, parts.overviewCanvas);
    this.viewport = new Viewport(parts, {
      request: (request) => this.port.send({ type: "frame", request }),
      touched: (way) => {
        this.follow.pause();
        this.#moving?.travel.note(way);
      },
    });
    this.follow = new Follow(this.viewport, () => this.#followingChanged());
    this.arranger = new Arranger({
      viewport: this.viewport,
      open: () => this.#open,
      ask: (kind, question) => this.ask(kind, question),
      setRows: (rows) => this.setRows(rows),
      announce: (text) => this.announce(text),
    });
    this.choice = new Choice({
      viewport: this.viewport,
      labels: parts.labels,
      open: () => this.#open,
      ask: (kind, question) => this.ask(kind, question),
      changed: (way) => this.#choiceChanged(way),
      announce: (text) => this.announce(text),
      unfold: (...keys) => this.#unfold(...keys),
    });
  }

  start(): void {
    const { home } = this;
    this.#sendStyle();
    const rows = home.host?.kept()?.rows;
    if (rows) this.port.send({ type: "arranged", kept: rows });
    watchTheme(() => {
      this.#sendStyle();
      this.viewport.wantFrame();
    });
    if (home.host) this.#notice.busy(this.#t("page.loading"));
    home.start({
      embedded: (base64) => this.port.send({ type: "embedded", base64 }),
      trace: (message) => this.port.send({ type: "host", message }),
      run: (status) => this.#showRun(status),
      reveal: (target) => {
        this.#wanted = target;
        void this.#showWanted();
      },
      failed: (reason) => this.#say(reason),
    });
  }

  /** Something broke: says so, and tells the host. */
  fail(reason: string): void {
    this.home.host?.problem(reason);
    this.#say(`${this.#t("page.failed")} ${reason}`);
  }

  #say(reason: string): void {
    this.#notice.say(reason);
    document.documentElement.dataset.failed = reason;
  }

  #show(opened: Opened): void {
    const { parts, viewport, home } = this;
    const say = new Say(opened, home.language, home.host !== null);
    this.#open = new OpenParts(parts, say, this.#run, {
      showFinding: (finding) => void this.choice.showFinding(finding),
      showWaiting: (waiting) => void this.choice.showWaiting(waiting),
      showStep: (index) => void this.choice.showStep(index),
      showLoss: (facts) => this.choice.showLoss(facts),
      lossLanes: () => {
        const facts = this.choice.selection?.facts;
        return facts?.kind === "loss" || facts?.kind === "race" ? facts.accesses.map(({ lane }) => lane) : [];
      },
      goToLane: async (lane) => {
        await this.#unfold(`lane:${lane}`);
        viewport.revealLanes(lane);
        viewport.wantFrame();
      },
      walk: (by) => this.choice.alongChain(by),
      chooseAt: (lane, timeNs) => void this.choice.at({ kind: "lane", lane }, timeNs),
      chooseRow: (row) => void this.choice.at(row, viewport.middleNs),
      arrange: (change) => void this.arranger.change(change),
      pin: (key) => void this.arranger.pin(key),
      place: (key, before) => void this.arranger.place(key, before),
      scrollBy: (px) => viewport.scrollBy(px),
      toggleGroup: async (id) => this.setRows(await this.ask("toggleGroup", { id })),
      zoomTo: (startNs, endNs) => viewport.zoomTo(startNs, endNs),
      show: (fromNs, toNs) => viewport.show(fromNs, toNs),
      run: (command) => this.run(command),
      useSite: (site) => void this.useSite(site),
      ask: (kind, question) => this.ask(kind, question),
      window: () => ({ fromNs: viewport.scale.t0Ns, toNs: viewport.untilNs }),
    });
    parts.root.classList.add("opened");
    viewport.start(Math.max(1, opened.header.endNs), livedBy(opened.header));
    this.#listen(say, this.#open);
    this.#tell(opened);
    const kept = home.host?.kept();
    if (kept) {
      this.follow.restore(kept.following);
      if (!this.follow.on) viewport.restore(kept, kept.scrollPx);
      if (kept.selection) void this.choice.restore(kept.selection);
    }
  }

  #update(opened: Opened): void {
    this.#open?.say.update(opened);
    this.choice.refresh(opened.selection);
    this.#moving?.updated();
    this.#tell(opened);
  }

  /** What is the same for the first generation and all later ones. */
  #tell(opened: Opened): void {
    if (!this.#open) return;
    const { parts, viewport } = this;
    const { say } = this.#open;
    const endNs = Math.max(1, opened.header.endNs);
    this.#untaken = opened.seq;
    document.title = say.t("page.title", { program: visibleText(programName(opened.header.program.argv)) });
    const label = say.t("lanes.describe", { lanes: opened.header.lanes.length, duration: formatDuration(endNs) });
    parts.canvas.setAttribute("aria-label", label);
    parts.canvas.setAttribute("aria-busy", String(opened.isPartial));
    viewport.setLayout(opened.layout);
    this.#open.update();
    explainEmptiness(this.#notice, say, this.#run.status);
    this.follow.grewTo(endNs, livedBy(opened.header), opened.live);
    this.#followingChanged(false);
    void this.#showWanted();
  }

  #listen(say: Say, open: OpenParts): void {
    const { viewport, parts } = this;
    listenForGestures(parts.canvas, {
      pan: (deltaPx) => viewport.pan(deltaPx),
      scroll: (deltaPx) => viewport.scrollBy(deltaPx),
      zoom: (factor, anchorPx) => viewport.zoom(factor, anchorPx),
      busy: (active) => parts.canvas.classList.toggle("moving", active),
    });
    const place = (xPx: number, yPx: number) => ({ scale: viewport.scale, xPx, yPx: viewport.placeOf(yPx) });
    const pointer = new Pointer(parts, say, {
      pick: (xPx, yPx) => this.ask("pick", place(xPx, yPx)),
      moment: (xPx) => viewport.momentAt(xPx),
      click: async (xPx, yPx, twice) => {
        // The first click on a diamond has zoomed to it: what lies under the pointer now was not meant.
        const chosen = this.choice.selection?.facts.kind;
        if (!twice || (chosen !== "loss" && chosen !== "race"))
          this.choice.set(await this.ask("selectAt", place(xPx, yPx)));
        if (twice) this.run(say.opensSource ? "source" : "fitSelection");
      },
      useSite: (site) => void this.useSite(site),
    });
    parts.root.append(pointer.card.element);
    this.#moving = new Moving(this, open, pointer);
    listenForKeys((command) => this.run(command));
    parts.scroller.addEventListener("scroll", () => this.#keepSoon());
    addEventListener("pagehide", () => this.#keep());
  }

  #showRun(status: RunStatus): void {
    const before = this.#run.status?.phase;
    this.#run.show(status);
    this.parts.header.classList.toggle("going", this.#run.going);
    if (before !== status.phase) {
      this.announce(this.#t(`run.phase.${status.phase}`));
      this.#open?.phaseChanged();
      if (this.#open) explainEmptiness(this.#notice, this.#open.say, status);
    }
    if (!this.#open && (status.phase === "starting" || status.phase === "running"))
      this.#notice.busy(this.#t(`wait.${status.phase}`));
    // Before the first records the header is empty: what is known stands there already.
    if (!this.#open && !this.#run.element.isConnected) this.parts.header.append(this.#run.element, this.#run.buttons);
  }

  async #showWanted(): Promise<void> {
    const target = this.#wanted;
    if (!target || !this.#open) return;
    if (await this.choice.reveal(target)) this.#wanted = null;
  }

  announce(text: string): void {
    this.parts.live.textContent = text;
  }

  /** `data-idle` names the last frame once nothing more is under way: tests wait for it. */
  #drawn({ frame, view, finest, ms }: Drawn): void {
    if (!this.#open) return;
    this.#open.drawn(view, this.viewport.overviewPx, this.viewport.layout);
    this.#moving?.drawn(frame === this.viewport.frame && finest && !this.viewport.pending);
    const { dataset } = document.documentElement;
    dataset.drawMs = ms.toFixed(2);
    if (frame === this.viewport.frame && finest && !this.viewport.pending) dataset.idle = String(frame);
    this.#take();
    this.#keepSoon();
  }

  /** What was drawn is what came last: the engine changes to a generation before it tells of it. */
  #take(): void {
    const { host } = this.home;
    if (!host || this.#untaken === null) return;
    host.taken(this.#untaken);
    document.documentElement.dataset.taken = String(this.#untaken);
    this.#untaken = null;
    loadToolkit(host);
  }

  run(command: Command): void {
    this.#moving?.travel.leave();
    if (this.#open && this.#moving) runCommand(command, this, this.#open, this.#moving);
  }

  async useSite(site: number): Promise<void> {
    if (!this.#open) return;
    const { say } = this.#open;
    if (this.home.host) {
      this.home.host.openSource(site);
      return;
    }
    const path = say.path(site);
    try {
      await navigator.clipboard.writeText(path);
      this.announce(say.t("selection.copied"));
    } catch {
      // A page from a file may not be allowed to; what is announced can still be written down.
      this.announce(path);
    }
  }

  async #unfold(...keys: string[]): Promise<void> {
    this.setRows(await this.ask("unfold", { keys }));
  }

  /** Rows have come, gone or moved because somebody wanted it. */
  setRows(rows: Rows | null): void {
    if (!rows || !this.#open) return;
    this.#open.arranged(rows);
    this.viewport.setLayout(rows.layout);
    this.#keepSoon();
  }

  #choiceChanged(way: Way): void {
    if (this.choice.selection) this.follow.pause();
    this.#moving?.chosen(way);
    this.#keepSoon();
  }

  #followingChanged(announce = true): void {
    const { live, on } = this.follow;
    this.#run.setFollowing(live ? on : null);
    if (announce && live) this.announce(this.#t(on ? "run.following" : "run.paused"));
    this.#keepSoon();
  }

  #keepSoon(): void {
    if (!this.home.host) return;
    clearTimeout(this.#keepTimer);
    this.#keepTimer = setTimeout(() => this.#keep(), KEEP_DELAY_MS);
  }

  #keep(): void {
    if (!this.#open) return;
    const { scale, scrollPx } = this.viewport;
    const rows = keptOf(this.#open.say.opened.arranging);
    this.home.host?.keep({ ...scale, scrollPx, following: this.follow.on, selection: this.choice.kept, rows });
  }

  /** Null when the engine refused; the reason is shown. */
  async ask<K extends QuestionName>(kind: K, question: Questions[K]["ask"]): Promise<Questions[K]["answer"] | null> {
    try {
      return await this.port.ask(kind, question);
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  #sendStyle(): void {
    this.port.send({ type: "style", theme: readTheme(), language: this.home.language });
  }
}
