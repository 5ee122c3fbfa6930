/** The page inside an editor: what goes to and fro, live traces, source lines, what survives. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { HOST_VIEW_VERSION } from "../../core/protocol/host-view";
import type { Trace } from "../../core/trace/types";
import { Program, type Script } from "../core/layout/program";
import { findingAt, handOver, office } from "../core/layout/scenes";
import { idle, Pages, settle } from "./support/browser";
import { Editor, type EditorOptions, status } from "./support/editor";
import { barOf, colorsOf, countInColumn, pictureOf } from "./support/picture";

let pages: Pages;
before(async () => {
  pages = await Pages.start();
});
after(() => pages.stop());

const MS = 1e6;
const text = (page: Page, selector: string) => page.locator(selector).innerText();

/** A page that has been told that the program runs. */
async function openRunning(options: EditorOptions = {}): Promise<Editor> {
  const editor = await Editor.open(pages, options);
  await editor.post({ type: "run", status: status() });
  return editor;
}

/** Two threads that take a lock in turns, for ever; one that waits for it since `stuckNs`. The trace as it is at `untilNs`. */
function growing(untilNs: number, stuckNs = Number.POSITIVE_INFINITY): Trace {
  const program = new Program("/home/user/project/growing.py");
  const lock = program.resource("lock", "turn", 4);
  const never = program.resource("lock", "never", 5);
  function* turns(beforeNs: number): Script {
    yield { do: "run", ns: beforeNs };
    for (;;) {
      yield { do: "acquire", on: lock, line: 12 };
      yield { do: "run", ns: 200 * MS };
      yield { do: "release", on: lock, line: 14 };
      yield { do: "run", ns: 50 * MS };
    }
  }
  function* keeps(): Script {
    yield { do: "acquire", on: never, line: 20 };
    for (;;) yield { do: "run", ns: 100 * MS };
  }
  function* stuck(): Script {
    yield { do: "run", ns: stuckNs };
    yield { do: "acquire", on: never, line: 30 };
  }
  program.thread("one", turns(10 * MS));
  program.thread("two", turns(20 * MS));
  if (Number.isFinite(stuckNs)) {
    program.thread("keeper", keeps());
    program.thread("stuck", stuck());
  }
  return program.runUntil(untilNs);
}

/** Two threads that have waited for each other since 10 ms. */
function deadlockUntil(untilNs: number): Trace {
  const program = new Program("/home/user/project/deadlock.py");
  const [left, right] = [program.resource("lock", "left", 3), program.resource("lock", "right", 4)];
  function* take(first: number, second: number, line: number): Script {
    yield { do: "acquire", on: first, line };
    yield { do: "run", ns: 10 * MS };
    yield { do: "acquire", on: second, line: line + 1 };
  }
  program.thread("T1", take(left, right, 10));
  program.thread("T2", take(right, left, 20));
  return program.runUntil(untilNs);
}

async function axisLabels(page: Page): Promise<string[]> {
  return page.locator(".axis text").allTextContents();
}

async function clickAt(page: Page, lane: string, share: number, clicks = 1): Promise<void> {
  const bar = await barOf(page, lane);
  await settle(page, () =>
    page.mouse.click(bar.x + bar.width * share, bar.y + bar.height / 2, { clickCount: clicks, delay: 0 }),
  );
}

test("ready comes first, then each generation is taken when it is on the screen", async () => {
  const editor = await Editor.open(pages);
  assert.deepEqual(editor.sent, [{ type: "ready", version: HOST_VIEW_VERSION }]);
  await editor.post({ type: "run", status: status({ phase: "starting" }) });
  assert.equal(await text(editor.page, ".notice"), "Starting the program …");
  await editor.generation(growing(400 * MS));
  const first = await editor.told("taken");
  await editor.generation(growing(800 * MS));
  const second = await editor.told("taken", 2);
  assert.ok(second.seq > first.seq);
  await editor.page.locator(".notice").waitFor({ state: "hidden" });
  assert.deepEqual(editor.errors, []);
});

