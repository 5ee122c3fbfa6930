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

/** One of each kind. */
const PICTURES = ["locked_counter", "semaphore_three_of_five", "condition_notify_all", "queue_producer_consumer"];
const THEMES = {
  dark: "Default Dark Modern",
  light: "Default Light Modern",
  contrast: "Default High Contrast",
};
const LENS = "Run with concurrency trace";

await runScript(async () => {
  const chosen = process.argv.slice(2);
  const samples = PICTURES.filter((sample) => chosen.length === 0 || chosen.includes(sample));
  const { Workbench } = await import(pathToFileURL(await bundledDriver()).href);
  // Not the package: that carries these very pictures in its README.
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
  const { page, timeline, text } = workbench;
  await workbench.command("View: Close All Editors");
  await workbench.open(`${sample}.py`);
  await text.codeLens(LENS).click();
  await timeline.ended();
  // The mouse away from everything that reacts to it.
  await page.mouse.move(700, 880);
  await timeline.idle();
  await page.screenshot({ path: join(ROOT, "docs/images", `vscode-${sample}-${theme}.png`) });
  console.log(`${sample}, ${theme}`);
}

function settingsFor(theme) {
  return {
    "workbench.colorTheme": theme,
    "workbench.activityBar.location": "hidden",
    "workbench.layoutControl.enabled": false,
    "breadcrumbs.enabled": false,
    "editor.fontSize": 13,
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
