/** The window of that VS Code: a headless Chromium, set up as the tests and pictures need it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { chromiumEnvironment } from "../chromium.mjs";
import { ensureServer } from "./install.mjs";

const FLAGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync"],
];

/** @returns {Promise<import("playwright-core").Browser>} */
export async function launchBrowser() {
  const env = await chromiumEnvironment();
  const fonts = mkdtempSync(join(tmpdir(), "raceway-fonts-"));
  writeFileSync(
    join(fonts, "fonts.conf"),
    fontsConf((await ensureServer()).fonts, env.FONTCONFIG_PATH ?? "/etc/fonts"),
  );
  const browser = await chromium.launch({
    executablePath: env.RACEWAY_CHROMIUM,
    args: FLAGS,
    env: { ...process.env, ...env, FONTCONFIG_PATH: fonts },
  });
  browser.on("disconnected", () => rmSync(fonts, { recursive: true, force: true }));
  return browser;
}

/** The editor's own fonts beside those of the browser or the machine. */
function fontsConf(own, others) {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">${others}/fonts.conf</include>
  <dir>${own}</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  ${["sans-serif", "sans", "system-ui"].map((name) => prefer(name, "Open Sans")).join("\n  ")}
  ${prefer("monospace", "JetBrains Mono")}
</fontconfig>
`;
}

function prefer(generic, family) {
  const preferred = `<prefer><family>${family}</family></prefer>`;
  return `<alias binding="strong"><family>${generic}</family>${preferred}</alias>`;
}

/** Opens a window and waits until VS Code has drawn its workbench. */
export async function openWindow(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US", ...options });
  const page = await context.newPage();
  await page.goto(address);
  await page.locator(".monaco-workbench .statusbar").waitFor({ timeout: 60_000 });
  return page;
}
