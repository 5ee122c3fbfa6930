/** A page in a real Chromium, and what it costs: until the first picture, while it is dragged, and in memory. */
import { readFileSync } from "node:fs";
import { type Browser, type CDPSession, chromium, errors, type Page } from "playwright-core";

export const WIDTH_PX = 1440;
export const HEIGHT_PX = 900;
/** Longer than that nobody waits. */
export const LONGEST_MS = 180_000;
const DRAG_PX = 240;
const DRAG_STEPS = 60;

export interface Frames {
  /** Between two pictures of the browser. */
  intervalsMs: number[];
  /** Script of the page's own thread, a frame. */
  mainMs: number;
}

/** A browser of its own: what one page leaves behind is not in the numbers of the next. */
export async function withPage<T>(use: (page: Measured) => Promise<T>): Promise<T> {
  const executablePath = process.env.RACEWAY_CHROMIUM;
  if (!executablePath) throw new Error("No browser: run this by `npm run bench -- view`.");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
  try {
    // Our page allows nobody to evaluate anything in it.
    const page = await browser.newPage({
      viewport: { width: WIDTH_PX, height: HEIGHT_PX },
      reducedMotion: "reduce",
      bypassCSP: true,
    });
    return await use(new Measured(browser, page, await page.context().newCDPSession(page)));
  } finally {
    await browser.close();
  }
}

export class Measured {
  constructor(
    readonly browser: Browser,
    readonly page: Page,
    readonly session: CDPSession,
  ) {}

  /** ms from the request to the first picture after `isReady` (an expression) is true; null: it was not, after LONGEST_MS. */
  async open(url: string, isReady: string): Promise<number | null> {
    const beganMs = performance.now();
    await this.page.goto(url, { timeout: LONGEST_MS, waitUntil: "commit" });
    try {
      await this.page.waitForFunction(isReady, null, { timeout: LONGEST_MS, polling: "raf" });
    } catch (error) {
      if (error instanceof errors.TimeoutError) return null;
      throw error;
    }
    await this.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    return performance.now() - beganMs;
  }

  /** Megabytes that the page's process has in memory. */
  async residentMegabytes(): Promise<number> {
    const { processInfo } = await (await this.browser.newBrowserCDPSession()).send("SystemInfo.getProcessInfo");
    const sizes = processInfo
      .filter(({ type }) => type === "renderer")
      .map(({ id }) => Number(readFileSync(`/proc/${id}/status`, "utf8").match(/VmRSS:\s+(\d+)/)?.[1] ?? 0));
    return Math.max(...sizes) / 1000;
  }

  /** Drags the middle of the picture to and fro. `held`: a key that the program wants held for it. */
  async drag(y: number, held?: string): Promise<Frames> {
    const { page } = this;
    const x = WIDTH_PX / 2 + DRAG_PX / 2;
    await page.mouse.move(x, y);
    if (held !== undefined) await page.keyboard.down(held);
    await page.mouse.down();
    await this.session.send("Performance.enable");
    const before = await this.#busyMs();
    await page.evaluate(`
      globalThis.frames = [];
      globalThis.dragging = true;
      requestAnimationFrame(function frame(time) { frames.push(time); if (dragging) requestAnimationFrame(frame); });`);
    await page.mouse.move(x - DRAG_PX, y, { steps: DRAG_STEPS });
    await page.mouse.move(x, y, { steps: DRAG_STEPS });
    const times = (await page.evaluate("globalThis.dragging = false, globalThis.frames")) as number[];
    const busyMs = (await this.#busyMs()) - before;
    await page.mouse.up();
    if (held !== undefined) await page.keyboard.up(held);
    const intervalsMs = times.slice(1).map((time, i) => time - times[i]);
    return { intervalsMs, mainMs: busyMs / Math.max(1, intervalsMs.length) };
  }

  async #busyMs(): Promise<number> {
    const { metrics } = await this.session.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "ScriptDuration")?.value ?? 0) * 1000;
  }
}

/** The value below which so many percent of them lie. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}
