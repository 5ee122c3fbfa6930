/** Lost updates on the page: diamonds, the chosen one in order, its details, keys, far lanes, all themes and both homes. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { nobodyComplains } from "./support/axe";
import { idle, Pages, settle } from "./support/browser";
import { Editor } from "./support/editor";
import { lossy } from "./support/losses";
import { barOf, between, colorsOf, countInColumn, type Picture, pictureOf, type Rgb } from "./support/picture";

let pages: Pages;
before(async () => {
  pages = await Pages.start();
});
after(() => pages.stop());

const text = (page: Page, selector: string) => page.locator(selector).innerText();

/** The middle of a lane at a share of the plot's width. */
async function placeOf(page: Page, lane: string, share: number): Promise<{ x: number; y: number }> {
  const bar = await barOf(page, lane);
  return { x: bar.x + bar.width * share, y: bar.y + bar.height / 2 };
}

/** How many pixels around a place of a lane have the colour of lost updates, and whether its very middle has. */
async function diamondAt(page: Page, lane: string, share: number): Promise<{ pixels: number; filled: boolean }> {
  const { x, y } = await placeOf(page, lane, share);
  const race = await colorsOf(page, "race");
  const picture = await pictureOf(page, { x: Math.round(x) - 9, y: y - 9, width: 18, height: 18 });
  let pixels = 0;
  for (let column = 0; column < picture.widthPx; column++) pixels += countInColumn(picture, column, race);
  return { pixels, filled: between(picture.at(9, 9), race) };
}

async function choose(page: Page): Promise<void> {
  await settle(page, () => page.click(".chip.race"));
  await page.locator(".accesses li").first().waitFor();
  await idle(page);
}

/** Where on the plot the accesses of a chosen loss stand: 84 … 150 px before the first, 156 … 260 px behind the last. */
function accessPx(widthPx: number): number[] {
  const before = Math.min(Math.max(0.16 * widthPx, 84), 150);
  const behind = Math.min(Math.max(0.34 * widthPx, 156), 260);
  return [0, 1, 2, 3].map((i) => before + ((widthPx - before - behind) * i) / 3);
}

for (const colorScheme of ["dark", "light"] as const) {
  test(`a lost update is a filled diamond on the lane that wrote, a hollow one on the lane that lost, and a tie (${colorScheme})`, async () => {
    const { page, errors } = await pages.open(lossy().trace, { ...lossy(), colorScheme });
    const [wrote, lost, other] = await Promise.all(["A", "B", "C"].map((lane) => diamondAt(page, lane, 0.4)));
    assert.ok(wrote.filled && wrote.pixels > 50, `A: ${wrote.pixels}`);
    assert.ok(!lost.filled && lost.pixels > 25, `B: ${lost.pixels}`);
    assert.equal(other.pixels, 0);
    assert.equal((await diamondAt(page, "A", 0.2)).pixels, 0, "nothing where nothing was lost");
    const [a, b] = [await barOf(page, "A"), await barOf(page, "B")];
    const gap = { x: Math.round(a.x + a.width * 0.4) - 2, y: a.y + 20, width: 5, height: b.y - a.y - 16 };
    const picture = await pictureOf(page, gap);
    const race = await colorsOf(page, "race");
    const dots = Math.max(...[0, 1, 2, 3, 4].map((x) => countInColumn(picture, x, race)));
    assert.ok(dots >= 3, `${dots} dots between the lanes`);
    assert.deepEqual(errors, []);
  });
}

test("hundreds at one place are one diamond with their number; words keep clear of it", async () => {
  const losses = Array.from({ length: 300 }, (_, i) => ({ by: i % 2, over: (i + 1) % 2, atMs: 10 + i / 1e4 }));
  const { trace, findings } = lossy({ losses });
  const { page } = await pages.open(trace, { findings });
  const bar = await barOf(page, "A");
  const picture = await pictureOf(page, bar);
  const race = await colorsOf(page, "race");
  const columns = Array.from({ length: picture.widthPx }, (_, x) => countInColumn(picture, x, race) > 0);
  const runs = columns.filter((is, x) => is && !columns[x - 1]).length;
  assert.equal(runs, 1);
  const { x, y } = await placeOf(page, "A", columns.indexOf(true) / picture.widthPx);
  await page.mouse.move(x + 8, y);
  await page.locator(".card:not([hidden])").waitFor();
  assert.match(
    await text(page, ".card"),
    /300 updates of counter overwritten\s+A overwrote\s+150\s+A was overwritten\s+150/,
  );
});

