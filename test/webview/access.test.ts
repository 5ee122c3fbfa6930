/** The page for everybody: accessibility tree, axe, languages, hostile names, no network, nothing to see. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Trace } from "../../core/trace/types";
import { Program } from "../core/layout/program";
import { emptyTrace, toTrace } from "../core/layout/rows-to-trace";
import { alone, findingAt, handOver, office } from "../core/layout/scenes";
import { complaints, nobodyComplains } from "./support/axe";
import { Pages } from "./support/browser";

const HOSTILE = `</script><img src=x onerror="window.hacked=1"><!-- "'\u2028`;
/** What cannot be seen in it, shown. */
const HOSTILE_SHOWN = HOSTILE.replace("\u2028", "‹2028›");

let pages: Pages;
before(async () => {
  pages = await Pages.start();
});
after(() => pages.stop());

for (const colorScheme of ["dark", "light"] as const) {
  test(`axe has nothing to say about any part of the page (${colorScheme})`, async () => {
    const trace = office();
    const finding = findingAt(trace, 3, 20e6, 30e6);
    const { page } = await pages.open(trace, {
      colorScheme,
      findings: [finding, { ...finding, id: "g", severity: "warning" }, { ...finding, id: "h", severity: "error" }],
    });
    await nobodyComplains(page);
  });
}

test("the accessibility tree tells lanes with their shares, tracks, findings and details", async () => {
  const trace = handOver();
  const { page } = await pages.open(trace, { findings: [findingAt(trace, 0, 10e6, 60e6)] });
  const tree = await page.locator("body").ariaSnapshot();
  for (const part of [
    'heading "hand_over.py"',
    'button "A, thread: running 50 %, blocked on a lock 50 %"',
    'button "counter_lock lock · owner waited for 75 ms"',
    'button "Contended · counter_lock · 814 ms"',
    'tab "Findings 1" [selected]',
    "tabpanel",
    "status",
    'list "Legend"',
  ]) {
    assert.ok(tree.includes(part), `${part} in\n${tree}`);
  }
});

test("everything can be reached with Tab, and the focus is seen", async () => {
  const trace = handOver();
  const { page } = await pages.open(trace, { findings: [findingAt(trace, 0, 10e6, 60e6)] });
  const reached = new Set<string>();
  for (let press = 0; press < 30; press++) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      return {
        what: element.closest("li.lane, .chips, .tools, .tablist, .panel, .dock .tool")?.className ?? element.tagName,
        outline: getComputedStyle(element).outlineStyle,
      };
    });
    if (focus.what !== "BODY") assert.notEqual(focus.outline, "none", `${focus.what} shows its focus`);
    reached.add(focus.what);
  }
  for (const part of ["chips", "tools", "lane", "tablist"])
    assert.ok(
      [...reached].some((what) => what.includes(part)),
      `${part} among ${[...reached]}`,
    );
});

test("hostile names are names", async () => {
  const trace = hostileTrace();
  const finding = {
    ...findingAt(trace, 0, 10, 90),
    message: HOSTILE,
    advice: HOSTILE,
    messageKey: "none",
    params: { name: HOSTILE },
  };
  const { page, errors } = await pages.open(trace, { findings: [finding] });
  assert.equal(await page.locator(".labels .lane .name").first().textContent(), HOSTILE_SHOWN);
  await page.click("#tab-waits");
  await page.click("#tab-table");
  await page.locator(".panel-table tbody").waitFor();
  const plot = (await page.locator("canvas.lanes").boundingBox())!;
  await page.mouse.move(plot.x + 400, plot.y + 50);
  await page.locator(".card:not([hidden])").waitFor();
  assert.equal(await page.locator("img").count(), 0);
  assert.equal(await page.evaluate(() => "hacked" in window), false);
  assert.deepEqual(errors, []);
});

function hostileTrace(): Trace {
  const program = new Program(`/tmp/${HOSTILE}.py`);
  const lock = program.resource("lock", HOSTILE, 1);
  function* script(runNs: number) {
    yield { do: "acquire" as const, on: lock, line: 2 };
    yield { do: "run" as const, ns: runNs };
    yield { do: "release" as const, on: lock, line: 3 };
  }
  program.thread(HOSTILE, script(100));
  program.thread(`${HOSTILE}2`, script(50));
  const trace = program.run();
  trace.program.argv = [HOSTILE];
  return trace;
}

test("the page asks nobody for anything", async () => {
  const trace = office();
  const { page } = await pages.open(trace, { wait: false });
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.reload();
  await page.locator("html[data-idle]").waitFor();
  assert.deepEqual(
    requests.filter((url) => !url.startsWith("file:") && !url.startsWith("blob:")),
    [],
  );
  const policy = await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
  assert.match(
    policy ?? "",
    /^default-src 'none'; script-src 'sha256-[^ ]+'; style-src 'sha256-[^ ]+'; worker-src blob:/,
  );
});

test("Chinese by the browser's language, or by choice", async () => {
  const byBrowser = await pages.open(handOver(), { locale: "zh-CN" });
  assert.equal(await byBrowser.page.locator("html").getAttribute("lang"), "zh-CN");
  assert.ok((await byBrowser.page.locator(".legend").innerText()).includes("被锁阻塞"));
  const chosen = await pages.open(handOver(), { locale: "zh-CN", query: "lang=en" });
  assert.ok((await chosen.page.locator(".legend").innerText()).includes("blocked on a lock"));
});

const EMPTY: [name: string, trace: () => Trace, says: RegExp][] = [
  ["one thread that never waited", alone, /^No concurrency seen/],
  ["no lanes", () => toTrace(emptyTrace(), 0), /^The trace has no lanes/],
  [
    "a program that could not be traced",
    () => notTraced(),
    /^This program was not traced\. Its interpreter was started with -I\.$/,
  ],
];
for (const [name, trace, says] of EMPTY) {
  test(`${name}: said in words`, async () => {
    const { page, errors } = await pages.open(trace());
    assert.match(await page.locator(".notice").innerText(), says);
    assert.deepEqual(errors, []);
    assert.deepEqual(await complaints(page), []);
  });
}

function notTraced(): Trace {
  const trace = toTrace(emptyTrace(), 0);
  Object.assign(trace.program, { traced: false, notTracedReason: "Its interpreter was started with -I." });
  return trace;
}

test("a damaged page says so", async () => {
  const damage = (html: string) => html.replace(/(id="raceway-trace">).{400}/, "$1");
  const { page } = await pages.open(handOver(), { damage, wait: false });
  await page.locator(".notice:not([hidden])").waitFor();
  assert.match(await page.locator(".notice").innerText(), /^The timeline cannot be shown\./);
});
