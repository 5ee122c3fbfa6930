/**
 * Makes the README's pictures of VS Code: runs samples by a click on their code lens, in dark, light and high contrast.
 *
 *   node docs/images/make-vscode.mjs [SAMPLE…]
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { withEditor } from "../../tools/host/session.mjs";
import { ROOT, runScript } from "../../tools/process.mjs";

/** The first one stands at the top of the README. */
const PICTURES = [
  "unlocked_counter",
  "locked_counter",
  "semaphore_three_of_five",
  "condition_notify_all",
  "queue_producer_consumer",
];
const THEMES = {
  dark: "Default Dark Modern",
  light: "Default Light Modern",
  contrast: "Default High Contrast",
};
const SIZE = { width: 1440, height: 900 };
const TERMINAL_PX = 150;

await runScript(async () => {
  const chosen = process.argv.slice(2);
  const samples = PICTURES.filter((sample) => chosen.length === 0 || chosen.includes(sample));
  const { Workbench } = await import(pathToFileURL(await bundledDriver()).href);
  // Linked: a picture needs no package.
  for (const [name, theme] of Object.entries(THEMES))
    await withEditor({ linked: ROOT, open: join(ROOT, "samples"), settings: settingsFor(theme) }, async ({ page }) => {
      const workbench = new Workbench(page);
      await workbench.open(`${samples[0]}.py`);
      await workbench.command("View: Toggle Primary Side Bar Visibility");
      for (const sample of samples) await picture(workbench, sample, name);
    });
  return 0;
});

async function picture(workbench, sample, theme) {
  const { page, timeline } = workbench;
  await workbench.command("View: Close All Editors");
  await workbench.command("Terminal: Kill All Terminals");
  await workbench.open(`${sample}.py`);
  await timeline.opens(() => workbench.command("Raceway: Run with concurrency trace"));
  await timeline.ended();
  await lowerTerminal(page);
  if (sample === "unlocked_counter") await chooseLostUpdate(workbench);
  else await chooseLongestWait(timeline);
  await workbench.text.shows(`${sample}.py`);
  await workbench.text.gutterMarks.first().waitFor();
  // The mouse away from everything that reacts to it.
  await page.mouse.move(700, SIZE.height - 8);
  await timeline.idle();
  await page.screenshot({ path: join(ROOT, "docs/images", `vscode-${sample}-${theme}.png`) });
  console.log(`${sample}, ${theme}`);
}

/** By its upper edge, as one would with the mouse: a few lines of output need no third of the window. */
async function lowerTerminal(page) {
  const panel = await page.locator(".part.panel").boundingBox();
  if (panel.height < TERMINAL_PX + 20) return;
  const sashes = await page.locator(".monaco-sash.horizontal").filter({ visible: true }).all();
  const boxes = (await Promise.all(sashes.map((sash) => sash.boundingBox()))).filter((box) => box !== null);
  const middle = ({ y, height }) => y + height / 2;
  const [edge] = boxes.sort((a, b) => Math.abs(middle(a) - panel.y) - Math.abs(middle(b) - panel.y));
  const x = panel.x + panel.width / 2;
  await page.mouse.move(x, middle(edge));
  await page.mouse.down();
  await page.mouse.move(x, SIZE.height - TERMINAL_PX, { steps: 10 });
  await page.mouse.up();
}

/** Brings its line into the editor, and its facts under the lanes. */
async function chooseLongestWait({ frame }) {
  await frame.locator("#tab-waits").click();
  // Not the main thread's for the others to end: every program has that.
  const row = frame.locator(".panel-waits tbody tr", { hasNotText: "to end" }).first();
  await row.locator("button.plain").click();
  await frame.locator("#tab-selection").click();
  await frame.locator(".panel-selection button.site").first().click();
}

/** The writing line in the editor with what it lost, and one loss on the timeline. */
async function chooseLostUpdate({ timeline: { frame }, text }) {
  await frame.locator(".chip").first().click();
  await frame.locator("#tab-selection").click();
  await frame.locator(".panel-selection button.site").last().click();
  await text.behindLine(/lost here/);
}

function settingsFor(theme) {
  return {
    "workbench.colorTheme": theme,
    "workbench.activityBar.location": "hidden",
    "workbench.layoutControl.enabled": false,
    "breadcrumbs.enabled": false,
    "editor.fontSize": 13,
    "editor.occurrencesHighlight": "off",
  };
}

/** The driver of the tests, from TypeScript. */
async function bundledDriver() {
  const outfile = join(ROOT, "dist/images/workbench.mjs");
  mkdirSync(join(ROOT, "dist/images"), { recursive: true });
  await build({
    entryPoints: [join(ROOT, "test/host/window/support/workbench.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  return outfile;
}