test("the chip chooses the first one: zoomed, numbered in order on both lanes with words, the rest veiled, told", async () => {
  const { page, errors } = await pages.open(lossy().trace, lossy());
  assert.equal(await text(page, ".chip.race"), "Lost update · counter · 2");
  await choose(page);
  assert.equal(await text(page, ".panel-selection h2 > span:nth-child(2)"), "Update of counter overwritten");
  assert.deepEqual(
    (await page.locator(".accesses li").allInnerTexts()).map((item) => item.replace(/\s+/g, " ")),
    [
      "1 A reads v0 unlocked.py:26",
      "2 B reads v0 unlocked.py:26 +10 ms",
      "3 B writes v1 unlocked.py:27 +20 ms",
      "4 A writes v2, made from v0: v1 is lost unlocked.py:27 +30 ms",
    ],
  );
  assert.match(await text(page, ".panel-selection .facts"), /none is held from the read to the write/);
  assert.match(await text(page, ".panel-selection .facts"), /2 updates lost in the end, counted exactly/);
  assert.equal(
    await text(page, "[role=status]"),
    "Update of counter overwritten, 1 of 2: A overwrote what B had written",
  );
  await assertFourLabels(page, "A", "B");
  assert.equal((await diamondAt(page, "C", 0.99)).pixels, 0);
  assert.deepEqual(errors, []);
});

/** The line from read to write, the signs at its ends, and words outside of it, on both lanes. */
async function assertFourLabels(page: Page, writer: string, victim: string): Promise<void> {
  const race = await colorsOf(page, "race");
  const ink = (await colorsOf(page, "text"))[0];
  for (const [lane, read, write] of [
    [writer, 0, 3],
    [victim, 1, 2],
  ] as const) {
    const bar = await barOf(page, lane);
    const picture = await pictureOf(page, bar);
    const px = accessPx(bar.width).map(Math.round);
    const middle = Math.round((px[read] + px[write]) / 2);
    assert.ok(countInColumn(picture, middle, race) >= 2, `${lane}: a line from its read to its write`);
    assert.ok(
      inkIn(picture, px[read] - 70, px[read] - 14, ink) > 10,
      `${lane}: words before the read (${inkIn(picture, px[read] - 70, px[read] - 14, ink)})`,
    );
    assert.ok(
      inkIn(picture, px[write] + 16, px[write] + 80, ink) > 10,
      `${lane}: words behind the write (${inkIn(picture, px[write] + 16, px[write] + 80, ink)})`,
    );
  }
}

/** Pixels of letters: thin ones have no pixel of their full colour. */
function inkIn(picture: Picture, fromX: number, untilX: number, ink: Rgb): number {
  let pixels = 0;
  for (let x = Math.max(0, fromX); x < Math.min(untilX, picture.widthPx); x++)
    for (let y = 0; y < picture.heightPx; y++) if (between(picture.at(x, y), [ink, ink], 80)) pixels++;
  return pixels;
}

test("the keyboard walks from one to the next and back, and stays at the ends", async () => {
  const { page } = await pages.open(lossy().trace, lossy());
  await choose(page);
  await settle(page, () => page.keyboard.press("]"));
  assert.match(await text(page, "[role=status]"), /2 of 2: B overwrote what C had written/);
  assert.equal(await text(page, ".walk"), "2 of 2");
  await settle(page, () => page.keyboard.press("["));
  assert.match(await text(page, ".walk"), /1 of 2/);
  await page.locator(".labels li.lane button").first().focus();
  await settle(page, () => page.keyboard.press("ArrowRight"));
  assert.match(await text(page, ".walk"), /2 of 2/);
  await settle(page, () => page.keyboard.press("ArrowRight"));
  assert.match(await text(page, ".walk"), /2 of 2/);
  await settle(page, () => page.locator(".walk button").first().click());
  assert.match(await text(page, ".walk"), /1 of 2/);
  await settle(page, () => page.keyboard.press("Escape"));
  assert.match(await text(page, "[role=status]"), /Nothing chosen/);
});

test("a diamond is pointed at and clicked; search, findings and table know it as well", async () => {
  const { page } = await pages.open(lossy().trace, lossy());
  assert.equal(await page.locator(".overview path.mark.race").count(), 2);
  assert.deepEqual(
    (await page.locator(".legend li:has(.race)").allInnerTexts()).map((item) => item.trim()),
    ["overwrote an update", "was overwritten"],
  );
  assert.match(await text(page, ".finding.race h2"), /Lost update\s+2/);
  const { x, y } = await placeOf(page, "C", 0.82);
  await page.mouse.move(x, y);
  await page.locator(".card:not([hidden])").waitFor();
  const card = await text(page, ".card");
  for (const fact of [
    "Update of counter overwritten",
    "v3 · C · unlocked.py:27",
    "v4 · B · unlocked.py:27",
    "none is held",
  ])
    assert.ok(card.includes(fact), `${fact} in:\n${card}`);
  await settle(page, () => page.mouse.click(x, y));
  assert.match(await text(page, ".walk"), /2 of 2/);
  await page.keyboard.press("f");
  await page.click("#tab-table");
  const row = page.locator(".panel-table tbody tr", { hasText: /^B/ });
  await row.waitFor();
  assert.equal((await row.locator("td").nth(-2).innerText()).trim(), "2");
  await page.keyboard.press("/");
  await page.keyboard.type("lost update");
  await settle(page, () => page.keyboard.press("Enter"));
  await page.locator("#panel-selection:not([hidden]) .walk").waitFor();
  assert.match(await text(page, ".walk"), /1 of 2/);
});