test("the head tells how the run goes, as the host says it", async () => {
  const editor = await Editor.open(pages, { viewport: { width: 1100, height: 700 } });
  const { page } = editor;
  await editor.generation(growing(400 * MS));
  await editor.post({ type: "run", status: status({ dropped: 3 }) });
  await page.locator(".progress .dropped").waitFor();
  assert.equal(await text(page, ".progress"), "running 12.3 s · 5 lanes · 12,034 records · 262 kB · 3 dropped");
  await page.getByRole("button", { name: "Stop" }).click();
  await editor.told("stop");
  await editor.post({ type: "run", status: status({ phase: "stopping", elapsedMs: 61_000 }) });
  await page.locator(".run[data-phase=stopping]").waitFor();
  assert.match(await text(page, ".progress"), /^stopping 1 min 01 s/);
  assert.equal(await page.getByRole("button", { name: "Stop" }).count(), 0);
  await editor.generation(growing(500 * MS), { ended: true });
  await editor.post({ type: "run", status: status({ phase: "ended", signal: "SIGKILL" }) });
  await page.locator(".run[data-phase=ended]").waitFor();
  assert.match(await text(page, ".progress"), /^ended · by SIGKILL/);
  await page.getByRole("button", { name: "Save" }).click();
  await editor.told("save");
  await editor.post({ type: "run", status: status({ phase: "saved" }) });
  await page.locator(".run").waitFor({ state: "hidden" });
});

test("a live trace is followed; a touch pauses, the key goes on; the end shows all", async () => {
  const editor = await openRunning();
  const { page } = editor;
  await editor.generation(growing(2e9));
  await idle(page);
  assert.equal((await axisLabels(page))[0], "0", "a short trace is seen as a whole");
  await editor.generation(growing(20e9));
  await idle(page);
  const follow = page.getByRole("checkbox", { name: "Follow" });
  assert.equal(await follow.isChecked(), true);
  const labels = await axisLabels(page);
  assert.match(labels[0], /^10/, `the last ten seconds: ${labels}`);

  await settle(page, () => page.keyboard.press("a"));
  assert.equal(await follow.isChecked(), false);
  const paused = await axisLabels(page);
  await editor.generation(growing(24e9));
  await idle(page);
  assert.deepEqual(await axisLabels(page), paused, "the window stays");

  await settle(page, () => page.keyboard.press("e"));
  assert.equal(await follow.isChecked(), true);
  assert.match((await axisLabels(page))[0], /^14/);
  await follow.click();
  assert.equal(await follow.isChecked(), false);
  await follow.click();
  assert.equal(await follow.isChecked(), true);
  await editor.generation(growing(25e9), { ended: true });
  await idle(page);
  assert.equal((await axisLabels(page))[0], "0");
  assert.equal(await follow.count(), 0, "nothing to follow any more");
  assert.deepEqual(editor.errors, []);
});

test("choosing something pauses, and what is chosen stays chosen while the trace grows", async () => {
  const editor = await openRunning({ viewport: { width: 900, height: 800 } });
  const { page } = editor;
  await editor.generation(growing(1e9));
  await clickAt(page, "two", 0.1);
  assert.equal(await text(page, ".panel-selection h2"), "two blocked on turn");
  const facts = await text(page, ".panel-selection dl");
  await page.locator(".chain .step").first().focus();
  await editor.generation(growing(3e9));
  await idle(page);
  assert.equal(await text(page, ".panel-selection h2"), "two blocked on turn");
  assert.equal(await text(page, ".panel-selection dl"), facts);
  assert.equal(await page.locator(".chain .step:focus").count(), 1, "the focus stays");
  assert.match(await text(page, ".labels .chosen"), /^two/);
  assert.equal(await page.getByRole("checkbox", { name: "Follow" }).isChecked(), false);
});

