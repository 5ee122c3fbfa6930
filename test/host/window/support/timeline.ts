/** The timeline in its webview: a page inside two frames of VS Code's. */
import type { FrameLocator, Locator, Page } from "playwright-core";
import { countInColumn, pictureOf, type Rgb } from "../../../webview/support/picture";

/** A place of the window in CSS pixels. */
export interface Place {
  x: number;
  y: number;
}

export class Timeline {
  constructor(private readonly page: Page) {}

  /** The page inside the webview that is on the screen; VS Code keeps hidden ones in the document. */
  get frame(): FrameLocator {
    return this.page
      .locator("iframe.webview.ready")
      .filter({ visible: true })
      .first()
      .contentFrame()
      .frameLocator("iframe#active-frame");
  }

  get body(): Locator {
    return this.frame.locator("body");
  }

  get canvas(): Locator {
    return this.frame.locator("canvas.lanes");
  }

  /** The names of all lanes. */
  get lanes(): Locator {
    return this.frame.locator(".labels li.lane .name");
  }

  lane(name: string): Locator {
    const exactly = new RegExp(`^\\s*${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`);
    return this.frame.locator(".labels li.lane", { has: this.frame.locator(".name", { hasText: exactly }) });
  }

  /** Waits until this is what is chosen: over its facts, or in one line where they are folded away for want of room. */
  async chosen(title: string): Promise<void> {
    await this.frame
      .locator(".panel-selection h2, .dock .summary", { hasText: title })
      .filter({ visible: true })
      .first()
      .waitFor();
  }

  /** Does what opens another trace, and waits until that one is on the screen. */
  async opens(act: () => Promise<unknown>): Promise<void> {
    const page = this.page.locator("iframe.webview.ready").filter({ visible: true });
    const before = (await page.count()) > 0 ? await this.body.getAttribute("data-trace") : null;
    await act();
    await this.frame.locator(`body[data-trace]:not([data-trace="${before}"])`).waitFor({ state: "attached" });
  }

  /** Waits until the last frame that was asked for is drawn as finely as it gets. */
  async idle(): Promise<void> {
    await this.frame.locator("html[data-idle]").waitFor({ state: "attached" });
  }

  /** Waits until the page says that the program has ended and all of its trace is there. */
  async ended(): Promise<void> {
    await this.frame.locator("[data-phase=ended]").waitFor({ state: "attached" });
    await this.idle();
  }

  /** How many pixels of a lane's row have the colour of this state: 0 = nothing of it is drawn. */
  async pixelsOf(tone: string, lane: string): Promise<number> {
    return (await this.places(tone, lane)).count;
  }

  /** The middle of the longest stretch of this state in a lane's row, for the mouse. */
  async placeOf(tone: string, lane: string): Promise<Place> {
    const { place } = await this.places(tone, lane);
    if (place === null) throw new Error(`Nothing of ${lane} is drawn as ${tone}.`);
    return place;
  }

  /** Reads a picture of the window: what the user sees, not what the page believes to have drawn. */
  private async places(tone: string, lane: string): Promise<{ count: number; place: Place | null }> {
    const row = (await this.lane(lane).boundingBox())!;
    const plot = (await this.canvas.boundingBox())!;
    const clip = { x: plot.x, y: row.y, width: plot.width, height: row.height };
    const wanted = await this.colorOf(tone);
    const picture = await pictureOf(this.page, clip);
    const inColumn = Array.from({ length: picture.widthPx }, (_, x) => countInColumn(picture, x, [wanted, wanted]));
    const longest = longestStretch(inColumn);
    return {
      count: inColumn.reduce((sum, count) => sum + count, 0),
      place: longest && { x: plot.x + (longest.from + longest.to) / 2, y: row.y + row.height / 2 },
    };
  }

  /** The page's own colour for a state, in whatever theme. */
  private async colorOf(tone: string): Promise<Rgb> {
    const pixel = await this.body.evaluate((body, name) => {
      const context = body.ownerDocument.createElement("canvas").getContext("2d")!;
      context.fillStyle = getComputedStyle(body.ownerDocument.documentElement).getPropertyValue(`--${name}`);
      context.fillRect(0, 0, 1, 1);
      return Array.from(context.getImageData(0, 0, 1, 1).data);
    }, tone);
    return [pixel[0], pixel[1], pixel[2]];
  }
}

function longestStretch(counts: readonly number[]): { from: number; to: number } | null {
  let best: { from: number; to: number } | null = null;
  let from = 0;
  for (let x = 0; x <= counts.length; x++) {
    if (x < counts.length && counts[x] > 0) continue;
    if (x > from && (best === null || x - from > best.to - best.from)) best = { from, to: x };
    from = x + 1;
  }
  return best;
}
