/**
 * The page over traces of ten thousand to ten million spans: how long until it is seen, what a frame costs, what memory it takes; the
 * smaller ones in Perfetto and speedscope as well, in the same browser. Everything is measured so often as `TIMES` says, each time in
 * a browser of its own. With RACEWAY_VIEW_MOST_SPANS=1000000 larger traces are left out.
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { renderChrome } from "../../core/export/chrome";
import { readPageAssets, renderPage } from "../../core/export/html";
import { HEIGHT_PX, LONGEST_MS, type Measured, percentile, withPage } from "./support/view-browser";
import { peers, serve } from "./support/view-peers";
import { viewTrace } from "./support/view-trace";

const TIMES = 3;
const MOST_SPANS = Number(process.env.RACEWAY_VIEW_MOST_SPANS ?? 10_000_000);
/** Each size with one number of lanes, and the large ones with each. */
const TRACES = [
  { spans: 10_000, lanes: 64 },
  { spans: 100_000, lanes: 64 },
  { spans: 1_000_000, lanes: 8 },
  { spans: 1_000_000, lanes: 64 },
  { spans: 1_000_000, lanes: 512 },
  { spans: 1_000_000, lanes: 1000 },
  { spans: 10_000_000, lanes: 8 },
  { spans: 10_000_000, lanes: 64 },
  { spans: 10_000_000, lanes: 512 },
  { spans: 10_000_000, lanes: 1000 },
];
const PEERS_LANES = 64;
const PEERS_MOST_SPANS = 1_000_000;
/** Steps of zoom (each 1.5 times) from where all of the trace is seen. */
const ZOOMS = [
  ["full", 1],
  ["middle", 14],
  ["deep", 28],
] as const;

/** The finest picture is drawn, and nothing is still being read. */
const ALL_THERE =
  "document.documentElement.dataset.idle !== undefined && document.querySelector('canvas.lanes[aria-busy=true]') === null";

const rows = new Map<string, { name: string; unit: string; aim?: string; values: number[] }>();

function note(name: string, unit: string, value: number, aim?: string): void {
  const row = rows.get(name) ?? { name, unit, ...(aim === undefined ? {} : { aim }), values: [] };
  row.values.push(value);
  rows.set(name, row);
}

const folder = mkdtempSync(join(tmpdir(), "raceway-bench-"));
try {
  for (const { spans, lanes } of TRACES.filter((each) => each.spans <= MOST_SPANS)) {
    const trace = viewTrace({ spans, lanes });
    const title = `${spans.toLocaleString("en")} spans, ${lanes} lanes`;
    const file = join(folder, "page.html");
    writeFileSync(file, renderPage(trace, [], readPageAssets(resolve("dist/page"))));
    for (let time = 0; time < TIMES; time++) await withPage((page) => measureOurs(page, file, title, spans));
    if (lanes === PEERS_LANES && spans <= PEERS_MOST_SPANS) {
      const json = join(folder, "trace.json");
      const output = openSync(json, "w");
      for (const part of renderChrome(trace, [], "bench")) writeSync(output, part);
      closeSync(output);
      await measurePeers(json, title);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
process.stdout.write(`${JSON.stringify({ rows: [...rows.values()] })}\n`);

async function measureOurs(measured: Measured, file: string, title: string, spans: number): Promise<void> {
  const { page } = measured;
  const isDrawn = "document.documentElement.dataset.drawMs !== undefined";
  const ms = await measured.open(pathToFileURL(file).href, isDrawn);
  if (ms === null) return note(`${title}: Raceway, first picture not within`, "ms", LONGEST_MS);
  note(`${title}: Raceway, first picture`, "ms", ms, spans === 10_000_000 ? "≤ 1,000" : undefined);
  // Of a large page waits, holds and events come after the first picture.
  const beganMs = performance.now();
  await page.waitForFunction(ALL_THERE, null, { timeout: LONGEST_MS });
  note(`${title}: Raceway, all details`, "ms", ms + performance.now() - beganMs);
  note(`${title}: Raceway, memory of the page`, "MB", await measured.residentMegabytes());
  await page.evaluate(`
    globalThis.drawn = [];
    new MutationObserver(() => drawn.push(Number(document.documentElement.dataset.drawMs)))
      .observe(document.documentElement, { attributeFilter: ["data-draw-ms"] });`);
  let steps = 0;
  for (const [zoom, at] of ZOOMS) {
    for (; steps < at; steps++) await page.keyboard.press("w");
    await page.evaluate("globalThis.drawn = []");
    const { intervalsMs, mainMs } = await measured.drag(HEIGHT_PX / 3);
    const drawn = (await page.evaluate("globalThis.drawn")) as number[];
    note(`${title}: Raceway, ${zoom} zoom, script a frame, median`, "ms", percentile(drawn, 50));
    note(`${title}: Raceway, ${zoom} zoom, script a frame, 95 %`, "ms", percentile(drawn, 95), "≤ 8");
    note(`${title}: Raceway, ${zoom} zoom, page's own thread a frame`, "ms", mainMs, "≤ 2");
    if (zoom !== "full") continue;
    note(`${title}: Raceway, dragged, between frames, median`, "ms", percentile(intervalsMs, 50));
    note(`${title}: Raceway, dragged, between frames, 95 %`, "ms", percentile(intervalsMs, 95));
  }
}

async function measurePeers(json: string, title: string): Promise<void> {
  for (const { name, folder: pages, address, isReady, y, held } of peers()) {
    const server = await serve(pages, json);
    try {
      for (let time = 0; time < TIMES; time++)
        await withPage(async (measured) => {
          const ms = await measured.open(address(server.origin, "/trace.json"), isReady);
          if (ms === null) return note(`${title}: ${name}, first picture not within`, "ms", LONGEST_MS);
          note(`${title}: ${name}, first picture`, "ms", ms);
          note(`${title}: ${name}, memory of the page`, "MB", await measured.residentMegabytes());
          for (let step = 0; step < 2; step++) await measured.page.keyboard.press("w");
          const { intervalsMs, mainMs } = await measured.drag(y, held);
          note(`${title}: ${name}, dragged, between frames, median`, "ms", percentile(intervalsMs, 50));
          note(`${title}: ${name}, dragged, between frames, 95 %`, "ms", percentile(intervalsMs, 95));
          note(`${title}: ${name}, page's own thread a frame`, "ms", mainMs);
        });
    } finally {
      server.close();
    }
  }
}
