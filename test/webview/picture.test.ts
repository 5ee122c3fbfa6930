/** The picture is true: shares, states, themes, pixel ratios, volume. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { State, type Trace } from "../../core/trace/types";
import { Program, type Script } from "../core/layout/program";
import { emptyTrace, toTrace } from "../core/layout/rows-to-trace";
import { handOver, noise, office, random } from "../core/layout/scenes";
import { idle, Pages, settle } from "./support/browser";
import { barOf, between, colorsOf, countInColumn, pictureOf } from "./support/picture";

let pages: Pages;
before(async () => {
  pages = await Pages.start();
});
after(() => pages.stop());

/** One lane that repeats a cycle of states so fast that each pixel column holds whole cycles. */
function cycling(parts: [state: number, ns: number][], cycles: number): Trace {
  const rows = emptyTrace();
  const spans: { startNs: number; state: number; wait: number }[] = [];
  let atNs = 0;
  for (let cycle = 0; cycle < cycles; cycle++) {
    for (const [state, ns] of parts) {
      spans.push({ startNs: atNs, state, wait: -1 });
      atNs += ns;
    }
  }
  rows.spans.push(spans);
  rows.lanes.push({
    kind: "thread",
    name: "cycler",
    process: 0,
    pid: 100,
    pool: null,
    internal: false,
    daemon: false,
    startNs: 0,
    endNs: atNs,
    ended: true,
    dropped: 0,
    parent: -1,
    loop: -1,
    coroutine: null,
    cpuNs: null,
  });
  return toTrace(rows, atNs);
}

for (const colorScheme of ["dark", "light"] as const) {
  for (const deviceScaleFactor of [1, 2]) {
    test(`a lane that is blocked 30 % of the time is hatched 30 % of its height (${colorScheme}, ${deviceScaleFactor}x)`, async () => {
      const trace = cycling(
        [
          [State.running, 500],
          [State.blocked, 300],
          [State.waiting, 200],
        ],
        50_000,
      );
      const { page, errors } = await pages.open(trace, { colorScheme, deviceScaleFactor });
      const picture = await pictureOf(page, await barOf(page, "cycler"));
      const [blocked, running] = [await colorsOf(page, "blocked"), await colorsOf(page, "running")];
      for (let x = 20; x < picture.widthPx - 40; x += 37) {
        const shares = [countInColumn(picture, x, blocked), countInColumn(picture, x, running)].map(
          (count) => count / picture.heightPx,
        );
        // A column is about a thousand cycles; rounding to whole pixels is half a pixel at each edge.
        assert.ok(Math.abs(shares[0] - 0.3) <= 1.1 / picture.heightPx + 0.005, `blocked ${shares[0]} at ${x}`);
        assert.ok(Math.abs(shares[1] - 0.5) <= 1.1 / picture.heightPx + 0.005, `running ${shares[1]} at ${x}`);
      }
      assert.deepEqual(errors, []);
    });
  }
}

test("one blocked microsecond in a second is still seen", async () => {
  const { page } = await pages.open(
    cycling(
      [
        [State.running, 500e6],
        [State.blocked, 1000],
        [State.running, 499.999e6],
      ],
      1,
    ),
  );
  const picture = await pictureOf(page, await barOf(page, "cycler"));
  const blocked = await colorsOf(page, "blocked");
  const columns: number[] = [];
  for (let x = 0; x < picture.widthPx; x++) if (countInColumn(picture, x, blocked) > 0) columns.push(x);
  assert.ok(columns.length >= 1 && columns.length <= 2, `columns ${columns}`);
  assert.ok(Math.abs(columns[0] - picture.widthPx / 2) <= 2);
});