test("a double click on a diamond means that diamond, though the first click has zoomed", async () => {
  const { page } = await pages.open(lossy().trace, lossy());
  const { x, y } = await placeOf(page, "C", 0.82);
  await page.mouse.move(x, y);
  for (const clickCount of [1, 2]) {
    await page.mouse.down({ clickCount });
    await settle(page, () => page.mouse.up({ clickCount }));
    await page.locator(".walk").waitFor();
  }
  await idle(page);
  assert.match(await text(page, ".walk"), /2 of 2/);
});

test("a lane that is too far away stands at the window's edge; its name leads there", async () => {
  const lanes = Array.from({ length: 60 }, (_, i) => `lane-${i}`);
  const { trace, findings } = lossy({ lanes, losses: [{ by: 1, over: 55, atMs: 10 }] });
  const { page } = await pages.open(trace, { findings });
  await choose(page);
  const docked = page.locator(".docked");
  assert.match(await docked.innerText(), /lane-55/);
  const box = (await docked.boundingBox())!;
  const plot = (await page.locator("canvas.lanes").boundingBox())!;
  const race = await colorsOf(page, "race");
  const picture = await pictureOf(page, { x: plot.x, y: box.y, width: plot.width, height: 34 });
  const px = accessPx(plot.width).map(Math.round);
  assert.ok(countInColumn(picture, Math.round((px[1] + px[2]) / 2), race) >= 2, "the line of the far lane");
  await settle(page, () => docked.click());
  assert.ok(await page.locator(".labels .name", { hasText: /^lane-55$/ }).isVisible());
});

test("hostile names of variables are names", async () => {
  const name = `</script><img src=x onerror="window.hacked=1">`;
  const { trace, findings } = lossy({ name, lanes: [name, `${name}2`, "C"] });
  const { page, errors } = await pages.open(trace, { findings });
  await choose(page);
  assert.ok((await text(page, ".panel-selection h2")).includes(name));
  assert.equal(await page.locator("img").count(), 0);
  assert.equal(await page.evaluate(() => "hacked" in window), false);
  assert.deepEqual(errors, []);
});

test("in a narrow page all four are named, in Chinese too", async () => {
  for (const locale of ["en-US", "zh-CN"]) {
    const { page } = await pages.open(lossy().trace, { ...lossy(), locale, viewport: { width: 600, height: 700 } });
    await choose(page);
    await assertFourLabels(page, "A", "B");
    if (locale === "zh-CN") {
      assert.match(await text(page, ".panel-selection h2"), /counter 的一次更新被覆盖/);
      assert.match(await text(page, ".accesses"), /A 写入由 v0 算出的 v2：v1 丢失/);
    }
  }
});

test("at least so many, the lock that is missing, and a write that only a look decided", async () => {
  const { trace, findings } = lossy({ variable: { exact: false, byValue: false, lost: 7, stale: 9 } });
  const { page } = await pages.open(trace, { findings });
  assert.equal(await text(page, ".chip.race"), "Lost update · counter · ≥ 7");
  await choose(page);
  const facts = await text(page, ".panel-selection .facts");
  assert.match(facts, /at least 7 updates lost in the end/);
  assert.match(facts, /9 writes overwrote a newer value · the first 2 are drawn/);
  assert.match(facts, /a look at the old value decided to write/);
  assert.match(await text(page, ".accesses li:last-child"), /decided by v0: v1 is lost/);
});

for (const theme of ["dark", "hc-dark", "hc-light"] as const) {
  test(`in the editor: drawn, chosen, its line opened, kept while hidden (${theme})`, async () => {
    const { trace, findings } = lossy();
    const editor = await Editor.show(pages, trace, { theme, findings, viewport: { width: 900, height: 800 } });
    const { page } = editor;
    const wrote = await diamondAt(page, "A", 0.4);
    assert.ok(wrote.filled && wrote.pixels > 50, `${wrote.pixels} pixels`);
    await choose(page);
    await assertFourLabels(page, "A", "B");
    await page.locator(".labels li.lane button").first().focus();
    await page.keyboard.press("Enter");
    const { site } = await editor.told("openSource");
    assert.equal(trace.sites[site].line, 27);
    await settle(page, () => page.keyboard.press("]"));
    await page.waitForFunction(() => sessionStorage.getItem("state of the editor")?.includes('"loss":1'));
    await editor.reload();
    await editor.generation(trace, { findings, ended: true });
    await page.locator(".walk").waitFor();
    assert.match(await text(page, ".walk"), /2 of 2/);
    await nobodyComplains(page);
    assert.deepEqual(editor.errors, []);
  });
}
