/** Moving about on the real page: stretches of time by hand, by marks and by keys; back and forward. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { handOver, office } from "../core/layout/scenes";
import { idle, Pages, settle } from "./support/browser";
import { barOf } from "./support/picture";

let pages: Pages;
before(async () => {
  pages = await Pages.start();
});
after(() => pages.stop());

const told = (page: Page) => page.locator("[role=status]").innerText();
const title = (page: Page) => page.locator(".panel-selection h2").innerText();

async function placeOf(page: Page, lane: string, share: number): Promise<{ x: number; y: number }> {
  const bar = await barOf(page, lane);
  return { x: bar.x + bar.width * share, y: bar.y + bar.height / 2 };
}

/** Shift + drag on a lane, from one share of the plot's width to another. */
async function dragTime(page: Page, lane: string, from: number, to: number): Promise<void> {
  const [a, b] = [await placeOf(page, lane, from), await placeOf(page, lane, to)];
  await page.keyboard.down("Shift");
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move((a.x + b.x) / 2, b.y, { steps: 3 });
  await page.mouse.move(b.x, b.y, { steps: 3 });
  await settle(page, () => page.mouse.up());
  await page.keyboard.up("Shift");
}

test("Shift + drag selects time: its ends snap to spans, the totals are exact, Enter zooms, Esc undoes it", async () => {
  const { page, errors } = await pages.open(handOver());
  // A is blocked from 10 to 60 ms of 100; three pixels beside both ends.
  await dragTime(page, "A", 0.1025, 0.5975);
  await page.locator(".totals").first().waitFor();
  assert.match(await title(page), /^50 ms selected/);
  assert.match(await told(page), /^50 ms selected, from 10 ms to 60 ms/);
  assert.equal(await page.locator(".range-head .length").innerText(), "50 ms");
  const lanes = await page.locator(".totals").nth(0).locator("tbody tr").allInnerTexts();
  assert.match(lanes[0], /^A\s+50 ms · 100 %\s+–$/, "blocked all the time: first");
  assert.match(lanes[1], /^B\s+20 ms · 40 %\s+30 ms · 60 %$/);
  const [lock] = await page.locator(".totals").nth(1).locator("tbody tr").allInnerTexts();
  assert.match(lock, /^counter_lock\s+70 ms · 2 waits\s+50 ms · 2 times\s+B · 60 %$/);
  const band = (await page.locator(".range-band").boundingBox())!;
  const bar = await barOf(page, "A");
  assert.ok(Math.abs(band.x - (bar.x + bar.width * 0.1)) <= 2, "the band begins where A's wait does");
  await settle(page, () => page.keyboard.press("Enter"));
  const wide = (await page.locator(".range-band").boundingBox())!;
  assert.ok(Math.abs(wide.width / bar.width - 0.6) < 0.02, "zoomed to it");
  await settle(page, () => page.keyboard.press("Escape"));
  assert.equal(await page.locator(".range-band").isHidden(), true);
  assert.match(await page.locator(".panel-selection").innerText(), /^Nothing is chosen/);
  assert.deepEqual(errors, []);
});

test("a drag on the axis selects time as well, and what is chosen afterwards takes its place in the details", async () => {
  const { page } = await pages.open(handOver());
  const axis = (await page.locator(".axis-strip .plot").boundingBox())!;
  await page.mouse.move(axis.x + axis.width * 0.25, axis.y + 12);
  await page.mouse.down();
  await page.mouse.move(axis.x + axis.width * 0.4, axis.y + 12, { steps: 3 });
  await settle(page, () => page.mouse.move(axis.x + axis.width * 0.5, axis.y + 12).then(() => page.mouse.up()));
  await page.locator(".totals").first().waitFor();
  assert.match(await title(page), /^25(\.\d)? ms selected/);
  const { x, y } = await placeOf(page, "A", 0.4);
  await settle(page, () => page.mouse.click(x, y));
  assert.equal(await title(page), "A blocked on counter_lock");
  assert.equal(await page.locator(".range-band").isVisible(), true, "the time stays selected");
  await page.locator(".range-head .length").click();
  await page.locator(".totals").first().waitFor();
});

test("two Shift + clicks measure; a plain click stays a click", async () => {
  const { page } = await pages.open(handOver());
  const [a, b] = [await placeOf(page, "A", 0.3), await placeOf(page, "B", 0.302)];
  await page.keyboard.down("Shift");
  await settle(page, () => page.mouse.click(a.x, a.y));
  assert.match(await told(page), /^Marked /);
  assert.equal(await page.locator(".panel-selection h2").count(), 0, "no span is chosen by that");
  // B gets the lock at 30 ms: both clicks are near that edge only on B's lane.
  const far = await placeOf(page, "B", 0.598);
  await settle(page, () => page.mouse.click(far.x, b.y));
  assert.match(await told(page), /^(29|30)(\.\d+)? ms selected/);
});

