/** The timeline in its webview: a page inside two frames of VS Code's. */
import type { FrameLocator, Locator, Page } from "playwright-core";

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

  /** Reads the canvas itself: what the user sees, not what the page believes to have drawn. */
  private async places(tone: string, lane: string): Promise<{ count: number; place: Place | null }> {
    const row = (await this.lane(lane).boundingBox())!;
    const plot = (await this.canvas.boundingBox())!;
    const found = await this.canvas.evaluate(
      (element, { top, height, tone }) => {
        const canvas = element as HTMLCanvasElement;
        const scale = canvas.width / canvas.getBoundingClientRect().width;
        const probe = document.createElement("canvas").getContext("2d")!;
        probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(`--${tone}`);
        probe.fillRect(0, 0, 1, 1);
        const wanted = probe.getImageData(0, 0, 1, 1).data;
        const { data, width } = canvas
          .getContext("2d")!
          .getImageData(0, Math.round(top * scale), canvas.width, Math.max(1, Math.round(height * scale)));
        const inColumn = new Uint32Array(width);
        let count = 0;
        for (let i = 0; i < data.length; i += 4) {
          if ([0, 1, 2].some((part) => Math.abs(data[i + part] - wanted[part]) > 3)) continue;
          count++;
          inColumn[(i / 4) % width]++;
        }
        let best = { from: 0, to: 0 };
        for (let x = 0, from = 0; x <= width; x++) {
          if (x < width && inColumn[x] > 0) continue;
          if (x - from > best.to - best.from) best = { from, to: x };
          from = x + 1;
        }
        return { count, x: best.to > best.from ? (best.from + best.to) / 2 / scale : null };
      },
      { top: row.y - plot.y, height: row.height, tone },
    );
    const place = found.x === null ? null : { x: plot.x + found.x, y: row.y + row.height / 2 };
    return { count: found.count, place };
  }
}
