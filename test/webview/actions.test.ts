/** What a person does: point, click, drag, wheel, brush, walk by keys, search. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { deadlock, findingAt, handOver, noise, office } from "../core/layout/scenes";
import { idle, Pages, settle } from "./support/browser";
import { barOf, colorsOf, countInColumn, pictureOf } from "./support/picture";

let pages: Pages;
before(async () => {
  pages = await Pages.start();
});
after(() => pages.stop());

/** The middle of a lane's bar at a share of the plot's width. */
async function placeOf(page: Page, lane: string, share: number): Promise<{ x: number; y: number }> {
  const bar = await barOf(page, lane);
  return { x: bar.x + bar.width * share, y: bar.y + bar.height / 2 };
}

async function clickAt(page: Page, lane: string, share: number): Promise<void> {
  const { x, y } = await placeOf(page, lane, share);
  await settle(page, () => page.mouse.click(x, y));
}

const text = (page: Page, selector: string) => page.locator(selector).innerText();

/** What the axis says at its ends. */
async function axisLabels(page: Page): Promise<string[]> {
  return page.locator(".axis text").allTextContents();
}

test("the card says what, how long, held by whom where, released by whom where", async () => {
  const { page } = await pages.open(handOver());
  const { x, y } = await placeOf(page, "A", 0.4);
  await page.mouse.move(x, y);
  await page.locator(".card:not([hidden])").waitFor();
  const card = await text(page, ".card");
  for (const fact of [
    "A blocked on counter_lock",
    "50 ms",
    "2 waits deep",
    "C · hand_over.py:12",
    "B · hand_over.py:14",
  ])
    assert.ok(card.includes(fact), `${fact} in:\n${card}`);
  const box = (await page.locator(".card").boundingBox())!;
  assert.ok(box.x >= 0 && box.x + box.width <= 1440 && box.y + box.height <= 820, "the card is inside the page");
  await page.mouse.move(x, 20);
  await page.locator(".card[hidden]").waitFor({ state: "attached" });
});

test("a click chooses: details, chain, edges, the rest dimmed; Esc undoes it", async () => {
  const { page } = await pages.open(handOver());
  const dimmed = async () => {
    const picture = await pictureOf(page, await barOf(page, "C"));
    return countInColumn(picture, Math.round(picture.widthPx * 0.9), await colorsOf(page, "running"));
  };
  assert.equal(await dimmed(), 24);
  await clickAt(page, "A", 0.4);
  assert.equal(await text(page, ".panel-selection h2"), "A blocked on counter_lock");
  assert.deepEqual(await page.locator(".chain .step").allInnerTexts(), [
    "1\nA waited 50 ms for counter_lock",
    "2\nB waited 25 ms for counter_lock",
  ]);
  assert.match(await text(page, ".chain li:nth-child(1) .cause"), /^B let it go on, after holding it for 30 ms/);
  assert.equal(await dimmed(), 0);
  // The edge from B's release to A's wait: accent between the two bars, right of 60 ms.
  const [a, b] = [await barOf(page, "A"), await barOf(page, "B")];
  const gap = await pictureOf(page, { x: a.x, y: a.y + 24, width: a.width, height: b.y - a.y - 24 });
  const accent = await colorsOf(page, "accent");
  let edge = 0;
  for (let x = Math.round(gap.widthPx * 0.6) - 2; x < gap.widthPx * 0.6 + 40; x++)
    edge += countInColumn(gap, x, accent);
  assert.ok(edge > 5, `${edge} pixels of an edge`);
  assert.match(await text(page, "[role=status]"), /A blocked on counter_lock, 50 ms/);
  await settle(page, () => page.keyboard.press("Escape"));
  assert.equal(await dimmed(), 24);
});

test("a click on a lock's track chooses the hold and tells why it came so late, and who came after", async () => {
  const { page } = await pages.open(handOver());
  const row = (await page.locator(".labels li.track").boundingBox())!;
  const plot = (await page.locator("canvas.lanes").boundingBox())!;
  await settle(page, () => page.mouse.click(plot.x + plot.width * 0.45, row.y + row.height - 14));
  assert.equal(await text(page, ".panel-selection h2"), "B holds counter_lock");
  assert.deepEqual(await page.locator(".chain .step").allInnerTexts(), [
    "1\nB waited 25 ms for counter_lock",
    "A waited 50 ms for counter_lock",
  ]);
  assert.deepEqual(await page.locator(".chain h3").allInnerTexts(), ["Who let it go on", "Whom it let go on"]);
});

