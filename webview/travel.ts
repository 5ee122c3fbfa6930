/** Back and forward on the timeline: what a place is, when one has come to another, and how one returns. */
import type { Target as HostTarget } from "../core/protocol/host-view";
import type { Choice } from "./choice";
import { History, type Way } from "./history";
import type { RangeChoice, TimeRange } from "./range";
import type { Follow } from "./timeline/follow";
import type { Viewport } from "./timeline/viewport";
import type { Say } from "./ui/say";

interface Place {
  t0Ns: number;
  nsPerPx: number;
  scrollPx: number;
  selection: HostTarget | null;
  range: TimeRange | null;
}

export interface TravelHost {
  viewport: Viewport;
  choice: Choice;
  range: RangeChoice;
  follow: Follow;
  say: Say;
  announce(text: string): void;
  /** There is more, or less, before or after this place. */
  changed(canBack: boolean, canForward: boolean): void;
}

export class Travel {
  readonly #history = new History<Place>((a, b) => JSON.stringify(a) === JSON.stringify(b));
  /** How one goes where the view is about to be; null = nobody has said. */
  #way: Way | null = null;
  #going = false;

  constructor(readonly host: TravelHost) {}

  /** Walking is told after the jump that it is made of; panning says nothing about what was chosen just before. */
  note(way: Way): void {
    if (way === "walk" || this.#way === null || (way === "jump" && this.#way === "move")) this.#way = way;
  }

  /** Something begins that leads elsewhere: where one is now was a place, drawn or not. */
  leave(): void {
    if (!this.#going) this.settle();
  }

  /** The view stands still. */
  settle(): void {
    if (this.#going) return;
    const place = this.#place();
    // Who follows a run is carried along.
    if (this.host.follow.on) this.#history.amend(place);
    else this.#history.visit(place, this.#way ?? "move");
    this.#way = null;
    this.#tell();
  }

  async go(by: -1 | 1): Promise<void> {
    const { host } = this;
    if (this.#going) return;
    this.settle();
    const place = this.#history.go(by);
    if (!place) {
      host.announce(host.say.t(by < 0 ? "travel.noBack" : "travel.noForward"));
      return;
    }
    this.#going = true;
    try {
      host.follow.pause();
      if (!place.selection) await host.choice.clear();
      else await host.choice.restore(place.selection);
      host.range.restore(place.range);
      host.viewport.restore(place, place.scrollPx);
      if (place.selection) host.announce(host.choice.told);
      else host.announce(host.say.t(by < 0 ? "travel.back" : "travel.forward"));
    } finally {
      this.#going = false;
    }
    // A smaller window shows another part of it, a grown trace may know the chosen thing no more: it is the same entry.
    this.#history.amend(this.#place());
    this.#way = null;
    this.#tell();
  }

  #place(): Place {
    const { viewport, choice, range } = this.host;
    return { ...viewport.scale, scrollPx: viewport.scrollPx, selection: choice.kept, range: range.range };
  }

  #tell(): void {
    this.host.changed(this.#history.canBack, this.#history.canForward);
  }
}
