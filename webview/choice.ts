/** What is chosen: by click, key, link or from outside; which step of its chain is looked at; and what of it can be kept. */
import type { Finding } from "../core/analysis/finding";
import type { LossFacts, RaceFacts, Selection } from "../core/layout/facts";
import type { Place } from "../core/layout/lines";
import type { Direction, RowContent } from "../core/layout/navigate";
import { keyOf } from "../core/layout/row-keys";
import type { Row } from "../core/layout/rows";
import type { Target as HostTarget } from "../core/protocol/host-view";
import type { StuckLane } from "../core/protocol/messages";
import type { Way } from "./history";
import type { Viewport } from "./timeline/viewport";
import type { Match } from "./ui/dialogs";
import { stepText } from "./ui/inspector";
import { accessText } from "./ui/loss";
import type { OpenParts } from "./ui/open-parts";
import type { QuestionName, Questions } from "./worker/contract";

export interface ChoiceHost {
  viewport: Viewport;
  /** The list of names: has it the focus, the focus goes to the name of what is chosen. */
  labels: HTMLElement;
  open(): OpenParts | null;
  ask<K extends QuestionName>(kind: K, question: Questions[K]["ask"]): Promise<Questions[K]["answer"] | null>;
  /** Something else is chosen, or another step of its chain. */
  changed(way: Way): void;
  announce(text: string): void;
  /** Brings rows to light (core/layout/row-keys.ts), whatever hides them. */
  unfold(...keys: string[]): Promise<void>;
}

export class Choice {
  selection: Selection | null = null;
  #chainStep = 0;

  constructor(readonly host: ChoiceHost) {}