test("the keyboard alone: M at a span's start and end measures it, Shift + arrows move the end", async () => {
  const { page } = await pages.open(handOver());
  await page.locator(".labels li.lane button").first().focus();
  await settle(page, () => page.keyboard.press("ArrowRight"));
  assert.match(await told(page), /^A blocked on counter_lock, 50 ms/);
  await settle(page, () => page.keyboard.press("m"));
  assert.match(await told(page), /^Marked 10 ms/);
  await settle(page, () => page.keyboard.press("m"));
  assert.match(await told(page), /^50 ms selected, from 10 ms to 60 ms/);
  const { width } = (await page.locator("canvas.lanes").boundingBox())!;
  await settle(page, () => page.keyboard.press("Shift+ArrowRight"));
  const expected = 50 + (8 / width) * 100;
  const now = Number((await told(page)).match(/^([\d.]+) ms/)?.[1]);
  assert.ok(Math.abs(now - expected) < 0.06, `${now} ms instead of ${expected}`);
  await settle(page, () => page.keyboard.press("Shift+ArrowLeft"));
  assert.match(await told(page), /^50 ms selected/);
});

test("zooming and moving keep the selected time where it is", async () => {
  const { page } = await pages.open(office());
  await dragTime(page, "MainThread", 0.3, 0.5);
  const before = (await page.locator(".range-band").boundingBox())!;
  await settle(page, () => page.keyboard.press("w"));
  await idle(page);
  const after = (await page.locator(".range-band").boundingBox())!;
  assert.ok(Math.abs(after.width / before.width - 1.5) < 0.02);
});

test("back and forward: over views, what is chosen, and selected time; panning and zooming are one step", async () => {
  const { page, errors } = await pages.open(handOver());
  const axis = () => page.locator(".axis text").allTextContents();
  const whole = await axis();
  const press = (key: string) => settle(page, () => page.keyboard.press(key));
  for (const key of ["w", "w", "d"]) await press(key);
  const near = await axis();
  const { x, y } = await placeOf(page, "A", 0.2);
  await settle(page, () => page.mouse.click(x, y));
  assert.equal(await title(page), "A blocked on counter_lock");
  await press("z");
  const zoomed = await axis();
  assert.notDeepEqual(zoomed, near);
  await press("Alt+ArrowLeft");
  assert.deepEqual(await axis(), near);
  assert.equal(await title(page), "A blocked on counter_lock", "it was chosen before it was zoomed to");
  await press("Backspace");
  assert.match(await page.locator(".panel-selection").innerText(), /^Nothing is chosen/);
  assert.deepEqual(await axis(), near);
  await press("Backspace");
  assert.deepEqual(await axis(), whole, "all panning and zooming is one step");
  assert.equal(await page.locator(".travel .tool").first().getAttribute("aria-disabled"), "true");
  await page.keyboard.press("Backspace");
  assert.equal(await told(page), "There is nothing before this.");
  await press("Shift+Backspace");
  assert.deepEqual(await axis(), near);
  await settle(page, () => page.locator(".travel .tool").nth(1).click());
  assert.equal(await title(page), "A blocked on counter_lock");
  await press("Alt+ArrowRight");
  assert.deepEqual(await axis(), zoomed);
  await press("f");
  await dragTime(page, "B", 0.4, 0.5);
  await press("Escape");
  await press("Backspace");
  assert.equal(await page.locator(".range-band").isVisible(), true, "the selected time is back");
  assert.deepEqual(errors, []);
});

test("a walk from span to span is one step", async () => {
  const { page } = await pages.open(handOver());
  const press = (key: string) => settle(page, () => page.keyboard.press(key));
  await settle(page, () => page.click(".labels .lane:nth-child(1) button"));
  const first = await title(page);
  for (const key of ["ArrowDown", "ArrowDown"]) await press(key);
  assert.notEqual(await title(page), first);
  await press("Backspace");
  assert.equal(await title(page), first);
});

test("search finds lines and functions; choosing one goes to its longest span and lights all of them", async () => {
  const { page, errors } = await pages.open(handOver());
  await page.keyboard.press("/");
  await page.keyboard.type("hand_over.py:12");
  await page.locator("#search-list .text", { hasText: "hand_over.py:12" }).waitFor();
  await page.keyboard.press("ArrowUp");
  await settle(page, () => page.locator("#search-list li", { hasText: "line" }).first().click());
  assert.match(
    await told(page),
    /^hand_over\.py:12: \d+ spans are lit\. The longest: A blocked on counter_lock, 50 ms$/,
  );
  assert.equal(await title(page), "A blocked on counter_lock");
  assert.deepEqual(errors, []);
});
