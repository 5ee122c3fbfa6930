/** Has the trace, answers and draws. Runs in a worker; where there is no OffscreenCanvas, on the page's own thread. */
import type { Language } from "../../core/l10n/index";
import { resourceOf } from "../../core/layout/about";
import { type Anchor, anchorOf, targetAt, targetOfHost } from "../../core/layout/anchor";
import { edgeNear } from "../../core/layout/edge-near";
import { type Selection, select, waitFacts } from "../../core/layout/facts";
import { GrowingModel } from "../../core/layout/growing-model";
import { ofPlace, type Place, usedSites } from "../../core/layout/lines";
import { type LitLanes, litByResource } from "../../core/layout/lit-lanes";
import { hasConcurrency, longestWaits, type Model } from "../../core/layout/model";
import { otherLayer, step, targetInRow } from "../../core/layout/navigate";
import { pick, targetOf } from "../../core/layout/pick";
import { rangeTotals } from "../../core/layout/range-totals";
import { RowKeeper } from "../../core/layout/row-keeper";
import { family } from "../../core/layout/tracks";
import { Walk } from "../../core/layout/walk";
import { tableOf } from "../../core/layout/window-table";
import { Assembler, type Committed } from "../../core/protocol/assemble";
import type { HostMessage } from "../../core/protocol/messages";
import { Painter } from "../draw/painter";
import type { Theme } from "../draw/theme";
import { type SpanWords, spanWords } from "../draw/words";
import { Names } from "../names";
import { wordTranslator } from "../word-text";
import type { Ask, FrameRequest, FromEngine, Opened, QuestionName, Questions, Rows, ToEngine } from "./contract";
import { readEmbedded } from "./embedded";
import { Fineness } from "./fineness";

const LONGEST_WAITS = 12;

export class Engine {
  #assembler = new Assembler();
  #growing: GrowingModel | null = null;
  #model: Model | null = null;
  readonly #rows = new RowKeeper();
  #painter: Painter | null = null;
  readonly #walk = new Walk();
  #theme: Theme | null = null;
  #words: SpanWords = spanWords(wordTranslator("en"), () => null);
  #language: Language = "en";
  #names: Names | null = null;
  #selection: Selection | null = null;
  #anchor: Anchor | null = null;
  /** What a search lit, until something else is chosen. */
  #place: Place | null = null;
  #lit: LitLanes | null = null;
  #used: { model: Model; sites: number[] } | null = null;
  #pending: FrameRequest | null = null;
  #last: FrameRequest | null = null;
  #scheduled = false;
  #embedded: Promise<void> = Promise.resolve();
  readonly #fineness = new Fineness(() => this.#refine());

  /** `reply` takes messages to the page; `later` runs a function before the next picture is shown. */
  constructor(
    readonly reply: (message: FromEngine) => void,
    readonly later: (run: () => void) => void,
  ) {}

  /** Never throws: what goes wrong is told to the page. */
  accept(message: ToEngine): void {
    try {
      this.#handle(message);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (message.type === "ask") this.reply({ type: "refused", id: message.id, reason });
      else this.reply({ type: "failed", reason });
    }
  }