test("a deadlock is told as who holds what", async () => {
  const { page } = await pages.open(deadlock());
  await clickAt(page, "T1", 0.5);
  assert.deepEqual(await page.locator(".chain .cause").allInnerTexts(), [
    "T2 holds it deadlock.py:20",
    "T1 holds it deadlock.py:10",
    "T1 waited as in step 1, and so on: a circle",
  ]);
  assert.match(await text(page, ".panel-selection dl"), /still waiting at the end/);
});

test("the keyboard alone: into the lanes, along spans, across lanes, along the chain, to the details", async () => {
  const { page } = await pages.open(handOver());
  await page.locator(".labels li.lane button").first().focus();
  await settle(page, () => page.keyboard.press("ArrowRight"));
  assert.match(await text(page, "[role=status]"), /^A blocked on counter_lock, 50 ms/);
  await settle(page, () => page.keyboard.press("]"));
  assert.match(await text(page, "[role=status]"), /^2: B waited 25 ms/);
  assert.equal(await page.locator(".step.current").innerText(), "2\nB waited 25 ms for counter_lock");
  await settle(page, () => page.keyboard.press("["));
  assert.match(await text(page, "[role=status]"), /^1: A waited/);
  await settle(page, () => page.keyboard.press("ArrowDown"));
  assert.match(await text(page, "[role=status]"), /^B /);
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "B", "the focus goes with the lane");
  await settle(page, () => page.keyboard.press("ArrowDown"));
  await settle(page, () => page.keyboard.press("ArrowDown"));
  assert.match(await text(page, "[role=status]"), /^[ABC] holds counter_lock/);
  assert.match(await text(page, ".labels .chosen"), /^counter_lock/, "and on to the lock's track");
  await settle(page, () => page.keyboard.press("ArrowUp"));
  await settle(page, () => page.keyboard.press("ArrowUp"));
  assert.equal(await page.locator(".labels button[tabindex='0']").count(), 1, "Tab stops at one lane");
  await settle(page, () => page.keyboard.press("ArrowLeft"));
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "panel-selection");
});

test("the wheel zooms where the pointer is, a drag moves along, the ends hold", async () => {
  const { page } = await pages.open(handOver());
  const { x, y } = await placeOf(page, "A", 0.6);
  await page.mouse.move(x, y);
  for (let turn = 0; turn < 4; turn++) await settle(page, () => page.mouse.wheel(0, -300));
  // d3 ends a turn of the wheel some time after its last event.
  await page.locator("canvas.lanes:not(.moving)").waitFor();
  await idle(page);
  const bar = await barOf(page, "A");
  const [blocked, running] = [await colorsOf(page, "blocked"), await colorsOf(page, "running")];
  const picture = await pictureOf(page, bar);
  const boundary = Math.round(bar.width * 0.6);
  assert.ok(countInColumn(picture, boundary - 8, blocked) > 12, "60 ms is still under the pointer: blocked before");
  assert.ok(countInColumn(picture, boundary + 8, running) > 12, "running after");
  await page.mouse.down();
  await page.mouse.move(x + 50, y, { steps: 5 });
  await page.mouse.move(x + 100, y, { steps: 5 });
  await settle(page, () =>
    page.mouse
      .up()
      .then(() => page.mouse.move(x + 101, y - 1))
      .then(() => page.keyboard.press("d"))
      .then(() => page.keyboard.press("a")),
  );
  await idle(page);
  const moved = await pictureOf(page, bar);
  assert.ok(
    countInColumn(moved, boundary + 92, blocked) > 12 && countInColumn(moved, boundary + 108, running) > 12,
    "100 px to the right",
  );
  await settle(page, () => page.keyboard.press("f"));
  const labels = await axisLabels(page);
  assert.equal(labels[0], "0");
  for (let press = 0; press < 3; press++) await settle(page, () => page.keyboard.press("a"));
  assert.deepEqual(await axisLabels(page), labels, "there is nothing before the beginning");
});

