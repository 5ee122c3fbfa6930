/**
 * Makes the pictures of docs/findings: runs wrong.py and mended.py of each rule that has a page, and takes its timeline in Chromium.
 *
 *   node docs/images/make-findings.mjs [RULE…]      after `npm run build`
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { chromiumEnvironment } from "../../tools/chromium.mjs";
import { ExpectedError, ROOT, run, runScript } from "../../tools/process.mjs";
import { findPythons } from "../../tools/pythons.mjs";

const PROGRAMS = join(ROOT, "test/findings/programs");
const IMAGES = join(ROOT, "docs/findings/images");
const SIZE = { width: 900, height: 420 };
/** Programs that wait for ever are stopped then. */
const LONGEST_S = 2;

await runScript(async () => {
  const chosen = process.argv.slice(2);
  const rules = readdirSync(PROGRAMS)
    .filter((rule) => existsSync(join(ROOT, "docs/findings", `${rule}.md`)))
    .filter((rule) => chosen.length === 0 || chosen.includes(rule));
  const python = (await findPythons()).pythons.at(-1).executable;
  const folder = mkdtempSync(join(tmpdir(), "raceway-findings-"));
  Object.assign(process.env, await chromiumEnvironment());
  const browser = await chromium.launch({ executablePath: process.env.RACEWAY_CHROMIUM, args: ["--no-sandbox"] });
  try {
    for (const rule of rules) {
      for (const name of ["wrong", "mended"]) await picture(browser, { rule, name, folder, python });
      console.log(rule);
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
  return 0;
});

async function picture(browser, { rule, name, folder, python }) {
  const script = join(PROGRAMS, rule, `${name}.py`);
  const html = join(folder, `${rule}-${name}.html`);
  const words = /^# run: *(.*?) *$/m.exec(readFileSync(script, "utf8"))?.[1].split(" ") ?? [];
  const args = [
    "run",
    "--quiet",
    "--python",
    python,
    "--stop-after",
    String(LONGEST_S),
    ...words,
    "--html",
    html,
    script,
  ];
  const { output } = await run(process.execPath, [join(ROOT, "dist/cli.js"), ...args], { timeoutMs: 60_000 });
  const context = await browser.newContext({
    viewport: SIZE,
    colorScheme: "light",
    reducedMotion: "reduce",
    locale: "en-US",
  });
  const page = await context.newPage();
  await page.goto(pathToFileURL(html).href).catch(() => {
    throw new ExpectedError(`${rule}/${name}.py gave no page:\n${output}`);
  });
  await page.locator("html[data-idle]").waitFor({ state: "attached" });
  const notices = page.locator(".banner:not([hidden]) button");
  while ((await notices.count()) > 0) await notices.first().click();
  await page.locator("html[data-idle]").waitFor({ state: "attached" });
  await page.screenshot({ path: join(IMAGES, `${rule}-${name}.png`) });
  await context.close();
}
