/** Pools, processes and tasks on the page: what is drawn, told, reached by keys, and read by those who do not see it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { formatDuration } from "../../core/l10n/format";
import { crew, poolDeadlock, smallPool, swarm } from "../core/layout/pool-scenes";
import { findingAt } from "../core/layout/scenes";
import { nobodyComplains } from "./support/axe";
import { Pages, settle } from "./support/browser";
import { between, colorsOf, countInColumn, pictureOf } from "./support/picture";

let pages: Pages;
before(async () => {
  pages = await Pages.start();
});
after(() => pages.stop());

for (const colorScheme of ["dark", "light"] as const)
  test(`axe has nothing to say about pools, processes and tasks (${colorScheme})`, async () => {
    const trace = crew();
    const { page } = await pages.open(trace, { colorScheme, findings: [findingAt(trace, 0, 20e6, 30e6)] });
    await nobodyComplains(page);
  });

test("the accessibility tree tells processes, pools with their workers, tasks under their loop, and who was not traced", async () => {
  const { page, errors } = await pages.open(crew(), { viewport: { width: 1440, height: 1800 } });
  const tree = await page.locator(".labels").ariaSnapshot();
  for (const part of [
    'button "Process MainProcess · 100 15"',
    'button "Pool executor: 4 workers"',
    'button "thread pool executor busy workers, of 4 41 of 42 items done, 1 failed, 0 cancelled"',
    'button "Process Consumer-1 · 4720 · fork · ended by SIGKILL 1"',
    'button "Tasks of loop',
    'button "curl, process: not traced: not a Python program"',
    'button "The GIL of MainProcess wanted and not had · estimate"',
  ])
    assert.ok(tree.includes(part), `${part} in\n${tree}`);
  assert.match(tree, /worker 0 · ThreadPoolExecutor-0_0, thread: .*input and output/);
  const worker = page.locator(".labels li.lane .name", { hasText: "worker 0" }).first();
  assert.equal(await worker.textContent(), "worker 0 · ThreadPoolExecutor-0_0", "the name that it has everywhere else");
  assert.deepEqual(errors, []);
});

/** The part of a lane's row in which its items are. */
async function itemStrip(page: import("playwright-core").Page, name: string) {
  const row = (await page.locator(".labels li.lane", { hasText: name }).boundingBox())!;
  const plot = (await page.locator("canvas.lanes").boundingBox())!;
  return { x: plot.x, y: row.y + 4, width: plot.width, height: 13 };
}

test("how long it ran is what the terminal says, with the interpreter's own start and end", async () => {
  const trace = smallPool();
  trace.program.durationNs = trace.endNs + 1_480_000_000;
  const { page } = await pages.open(trace);
  assert.match(await page.locator(".head .facts").innerText(), new RegExp(formatDuration(trace.program.durationNs)));
});

test("items are bars above their worker's lane; one that raised looks otherwise; idle is an empty outline", async () => {
  const { page } = await pages.open(smallPool());
  const strip = await itemStrip(page, "worker 0");
  const picture = await pictureOf(page, strip);
  // Inside each of the two items of 10 ms, away from edges and words.
  const colorAt = (ms: number) => picture.at(Math.round((ms / 25) * picture.widthPx), 2);
  const [work, fail, none] = [colorAt(8), colorAt(18), colorAt(23)];
  assert.notDeepEqual(work, fail);
  assert.notDeepEqual(work, none);
  const lane = await pictureOf(page, { ...strip, y: strip.y + 14 + 1, height: 24 });
  const x = Math.round((23.5 / 25) * lane.widthPx);
  const inside = lane.at(x, 12);
  for (const y of [0, 23]) assert.ok(!between(lane.at(x, y), [inside, inside], 12), "upper and lower edge");
  assert.ok(between(lane.at(x, 6), [inside, inside], 2), "nothing in it");
  for (const tone of ["running", "waiting"]) assert.equal(countInColumn(lane, x, await colorsOf(page, tone)), 0, tone);
});

test("a click on an item tells by whom, how long it waited and what became of it; T leads to its lane and back", async () => {
  const { page, errors } = await pages.open(smallPool());
  const strip = await itemStrip(page, "worker 0");
  await settle(page, () => page.mouse.click(strip.x + (15 / 25) * strip.width, strip.y + 6));
  const panel = page.locator(".panel-selection");
  assert.equal(await panel.locator("h2").innerText(), "ThreadPoolExecutor-0_0 ran fail");
  const facts = await panel.locator("dl").innerText();
  for (const fact of [/queued\s+10 ms/, /raised an exception/, /MainThread · pool.py:32/, /fail · pool.py:24/])
    assert.match(facts, fact);
  assert.match(await panel.locator(".chain").innerText(), /MainThread submitted it[\s\S]*MainThread waited 20 ms/);
  await settle(page, () => page.keyboard.press("t"));
  assert.match(await panel.locator("h2").innerText(), /running/);
  await settle(page, () => page.keyboard.press("t"));
  assert.match(await panel.locator("h2").innerText(), / ran /);
  assert.deepEqual(errors, []);
});

test("a pool that waits for itself is told as a circle, in words", async () => {
  const { page } = await pages.open(poolDeadlock());
  const row = (await page.locator(".labels li.lane", { hasText: "MainThread" }).boundingBox())!;
  await settle(page, () => page.mouse.click(700, row.y + 17));
  const chain = await page.locator(".panel-selection .chain").innerText();
  assert.match(chain, /no worker is free for it: ThreadPoolExecutor-0_0 still runs another item/);
  assert.match(chain, /a circle/);
});

test("ten thousand tasks are one line, which shows what they do together, and open when one of them is looked for", async () => {
  const { page, errors } = await pages.open(swarm(10_000, 60));
  const groups = page.locator(".labels li.group");
  assert.deepEqual(await groups.locator(".name").allInnerTexts(), ["Tasks of MainThread", "Thread-… (work)"]);
  const box = (await groups.first().boundingBox())!;
  const plot = (await page.locator("canvas.lanes").boundingBox())!;
  const strip = await pictureOf(page, { x: plot.x, y: box.y + 8, width: plot.width, height: 18 });
  const running = await colorsOf(page, "running");
  assert.ok(countInColumn(strip, Math.round(strip.widthPx / 2), running) > 10, "they run");
  await page.keyboard.press("/");
  await page.keyboard.type("Task-7777");
  await page.keyboard.press("Enter");
  await page.locator(".labels li.lane.chosen", { hasText: "Task-7777 (fetch)" }).waitFor();
  assert.ok((await page.locator(".labels li").count()) < 60, "only rows in view exist");
  await page.click("#tab-table");
  await page.locator(".panel-table tbody tr").first().waitFor();
  assert.equal(await page.locator(".panel-table tbody tr").count(), 500);
  assert.match(await page.locator(".panel-table").innerText(), /more lanes/);
  assert.deepEqual(errors, []);
});
