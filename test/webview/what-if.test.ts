/** On the page: which model fits, and what another number of workers would have taken. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { whatIf } from "../../core/analysis/what-if";
import { formatDuration } from "../../core/l10n/format";
import { crew, smallPool } from "../core/layout/pool-scenes";
import { handOver } from "../core/layout/scenes";
import { complaints } from "./support/axe";
import { Pages } from "./support/browser";

let pages: Pages;
before(async () => {
  pages = await Pages.start();
});
after(() => pages.stop());

test("a pool's table has the numbers of the report, its own number told apart, and what is taken for true", async () => {
  const trace = smallPool();
  const [pool] = whatIf(trace);
  assert.ok(pool.plays.length > 1, "there is something to tell");
  const { page, errors } = await pages.open(trace);
  await page.click("#tab-findings");
  const rows = await page.locator(".what-if tbody tr").allInnerTexts();
  assert.deepEqual(
    rows.map((row) => row.split(/\s*\t\s*/).slice(0, 2)),
    pool.plays.map(({ workers, durationNs }) => [
      workers === pool.workers ? `${workers} (as it was)` : String(workers),
      formatDuration(durationNs),
    ]),
  );
  assert.equal(await page.locator(".what-if .own").count(), 1);
  await page.locator(".what-if summary").click();
  assert.equal(await page.locator(".what-if details li").count(), pool.assumes.length);
  const ofTable = (await complaints(page)).filter((complaint) => complaint.includes("what-if"));
  assert.deepEqual(ofTable, []);
  assert.deepEqual(errors, []);
});

test("without a pool nothing is told of workers, and of a run as it should be nothing of models", async () => {
  const { page } = await pages.open(handOver());
  assert.equal(await page.locator(".what-if, .model").count(), 0);
});

test("in Chinese", async () => {
  const { page } = await pages.open(crew(), { query: "lang=zh" });
  await page.click("#tab-findings");
  assert.match((await page.locator(".what-if").allInnerTexts()).join(), /工作者/);
});
