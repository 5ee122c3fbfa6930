/** The details below the timeline: tabs by the ARIA pattern (arrow keys move, the panel of the current tab is shown). */
import { h } from "./dom";
import { icon } from "./icons";

const LEAST_PX = 110;
/** At most so much of the page. */
const MOST_SHARE = 0.7;
const STEP_PX = 24;
/** In a page as low as this the lanes come first: the dock is closed at the beginning. styles/small.css knows it as well. */
const LOW_PX = 600;
/** Where few lanes leave so much room even there, it is opened, at most so high. */
const LEAST_ROOM_PX = 120;
const MOST_ROOM_PX = 260;

export class Dock<Name extends string> {
  readonly element: HTMLElement;
  readonly panels = new Map<Name, HTMLElement>();
  readonly #tabs = new Map<Name, HTMLButtonElement>();
  readonly #toggle: HTMLButtonElement;
  #current: Name;
  readonly #summary = h("p", { class: "summary" });
  #open = innerHeight > LOW_PX;
  /** Nobody has opened or closed it yet. */
  #auto = true;

  constructor(
    readonly titles: { label: string; hide: string; show: string; resize: string; legend: string },
    names: readonly Name[],
    /** `byHand`: somebody pressed a tab. */
    readonly changed: (byHand: boolean) => void,
    showLegend: () => void,
  ) {
    this.#current = names[0];
    for (const name of names) {
      const attributes = { role: "tab", "aria-controls": `panel-${name}` };
      this.#tabs.set(
        name,
        h("button", {
          class: "tab",
          id: `tab-${name}`,
          type: "button",
          attributes,
          onclick: () => this.#choose(name, true),
        }),
      );
      const panel = { role: "tabpanel", "aria-labelledby": `tab-${name}` };
      this.panels.set(
        name,
        h("div", { class: `panel panel-${name}`, id: `panel-${name}`, tabIndex: 0, attributes: panel }),
      );
    }
    const list = h(
      "div",
      { class: "tablist", attributes: { role: "tablist", "aria-label": titles.label } },
      ...this.#tabs.values(),
    );
    list.addEventListener("keydown", (event) => this.#arrows(event));
    this.#toggle = h("button", { class: "tool", type: "button", onclick: () => this.setOpen(!this.#open) });
    // For pages that are too low for the legend below.
    const legend = h("button", { class: "tab show-legend", type: "button", onclick: showLegend }, titles.legend);
    const bar = h("div", { class: "tabs" }, list, this.#summary, legend, this.#toggle);
    const grip = this.#grip();
    this.element = h(
      "section",
      { class: "dock", attributes: { "aria-label": titles.label } },
      grip,
      bar,
      ...this.panels.values(),
    );
    const tellHeight = () => {
      const percent = Math.round((this.element.offsetHeight / innerHeight) * 100);
      grip.setAttribute("aria-valuenow", String(percent));
    };
    new ResizeObserver(tellHeight).observe(this.element);
    this.#update();
  }

  /** `roomPx`: what the lanes leave of the page, the dock's own room included. */
  fitInto(roomPx: number): void {
    if (!this.#auto) return;
    const low = innerHeight <= LOW_PX;
    const open = !low || roomPx >= LEAST_ROOM_PX;
    const height = low && open ? `${Math.min(roomPx, MOST_ROOM_PX)}px` : "";
    if (this.element.style.getPropertyValue("--dock-height") !== height)
      this.element.style.setProperty("--dock-height", height);
    if (open !== this.#open) this.#setOpen(open);
  }

  get current(): Name | null {
    return this.#open ? this.#current : null;
  }

  /** Opens the dock. */
  show(name: Name): void {
    this.#choose(name, false);
  }

  /** Changes the tab; a closed dock stays closed. */
  suggest(name: Name): void {
    this.#current = name;
    this.#update();
    this.changed(false);
  }

  /** One line for a closed dock. */
  setSummary(text: string): void {
    this.#summary.textContent = text;
  }

  setTitle(name: Name, title: string): void {
    const tab = this.#tabs.get(name)!;
    if (tab.textContent !== title) tab.textContent = title;
  }

  setOpen(open: boolean): void {
    this.#auto = false;
    this.#setOpen(open);
  }

  #setOpen(open: boolean): void {
    this.#open = open;
    this.#update();
    this.changed(!this.#auto);
  }

  #choose(name: Name, byHand: boolean): void {
    this.#auto = false;
    this.#current = name;
    this.#open = true;
    this.#update();
    this.changed(byHand);
  }

  focus(): void {
    this.panels.get(this.#current)?.focus();
  }

  /** The upper edge, which is dragged; by keyboard it moves with the arrows (the ARIA pattern of a window splitter). */
  #grip(): HTMLElement {
    const attributes = {
      role: "separator",
      "aria-orientation": "horizontal",
      "aria-label": this.titles.resize,
      "aria-valuenow": "0",
    };
    const grip = h("div", { class: "grip", tabIndex: 0, attributes });
    const setHeight = (heightPx: number) => {
      this.#auto = false;
      const clamped = Math.min(Math.max(heightPx, LEAST_PX), innerHeight * MOST_SHARE);
      this.element.style.setProperty("--dock-height", `${clamped}px`);
    };
    grip.addEventListener("pointerdown", (event) => grip.setPointerCapture(event.pointerId));
    grip.addEventListener("pointermove", (event) => {
      if (grip.hasPointerCapture(event.pointerId))
        setHeight(this.element.getBoundingClientRect().bottom - event.clientY);
    });
    grip.addEventListener("keydown", (event) => {
      const by = event.key === "ArrowUp" ? STEP_PX : event.key === "ArrowDown" ? -STEP_PX : 0;
      if (by === 0) return;
      event.preventDefault();
      setHeight(this.element.getBoundingClientRect().height + by);
    });
    return grip;
  }

  #arrows(event: KeyboardEvent): void {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    const names = [...this.#tabs.keys()];
    const next = names[(names.indexOf(this.#current) + by + names.length) % names.length];
    event.preventDefault();
    this.#choose(next, true);
    this.#tabs.get(next)?.focus();
  }

  #update(): void {
    for (const [name, tab] of this.#tabs) {
      const selected = name === this.#current;
      tab.setAttribute("aria-selected", String(selected && this.#open));
      tab.tabIndex = selected ? 0 : -1;
      this.panels.get(name)!.hidden = !selected || !this.#open;
    }
    this.element.classList.toggle("closed", !this.#open);
    const title = this.#open ? this.titles.hide : this.titles.show;
    this.#toggle.replaceChildren(icon(this.#open ? "down" : "up"));
    this.#toggle.title = title;
    this.#toggle.setAttribute("aria-label", title);
    this.#toggle.setAttribute("aria-expanded", String(this.#open));
  }
}
