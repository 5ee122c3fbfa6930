/** A name that is dragged up or down: a line shows where its row would go. Fingers scroll; they do not drag. */
import { keyOf } from "../../core/layout/row-keys";
import { siblingsOf } from "../../core/layout/row-siblings";
import type { Row, RowLayout } from "../../core/layout/rows";
import { h } from "./dom";

/** Nobody holds a pointer quite still. */
const STILL_PX = 5;
/** So near to an edge of the list it scrolls. */
const EDGE_PX = 22;
const SCROLL_PX = 12;

export interface RowDragHost {
  list: HTMLElement;
  /** The row whose name this is in. */
  rowOf(target: EventTarget | null): Row | null;
  layout(): RowLayout;
  /** Top of a row in the list. */
  topOf(row: Row): number;
  scrollBy(px: number): void;
  drop(key: string, before: string | null): void;
}

interface Drag {
  key: string;
  item: HTMLElement;
  startY: number;
  pointerId: number;
  going: boolean;
}

export class RowDrag {
  readonly #line = h("div", { class: "drop-line", hidden: true });
  #drag: Drag | null = null;

  constructor(readonly host: RowDragHost) {
    const { list } = host;
    list.after(this.#line);
    list.addEventListener("pointerdown", (event) => this.#begin(event));
    list.addEventListener("pointermove", (event) => this.#move(event));
    list.addEventListener("pointerup", (event) => this.#end(event));
    list.addEventListener("pointercancel", () => this.#stop());
    document.addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Escape" || !this.#drag?.going) return;
        event.stopPropagation();
        this.#stop();
      },
      { capture: true },
    );
  }

  #begin({ target, button, clientY, pointerId, pointerType }: PointerEvent): void {
    const row = button === 0 && pointerType !== "touch" ? this.host.rowOf(target) : null;
    const item = target instanceof Element ? target.closest("li") : null;
    if (!row || !item || siblingsOf(this.host.layout(), row).length < 2) return;
    this.#drag = { key: keyOf(row), item, startY: clientY, pointerId, going: false };
  }

  #move({ clientY }: PointerEvent): void {
    const drag = this.#drag;
    if (!drag) return;
    const { list, scrollBy } = this.host;
    if (!drag.going) {
      if (Math.abs(clientY - drag.startY) < STILL_PX) return;
      drag.going = true;
      list.setPointerCapture(drag.pointerId);
      list.classList.add("dragging");
      drag.item.classList.add("dragged");
    }
    const { top, bottom } = list.getBoundingClientRect();
    if (clientY < top + EDGE_PX) scrollBy(-SCROLL_PX);
    else if (clientY > bottom - EDGE_PX) scrollBy(SCROLL_PX);
    const place = this.#placeAt(clientY - top);
    this.#line.hidden = place === null;
    if (place) this.#line.style.setProperty("transform", `translateY(${place.linePx}px)`);
  }

  #end({ clientY }: PointerEvent): void {
    const drag = this.#drag;
    if (!drag) return;
    const place = drag.going ? this.#placeAt(clientY - this.host.list.getBoundingClientRect().top) : null;
    // What was dragged was not clicked.
    if (drag.going) addEventListener("click", (event) => event.stopPropagation(), { capture: true, once: true });
    this.#stop();
    if (place && place.before !== drag.key) this.host.drop(drag.key, place.before);
  }

  #stop(): void {
    this.#drag?.item.classList.remove("dragged");
    this.host.list.classList.remove("dragging");
    this.#line.hidden = true;
    this.#drag = null;
  }

  /** Before which of its siblings it would go, and where that is. */
  #placeAt(listPx: number): { before: string | null; linePx: number } | null {
    const layout = this.host.layout();
    const row = layout.rows.find((each) => keyOf(each) === this.#drag?.key);
    const siblings = row ? siblingsOf(layout, row) : [];
    const last = siblings.at(-1);
    if (!last) return null;
    const next = siblings.find((each) => listPx < this.host.topOf(each) + each.heightPx / 2);
    if (next) return { before: keyOf(next), linePx: this.host.topOf(next) };
    return { before: null, linePx: this.host.topOf(last) + last.heightPx };
  }
}
