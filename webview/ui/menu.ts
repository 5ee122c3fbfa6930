/**
 * A button that opens a menu, by the ARIA pattern: arrows move through it, a letter goes to the next item that begins with it,
 * Esc closes it and gives the focus back. It stands above the page (popover), so nothing cuts it.
 * https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/
 */
import { h, replace } from "./dom";
import { icon } from "./icons";

export interface MenuItem {
  text: string;
  title?: string;
  /** The key that does the same. */
  key?: string;
  /** Of several, or by itself; absent: the item does something. */
  checked?: boolean;
  one?: boolean;
  run(): void;
}
export interface MenuPart {
  title: string;
  items: readonly MenuItem[];
}

const GAP_PX = 4;
const EDGE_PX = 8;

export class Menu {
  readonly element = h("div", { class: "menu", tabIndex: -1, attributes: { role: "menu", popover: "auto" } });

  /** `parts` is asked each time it opens. */
  constructor(
    readonly button: HTMLButtonElement,
    label: string,
    readonly parts: () => readonly MenuPart[],
  ) {
    const { element } = this;
    element.setAttribute("aria-label", label);
    button.setAttribute("aria-haspopup", "menu");
    button.setAttribute("aria-expanded", "false");
    button.popoverTargetElement = element;
    element.addEventListener("beforetoggle", (event) => {
      if ((event as ToggleEvent).newState === "open") this.#fill();
    });
    element.addEventListener("toggle", (event) => {
      const open = (event as ToggleEvent).newState === "open";
      button.setAttribute("aria-expanded", String(open));
      if (open) this.#place();
    });
    element.addEventListener("keydown", (event) => this.#key(event));
    button.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      event.stopPropagation();
      element.showPopover();
    });
  }

  #fill(): void {
    const parts = this.parts().filter(({ items }) => items.length > 0);
    replace(
      this.element,
      ...parts.map(({ title, items }) =>
        h(
          "div",
          { class: "part", attributes: { role: "group", "aria-label": title } },
          h("div", { class: "title", attributes: { "aria-hidden": "true" } }, title),
          ...items.map((item) => this.#item(item)),
        ),
      ),
    );
  }

  #item({ text, title, key, checked, one, run }: MenuItem): HTMLElement {
    const role = checked === undefined ? "menuitem" : one ? "menuitemradio" : "menuitemcheckbox";
    const attributes: Record<string, string> = { role };
    if (checked !== undefined) attributes["aria-checked"] = String(checked);
    if (key) attributes["aria-keyshortcuts"] = key;
    const onclick = () => {
      this.element.hidePopover();
      this.button.focus();
      run();
    };
    const sign = h("span", { class: "sign" }, checked === true && icon("check"));
    const shortcut = key && h("kbd", { attributes: { "aria-hidden": "true" } }, key);
    return h(
      "button",
      { type: "button", title, tabIndex: -1, attributes, onclick },
      sign,
      h("span", { class: "text" }, text),
      shortcut,
    );
  }

  /** Below its button, as far left and up as it has to be to stay on the page. */
  #place(): void {
    const { element, button } = this;
    const at = button.getBoundingClientRect();
    const left = Math.min(at.left, innerWidth - element.offsetWidth - EDGE_PX);
    const top = Math.min(at.bottom + GAP_PX, innerHeight - element.offsetHeight - EDGE_PX);
    element.style.setProperty("left", `${Math.max(EDGE_PX, left)}px`);
    element.style.setProperty("top", `${Math.max(EDGE_PX, top)}px`);
    this.#items[0]?.focus();
  }

  get #items(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>("[role^=menuitem]")];
  }

  #key(event: KeyboardEvent): void {
    // The page has its own use of letters, arrows and Esc.
    event.stopPropagation();
    const items = this.#items;
    const at = items.indexOf(document.activeElement as HTMLElement);
    const goTo = (index: number) => {
      event.preventDefault();
      items[(index + items.length) % items.length]?.focus();
    };
    if (event.key === "ArrowDown") goTo(at + 1);
    else if (event.key === "ArrowUp") goTo(at - 1);
    else if (event.key === "Home") goTo(0);
    else if (event.key === "End") goTo(items.length - 1);
    else if (event.key === "Escape") this.button.focus();
    else if (event.key === "Tab") this.element.hidePopover();
    else if (event.key.length === 1 && event.key !== " ") this.#goToLetter(event.key.toLowerCase(), items, at);
  }

  #goToLetter(letter: string, items: readonly HTMLElement[], at: number): void {
    const behind = [...items.slice(at + 1), ...items.slice(0, at + 1)];
    const begins = (item: HTMLElement) => item.querySelector(".text")?.textContent?.toLowerCase().startsWith(letter);
    behind.find(begins)?.focus();
  }
}