test("the minimap's frame moves and narrows the window", async () => {
  const { page } = await pages.open(handOver());
  const map = (await page.locator(".overview .plot svg").boundingBox())!;
  const y = map.y + map.height / 2;
  // The right edge to the middle: 0 to 50 ms.
  await page.mouse.move(map.x + map.width, y);
  await page.mouse.down();
  await page.mouse.move(map.x + map.width * 0.75, y, { steps: 4 });
  await settle(page, () => page.mouse.move(map.x + map.width * 0.5, y, { steps: 4 }));
  await page.mouse.up();
  await idle(page);
  assert.equal((await axisLabels(page)).at(-1), "50 ms");
  // The frame itself, half its width to the right.
  await page.mouse.move(map.x + map.width * 0.25, y);
  await page.mouse.down();
  await settle(page, () => page.mouse.move(map.x + map.width * 0.5, y, { steps: 4 }));
  await page.mouse.up();
  await idle(page);
  // 25 to 75 ms: A is blocked until 60 ms, seven tenths of the way.
  const picture = await pictureOf(page, await barOf(page, "A"));
  const blocked = await colorsOf(page, "blocked");
  for (const [share, isBlocked] of [
    [0.68, true],
    [0.72, false],
  ] as const) {
    assert.equal(countInColumn(picture, Math.round(share * picture.widthPx), blocked) > 12, isBlocked, `at ${share}`);
  }
});

test("at the deepest zoom the axis counts nanoseconds from a moment it names", async () => {
  const { page } = await pages.open(office());
  for (let press = 0; press < 45; press++) await page.keyboard.press("w");
  await idle(page);
  const labels = await axisLabels(page);
  assert.ok(
    labels.slice(1).every((label) => /^\+\d+ ns$/.test(label)),
    labels.join(" | "),
  );
  assert.match(labels[0], /ms$/);
});

test("a finding's chip brings its wait into view and chooses it", async () => {
  const trace = office();
  const { waits } = trace;
  const last = waits.lane.reduce(
    (best, _, wait) => (waits.op[wait] === 1 && waits.startNs[wait] > waits.startNs[best] ? wait : best),
    0,
  );
  const finding = findingAt(trace, waits.lane[last], waits.startNs[last], waits.endNs[last]);
  const { page } = await pages.open(trace, { findings: [finding] });
  assert.equal(await text(page, ".chip"), "Contended · counter_lock · 814 ms");
  await settle(page, () => page.click(".chip"));
  await page.locator(".panel-selection h2").waitFor();
  assert.match(await text(page, ".panel-selection h2"), /blocked on counter_lock/);
  assert.equal(await page.locator(".overview path.mark").count(), 1);
});

test("a circle of waits comes first: chip, section, mark; a click chooses the wait and zooms to it", async () => {
  const { page, errors } = await pages.open(deadlock());
  assert.equal(await text(page, ".chip.error"), "Deadlock · T1 → T2 → T1 · 90 ms");
  assert.equal(await text(page, ".stuck .circle"), "None of these can go on: T1 → T2 → T1");
  const [first, second] = await page.locator(".stuck li").allInnerTexts();
  assert.match(first, /^T1 .*90 ms for right at deadlock.py:11, held by T2 since deadlock.py:20/);
  assert.match(second, /^T2 .*90 ms for left at deadlock.py:21, held by T1 since deadlock.py:10/);
  assert.equal(await page.locator(".panel-findings .empty").count(), 0, "nobody says that all is well");
  assert.equal(await page.locator(".overview path.mark.error").count(), 1);
  await settle(page, () => page.locator(".stuck li button.plain").nth(1).click());
  await page.locator(".panel-selection h2").waitFor();
  assert.equal(await text(page, ".panel-selection h2"), "T2 blocked on left");
  assert.deepEqual(errors, []);
});