  #handle(message: ToEngine): void {
    switch (message.type) {
      case "surfaces":
        this.#painter = new Painter(message.lanes, message.overview);
        break;
      case "arranged":
        this.#rows.restore(message.kept);
        break;
      case "style":
        this.#theme = message.theme;
        this.#setLanguage(message.language);
        break;
      case "embedded":
        this.#embed(message.base64);
        break;
      case "host":
        this.#take(message.message);
        break;
      case "frame":
        this.#pending = message.request;
        this.#schedule();
        break;
      case "ask":
        this.reply({ type: "answer", id: message.id, answer: this.#answer(message.ask) });
        break;
      default:
        message satisfies never;
    }
  }

  /** One part after the other, however long each takes. */
  #embed(base64: string): void {
    this.#embedded = this.#embedded
      .then(() => readEmbedded(base64, (part) => this.#take(part)))
      .catch((error) => this.reply({ type: "failed", reason: error instanceof Error ? error.message : String(error) }));
  }

  #setLanguage(language: Language): void {
    this.#language = language;
    this.#words = spanWords(wordTranslator(language), () => this.#names);
    if (this.#names) this.#names = new Names(this.#names.header, this.#rows.resources, wordTranslator(language));
  }

  #take(message: HostMessage): void {
    const committed = this.#assembler.accept(message);
    if (!committed) return;
    const type = this.#model ? "updated" : "opened";
    const { trace, findings } = this.#assembler;
    if (this.#growing && committed.growth) this.#growing.grow(trace, committed.growth);
    else this.#growing = new GrowingModel(trace);
    const model = this.#growing.model(findings);
    this.#model = model;
    const grows = committed.growth !== null;
    this.#names = new Names(trace, this.#rows.settle(model, grows), wordTranslator(this.#language));
    this.#rows.lay(model, this.#names, grows);
    const target = this.#anchor && targetAt(model, this.#anchor);
    this.#selection = target && select(model, target);
    this.#light();
    this.reply({ type, opened: this.#opened(model, committed) });
    this.#pending ??= this.#last;
    if (this.#pending) this.#schedule();
  }

  #opened(model: Model, { seq, ended, isPartial }: Committed): Opened {
    return {
      header: this.#assembler.header,
      laneTimes: model.laneTimes.map((times) => Array.from(times)),
      waitedNs: Array.from(model.waitedNs),
      resourceFacts: Object.fromEntries(
        this.#rows.resources.map((resource) => [resource, resourceFacts(model, resource)]),
      ),
      longestWaits: longestWaits(model, LONGEST_WAITS).map((wait) => waitFacts(model, wait)),
      ...this.#rowsNow,
      concurrency: hasConcurrency(model),
      selection: this.#selection,
      live: !ended,
      isPartial,
      seq,
    };
  }

  #answer(ask: Ask): Questions[QuestionName]["answer"] {
    const model = this.#requireModel();
    switch (ask.kind) {
      case "pick":
        return pick(model, this.#rows.layout, ask.scale, ask.xPx, ask.yPx);
      case "select":
        return this.#choose(ask.target ? select(model, ask.target) : null);
      case "selectAt": {
        const facts = pick(model, this.#rows.layout, ask.scale, ask.xPx, ask.yPx);
        const target = facts ? targetOf(facts) : null;
        return this.#choose(target ? select(model, target) : null);
      }
      case "step": {
        const target = step(
          model,
          this.#rows.layout,
          ask.scale,
          ask.widthPx,
          this.#selection?.target ?? null,
          ask.direction,
        );
        return target ? this.#choose(select(model, target)) : this.#selection;
      }
      case "table":
        return tableOf(model, ask.fromNs, ask.toNs);
      case "totals":
        return rangeTotals(model, ask.fromNs, ask.toNs);
      case "edgeNear":
        return edgeNear(model, this.#rows.layout, ask.scale, ask.xPx, ask.yPx, ask.far);
      case "targetAt":
        return targetInRow(model, ask.row, ask.timeNs);
      case "targetOf": {
        const target = targetOfHost(model, ask.target);
        const place = ask.target.kind === "line" ? ask.target : null;
        return target ? this.#choose(select(model, target), place) : null;
      }
      case "ofPlace": {
        const found = ofPlace(model, ask.place);
        if (!found) return null;
        const selection = this.#choose(select(model, found.target), ask.place);
        return selection && { selection, count: found.count };
      }
      case "usedSites":
        if (this.#used?.model !== model) this.#used = { model, sites: usedSites(model) };
        return this.#used.sites;
      case "toggleGroup":
        this.#rows.toggleGroup(model, ask.id);
        return this.#rowsNow;
      case "unfold":
        this.#rows.unfold(model, ask.keys);
        return this.#rowsNow;
      case "arrange":
        this.#rows.change(model, ask.change);
        return this.#rowsNow;
      case "walk": {
        const facts = this.#walk.step(model, ask.filter, ask.from, ask.by);
        return facts && { facts, selection: this.#choose(facts.target ? select(model, facts.target) : null) };
      }
      case "otherLayer": {
        const target = this.#selection && otherLayer(model, this.#selection.target);
        return target ? this.#choose(select(model, target)) : this.#selection;
      }
    }
  }

  /** `place`: that all of it is to be lit. */
  #choose(selection: Selection | null, place: Place | null = null): Selection | null {
    this.#selection = selection;
    this.#place = place;
    this.#light();
    this.#anchor = selection && anchorOf(this.#requireModel(), selection.target);
    return selection;
  }

  #light(): void {
    const model = this.#requireModel();
    const about = this.#selection ? resourceOf(this.#selection) : -1;
    this.#lit = about < 0 ? null : litByResource(model, about);
    if (this.#place) this.#lit = ofPlace(model, this.#place)?.lit ?? this.#lit;
  }

  get #rowsNow(): Rows {
    return { layout: this.#rows.layout, arranging: this.#rows.arranging };
  }

  #requireModel(): Model {
    if (!this.#model) throw new Error("The trace is not open yet.");
    return this.#model;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.later(() => {
      this.#scheduled = false;
      const request = this.#pending;
      this.#pending = null;
      if (request) this.#guardedDraw(request, this.#fineness.whileMoving);
    });
  }

  #refine(): void {
    if (this.#last && !this.#pending) this.#guardedDraw(this.#last, 1);
  }

  #guardedDraw(request: FrameRequest, columnPx: number): void {
    try {
      this.#draw(request, columnPx);
    } catch (error) {
      this.reply({ type: "failed", reason: error instanceof Error ? error.message : String(error) });
    }
  }

  #draw(request: FrameRequest, columnPx: number): void {
    if (!this.#painter || !this.#theme || !this.#model) return;
    const began = performance.now();
    this.#painter.lit = this.#lit;
    this.#painter.draw(this.#model, this.#rows.layout, request, this.#theme, this.#words, this.#selection, columnPx);
    const ms = performance.now() - began;
    this.#last = request;
    const finest = columnPx === 1;
    this.#fineness.drew(ms, columnPx);
    this.reply({ type: "drawn", drawn: { frame: request.frame, view: request.view, ms, columnPx, finest } });
  }
}

function resourceFacts(model: Model, resource: number) {
  // Of locks and events nobody wants to know that, and theirs are the tracks that take long to make.
  const isShort = ["queue", "pipe", "semaphore", "other"].includes(family(model.trace.resources[resource].kind));
  const track = isShort ? model.track(resource) : null;
  return {
    levelMax: track?.level?.max ?? track?.levelLimit ?? 0,
    waitersMax: track?.waiters?.max ?? 0,
    holds: model.byResource.holds.lengthOf(resource),
    waits: model.byResource.waits.lengthOf(resource),
  };
}
