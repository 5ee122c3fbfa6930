/**
 * The left column: a name for each visible row. Only visible rows exist (a trace may have thousands), one of them is the
 * place where Tab stops (roving focus).
 */

import { formatDuration, formatShare } from "../../core/l10n/format";
import type { GroupRow, LaneRow, Row, RowLayout, TrackRow } from "../../core/layout/rows";
import { visibleRows } from "../../core/layout/rows";
import { Tone } from "../../core/layout/tones";
import { family } from "../../core/layout/tracks";
import { h } from "./dom";
import type { Say } from "./say";

export interface LabelActions {
  toggleGroup(id: string): void;
  chooseRow(row: LaneRow | TrackRow): void;
}

export class Labels {
  #layout: RowLayout = { rows: [], heightPx: 0 };
  readonly #elements = new Map<Row, HTMLElement>();
  #focused: Row | null = null;
  #chosen: Row | null = null;
  /** The focus is to go to `#focused` as soon as that row is there. */
  #pendingFocus = false;
  /** What the last `draw` showed. */
  #shown: unknown[] = [];

  constructor(
    readonly list: HTMLElement,
    readonly say: Say,
    readonly actions: LabelActions,
  ) {}

  setLayout(layout: RowLayout): void {
    const focusedKey = this.#focused ? keyOf(this.#focused) : null;
    const hadFocus = this.list.contains(document.activeElement);
    this.#layout = layout;
    this.#elements.clear();
    this.list.replaceChildren();
    this.#focused =
      layout.rows.find((row) => keyOf(row) === focusedKey) ??
      layout.rows.find((row) => row.kind === "lane") ??
      layout.rows[0] ??
      null;
    const chosenKey = this.#chosen ? keyOf(this.#chosen) : null;
    this.#chosen = layout.rows.find((row) => keyOf(row) === chosenKey) ?? null;
    this.#pendingFocus = hadFocus;
  }

