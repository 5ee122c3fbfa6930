/**
 * The card beside the pointer. It repeats what the details say for those who see and point; it takes no focus. It stays where
 * it came up while the pointer is on the same thing, so that its links can be reached.
 */
import type { Facts } from "../../core/layout/facts";
import { WaitOp } from "../../core/trace/types";
import { h, replace, swatch } from "./dom";
import { factList, factRows, toneClass } from "./fact-list";
import type { Say } from "./say";
import { siteLink, type UseSite } from "./site-link";

const OFFSET_PX = 14;
/** The pointer may go so far along a thing before the card comes after it. */
const FAR_PX = 240;

export class HoverCard {
  readonly element = h("div", { class: "card", hidden: true, attributes: { "aria-hidden": "true" } });
  #shown = "";

  constructor(
    readonly say: Say,
    readonly useSite: UseSite,
  ) {}

  get visible(): boolean {
    return !this.element.hidden;
  }

  /** `clientX`, `clientY`: the pointer. The card keeps clear of it and inside the page. */
  show(facts: Facts, clientX: number, clientY: number): void {
    const { say, element } = this;
    const key = keyOf(facts);
    if (this.visible && key === this.#shown && this.distanceTo(clientX, clientY) < FAR_PX) return;
    this.#shown = key;
    const hint = hintFor(say, facts);
    replace(
      element,
      h("p", { class: "title" }, swatch(toneClass(facts)), h("span", {}, say.title(facts))),
      factList(factRows(say, facts, (site) => this.#link(site))),
      hint !== "" && h("p", { class: "hint" }, hint),
    );
    element.hidden = false;
    const { offsetWidth, offsetHeight } = element;
    const left =
      clientX + OFFSET_PX + offsetWidth > innerWidth - 8 ? clientX - OFFSET_PX - offsetWidth : clientX + OFFSET_PX;
    const top =
      clientY + OFFSET_PX + offsetHeight > innerHeight - 8 ? clientY - OFFSET_PX - offsetHeight : clientY + OFFSET_PX;
    element.style.setProperty("transform", `translate(${Math.max(8, left)}px, ${Math.max(8, top)}px)`);
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** From a point of the page to the nearest of the card's; 0 inside. */
  distanceTo(clientX: number, clientY: number): number {
    const { left, right, top, bottom } = this.element.getBoundingClientRect();
    return Math.hypot(Math.max(left - clientX, 0, clientX - right), Math.max(top - clientY, 0, clientY - bottom));
  }

  #link(site: number): HTMLElement | string {
    const link = siteLink(this.say, site, this.useSite);
    // The same link is in the details: nobody needs to come here with the Tab key, and what is hidden must not be focused.
    if (typeof link !== "string") link.tabIndex = -1;
    return link;
  }
}

/** What a click does, where that is worth a word. */
function hintFor({ t, opensSource }: Say, facts: Facts): string {
  switch (facts.kind) {
    case "span":
      // Nobody ends a sleep but time.
      if (facts.wait?.op === WaitOp.sleep) return "";
      return facts.wait ? t(opensSource ? "card.sourceHint" : "card.clickHint") : "";
    case "item":
      return t("card.itemHint");
    case "loss":
      return t("card.lossHint");
    case "losses":
      return t("card.lossesHint");
    case "race":
      return t("race.hint");
    case "races":
      return t("race.severalHint");
    default:
      return "";
  }
}

/** Names what is pointed at. A moment on a track is another with each pixel. */
function keyOf(facts: Facts): string {
  switch (facts.kind) {
    case "span":
      return `span ${facts.lane} ${facts.startNs} ${facts.endNs}`;
    case "pile":
      return `pile ${facts.lane} ${facts.startNs} ${facts.endNs}`;
    case "band":
      return `band ${facts.resource} ${facts.startNs} ${facts.endNs}`;
    case "moment":
      return `moment ${facts.resource} ${facts.timeNs}`;
    case "item":
      return `item ${facts.item}`;
    case "pool":
      return `pool ${facts.pool} ${facts.timeNs}`;
    case "gil":
      return `gil ${facts.process} ${facts.timeNs}`;
    case "loss":
      return `loss ${facts.variable} ${facts.loss}`;
    case "race":
      return `race ${facts.finding}`;
    case "races":
      return `races ${facts.lane} ${facts.startNs} ${facts.endNs}`;
    case "losses":
      return `losses ${facts.lane} ${facts.startNs} ${facts.endNs}`;
  }
}
