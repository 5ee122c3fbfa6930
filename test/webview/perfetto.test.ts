/** Perfetto reads what `--chrome` writes: every slice, every name, every arrow, and finds nothing wrong with it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { after, before, test } from "node:test";
import { Workplace } from "../cli/support/cli";
import { Pages } from "./support/browser";
import { Perfetto, perfettoFolder } from "./support/perfetto";

let pages: Pages;
before(async () => {
  pages = await Pages.start();
});
after(() => pages.stop());

interface Event {
  ph: string;
  name: string;
  pid: number;
  tid: number;
  args: { name: string };
}

for (const sample of ["locked_counter", "asyncio_producer_consumer", "pool_map_chunks", "unlocked_counter"]) {
  test(`the trace of ${sample}`, async (t) => {
    const folder = perfettoFolder();
    if (typeof folder !== "string") {
      t.skip(folder.missing);
      return;
    }
    const place = new Workplace(t);
    const { code, stderr } = await place.raceway(
      "run",
      "--quiet",
      "--chrome",
      "it.json",
      resolve(`samples/${sample}.py`),
    );
    assert.equal(code, 0, stderr);
    const text = readFileSync(place.path("it.json"), "utf8");
    const events: Event[] = JSON.parse(text).traceEvents;
    const count = (ph: string) => events.filter((event) => event.ph === ph).length;
    const perfetto = await Perfetto.load(pages, folder, text);
    t.after(() => perfetto.close());
    const number = async (sql: string) => Number((await perfetto.query(sql))[0].n);

    const wrong = "select name, value from stats where severity in ('error', 'data_loss') and value > 0";
    assert.deepEqual(await perfetto.query(wrong), []);
    // An instant is a slice without a length there.
    assert.equal(await number("select count(*) as n from slice"), count("X") + count("i"));
    assert.equal(await number("select count(*) as n from flow"), count("s"));
    assert.equal(await number("select count(*) as n from counter"), count("C"));
    const named = (kind: string) =>
      events
        .filter(({ ph, name }) => ph === "M" && name === `${kind}_name`)
        .map(({ args }) => args.name)
        .sort();
    const names = async (sql: string) => (await perfetto.query(sql)).map(({ name }) => String(name)).sort();
    assert.deepEqual(await names("select name from thread where name is not null"), named("thread"));
    assert.deepEqual(await names("select name from process where name is not null"), named("process"));
  });
}