  /** The line of the program to open for it; 0 = none is known. */
  get site(): number {
    const { selection } = this;
    if (!selection) return 0;
    const { facts } = selection;
    if (isOfAccesses(facts)) return facts.accesses[this.#chainStep]?.site ?? 0;
    const step = selection.chain[this.#chainStep];
    if (this.#chainStep > 0 && step) return step.facts.site;
    if (facts.kind === "span") return facts.site;
    if (facts.kind === "item") return facts.functionSite || facts.submitSite;
    return facts.hold?.site ?? this.host.open()?.say.opened.header.resources[facts.resource]?.site ?? 0;
  }

  /** A name for it that outlives the page. */
  get kept(): HostTarget | null {
    const facts = this.selection?.facts;
    if (!facts) return null;
    if (facts.kind === "span") return { kind: "wait", lane: facts.lane, startNs: facts.startNs };
    if (facts.kind === "race") {
      const id = this.host.open()?.say.opened.header.findings[facts.finding]?.id;
      return id === undefined ? null : { kind: "finding", id };
    }
    if (facts.kind === "loss") return { kind: "loss", variable: facts.variable, loss: facts.loss };
    if (facts.kind === "item") {
      const { pool, job, index, offset } = facts;
      return { kind: "item", pool, job, index, offset };
    }
    return { kind: "hold", resource: facts.resource, startNs: facts.startNs };
  }

  /** What is chosen, in words. */
  get told(): string {
    const parts = this.host.open();
    return parts && this.selection ? parts.say.announce(this.selection.facts) : "";
  }

  set(selection: Selection | null, bringIntoView = false, way: Way = "jump"): void {
    const parts = this.host.open();
    if (!parts) return;
    this.#take(selection);
    if (selection && isOfAccesses(selection.facts)) this.showLoss(selection.facts);
    else if (selection && bringIntoView) void this.#bringIntoView(selection);
    this.host.announce(selection ? parts.say.announce(selection.facts) : parts.say.t("selection.cleared"));
    parts.details.select(selection, this.#chainStep);
    this.host.viewport.wantFrame();
    this.host.changed(way);
  }

  /** The trace has grown: the same thing, with what is known of it now. */
  refresh(selection: Selection | null): void {
    this.selection = selection;
    const steps = selection && isOfAccesses(selection.facts) ? selection.facts.accesses : selection?.chain;
    if (this.#chainStep >= (steps?.length ?? 0)) this.#chainStep = 0;
    this.host.open()?.details.refresh(selection, this.#chainStep);
  }

  async step(direction: Direction): Promise<void> {
    const { scale, widthPx } = this.host.viewport;
    const selection = await this.host.ask("step", { direction, scale, widthPx });
    if (selection) this.set(selection, true, "walk");
  }

  /** From the chosen span to the item that it is part of, and back. */
  async otherLayer(): Promise<void> {
    const selection = await this.host.ask("otherLayer", {});
    if (selection && selection !== this.selection) this.set(selection, true);
  }

  /** What happens in a row at a moment; true when there was something. */
  async at(row: RowContent, timeNs: number): Promise<boolean> {
    const target = await this.host.ask("targetAt", { row, timeNs });
    const selection = target && (await this.host.ask("select", { target }));
    if (selection) this.set(selection, true);
    return selection !== null;
  }

  /** Lit by who walks the run, who says then where the window goes. */
  async light(selection: Selection | null): Promise<void> {
    const parts = this.host.open();
    if (!parts) return;
    this.#take(selection);
    if (selection) await this.#bringIntoView(selection);
    parts.details.select(selection, this.#chainStep);
    this.host.viewport.wantFrame();
    this.host.changed("walk");
  }

  async clear(): Promise<void> {
    await this.host.ask("select", { target: null });
    this.set(null);
  }

  /** What something outside points to, zoomed to; false where the trace has no such thing (yet). */
  async reveal(target: HostTarget): Promise<boolean> {
    if (target.kind === "finding") {
      const finding = this.host.open()?.say.opened.header.findings.find(({ id }) => id === target.id);
      if (finding) await this.showFinding(finding);
      return finding !== undefined;
    }
    const selection = await this.host.ask("targetOf", { target });
    if (!selection) return false;
    this.host.viewport.zoomTo(selection.extent.startNs, selection.extent.endNs);
    this.set(selection, true);
    return true;
  }

  /** As it was when the page was unloaded: the window is where it was. */
  async restore(target: HostTarget): Promise<void> {
    const selection = await this.host.ask("targetOf", { target });
    const parts = this.host.open();
    if (!selection || !parts) return;
    this.#take(selection);
    parts.details.select(selection, this.#chainStep);
    this.host.viewport.wantFrame();
    this.host.changed("jump");
  }

  /** Of lost updates and races: to the one before or after. */
  alongChain(by: 1 | -1): void {
    if (this.selection && isOfAccesses(this.selection.facts)) void this.step(by < 0 ? "left" : "right");
    else void this.showStep(this.#chainStep + by);
  }

  /** So that its accesses stand apart, on both lanes. */
  showLoss({ startNs, endNs, accesses, lane }: LossFacts | RaceFacts): void {
    const { viewport } = this.host;
    viewport.zoomToLoss(startNs, endNs);
    viewport.revealLanes(lane, ...accesses.map((access) => access.lane));
  }

  async showStep(index: number): Promise<void> {
    if (this.selection && isOfAccesses(this.selection.facts)) {
      this.#showAccess(this.selection.facts, index);
      return;
    }
    const step = this.selection?.chain[index];
    const parts = this.host.open();
    if (!step || !parts) return;
    const { viewport } = this.host;
    this.#chainStep = index;
    await this.#unfold(`lane:${step.facts.lane}`);
    viewport.revealTime(step.facts.startNs, step.facts.endNs);
    viewport.revealRow((row) => row.kind === "lane" && row.lane === step.facts.lane);
    this.host.announce(`${index + 1}: ${stepText(parts.say, step.facts)}`);
    parts.details.select(this.selection, index);
    this.host.changed("walk");
  }

  #showAccess(facts: LossFacts | RaceFacts, index: number): void {
    const access = facts.accesses[index];
    const parts = this.host.open();
    if (!access || !parts) return;
    const { viewport } = this.host;
    this.#chainStep = index;
    viewport.revealTime(facts.startNs, facts.endNs);
    viewport.revealLanes(access.lane);
    const told =
      facts.kind === "race" ? parts.say.raceAccess(facts, index) : accessText(parts.say, facts, facts.accesses[index]);
    this.host.announce(`${index + 1}: ${told}`);
    parts.details.select(this.selection, index);
    this.host.changed("walk");
  }

  async showFinding({ id, focus, variables = [], racing }: Finding): Promise<void> {
    if (variables.length > 0 || racing !== undefined) {
      const selection = await this.host.ask("targetOf", { target: { kind: "finding", id } });
      if (selection && isOfAccesses(selection.facts)) {
        this.set(selection);
        return;
      }
    }
    if (!focus) {
      this.host.open()?.details.dock.show("findings");
      return;
    }
    this.host.viewport.zoomTo(focus.startNs, focus.endNs);
    await this.at({ kind: "lane", lane: focus.lane }, focus.startNs);
  }

  async showWaiting({ lane, sinceNs }: StuckLane): Promise<void> {
    if (!(await this.at({ kind: "lane", lane }, sinceNs))) return;
    const facts = this.selection?.facts;
    if (facts) this.host.viewport.zoomTo(facts.startNs, facts.endNs);
  }

  async goTo({ kind, index, place, text }: Match): Promise<void> {
    const parts = this.host.open();
    if (!parts) return;
    if (place) return this.#goToPlace(place, text);
    const { viewport } = this.host;
    const { say } = parts;
    if (kind === "finding") return this.showFinding(say.opened.header.findings[index]);
    if (kind === "lane") {
      await this.at({ kind: "lane", lane: index }, viewport.middleNs);
      return;
    }
    if (kind === "pool") {
      const worker = say.opened.header.pools[index].lanes[0];
      if (worker !== undefined) await this.#unfold(`lane:${worker}`);
      viewport.bringToTop((row) => row.kind === "group" && row.title.kind === "pool" && row.title.pool === index);
      this.host.announce(say.names.pool(index));
      return;
    }
    await this.#unfold(`track:${index}`);
    viewport.revealRow((row) => row.kind === "track" && row.resource === index);
    this.host.announce(say.resource(index));
    await this.at({ kind: "track", resource: index }, viewport.middleNs);
  }

  /** To the longest span of a line or a function; all of them are lit. */
  async #goToPlace(place: Place, name: string): Promise<void> {
    const found = await this.host.ask("ofPlace", { place });
    const parts = this.host.open();
    if (!parts) return;
    if (!found) {
      this.host.announce(parts.say.t("search.notDrawn", { place: name }));
      return;
    }
    this.set(found.selection, true);
    this.host.announce(parts.say.t("search.lit", { place: name, count: found.count, span: this.told }));
  }

  /** Where one of them has no row; true when that was so. */
  async #unfold(...keys: string[]): Promise<boolean> {
    const shown = new Set(this.host.viewport.layout.rows.map(keyOf));
    const missing = keys.filter((key) => !shown.has(key));
    if (missing.length > 0) await this.host.unfold(...missing);
    return missing.length > 0;
  }

  #take(selection: Selection | null): void {
    const { labels, open } = this.host;
    this.selection = selection;
    this.#chainStep = firstStep(selection);
    open()?.labels.choose(
      (row) => selection !== null && shows(row, selection),
      labels.contains(document.activeElement),
    );
  }

  async #bringIntoView(selection: Selection): Promise<void> {
    const { viewport } = this.host;
    const { facts } = selection;
    const key = facts.kind === "band" ? `track:${facts.resource}` : `lane:${facts.lane}`;
    if ((facts.kind === "band" || facts.lane >= 0) && (await this.#unfold(key)))
      this.host.open()?.labels.choose((row) => shows(row, selection), false);
    viewport.revealTime(selection.facts.startNs, selection.facts.endNs);
    viewport.revealRow((row) => shows(row, selection));
  }
}

const isOfAccesses = (facts: Selection["facts"]): facts is LossFacts | RaceFacts =>
  facts.kind === "loss" || facts.kind === "race";

/** What is to be mended: of a lost update the write, of a race the access on whose lane it stands. */
function firstStep(selection: Selection | null): number {
  if (selection?.facts.kind === "loss") return selection.facts.accesses.length - 1;
  if (selection?.facts.kind !== "race") return 0;
  const { accesses, lane } = selection.facts;
  return accesses.findIndex((access) => access.lane === lane);
}

/** Is what was chosen in this row? */
function shows(row: Row, { facts }: Selection): boolean {
  if (facts.kind !== "band") return row.kind === "lane" && row.lane === facts.lane;
  return row.kind === "track" && row.resource === facts.resource;
}
