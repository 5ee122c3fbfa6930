/**
 * The left column: a name for each visible row. Only visible rows exist (a trace may have thousands), one of them is the
 * place where Tab stops (roving focus). A row keeps its element while the trace grows: focus, pointer and click stay on it.
 */
import type { Row, RowLayout } from "../../core/layout/rows";
import { visibleRows } from "../../core/layout/rows";
import { h } from "./dom";
import { fillRow, type RowActions } from "./row-label";
import type { Say } from "./say";

interface Label {
  row: Row;
  item: HTMLElement;
  button: HTMLButtonElement;
  /** Which generation's facts it shows. */
  filled: number;
}

export class Labels {
  #layout: RowLayout = { rows: [], heightPx: 0 };
  readonly #labels = new Map<string, Label>();
  /** Keys of rows. */
  #focused: string | null = null;
  #chosen: string | null = null;
  /** The focus is to go to `#focused` as soon as that row is there. */
  #pendingFocus = false;
  #generation = 0;
  /** What the last `draw` showed. */
  #shown: unknown[] = [];

  constructor(
    readonly list: HTMLElement,
    readonly say: Say,
    readonly actions: RowActions,
  ) {}

  /** Rows have come, gone or moved, or what is said of them has changed. */
  setLayout(layout: RowLayout): void {
    this.#layout = layout;
    this.#generation++;
    const byKey = new Map(layout.rows.map((row) => [keyOf(row), row]));
    for (const [key, label] of this.#labels) {
      const row = byKey.get(key);
      if (row) label.row = row;
      else {
        this.#pendingFocus ||= label.item.contains(document.activeElement);
        this.#remove(key, label);
      }
    }
    if (this.#focused === null || !byKey.has(this.#focused)) {
      const first = layout.rows.find((row) => row.kind === "lane") ?? layout.rows[0];
      this.#focused = first ? keyOf(first) : null;
    }
  }

  /** Puts the rows of a window in their places. */
  draw(scrollPx: number, heightPx: number): void {
    const shown = [scrollPx, heightPx, this.#generation, this.#focused, this.#chosen, this.#pendingFocus];
    // Panning and zooming leave the names where they are.
    if (shown.every((part, i) => part === this.#shown[i])) return;
    this.#shown = shown;
    const wanted = new Map(visibleRows(this.#layout, scrollPx, heightPx).map((row) => [keyOf(row), row]));
    for (const [key, label] of this.#labels) {
      // The focused row stays, even scrolled away: removing it would throw the focus to the page.
      const hasFocus = key === this.#focused && label.item.contains(document.activeElement);
      if (!wanted.has(key) && !hasFocus) this.#remove(key, label);
    }
    for (const [key, row] of wanted) if (!this.#labels.has(key)) this.#labels.set(key, this.#build(key, row));
    this.#putInOrder();
    const positions = new Map(this.#layout.rows.map((row, i) => [row, i]));
    for (const [key, label] of this.#labels) {
      if (label.filled !== this.#generation) this.#fill(label, positions.get(label.row) ?? 0);
      label.item.style.setProperty("transform", `translateY(${label.row.yPx - scrollPx}px)`);
      label.button.tabIndex = key === this.#focused ? 0 : -1;
      label.item.classList.toggle("chosen", key === this.#chosen);
    }
    if (this.#pendingFocus) this.#focusNow();
  }

  /** The row of what is chosen; its label takes the focus if a label has it. */
  choose(isChosen: (row: Row) => boolean, takeFocus: boolean): void {
    const row = this.#layout.rows.find(isChosen);
    this.#chosen = row ? keyOf(row) : null;
    if (!row) return;
    this.#focused = this.#chosen;
    this.#pendingFocus = takeFocus;
  }

  #remove(key: string, { item }: Label): void {
    item.remove();
    this.#labels.delete(key);
  }

  /** Who reads the page line by line reads the rows from top to bottom, however they came into view. */
  #putInOrder(): void {
    const ordered = [...this.#labels.values()].sort((a, b) => a.row.yPx - b.row.yPx);
    // A focused element must not be moved in the document: that would take the focus from it. The others go around it.
    const anchor = ordered.findIndex(({ item }) => item.isConnected && item.contains(document.activeElement));
    ordered.forEach(({ item }, i) => {
      if (i < anchor) this.list.insertBefore(item, ordered[anchor].item);
      else if (this.list.children[i] !== item && i !== anchor)
        this.list.insertBefore(item, this.list.children[i] ?? null);
    });
  }

  #focusNow(): void {
    const label = this.#focused === null ? undefined : this.#labels.get(this.#focused);
    if (!label) return;
    this.#pendingFocus = false;
    label.button.focus({ preventScroll: true });
  }

  /** What its look depends on. */
  #classOf(row: Row): string {
    if (row.kind === "lane")
      return this.say.opened.header.lanes[row.lane].kind === "process" ? "lane untraced" : "lane";
    return row.kind === "gil" || row.kind === "pool" ? "track" : row.kind;
  }

  #build(key: string, row: Row): Label {
    const button = h("button", {
      class: "row",
      type: "button",
      onfocus: () => {
        this.#focused = key;
      },
    });
    return { row, button, item: h("li", { class: this.#classOf(row) }, button), filled: -1 };
  }

  #fill(label: Label, position: number): void {
    const { row, item, button } = label;
    label.filled = this.#generation;
    item.style.setProperty("height", `${row.heightPx}px`);
    item.style.setProperty("--level", String("level" in row ? row.level : 0));
    item.setAttribute("aria-setsize", String(this.#layout.rows.length));
    item.setAttribute("aria-posinset", String(position + 1));
    fillRow(button, row, this.say, this.actions);
  }
}

/** Names a row across rebuilds of the layout. */
function keyOf(row: Row): string {
  switch (row.kind) {
    case "group":
      return row.id;
    case "lane":
      return `lane:${row.lane}`;
    case "track":
      return `track:${row.resource}`;
    case "pool":
      return `use:${row.pool}`;
    case "gil":
      return `gil:${row.process}`;
  }
}