test("height carries meaning: running fills the lane, waiting is a line, idle is blank", async () => {
  const { page } = await pages.open(
    cycling(
      [
        [State.running, 1e6],
        [State.waiting, 1e6],
        [State.idle, 1e6],
        [State.sleeping, 1e6],
      ],
      1,
    ),
  );
  const bar = await barOf(page, "cycler");
  const picture = await pictureOf(page, bar);
  const heightAt = async (share: number, tone: string) =>
    countInColumn(picture, Math.round(share * picture.widthPx), await colorsOf(page, tone));
  assert.equal(await heightAt(0.2, "running"), 24);
  const waiting = await heightAt(0.45, "waiting");
  assert.ok(waiting >= 4 && waiting <= 7, `waiting is ${waiting} px high`);
  assert.equal(await heightAt(0.6, "running"), 0);
  assert.equal(await heightAt(0.6, "waiting"), 0);
  const sleeping = await heightAt(0.95, "sleeping");
  assert.ok(sleeping >= 1 && sleeping < waiting, `sleeping is ${sleeping} px high`);
});

test("states differ by pattern, not by hue alone", async () => {
  const { page } = await pages.open(
    cycling(
      [
        [State.running, 1e6],
        [State.blocked, 1e6],
        [State.gil, 1e6],
        [State.unknown, 1e6],
      ],
      1,
    ),
  );
  const picture = await pictureOf(page, await barOf(page, "cycler"));
  const shades = (share: number) => {
    const seen = new Set<string>();
    // Below the words, above the edge.
    for (let x = 0; x < 16; x++)
      for (let y = 17; y < 23; y++) seen.add(String(picture.at(Math.round(share * picture.widthPx) + x, y)));
    return seen.size;
  };
  assert.equal(shades(0.15), 1, "running is plain");
  for (const share of [0.4, 0.65, 0.9]) assert.ok(shades(share) > 1, `a pattern at ${share}`);
});

test("a hold is a bar on the lower edge, and the state above it stays", async () => {
  const { page } = await pages.open(handOver());
  const picture = await pictureOf(page, await barOf(page, "C"));
  const [held, running] = [await colorsOf(page, "held"), await colorsOf(page, "running")];
  const x = (timeMs: number) => Math.round((timeMs / 100) * picture.widthPx);
  assert.equal(countInColumn(picture, x(20), held), 4);
  assert.ok(countInColumn(picture, x(20), running) >= 18);
  assert.equal(countInColumn(picture, x(50), held), 0);
});

test("zooming in by keys shows the same moments larger", async () => {
  const { page } = await pages.open(handOver());
  const blocked = await colorsOf(page, "blocked");
  const blockedWidth = async () => {
    const picture = await pictureOf(page, await barOf(page, "B"));
    let columns = 0;
    for (let x = 0; x < picture.widthPx; x++) if (countInColumn(picture, x, blocked) > 12) columns++;
    return columns / picture.widthPx;
  };
  assert.ok(Math.abs((await blockedWidth()) - 0.25) < 0.01, "5 to 30 ms of 100");
  // Around the middle by 1.5: 16.67 to 83.33 ms are seen, so B is blocked for 13.33 of 66.67 ms.
  await settle(page, () => page.keyboard.press("w"));
  assert.ok(Math.abs((await blockedWidth()) - 0.2) < 0.01);
  await settle(page, () => page.keyboard.press("f"));
  assert.ok(Math.abs((await blockedWidth()) - 0.25) < 0.01);
});

test("a change of the system's theme repaints the lanes", async () => {
  const { page } = await pages.open(handOver(), { colorScheme: "light" });
  const light = await colorsOf(page, "running");
  await settle(page, () => page.emulateMedia({ colorScheme: "dark" }));
  const dark = await colorsOf(page, "running");
  assert.notDeepEqual(dark, light);
  const picture = await pictureOf(page, await barOf(page, "C"));
  assert.ok(between(picture.at(Math.round(picture.widthPx * 0.9), 12), dark));
});

