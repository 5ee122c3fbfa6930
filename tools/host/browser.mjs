/** The window of that VS Code: a headless Chromium, set up as the tests and pictures need it. */
import { chromium } from "playwright-core";
import { chromiumEnvironment } from "../chromium.mjs";

const FLAGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync"],
];

/** @returns {Promise<import("playwright-core").Browser>} */
export async function launchBrowser() {
  const env = await chromiumEnvironment();
  return chromium.launch({ executablePath: env.RACEWAY_CHROMIUM, args: FLAGS, env: { ...process.env, ...env } });
}

/** Opens a window and waits until VS Code has drawn its workbench. */
export async function openWindow(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US", ...options });
  const page = await context.newPage();
  await page.goto(address);
  await page.locator(".monaco-workbench .statusbar").waitFor({ timeout: 60_000 });
  return page;
}
