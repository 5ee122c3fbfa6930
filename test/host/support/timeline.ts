/** The timeline in its webview: a page inside two frames of VS Code's. */
import type { FrameLocator, Locator, Page } from "playwright-core";

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

  get root(): Locator {
    return this.frame.locator("html");
  }

  get body(): Locator {
    return this.frame.locator("body");
  }

  get canvas(): Locator {
    return this.frame.locator("canvas.lanes");
  }

  lane(name: string | RegExp): Locator {
    return this.frame.locator(".labels li.lane", { has: this.frame.locator(".name", { hasText: name }) });
  }

  get lanes(): Locator {
    return this.frame.locator(".labels li.lane .name");
  }

  /** Waits until the last frame that was asked for is drawn as finely as it gets. */
  async idle(): Promise<void> {
    await this.frame.locator("html[data-idle]").waitFor({ state: "attached" });
  }

  /** How many pixels of the lanes' canvas are painted at all: 0 = nothing is drawn. */
  paintedPixels(): Promise<number> {
    return this.canvas.evaluate((element) => {
      const canvas = element as unknown as {
        width: number;
        height: number;
        getContext(kind: "2d"): { getImageData(x: number, y: number, w: number, h: number): { data: Uint8Array } };
      };
      if (canvas.width === 0 || canvas.height === 0) return 0;
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const colors = new Set<number>();
      let painted = 0;
      const background = (data[0] << 16) | (data[1] << 8) | data[2];
      for (let i = 0; i < data.length; i += 4) {
        const color = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
        colors.add(color);
        if (color !== background) painted++;
      }
      return painted;
    });
  }
}