  /** Puts the rows of a window in their places. */
  draw(scrollPx: number, heightPx: number): void {
    const shown = [scrollPx, heightPx, this.#layout, this.#focused, this.#chosen, this.#pendingFocus];
    // Panning and zooming leave the names where they are.
    if (shown.every((part, i) => part === this.#shown[i])) return;
    this.#shown = shown;
    const wanted = new Set(visibleRows(this.#layout, scrollPx, heightPx));
    for (const [row, element] of this.#elements) {
      // The focused row stays, even scrolled away: removing it would throw the focus to the page.
      if (wanted.has(row) || (row === this.#focused && element.contains(document.activeElement))) continue;
      element.remove();
      this.#elements.delete(row);
    }
    for (const row of wanted) if (!this.#elements.has(row)) this.#elements.set(row, this.#build(row));
    this.#putInOrder();
    for (const [row, element] of this.#elements) {
      element.style.setProperty("transform", `translateY(${row.yPx - scrollPx}px)`);
      element.querySelector("button")!.tabIndex = row === this.#focused ? 0 : -1;
      element.classList.toggle("chosen", row === this.#chosen);
    }
    if (this.#pendingFocus) this.#focusNow();
  }

  /** The row of what is chosen; its label takes the focus if a label has it. */
  choose(isChosen: (row: Row) => boolean, takeFocus: boolean): void {
    this.#chosen = this.#layout.rows.find(isChosen) ?? null;
    if (!this.#chosen) return;
    this.#focused = this.#chosen;
    this.#pendingFocus = takeFocus;
  }

  /** Who reads the page line by line reads the rows from top to bottom, however they came into view. */
  #putInOrder(): void {
    const ordered = [...this.#elements].sort(([a], [b]) => a.yPx - b.yPx);
    ordered.forEach(([, element], i) => {
      if (this.list.children[i] !== element) this.list.insertBefore(element, this.list.children[i] ?? null);
    });
  }

  #focusNow(): void {
    const element = this.#focused ? this.#elements.get(this.#focused) : undefined;
    if (!element) return;
    this.#pendingFocus = false;
    element.querySelector("button")!.focus({ preventScroll: true });
  }

  #build(row: Row): HTMLElement {
    const position = this.#layout.rows.indexOf(row) + 1;
    const attributes = { "aria-setsize": String(this.#layout.rows.length), "aria-posinset": String(position) };
    const content = row.kind === "group" ? this.#group(row) : row.kind === "lane" ? this.#lane(row) : this.#track(row);
    content.addEventListener("focus", () => {
      this.#focused = row;
    });
    return h("li", { class: row.kind, attributes, style: { height: `${row.heightPx}px` } }, content);
  }

  #group(row: GroupRow): HTMLButtonElement {
    const { t, opened } = this.say;
    const process = "process" in row.title ? opened.header.processes[row.title.process] : null;
    const several = opened.header.processes.length > 1;
    const name = process
      ? t(`group.${row.title.kind}`, { name: process.name, pid: process.pid })
      : t(`group.${row.title.kind}`);
    const text = several && process && row.title.kind !== "process" ? `${name} · ${process.pid}` : name;
    return h(
      "button",
      {
        class: "row",
        type: "button",
        attributes: { "aria-expanded": String(!row.collapsed) },
        onclick: () => this.actions.toggleGroup(row.id),
      },
      h("span", { class: "twistie", attributes: { "aria-hidden": "true" } }, row.collapsed ? "▸" : "▾"),
      h("span", { class: "name" }, text),
      h("span", { class: "count" }, String(row.count)),
    );
  }

  #lane(row: LaneRow): HTMLButtonElement {
    const { t, opened } = this.say;
    const lane = opened.header.lanes[row.lane];
    const times = opened.laneTimes[row.lane];
    const lifeNs = Math.max(1, lane.endNs - lane.startNs);
    const shares = times
      .map((ns, tone) => ({ ns, tone }))
      .filter(({ ns }) => ns > 0)
      .sort((a, b) => b.ns - a.ns)
      .map(({ ns, tone }) => `${this.say.tone(tone)} ${formatShare(ns / lifeNs)}`);
    if (!lane.ended) shares.push(t("lane.notEnded"));
    const label = t("lane.describe", { name: lane.name, kind: t(`lane.kind.${lane.kind}`), shares: shares.join(", ") });
    const width = (tones: number[]) => ({
      width: `${(tones.reduce((sum, tone) => sum + times[tone], 0) / lifeNs) * 100}%`,
    });
    return h(
      "button",
      {
        class: "row",
        type: "button",
        title: label,
        attributes: { "aria-label": label },
        onclick: () => this.actions.chooseRow(row),
      },
      h("span", { class: "name" }, lane.name),
      h(
        "span",
        { class: "meter" },
        h("span", { class: "running", style: width([Tone.running, Tone.io]) }),
        h("span", { class: "gil", style: width([Tone.gil]) }),
        h("span", { class: "blocked", style: width([Tone.blocked]) }),
      ),
    );
  }

  #track(row: TrackRow): HTMLButtonElement {
    const { t, opened } = this.say;
    const { name, kind, parameter } = opened.header.resources[row.resource];
    const facts = opened.resourceFacts[row.resource];
    const what = family(kind);
    const role = {
      lock: () => t("track.owner"),
      event: () => t("track.set"),
      semaphore: () => t("track.permits", { max: parameter }),
      queue: () => t("track.depth", { max: facts?.levelMax ?? 0 }),
      other: () => t("track.waiters", { max: facts?.waitersMax ?? 0 }),
    }[what]();
    const waited = t("track.waited", { waited: formatDuration(opened.waitedNs[row.resource]) });
    return h(
      "button",
      { class: "row", type: "button", title: `${name}: ${waited}`, onclick: () => this.actions.chooseRow(row) },
      h("span", { class: "name" }, name),
      h("span", { class: "role" }, `${t(`kind.${kind}`)} · ${role}`),
      h("span", { class: "hidden" }, waited),
    );
  }
}

/** Names a row across rebuilds of the layout. */
function keyOf(row: Row): string {
  return row.kind === "group" ? row.id : row.kind === "lane" ? `lane:${row.lane}` : `track:${row.resource}`;
}