test("the wait of a stuck lane grows as one watches", async () => {
  const editor = await Editor.open(pages, { viewport: { width: 900, height: 800 } });
  const { page } = editor;
  const blockedColumns = async () => {
    const picture = await pictureOf(page, await barOf(page, "stuck"));
    const blocked = await colorsOf(page, "blocked");
    let count = 0;
    for (let x = 0; x < picture.widthPx; x++) if (countInColumn(picture, x, blocked) > 12) count++;
    return count / picture.widthPx;
  };
  await editor.generation(growing(200 * MS, 100 * MS));
  await idle(page);
  assert.ok(Math.abs((await blockedColumns()) - 0.5) < 0.02);
  await editor.generation(growing(1000 * MS, 100 * MS));
  await idle(page);
  assert.ok(Math.abs((await blockedColumns()) - 0.9) < 0.02);
  assert.equal(await page.locator(".labels li.lane").count(), 4);
});

test("a deadlock is told as soon as it is there, and for how long", async () => {
  const editor = await Editor.open(pages, { viewport: { width: 1000, height: 800 } });
  const { page } = editor;
  await editor.generation(deadlockUntil(50 * MS));
  assert.equal(await text(page, ".chip.error"), "Deadlock · T1 → T2 → T1 · 40 ms");
  await editor.generation(deadlockUntil(300 * MS));
  assert.equal(await text(page, ".chip.error"), "Deadlock · T1 → T2 → T1 · 290 ms");
  assert.match(await text(page, ".stuck li >> nth=0"), /^T1 has waited 290 ms for right at/);
});

test("who waited when a healthy program was stopped is no warning, and comes last", async () => {
  const trace = growing(500 * MS);
  trace.program.stopAskedNs = 500 * MS;
  const editor = await Editor.show(pages, trace, {
    viewport: { width: 1200, height: 800 },
    findings: [findingAt(trace, 0, 10e6, 60e6)],
  });
  const chips = await editor.page.locator(".chips li:not(.rest) .chip").allInnerTexts();
  assert.deepEqual(chips, ["Contended · turn · 814 ms", "Waiting when it stopped · 1 lane"]);
  assert.equal(await editor.page.locator(".chip.warning, .chip.error").count(), 0);
});

