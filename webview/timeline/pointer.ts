/** What the pointer does over the lanes, besides gestures: the card, the line that follows it and its moment, the click. */
import type { Facts } from "../../core/layout/facts";
import { HoverCard } from "../ui/hover-card";
import type { Say } from "../ui/say";
import type { UseSite } from "../ui/site-link";

export interface PointerActions {
  /** What is at this place of the canvas. */
  pick(xPx: number, yPx: number): Promise<Facts | null>;
  click(xPx: number, yPx: number, twice: boolean): Promise<void>;
  useSite: UseSite;
  /** The moment at this place, in words. */
  moment(xPx: number): string;
}

/** Who is on the way to the card passes over other things: they wait so long. */
const DETOUR_MS = 220;

export class Pointer {
  readonly card: HoverCard;
  readonly #canvas: HTMLElement;
  readonly #crosshair: HTMLElement;
  readonly #cursor: HTMLElement;
  /** Counts moves: an answer that comes after the next move is of no use. */
  #moves = 0;
  /** Where over the lanes it is; null where it is elsewhere, and after something else was chosen than by it. */
  xPx: number | null = null;
  #fromCardPx = Number.POSITIVE_INFINITY;
  #detour: ReturnType<typeof setTimeout> | undefined;

  constructor(
    parts: { canvas: HTMLElement; crosshair: HTMLElement; cursor: HTMLElement },
    say: Say,
    readonly actions: PointerActions,
  ) {
    const { canvas } = parts;
    this.#canvas = canvas;
    this.card = new HoverCard(say, actions.useSite);
    this.#crosshair = parts.crosshair;
    this.#cursor = parts.cursor;
    canvas.addEventListener("pointermove", (event) => void this.#move(event));
    canvas.addEventListener("pointerleave", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.card.element.contains(relatedTarget))) this.#leave();
    });
    this.card.element.addEventListener("pointerenter", () => this.#stay());
    this.card.element.addEventListener("pointerleave", ({ relatedTarget }) => {
      if (relatedTarget !== canvas) this.#leave();
    });
    for (const element of [canvas, this.card.element])
      element.addEventListener("wheel", () => this.#leave(), { passive: true });
    canvas.addEventListener("click", (event) => {
      // The second of a double click says no more than that one.
      if (event.detail < 2) void this.#click(event, false);
    });
    canvas.addEventListener("dblclick", (event) => void this.#click(event, true));
  }

  async #move(event: PointerEvent): Promise<void> {
    if (event.buttons !== 0) {
      this.#leave();
      return;
    }
    const { clientX, clientY, offsetX, offsetY } = event;
    const move = ++this.#moves;
    this.xPx = offsetX;
    this.#crosshair.hidden = this.#cursor.hidden = false;
    this.#crosshair.style.setProperty("transform", `translateX(${offsetX}px)`);
    this.#cursor.textContent = this.actions.moment(offsetX);
    const half = this.#cursor.offsetWidth / 2;
    const insideX = Math.min(Math.max(offsetX, half), this.#canvas.clientWidth - half);
    this.#cursor.style.setProperty("left", `${insideX}px`);
    const facts = await this.actions.pick(offsetX, offsetY);
    if (move !== this.#moves) return;
    const fromCardPx = this.card.visible ? this.card.distanceTo(clientX, clientY) : Number.POSITIVE_INFINITY;
    const towards = fromCardPx < this.#fromCardPx;
    this.#fromCardPx = fromCardPx;
    clearTimeout(this.#detour);
    const show = () => {
      if (facts) this.card.show(facts, clientX, clientY);
      else this.card.hide();
    };
    if (this.card.visible && towards) this.#detour = setTimeout(show, DETOUR_MS);
    else show();
  }

  /** The pointer has reached the card. */
  #stay(): void {
    this.#moves++;
    this.xPx = null;
    clearTimeout(this.#detour);
    this.#crosshair.hidden = this.#cursor.hidden = true;
  }

  #leave(): void {
    this.#stay();
    this.#fromCardPx = Number.POSITIVE_INFINITY;
    this.card.hide();
  }

  async #click(event: MouseEvent, twice: boolean): Promise<void> {
    this.#leave();
    await this.actions.click(event.offsetX, event.offsetY, twice);
  }
}
