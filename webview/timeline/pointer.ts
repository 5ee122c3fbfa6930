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

export class Pointer {
  readonly card = new HoverCard();
  readonly #crosshair: HTMLElement;
  readonly #cursor: HTMLElement;
  /** Counts moves: an answer that comes after the next move is of no use. */
  #moves = 0;

  constructor(
    parts: { canvas: HTMLElement; crosshair: HTMLElement; cursor: HTMLElement },
    readonly say: Say,
    readonly actions: PointerActions,
  ) {
    const { canvas } = parts;
    this.#crosshair = parts.crosshair;
    this.#cursor = parts.cursor;
    canvas.addEventListener("pointermove", (event) => void this.#move(event));
    canvas.addEventListener("pointerleave", () => this.#leave());
    canvas.addEventListener("wheel", () => this.#leave(), { passive: true });
    canvas.addEventListener("click", (event) => void this.#click(event, false));
    canvas.addEventListener("dblclick", (event) => void this.#click(event, true));
  }

  async #move(event: PointerEvent): Promise<void> {
    if (event.buttons !== 0) {
      this.#leave();
      return;
    }
    const move = ++this.#moves;
    this.#crosshair.hidden = this.#cursor.hidden = false;
    this.#crosshair.style.setProperty("transform", `translateX(${event.offsetX}px)`);
    this.#cursor.textContent = this.actions.moment(event.offsetX);
    this.#cursor.style.setProperty("left", `${event.offsetX}px`);
    const facts = await this.actions.pick(event.offsetX, event.offsetY);
    if (move !== this.#moves) return;
    if (facts) this.card.show(this.say, facts, event.clientX, event.clientY);
    else this.card.hide();
  }

  #leave(): void {
    this.#moves++;
    this.#crosshair.hidden = this.#cursor.hidden = true;
    this.card.hide();
  }

  async #click(event: MouseEvent, twice: boolean): Promise<void> {
    this.#leave();
    await this.actions.click(event.offsetX, event.offsetY, twice);
  }
}
