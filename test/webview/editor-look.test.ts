/** The page inside an editor: its colours, its controls, for everybody, in small columns, with hostile names. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Trace } from "../../core/trace/types";
import { Program, type Script } from "../core/layout/program";
import { emptyTrace, toTrace } from "../core/layout/rows-to-trace";
import { alone, deadlock, findingAt, handOver, noise, office } from "../core/layout/scenes";
import { complaints, nobodyComplains } from "./support/axe";
import { idle, Pages, settle } from "./support/browser";
import { EDITOR_THEMES, Editor, status } from "./support/editor";
import { barOf, between, colorsOf, pictureOf } from "./support/picture";

let pages: Pages;
before(async () => {
  pages = await Pages.start();
});
after(() => pages.stop());

for (const theme of EDITOR_THEMES) {
  test(`axe has nothing to say about any part of the page (${theme})`, async () => {
    const trace = office();
    const finding = findingAt(trace, 3, 20e6, 30e6);
    const editor = await Editor.show(pages, trace, {
      theme,
      viewport: { width: 1000, height: 800 },
      findings: [finding, { ...finding, id: "g", severity: "warning" }, { ...finding, id: "h", severity: "error" }],
    });
    const { page } = editor;
    await editor.post({ type: "run", status: status({ dropped: 2 }) });
    await page.locator(".progress .dropped").waitFor();
    await nobodyComplains(page);
    assert.deepEqual(editor.errors, []);
  });
}

test("a change of the editor's theme repaints everything in its colours", async () => {
  const editor = await Editor.show(pages, handOver(), { theme: "dark" });
  const { page } = editor;
  const look = async () => {
    const bar = await barOf(page, "C");
    const picture = await pictureOf(page, bar);
    const [x, y] = [Math.round(picture.widthPx * 0.9), 12];
    return {
      background: await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
      running: await colorsOf(page, "running"),
      painted: picture.at(x, y),
    };
  };
  const seen = new Set<string>();
  for (const theme of [...EDITOR_THEMES, "dark"] as const) {
    if ((await page.locator("html").getAttribute("data-theme")) !== theme)
      await settle(page, () => editor.setTheme(theme));
    await page.locator(`html[data-theme=${theme}]`).waitFor({ state: "attached" });
    await idle(page);
    const { background, running, painted } = await look();
    assert.ok(between(painted, running, 8), `${theme}: ${painted} is painted, ${running[0]} is meant`);
    seen.add(background);
  }
  assert.deepEqual(
    [...seen],
    ["rgb(31, 31, 31)", "rgb(255, 255, 255)", "rgb(0, 0, 0)"],
    "the editor's own backgrounds, none of ours",
  );
  assert.deepEqual(editor.errors, []);
});

test("a theme without chart colours leaves ours", async () => {
  const editor = await Editor.show(pages, handOver(), { theme: "dark" });
  const { page } = editor;
  const running = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--running"));
  const theirs = await running();
  await settle(page, () =>
    page.evaluate(() => document.documentElement.style.setProperty("--vscode-charts-green", "#808080")),
  );
  assert.equal((await running()).trim(), "#44a981");
  assert.notEqual(theirs.trim(), "#44a981");
});

test("in high contrast shapes have outlines", async () => {
  const editor = await Editor.show(pages, handOver(), { theme: "hc-dark" });
  const bar = await barOf(editor.page, "C");
  const picture = await pictureOf(editor.page, bar);
  const x = Math.round(picture.widthPx * 0.9);
  assert.deepEqual(picture.at(x, 0), [255, 255, 255], "above");
  assert.notDeepEqual(picture.at(x, 12), [255, 255, 255], "inside");
});

test("the editor's controls come after the first picture and work by keyboard", async () => {
  const editor = await Editor.show(pages, noise(20, 40), { viewport: { width: 1000, height: 900 } });
  const { page } = editor;
  await editor.post({ type: "run", status: status() });
  const stop = page.getByRole("button", { name: "Stop" });
  await stop.focus();
  await page.keyboard.press("Enter");
  await editor.told("stop");
  await page.click("#tab-table");
  const rows = page.locator(".panel-table tbody tr");
  await rows.first().waitFor();
  const field = page.getByRole("textbox", { name: "Filter lanes", exact: true });
  await field.focus();
  const begin = await page.locator(".axis text").first().textContent();
  await page.keyboard.type("worker-1");
  await page.locator(".panel-table tbody tr", { hasText: "worker-2" }).waitFor({ state: "detached" });
  assert.equal(await rows.count(), 11, "worker-1 and worker-10 to worker-19");
  assert.equal(await page.locator(".axis text").first().textContent(), begin, "what is typed there zooms nothing");
  const order = page.getByRole("combobox", { name: "Order by" });
  await order.focus();
  await page.keyboard.press("w");
  assert.equal(await page.locator(".axis text").first().textContent(), begin, "nor what is typed there");
  const first = await rows.first().innerText();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    (before) => (document.querySelector(".panel-table tbody tr") as HTMLElement).innerText !== before,
    first,
  );
  assert.deepEqual(editor.errors, []);
});

test("without the toolkit the page keeps its own controls and says why", async () => {
  const editor = await Editor.show(pages, handOver(), { toolkit: false });
  await editor.post({ type: "run", status: status() });
  await editor.page.getByRole("button", { name: "Stop" }).click();
  await editor.told("stop");
  assert.match((await editor.told("problem")).reason, /^toolkit\.js could not be loaded/);
});

for (const [width, height] of [
  [541, 502],
  [500, 480],
  [700, 600],
  [1200, 700],
] as const) {
  test(`in ${width} × ${height} the lanes have the most room and nothing is cut off`, async () => {
    const trace = office();
    const finding = findingAt(trace, 3, 20e6, 30e6);
    const editor = await Editor.show(pages, trace, {
      viewport: { width, height },
      findings: [finding, { ...finding, id: "g" }, { ...finding, id: "h", severity: "error" }],
    });
    const { page } = editor;
    await editor.post({ type: "run", status: status() });
    await page.locator(".progress > *").first().waitFor();
    const box = async (selector: string) => (await page.locator(selector).boundingBox())!;
    const lanes = await box(".scroller");
    const least = height <= 600 ? 0.6 : 0.4;
    assert.ok(lanes.height / height >= least, `lanes have ${Math.round((lanes.height / height) * 100)} %`);
    assert.ok((await box(".head")).height <= 48, "the head is one line");
    const tools = await box(".tools");
    assert.ok(tools.x + tools.width <= width, "the tools are inside");
    assert.ok((await box("canvas.lanes")).width >= width * 0.6);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${wide} px wide`);
    assert.equal((await page.locator(".chips li:visible").count()) > 0, true);
  });
}

test("in a low page the keys are read from the top, with the legend below them", async () => {
  const editor = await Editor.show(pages, handOver(), { viewport: { width: 541, height: 420 } });
  const { page } = editor;
  await page.getByRole("button", { name: "Legend", exact: true }).click();
  const dialog = page.locator("dialog.keys");
  await dialog.waitFor();
  assert.equal(await dialog.evaluate((element) => element.scrollTop), 0);
  assert.match(await dialog.innerText(), /blocked on a lock/);
});

test("what is chosen is told in one line where the details are closed", async () => {
  const editor = await Editor.show(pages, handOver(), { viewport: { width: 541, height: 340 } });
  const { page } = editor;
  const bar = await barOf(page, "A");
  await settle(page, () => page.mouse.click(bar.x + bar.width * 0.4, bar.y + 12));
  assert.equal(await page.locator(".dock .summary").innerText(), "A blocked on counter_lock, 50 ms");
  assert.equal(await page.locator(".panel:visible").count(), 0);
  await page.keyboard.press("i");
  await page.locator(".panel-selection h2").waitFor();
});

test("the details take the room that few lanes leave, until somebody closes them", async () => {
  const editor = await Editor.show(pages, handOver(), { viewport: { width: 541, height: 502 } });
  const { page } = editor;
  await page.locator(".panel:visible").waitFor();
  const rows = (await page.locator(".labels li").last().boundingBox())!;
  const dock = (await page.locator(".dock").boundingBox())!;
  assert.ok(rows.y + rows.height <= dock.y, "no lane is covered");
  await settle(page, () => page.getByRole("button", { name: "Hide the details" }).click());
  await settle(page, () => page.setViewportSize({ width: 541, height: 700 }));
  assert.equal(await page.locator(".panel:visible").count(), 0);
});

const HOSTILE = `</script><img src=x onerror="window.hacked=1"><svg/onload=window.hacked=1>{{7*7}}\u001b[31m\u202Egnp\u0000\r\n${"W".repeat(4000)}`;

test("hostile names are names, and break no layout", async () => {
  const program = new Program(`/tmp/${HOSTILE}.py`);
  const lock = program.resource("lock", HOSTILE, 1);
  function* script(ns: number): Script {
    yield { do: "acquire", on: lock, line: 2 };
    yield { do: "run", ns };
    yield { do: "release", on: lock, line: 3 };
  }
  program.thread(HOSTILE, script(100e6));
  program.thread(`${HOSTILE}2`, script(50e6));
  const trace = program.run();
  trace.program.argv = [`${HOSTILE}.py`, HOSTILE];
  const finding = {
    ...findingAt(trace, 1, 10e6, 90e6),
    message: HOSTILE,
    advice: HOSTILE,
    messageKey: "none",
    params: { name: HOSTILE },
  };
  const editor = await Editor.show(pages, trace, { findings: [finding], viewport: { width: 700, height: 800 } });
  const { page } = editor;
  const name = await page.locator(".labels .lane .name").first().textContent();
  assert.match(
    name ?? "",
    /^<\/script><img src=x onerror="window\.hacked=1"><svg\/onload=window\.hacked=1>\{\{7\*7\}\}␛\[31m‹202E›gnp␀␍␊W+…$/,
  );
  const bar = (await page.locator("canvas.lanes").boundingBox())!;
  await page.mouse.move(bar.x + 200, bar.y + 50);
  await page.locator(".card:not([hidden])").waitFor();
  const card = (await page.locator(".card").boundingBox())!;
  assert.ok(card.x >= 0 && card.x + card.width <= 700, "the card is inside the page");
  await settle(page, () => page.mouse.click(bar.x + 200, bar.y + 50));
  for (const tab of ["findings", "selection", "waits", "table"]) await page.click(`#tab-${tab}`);
  await page.keyboard.press("/");
  await page.locator("dialog.search li").first().waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  assert.equal(await page.locator("img").count(), 0);
  assert.equal(await page.evaluate(() => "hacked" in window), false);
  const shown = await page.evaluate(() => document.body.innerText);
  for (const hidden of ["\u0000", "\u001b", "\u202e"]) assert.ok(!shown.includes(hidden), escape(hidden));
  assert.deepEqual(editor.errors, []);
});

const EMPTY: [name: string, trace: () => Trace, says: RegExp][] = [
  ["nothing waited", alone, /^No concurrency seen.*\s+Looked for: threads.*queues.*/],
  ["nothing recorded", () => toTrace(emptyTrace(), 0), /^The trace has no lanes/],
];
for (const [name, trace, says] of EMPTY) {
  test(`${name}: said in words`, async () => {
    const editor = await Editor.show(pages, trace());
    assert.match(await editor.page.locator(".notice").innerText(), says);
    assert.deepEqual(await complaints(editor.page), []);
  });
}

