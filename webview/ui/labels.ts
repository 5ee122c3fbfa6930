/**
 * The left column: a name for each visible row. Only visible rows exist (a trace may have thousands), one of them is the
 * place where Tab stops (roving focus). A row keeps its element while the trace grows: focus, pointer and click stay on it.
 */
import { keyOf, rowNamed } from "../../core/layout/row-keys";
import { NO_ROWS, PINNED, type Row, type RowLayout } from "../../core/layout/rows";
import { stuckPx, topInWindow, visibleRows } from "../../core/layout/window-rows";
import { h } from "./dom";
import { icon } from "./icons";
import { fillRow, type RowActions, rowName } from "./row-label";
import type { Say } from "./say";

interface Label {
  row: Row;
  item: HTMLElement;
  button: HTMLButtonElement;
  /** Pins it: there while its row is pointed at or has the focus, and on pinned rows; null where a row has its place. */
  pin: HTMLButtonElement | null;
  /** Which generation's facts it shows. */
  filled: number;
}

export class Labels {
  #layout: RowLayout = NO_ROWS;
  readonly #labels = new Map<string, Label>();
  /** Keys of rows. */
  #focused: string | null = null;
  #chosen: string | null = null;
  /** The focus is to go to `#focused` as soon as that row is there. */
  #pendingFocus = false;
  #generation = 0;
  #window = { scrollPx: 0, heightPx: 0 };
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
    const window = { scrollPx, heightPx };
    this.#window = window;
    const { stuck, scrolled } = visibleRows(this.#layout, window);
    const wanted = new Map([...stuck, ...scrolled].map((row) => [keyOf(row), row]));
    for (const [key, label] of this.#labels) {
      // The focused row stays, even scrolled away: removing it would throw the focus to the page.
      const hasFocus = key === this.#focused && label.item.contains(document.activeElement);
      if (!wanted.has(key) && !hasFocus) this.#remove(key, label);
    }
    for (const [key, row] of wanted) if (!this.#labels.has(key)) this.#labels.set(key, this.#build(key, row));
    this.#putInOrder();
    const positions = new Map(this.#layout.rows.map((row, i) => [row, i]));
    const edgePx = stuckPx(this.#layout, heightPx);
    for (const [key, label] of this.#labels) {
      if (label.filled !== this.#generation) this.#fill(label, positions.get(label.row) ?? 0);
      const topPx = topInWindow(this.#layout, label.row, window);
      const isStuck = label.row.yPx < edgePx;
      label.item.style.setProperty("transform", `translateY(${topPx}px)`);
      // The part of a row that is under the pinned ones.
      const underPx = isStuck ? 0 : edgePx - topPx;
      label.item.style.setProperty("clip-path", underPx > 0 ? `inset(${underPx}px -200vw 0 0)` : "none");
      label.item.classList.toggle("pinned", label.row.within === PINNED);
      label.button.tabIndex = key === this.#focused ? 0 : -1;
      label.item.classList.toggle("chosen", key === this.#chosen);
    }
    if (this.#pendingFocus) this.#focusNow();
  }

  /** What keys mean that are about one row: the one whose name has the focus, else the chosen one. */
  get currentKey(): string | null {
    return this.list.contains(document.activeElement) ? this.#focused : this.#chosen;
  }

  /** The row that an element of the list is part of. */
  rowOf(target: EventTarget | null): Row | null {
    const item = target instanceof Element ? target.closest("li") : null;
    for (const label of this.#labels.values()) if (label.item === item) return label.row;
    return null;
  }

  get layout(): RowLayout {
    return this.#layout;
  }

  /** In the list as it was drawn last. */
  topOf(row: Row): number {
    return topInWindow(this.#layout, row, this.#window);
  }

  nameOf(row: Row): string {
    return rowName(row, this.say);
  }

  /** To the row where Tab stops. */
  focus(): void {
    this.#pendingFocus = true;
    this.#focusNow();
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
    const pin = rowNamed(key) ? this.#buildPin(key) : null;
    const label: Label = { row, button, pin, item: h("li", { class: this.#classOf(row) }, button), filled: -1 };
    for (const type of ["pointerenter", "pointerleave", "focusin", "focusout"])
      label.item.addEventListener(type, ({ type: now }) =>
        this.#showPin(label, now === "pointerenter" || now === "focusin"),
      );
    return label;
  }

  /** Out of the order of Tab, as all rows but one: a key does the same. */
  #buildPin(key: string): HTMLButtonElement {
    const onclick = () => this.actions.pin(key);
    return h("button", { class: "pin", type: "button", tabIndex: -1, onclick }, icon("pin"));
  }

  #showPin({ pin, item, row }: Label, meant: boolean): void {
    if (!pin) return;
    const wanted = meant || row.within === PINNED || item.matches(":hover, :focus-within");
    if (wanted && !pin.isConnected) item.append(pin);
    else if (!wanted) pin.remove();
  }

  #fill(label: Label, position: number): void {
    const { row, item, button, pin } = label;
    label.filled = this.#generation;
    item.style.setProperty("height", `${row.heightPx}px`);
    item.style.setProperty("--level", String("level" in row ? row.level : 0));
    item.setAttribute("aria-setsize", String(this.#layout.rows.length));
    item.setAttribute("aria-posinset", String(position + 1));
    fillRow(button, row, this.say, this.actions);
    if (!pin) return;
    this.#showPin(label, false);
    const isPinned = row.within === PINNED;
    pin.title = this.say.t(isPinned ? "rows.unpin" : "rows.pin", { name: this.nameOf(row) });
    pin.setAttribute("aria-label", pin.title);
    pin.setAttribute("aria-pressed", String(isPinned));
  }
}
