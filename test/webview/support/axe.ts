/** What axe finds, one line each. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { settle } from "./browser";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The policy that guards the page also stops axe from being put in by tag: it is run through the debugger. */
export async function complaints(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(" ; ")}`);
  });
}

/** Of no part of a page with findings: its panels one after the other, then its dialogs. */
export async function nobodyComplains(page: Page): Promise<void> {
  assert.deepEqual(await complaints(page), [], "findings");
  await settle(page, () => page.click(".chip"));
  for (const tab of ["selection", "waits", "table"]) {
    await page.click(`#tab-${tab}`);
    await page.locator(`#panel-${tab} > *`).first().waitFor();
    assert.deepEqual(await complaints(page), [], tab);
  }
  await page.keyboard.press("Escape");
  for (const [key, dialog] of [
    ["?", ".keys"],
    ["/", ".search"],
  ]) {
    await page.keyboard.press(key);
    await page.locator(`dialog${dialog}`).waitFor();
    assert.deepEqual(await complaints(page), [], dialog);
    await page.keyboard.press("Escape");
  }
}