test("one key leads to the locks, however many lanes stand above them", async () => {
  const trace = office();
  for (let i = 0; i < 40; i++) {
    trace.lanes.push({ ...trace.lanes[0], name: `more-${i}` });
    trace.laneSpans.push(trace.laneSpans[0]);
  }
  const { page } = await pages.open(trace);
  assert.match(await text(page, ".head .facts"), /50 threads·2 locks·1 condition·1 queue/);
  assert.match(await text(page, ".legend"), /depth of a queue/);
  const lock = page.locator(".labels .name", { hasText: "counter_lock" });
  assert.equal(await lock.count(), 0);
  await settle(page, () => page.keyboard.press("l"));
  await lock.waitFor();
});

test("search finds lanes, locks and library threads, and goes there", async () => {
  const { page } = await pages.open(office());
  await page.keyboard.press("/");
  await page.keyboard.type("feeder");
  assert.deepEqual(await page.locator("#search-list .text").allInnerTexts(), ["QueueFeederThread"]);
  await settle(page, () => page.keyboard.press("Enter"));
  await page.locator(".labels .chosen").waitFor();
  assert.equal(await page.locator(".labels .chosen .name").textContent(), "QueueFeederThread");
  await page.keyboard.press("/");
  await page.keyboard.type("nothing of that name");
  assert.equal(await text(page, "#search-list"), "Nothing of that name.");
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
});

test("the details can be made higher, by hand and by keys, and closed", async () => {
  const { page } = await pages.open(handOver());
  const height = async () => (await page.locator(".dock").boundingBox())!.height;
  const before = await height();
  await page.locator(".dock .grip").focus();
  await settle(page, () => page.keyboard.press("ArrowUp"));
  assert.ok(Math.abs((await height()) - before - 24) <= 1);
  const grip = (await page.locator(".dock .grip").boundingBox())!;
  await page.mouse.move(grip.x + 300, grip.y + 3);
  await page.mouse.down();
  await settle(page, () => page.mouse.move(grip.x + 300, grip.y + 3 - 100));
  await page.mouse.up();
  assert.ok(Math.abs((await height()) - before - 124) < 5);
  await settle(page, () => page.click(".dock .tabs > .tool"));
  assert.ok((await height()) < 50);
});

test("a click on a name chooses what happens there in the middle of the view", async () => {
  const { page } = await pages.open(handOver());
  await settle(page, () => page.click(".labels .track button"));
  assert.equal(await text(page, ".panel-selection h2"), "B holds counter_lock");
  await settle(page, () => page.click(".labels .lane:nth-child(1) button"));
  assert.equal(await text(page, ".panel-selection h2"), "A blocked on counter_lock");
});

test("groups open and close", async () => {
  const { page } = await pages.open(office());
  const group = page.locator(".labels .group button", { hasText: "Daemon threads" });
  assert.equal(await group.getAttribute("aria-expanded"), "true");
  await settle(page, () => group.click());
  assert.equal(await group.getAttribute("aria-expanded"), "false");
  assert.equal(await page.locator(".labels .name", { hasText: "heartbeat" }).count(), 0);
});

test("the table says what the picture says, and follows the window", async () => {
  const { page } = await pages.open(handOver());
  await page.click("#tab-table");
  const row = page.locator(".panel-table tbody tr", { hasText: /^A/ });
  await row.waitFor();
  assert.match(await row.innerText(), /50 ms · 50 %\s+50 ms · 50 %\s+50 ms · A blocked on counter_lock/);
  await settle(page, () => page.keyboard.press("w"));
  await page
    .locator(".panel-table caption", { hasText: "16.666 667 ms".replaceAll(" ", "\u2009").replace("\u2009ms", " ms") })
    .waitFor();
});

test("many spans in one pixel are told by their shares", async () => {
  const { page } = await pages.open(noise(2, 100_000));
  const { x, y } = await placeOf(page, "worker-0", 0.5);
  await page.mouse.move(x, y);
  await page.locator(".card:not([hidden])").waitFor();
  const card = await text(page, ".card");
  assert.match(card, /^worker-0: \d+ spans in this pixel/);
  const shares = [...card.matchAll(/(\d+) % ·/g)].map(([, share]) => Number(share));
  assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100) <= 3, card);
});
