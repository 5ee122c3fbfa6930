/** The card beside the pointer. It repeats what the details say for those who see and point; it takes no focus. */
import type { Facts } from "../../core/layout/facts";
import { h, replace, swatch } from "./dom";
import { factList, factRows, toneClass } from "./fact-list";
import type { Say } from "./say";

const OFFSET_PX = 14;

export class HoverCard {
  readonly element = h("div", { class: "card", hidden: true, attributes: { "aria-hidden": "true" } });

  /** `clientX`, `clientY`: the pointer. The card keeps clear of it and inside the page. */
  show(say: Say, facts: Facts, clientX: number, clientY: number): void {
    const hint = facts.kind === "span" && facts.wait ? say.t("card.clickHint") : "";
    replace(
      this.element,
      h("p", { class: "title" }, swatch(toneClass(facts)), h("span", {}, say.title(facts))),
      factList(factRows(say, facts, (site) => h("span", { class: "site" }, say.site(site)))),
      hint !== "" && h("p", { class: "hint" }, hint),
    );
    this.element.hidden = false;
    const { offsetWidth, offsetHeight } = this.element;
    const left =
      clientX + OFFSET_PX + offsetWidth > innerWidth - 8 ? clientX - OFFSET_PX - offsetWidth : clientX + OFFSET_PX;
    const top =
      clientY + OFFSET_PX + offsetHeight > innerHeight - 8 ? clientY - OFFSET_PX - offsetHeight : clientY + OFFSET_PX;
    this.element.style.setProperty("transform", `translate(${Math.max(8, left)}px, ${Math.max(8, top)}px)`);
  }

  hide(): void {
    this.element.hidden = true;
  }
}