test("forced colours give outlines and patterns in the system's own colours", async () => {
  const { page, errors } = await pages.open(handOver(), { forcedColors: "active" });
  const picture = await pictureOf(page, await barOf(page, "A"));
  const shades = new Set<string>();
  for (let x = 200; x < 260; x++) for (let y = 4; y < 20; y++) shades.add(String(picture.at(x, y)));
  assert.ok(shades.size >= 2, "the hatch of blocked time is there");
  assert.deepEqual(errors, []);
});

/** A browser that refuses to start workers. The policy names the script's hash, so it is put before the policy. */
function withoutWorkers(html: string): string {
  return html.replace(
    "<head>",
    "<head><script>window.Worker = function () { throw new Error('not allowed') }</script>",
  );
}

test("without a drawing worker the page draws the same picture itself", async () => {
  const trace = office();
  const box = { x: 224, y: 120, width: 1100, height: 250 };
  const inWorker = await pages.open(trace);
  const onPage = await pages.open(trace, { damage: withoutWorkers });
  const [a, b] = [await pictureOf(inWorker.page, box), await pictureOf(onPage.page, box)];
  let different = 0;
  for (let y = 0; y < a.heightPx; y++)
    for (let x = 0; x < a.widthPx; x++) if (!between(a.at(x, y), [b.at(x, y), b.at(x, y)], 2)) different++;
  assert.equal(different, 0);
  assert.deepEqual(onPage.errors, []);
});

test("each hold of a microsecond can be seen, on the lane and on the lock's track, wherever it falls", async () => {
  const program = new Program();
  const lock = program.resource("lock", "lock", 1);
  const next = random(3);
  const holds = 60;
  function* briefly(): Script {
    for (let i = 0; i < holds; i++) {
      yield { do: "sleep", ns: Math.round((10 + 10 * next()) * 1e6) };
      yield { do: "acquire", on: lock, line: 2 };
      yield { do: "run", ns: 1000 };
      yield { do: "release", on: lock, line: 3 };
    }
    yield { do: "sleep", ns: 10e6 };
  }
  program.thread("brief", briefly());
  program.thread("other", briefly(), 1e9);
  const { page } = await pages.open(program.run());
  const lane = await barOf(page, "brief");
  const row = (await page.locator(".labels li.track").boundingBox())!;
  const foot = { x: lane.x, width: lane.width, height: 2 };
  // Lower edges: of the lane's bar and of the lock's band (5 px of room above, 22 px high, below 16 px of waiters if any).
  const places = { lane: { ...foot, y: lane.y + 22 }, track: { ...foot, y: row.y + 5 + 22 - 2 } };
  for (const [name, place] of Object.entries(places)) {
    const picture = await pictureOf(page, place);
    const ground = picture.at(4, 0);
    const painted = Array.from({ length: picture.widthPx }, (_, x) => !between(picture.at(x, 1), [ground, ground]));
    // What is wider than a mark is where the lane has ended.
    const marks = painted.filter((is, x) => is && !painted[x - 1] && !painted.slice(x, x + 5).every(Boolean)).length;
    const expected = name === "lane" ? holds : 2 * holds;
    // Two holds may fall into neighbouring columns and look like one: the two threads' do, one thread's are 6 px apart.
    const least = name === "lane" ? holds : holds * 1.4;
    assert.ok(marks >= least && marks <= expected, `${name}: ${marks} marks for ${expected} holds`);
  }
});

test("two hundred lanes and a hundred thousand spans scroll to their end", async () => {
  const { page, errors } = await pages.open(noise(200, 500));
  assert.ok((await page.locator(".labels li").count()) < 40, "only rows in view exist");
  await settle(page, () => page.locator(".scroller").evaluate((element) => element.scrollTo(0, element.scrollHeight)));
  await idle(page);
  const picture = await pictureOf(page, await barOf(page, "worker-199"));
  const running = await colorsOf(page, "running");
  let painted = 0;
  for (let x = 0; x < picture.widthPx; x++) if (countInColumn(picture, x, running) > 0) painted++;
  assert.ok(painted > picture.widthPx / 2);
  assert.deepEqual(errors, []);
});
