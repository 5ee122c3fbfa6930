/** Step mode: Space walks the run event by event; window, lanes, choice and sentence follow. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { deadlock, handOver, office } from "../core/layout/scenes";
import { complaints } from "./support/axe";
import { idle, Pages } from "./support/browser";
import { Editor } from "./support/editor";

let pages: Pages;
before(async () => {
  pages = await Pages.start();
});
after(() => pages.stop());

const told = (page: Page) => page.locator(".step-sentence").innerText();
const sentenceIs = (page: Page, text: string) =>
  page.locator(".step-sentence", { hasText: new RegExp(`^${text.replace(/[.*+?()]/g, "\\$&")}$`) }).waitFor();

/** Presses a key and waits until another event is told. */
async function press(page: Page, key: string): Promise<string> {
  const before = await page.locator(".step-count").textContent();
  await page.keyboard.press(key);
  await page.waitForFunction((last) => document.querySelector(".step-count")?.textContent !== last, before);
  await idle(page);
  return told(page);
}

test("Space tells one event after the other, Shift+Space goes back, Home and End to the ends, Esc leaves", async () => {
  const { page, errors } = await pages.open(handOver());
  assert.equal(await page.locator(".step-bar").isHidden(), true);
  assert.equal(await press(page, "Space"), "A begins");
  assert.equal(await page.locator(".step-count").innerText(), "1 of 14");
  assert.equal(await press(page, "Space"), "B begins");
  assert.equal(await press(page, "Space"), "C begins");
  assert.equal(await press(page, "Space"), "C gets counter_lock without waiting");
  assert.equal(await press(page, "Space"), "B blocked on counter_lock, held by C since hand_over.py:12");
  assert.equal(await page.locator(".step-place").innerText(), "hand_over.py:12");
  assert.match(await page.locator("[role=status]").innerText(), /^B blocked on counter_lock, held by C since/);
  assert.equal(await page.locator(".panel-selection h2").innerText(), "B blocked on counter_lock");
  assert.equal(await press(page, "Space"), "A blocked on counter_lock, held by C since hand_over.py:12");
  assert.equal(await press(page, "Shift+Space"), "B blocked on counter_lock, held by C since hand_over.py:12");
  assert.equal(await press(page, "End"), "C ends, after 100 ms");
  await page.keyboard.press("Space");
  await page.locator(".step-note", { hasText: "That was the last one." }).waitFor();
  assert.equal(await press(page, "Home"), "A begins");
  await page.keyboard.press("Escape");
  await page.locator(".step-bar").waitFor({ state: "hidden" });
  assert.deepEqual(errors, []);
});

test("the event's moment has a line inside the window, and its neighbours stand apart", async () => {
  const { page } = await pages.open(office());
  await press(page, "Space");
  for (let i = 0; i < 25; i++) await press(page, "Space");
  const plot = (await page.locator("canvas.lanes").boundingBox())!;
  const line = (await page.locator(".step-line").boundingBox())!;
  assert.ok(line.x >= plot.x && line.x <= plot.x + plot.width, "in the window");
  const chosen = await page.locator(".labels .row[aria-current], .labels .chosen").count();
  assert.ok(chosen > 0, "its lane is marked");
});

test("Space on a button presses the button, in a field it writes", async () => {
  const { page } = await pages.open(handOver());
  await page.locator(".head .tools button").last().focus();
  await page.keyboard.press("Space");
  await page.locator("dialog[open]").waitFor();
  assert.equal(await page.locator(".step-bar").isHidden(), true);
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
});

test("what is walked can be less: only waits, only a lane, only a lock", async () => {
  const { page } = await pages.open(handOver());
  await press(page, "Space");
  const choose = async (text: string) => {
    await page.locator(".step-choices select").first().selectOption({ label: text });
    await idle(page);
  };
  await choose("waits and what ends them");
  await sentenceIs(page, "B blocked on counter_lock, held by C since hand_over.py:12");
  assert.equal(await page.locator(".step-count").innerText(), "1 of 4");
  await choose("only counter_lock");
  await page.locator(".step-count", { hasText: "of 8" }).waitFor();
  await choose("only B");
  await page.locator(".step-count", { hasText: "of 5" }).waitFor();
});

test("in Chinese, with less motion, without a fault that axe finds", async () => {
  const { page } = await pages.open(handOver(), { query: "lang=zh" });
  for (let i = 0; i < 5; i++) await press(page, "Space");
  assert.equal(await told(page), "B 被 counter_lock 阻塞，C 自 hand_over.py:12 起持有它");
  assert.equal(await page.locator(".step-play").isHidden(), true, "nothing moves by itself");
  assert.deepEqual(await complaints(page), []);
});

test("it plays, and stops at the end", async () => {
  const { page } = await pages.open(handOver(), { reducedMotion: "no-preference" });
  await press(page, "Space");
  await press(page, "End");
  await press(page, "Shift+Space");
  await page.locator(".step-choices select").last().selectOption("fast");
  await page.locator(".step-play").click();
  await sentenceIs(page, "C ends, after 100 ms");
  await page.locator(".step-note", { hasText: "That was the last one." }).waitFor();
  assert.equal(await page.locator(".step-play").getAttribute("aria-label"), "Play");
});

test("in the editor the source line is shown beside, and the focus stays; also with the editor's own controls", async () => {
  const trace = handOver();
  const editor = await Editor.show(pages, trace, { viewport: { width: 900, height: 800 } });
  const { page } = editor;
  for (let i = 0; i < 5; i++) await press(page, "Space");
  const { site, keepsFocus } = await editor.told("openSource", 2);
  assert.equal(keepsFocus, true);
  assert.equal(trace.sites[site].line, 12);
  assert.equal((await page.locator(".step-choices .control").count()) > 0, true);
  await page.locator(".step-place button.site").click();
  assert.equal((await editor.told("openSource", 3)).keepsFocus, undefined, "a click means to go there");
  assert.deepEqual(editor.errors, []);
});

test("while a run goes on one may step; what comes later is walked later", async () => {
  const editor = await Editor.open(pages, { viewport: { width: 1000, height: 800 } });
  const { page } = editor;
  await editor.generation(deadlock());
  await idle(page);
  await press(page, "Space");
  await press(page, "End");
  const last = await told(page);
  assert.match(last, /^T[12] blocked on (left|right), held by T[12] since/);
  await editor.generation(handOver());
  await idle(page);
  assert.notEqual(await press(page, "Space"), last);
  assert.deepEqual(editor.errors, []);
});
