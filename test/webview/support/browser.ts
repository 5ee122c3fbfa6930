/** A real Chromium and pages in it. One browser a test file; every page is a file on disk, as a user opens it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import type { Finding } from "../../../core/analysis/finding";
import { readPageAssets, renderPage } from "../../../core/export/html";
import type { Trace } from "../../../core/trace/types";

/** Tests run in the repository's folder. */
const PAGE_FOLDER = join(process.cwd(), "dist/page");

export interface OpenOptions extends BrowserContextOptions {
  findings?: Finding[];
  /** After the `?`. */
  query?: string;
  /** What happens to the file on its way. */
  damage?: (html: string) => string;
  /** False: do not wait for the first picture. */
  wait?: boolean;
}

export class Pages {
  private constructor(
    readonly browser: Browser,
    readonly folder: string,
  ) {}

  static async start(): Promise<Pages> {
    return new Pages(await launch(), mkdtempSync(join(tmpdir(), "raceway-page-")));
  }

  async stop(): Promise<void> {
    await this.browser.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The page of a trace, drawn and at rest. What the page logs as an error fails the test that looks at `errors`. */
  async open(
    trace: Trace,
    { findings = [], query = "", wait = true, damage = (html) => html, ...options }: OpenOptions = {},
  ): Promise<{ page: Page; errors: string[] }> {
    const file = join(this.folder, `${Math.random().toString(36).slice(2)}.html`);
    writeFileSync(file, damage(renderPage(trace, findings, readPageAssets(PAGE_FOLDER))));
    const context = await this.browser.newContext({
      viewport: { width: 1440, height: 820 },
      reducedMotion: "reduce",
      locale: "en-US",
      ...options,
    });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await page.goto(`${pathToFileURL(file)}${query === "" ? "" : `?${query}`}`);
    if (wait) await idle(page);
    return { page, errors };
  }
}

/** tools/test.mjs finds or unpacks a Chromium and names it. */
async function launch(): Promise<Browser> {
  const executablePath = process.env.RACEWAY_CHROMIUM;
  if (!executablePath) throw new Error("These tests need a browser: run them with `npm run test:page`.");
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  });
}

/** Waits until the last frame that was asked for is drawn as finely as it gets. */
export async function idle(page: Page): Promise<void> {
  await page.waitForFunction(
    () => document.documentElement.dataset.idle !== undefined || document.documentElement.dataset.failed !== undefined,
  );
  const failed = await page.evaluate(() => document.documentElement.dataset.failed);
  if (failed !== undefined) throw new Error(`The page failed: ${failed}`);
}

/** Does something that changes the picture and waits for the frame that shows it. */
export async function settle(page: Page, act: () => Promise<unknown>): Promise<void> {
  const before = await page.evaluate(() => Number(document.documentElement.dataset.idle ?? 0));
  await act();
  await page.waitForFunction((last) => Number(document.documentElement.dataset.idle ?? 0) > last, before);
}