test("a program that failed at once is not said to have no concurrency", async () => {
  const trace = alone();
  trace.program.exitCode = 1;
  const editor = await Editor.show(pages, trace);
  const alert = editor.page.getByRole("alert");
  assert.match(await alert.innerText(), /^The program ended with exit code 1 before any concurrency was seen\./);
});

test("while it runs nobody says yet that there is nothing to see", async () => {
  const editor = await Editor.open(pages);
  await editor.generation(alone());
  assert.equal(await editor.page.locator(".notice:visible").count(), 0);
});

test("where tracing took a good part of the run, a banner says so until it is dismissed", async () => {
  const trace = handOver();
  trace.startupNs = 600e6;
  trace.program.durationNs = 2e9;
  const editor = await Editor.show(pages, trace);
  const { page } = editor;
  const banner = page.locator(".banner");
  assert.match(
    await banner.innerText(),
    /^Start-up of the tracing took about 30 % of this run \(600 ms, an estimate\)/,
  );
  assert.deepEqual(await complaints(page), []);
  await banner.getByRole("button").click();
  await banner.waitFor({ state: "hidden" });
  const short = handOver();
  short.startupNs = 60e6;
  assert.equal(
    await (await Editor.show(pages, short)).page.locator(".banner:visible").count(),
    0,
    "a short run starts up",
  );
  const cheap = await Editor.show(pages, deadlock());
  assert.equal(await cheap.page.locator(".banner:visible").count(), 0);
});