test("locks of one name are numbered wherever they are named, and keep their rows at the end", async () => {
  const program = new Program("/home/user/project/bank.py");
  const locks = [program.resource("lock", "Account.lock", 3), program.resource("lock", "Account.lock", 3)];
  function* use(lock: number, ns: number): Script {
    yield { do: "run", ns: 5 * MS };
    yield { do: "acquire", on: lock, line: 9 };
    yield { do: "run", ns };
    yield { do: "release", on: lock, line: 10 };
  }
  for (const [i, lock] of locks.entries())
    for (let n = 0; n < 2; n++) program.thread(`t${i}${n}`, use(lock, (20 + 60 * i) * MS));
  const trace = program.run();
  const finding = { ...findingAt(trace, 3, 10e6, 60e6), params: { name: "Account.lock" }, data: { resource: 1 } };
  const editor = await Editor.open(pages, { viewport: { width: 1000, height: 800 } });
  const { page } = editor;
  await editor.generation(trace, { findings: [finding] });
  const names = () => page.locator(".labels .track .name").allTextContents();
  const live = await names();
  assert.deepEqual([...live].sort(), ["Account.lock #1", "Account.lock #2"]);
  assert.match(await text(page, ".chip"), /^Contended · Account\.lock #2/);
  await clickAt(page, "t11", 0.3);
  assert.equal(await text(page, ".panel-selection h2"), "t11 blocked on Account.lock #2");
  assert.match(await text(page, ".chain .step"), /for Account\.lock #2/);
  await editor.generation(trace, { findings: [finding], ended: true });
  assert.deepEqual(await names(), live);
});

test("a pill leads to where it happened", async () => {
  const editor = await Editor.show(pages, deadlockUntil(300 * MS), { viewport: { width: 1000, height: 800 } });
  const { page } = editor;
  await settle(page, () => page.locator(".chip.error").click());
  await page.locator(".panel-selection h2").waitFor();
  assert.equal(await text(page, ".panel-selection h2"), "T1 blocked on right");
  assert.match(await text(page, ".labels .chosen"), /^T1/);
});

test("of a lock that was mostly only counted its track tells how much is not drawn", async () => {
  const trace = handOver();
  const cells = { reentries: 0, puts: 0, missed: 0, signals: 0, releases: 0, taskDone: 0 };
  trace.resources[0].counted = { acquisitions: 12_300_003, ...cells };
  const editor = await Editor.show(pages, trace, { viewport: { width: 1000, height: 800 } });
  assert.equal(await text(editor.page, ".labels .track .role"), "lock · 12,300,003 acquired, 3 drawn");
  await settle(editor.page, () => editor.page.click(".labels .track button"));
  assert.match(
    await text(editor.page, ".panel-selection dl"),
    /12,300,003 times; 3 of them are drawn, the others were only counted/,
  );
});

test("an open dialog, the tab and the focus survive a generation", async () => {
  const editor = await Editor.open(pages, { viewport: { width: 900, height: 800 } });
  const { page } = editor;
  await editor.generation(growing(1e9));
  await page.click("#tab-table");
  await page.locator(".labels li.lane button").nth(1).focus();
  await editor.generation(growing(2e9));
  await idle(page);
  assert.equal(await page.locator("#tab-table[aria-selected=true]").count(), 1);
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "two");
  await page.keyboard.press("/");
  await page.keyboard.type("tw");
  await editor.generation(growing(3e9));
  assert.equal(await page.locator("dialog.search input").inputValue(), "tw");
});

test("the page that is unloaded and loaded again is as it was", async () => {
  const editor = await openRunning({ viewport: { width: 900, height: 800 } });
  const { page } = editor;
  const trace = growing(20e9);
  await editor.generation(trace);
  await clickAt(page, "one", 0.5);
  for (let press = 0; press < 3; press++) await settle(page, () => page.keyboard.press("w"));
  await idle(page);
  const [labels, chosen] = [await axisLabels(page), await text(page, ".panel-selection h2")];
  await editor.reload();
  await editor.post({ type: "run", status: status() });
  await editor.generation(trace);
  await page.locator(".panel-selection h2").waitFor();
  await idle(page);
  assert.deepEqual(await axisLabels(page), labels);
  assert.equal(await text(page, ".panel-selection h2"), chosen);
  assert.equal(await page.getByRole("checkbox", { name: "Follow" }).isChecked(), false);
  assert.deepEqual(editor.errors, []);
});

test("what another trace left behind is not taken for this one's", async () => {
  const editor = await Editor.open(pages);
  await editor.page.evaluate(() => {
    const other = { trace: "run-0", t0Ns: 5e8, nsPerPx: 1000, scrollPx: 0, following: false, selection: null };
    sessionStorage.setItem("state of the editor", JSON.stringify(other));
  });
  await editor.generation(growing(1e9), { ended: true });
  await idle(editor.page);
  assert.equal((await axisLabels(editor.page))[0], "0");
});

test("a place that the editor points to is chosen and brought into view, as soon as it is there", async () => {
  const editor = await Editor.open(pages, { viewport: { width: 900, height: 800 } });
  const { page } = editor;
  const late = growing(8e9);
  const { waits } = late;
  const wait = Array.from({ length: waits.length }, (_, i) => i).find((i) => waits.startNs[i] > 6e9)!;
  await editor.post({ type: "reveal", target: { kind: "wait", lane: waits.lane[wait], startNs: waits.startNs[wait] } });
  await editor.generation(growing(1e9));
  await idle(page);
  assert.equal(await page.locator(".panel-selection h2").count(), 0, "not yet");
  await editor.generation(late);
  await page.locator(".panel-selection h2").waitFor();
  assert.match(await text(page, ".panel-selection h2"), /blocked on turn/);
  const trace = office();
  const other = await Editor.show(pages, trace, { findings: [findingAt(trace, 3, 20e6, 30e6)] });
  await other.post({ type: "reveal", target: { kind: "finding", id: findingAt(trace, 3, 20e6, 30e6).id } });
  await other.page.locator(".labels .chosen").waitFor();
});

/** Where a line of the program stands in the header that the page was given. */
function siteOf(trace: Trace, line: number): number {
  // The packer numbers sites as they come; this trace's own numbers are the same where it came whole.
  return trace.sites.findIndex((site) => site.line === line);
}

test("a double click, Enter, and every line that is named open the source", async () => {
  const trace = handOver();
  const editor = await Editor.show(pages, trace, {
    viewport: { width: 900, height: 900 },
    findings: [findingAt(trace, 0, 10e6, 60e6)],
  });
  const { page } = editor;
  const opened = async (times: number) => trace.sites[(await editor.told("openSource", times)).site].line;
  await clickAt(page, "A", 0.4, 2);
  assert.equal(await opened(1), 12);
  assert.equal((await editor.told("openSource")).site, siteOf(trace, 12));
  await page.keyboard.press("Enter");
  assert.equal(await opened(2), 12);
  await page.locator(".chain .cause button.site").first().click();
  assert.equal(await opened(3), 14, "who let it go on did so there");
  await page.click("#tab-waits");
  await page.locator(".panel-waits td button.site").first().click();
  assert.equal(await opened(4), 12);
  await page.click("#tab-findings");
  await page.locator(".panel-findings button.site").first().click();
  await opened(5);
  const bar = await barOf(page, "A");
  await page.mouse.move(bar.x + bar.width * 0.4, bar.y + bar.height / 2);
  const link = page.locator(".card:not([hidden]) button.site").last();
  await link.waitFor();
  await link.click();
  assert.equal(await opened(6), 14);
  assert.equal(await page.locator("button.site[aria-label^=Copy]").count(), 0);
  assert.deepEqual(editor.errors, []);
});

test("what cannot be shown is said in the host's words; what goes wrong is told to the host", async () => {
  const editor = await Editor.open(pages);
  await editor.post({ type: "failed", reason: "This file is not a trace." });
  await editor.page.locator(".notice", { hasText: "This file is not a trace." }).waitFor();
  assert.equal(await text(editor.page, ".notice"), "This file is not a trace.");
  await editor.post({ type: "nonsense", what: 1 });
  const { reason } = await editor.told("problem");
  assert.match(reason, /not read: \{"type":"nonsense"/);
  await editor.page.evaluate(() => window.postMessage({ type: "reveal", target: { kind: "wait" } }, window.origin));
  await editor.told("problem", 2);
  assert.deepEqual(editor.errors, []);
});

test("a message from elsewhere is not read", async () => {
  const editor = await Editor.open(pages);
  await editor.page.evaluate(() => {
    const failed = { type: "failed", reason: "from elsewhere" };
    window.dispatchEvent(new MessageEvent("message", { data: failed, origin: "https://elsewhere.test" }));
  });
  assert.match((await editor.told("problem")).reason, /^A message from https:\/\/elsewhere\.test/);
  assert.equal(await editor.page.locator("html[data-failed]").count(), 0);
});

test("Chinese where the editor speaks Chinese", async () => {
  const editor = await Editor.show(pages, handOver(), { language: "zh" });
  assert.equal(await editor.page.locator("html").getAttribute("lang"), "zh-CN");
  await editor.post({ type: "run", status: status() });
  await editor.page.locator(".progress", { hasText: "运行中" }).waitFor();
  await editor.page.keyboard.press("?");
  assert.match(await text(editor.page, "dialog.keys"), /打开所选内容的源代码行/);
});
