/** Each program of programs/ gets the verdict that it says it must get, and behaves as it does without us. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { findPythons, OLDEST_FULL } from "../../tools/pythons.mjs";
import { Workplace } from "../cli/support/cli";
import { disagreements, expectations } from "./verdict";

const FOLDER = resolve("test/races/programs");
const IS_LONG = process.env.RACEWAY_LONG !== undefined;
const RUNS_WITHOUT_A_FINDING = IS_LONG ? 100 : 1;
/** Programs mostly wait, for a start or for each other. */
const AT_ONCE = 3;

const names = readdirSync(FOLDER).filter((name) => name.endsWith(".py"));
const full = (await findPythons()).pythons.filter(({ version }) => version[1] >= OLDEST_FULL);
const pythons = IS_LONG ? full : [...new Set([full[0], full[full.length - 1]])];

test("at least 120 programs, half of them without a race", () => {
  const free = names.filter((name) => expectations(readFileSync(resolve(FOLDER, name), "utf8")).length === 0);
  assert.ok(names.length >= 120);
  assert.ok(2 * free.length >= names.length);
});

for (const python of pythons) {
  test(`on Python ${python.name}`, { concurrency: AT_ONCE }, async (t) => {
    const runs = names.map((name) =>
      t.test(name, async (t) => {
        const script = resolve(FOLDER, name);
        const expected = expectations(readFileSync(script, "utf8"));
        const place = new Workplace(t);
        for (let run = 0; run < (expected.length === 0 ? RUNS_WITHOUT_A_FINDING : 1); run++) {
          const words = ["run", "--quiet", "--python", python.executable, "--json", "report.json", script];
          const { code, stderr } = await place.raceway(...words);
          assert.equal(code, 0, stderr);
          assert.deepEqual(disagreements(expected, place.report()), []);
        }
      }),
    );
    await Promise.all(runs);
  });
}
