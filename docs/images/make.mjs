/**
 * Makes the pictures of docs/gallery.md and of the README: runs every sample, opens its page in Chromium, dark and light.
 *
 *   node docs/images/make.mjs [SAMPLE…]      after `npm run build`
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { chromiumEnvironment } from "../../tools/chromium.mjs";
import { ExpectedError, ROOT, run, runScript } from "../../tools/process.mjs";

const SIZE = { width: 1200, height: 640 };
/** Samples that wait for ever are stopped then. */
const LONGEST_S = 3;

/** What is clicked before the picture is taken: the first chip, and the locks brought up; the first wait of a circle; nothing. */
const CHOICES = {
  locked_counter: "finding",
  deadlock_two_locks: "circle",
  two_locks_nested: "finding",
  hundred_waiters: "finding",
  unlocked_counter: "finding",
  unlocked_attribute: "finding",
  unlocked_item: "finding",
  check_then_act: "finding",
  read_and_write_apart: "finding",
};

await runScript(async () => {
  const chosen = process.argv.slice(2);
  const samples = readdirSync(join(ROOT, "samples"))
    .filter((file) => file.endsWith(".py"))
    .map((file) => basename(file, ".py"))
    .filter((sample) => chosen.length === 0 || chosen.includes(sample));
  const folder = mkdtempSync(join(tmpdir(), "raceway-gallery-"));
  Object.assign(process.env, await chromiumEnvironment());
  const browser = await chromium.launch({ executablePath: process.env.RACEWAY_CHROMIUM, args: ["--no-sandbox"] });
  try {
    for (const sample of samples) await picture(browser, sample, folder);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
  return 0;
});

async function picture(browser, sample, folder) {
  const html = join(folder, `${sample}.html`);
  const args = ["run", "--quiet", "--stop-after", String(LONGEST_S), "--html", html, join("samples", `${sample}.py`)];
  const { output } = await run(process.execPath, [join(ROOT, "dist/cli.js"), ...args], { timeoutMs: 60_000 });
  for (const colorScheme of ["dark", "light"]) {
    const context = await browser.newContext({ viewport: SIZE, colorScheme, reducedMotion: "reduce", locale: "en-US" });
    const page = await context.newPage();
    await page.goto(pathToFileURL(html).href).catch(() => {
      throw new ExpectedError(`${sample} gave no page:\n${output}`);
    });
    await page.locator("html[data-idle]").waitFor({ state: "attached" });
    await choose(page, CHOICES[sample] ?? "none");
    await page.screenshot({ path: join(ROOT, "docs/images", `${sample}-${colorScheme}.png`) });
    await context.close();
  }
  console.log(sample);
}

async function choose(page, what) {
  if (what === "none") return;
  await page
    .locator(what === "finding" ? ".chip" : ".stuck li button.plain")
    .first()
    .click();
  await page.locator(".panel-selection h2").waitFor();
  if (what === "finding") await page.keyboard.press("l");
  await page.locator("html[data-idle]").waitFor({ state: "attached" });
}
