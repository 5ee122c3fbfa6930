/**
 * Each program of programs/<rule>/ gets the findings that it says it must get, and no others; and what they hold is on the rule's page.
 * With RACEWAY_ONLY="deadlock/wrong straggler" only programs whose path contains one of these words run (tools/findings.mjs).
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { RULE_TABLE } from "../../core/analysis/analyze";
import type { Report } from "../../core/report/schema";
import { findPythons, OLDEST_FULL } from "../../tools/pythons.mjs";
import { Workplace } from "../cli/support/cli";
import { assertSarif } from "../core/support/sarif";
import { whyNotTwoProcessors } from "./processors";
import { disagreements, missingOnPage, type Program, parseProgram } from "./verdict";

const FOLDER = resolve("test/findings/programs");
const IS_LONG = process.env.RACEWAY_LONG !== undefined;
const ONLY = (process.env.RACEWAY_ONLY ?? "").split(" ").filter(Boolean);
/** Exit code where --fail-on is met. */
const FINDINGS_MET = 3;
/** Programs mostly wait, for time or for each other. */
const AT_ONCE = 3;
/** How often a program is run whose finding depends on the machine (`# retry:`); it runs alone. */
const MAX_TRIES = 5;

const rules = readdirSync(FOLDER).sort();
const paths = rules
  .flatMap((rule) => readdirSync(join(FOLDER, rule)).map((name) => `${rule}/${name}`))
  .filter((path) => path.endsWith(".py") && (ONLY.length === 0 || ONLY.some((word) => path.includes(word))));
const full = (await findPythons()).pythons.filter(({ version }) => version[1] >= OLDEST_FULL);
const chosen = (process.env.RACEWAY_PYTHONS ?? "").split(" ").filter(Boolean);
const pythons =
  chosen.length > 0
    ? full.filter(({ name }) => chosen.includes(name))
    : IS_LONG
      ? full
      : [...new Set([full[0], full[full.length - 1]])];

test("each folder is a rule's, and there is something to run", () => {
  const built = RULE_TABLE.map(({ rule }) => rule as string);
  assert.deepEqual(
    rules.filter((rule) => !built.includes(rule)),
    [],
  );
  assert.ok(paths.length > 0 && pythons.length > 0, "nothing has such a name");
});

/** Something has not happened yet, and there was little time. */
function isEarly({ options }: Program, complaints: readonly string[]): boolean {
  const isStopped = options.includes("--stop-after");
  return isStopped && isOnlyMissing(complaints);
}

/** All that is wrong is that something was not found. */
const isOnlyMissing = (complaints: readonly string[]): boolean =>
  complaints.length > 0 && complaints.every((complaint) => complaint.startsWith("Missing"));

/** Where the system does not say what threads wait for nothing is told of waiting for the GIL. */
const UNSEEN = "does not tell what threads wait for";
const unseen = ({ processes }: Report): string | null =>
  processes.flatMap(({ notes }) => notes).find((note) => note.includes(UNSEEN)) ?? null;

const later = ({ options }: Program, times: number): string =>
  String(times * Number(options[options.indexOf("--stop-after") + 1]));

for (const python of pythons) {
  test(`on Python ${python.name}`, { concurrency: AT_ONCE }, async (t) => {
    const isAlone = (path: string) => parseProgram(readFileSync(join(FOLDER, path), "utf8")).retry !== null;
    const start = (path: string) => {
      const script = join(FOLDER, path);
      const rule = path.slice(0, path.indexOf("/"));
      const program = parseProgram(readFileSync(script, "utf8"));
      // A program that needs a newer Python is no test of this one: it is left out, not passed over.
      if (python.version[1] < program.since) return null;
      return t.test(path, async (t) => {
        const place = new Workplace(t);
        // One that hangs by a mistake of its own is stopped, and says what it was doing. A later --stop-after counts.
        const ours = ["--quiet", "--python", python.executable, "--json", "report.json", "--stop-after", "60"];
        ours.push("--fail-on", "warning", "--sarif", "findings.sarif");
        const attempt = async (options: readonly string[]) => {
          const { code, stderr } = await place.raceway("run", ...ours, ...options, script);
          return { code, stderr, report: place.report() };
        };
        let { code, stderr, report } = await attempt(program.options);
        // On a busy machine a program may be stopped before it came to the point. More time can only show more, so what was
        // not expected counts at once.
        for (let times = 4; times <= 16 && isEarly(program, disagreements(program, rule, report)); times *= 4)
          ({ code, stderr, report } = await attempt([...program.options, "--stop-after", later(program, times)]));
        const lacks = () => program.retry !== null && disagreements(program, rule, report).length > 0;
        for (let tries = 1; tries < MAX_TRIES && lacks(); tries++)
          ({ code, stderr, report } = await attempt(program.options));
        const isMet = program.exitCode === 0 && report.findings.some(({ severity }) => severity !== "info");
        if (program.exitCode !== null) assert.equal(code, isMet ? FINDINGS_MET : program.exitCode, stderr);
        assertSarif(JSON.parse(readFileSync(place.path("findings.sarif"), "utf8")));
        const busy = lacks() ? (unseen(report) ?? (await whyNotTwoProcessors())) : null;
        if (busy !== null) {
          t.skip(`not judged after ${MAX_TRIES} tries: ${program.retry} (${busy})`);
          return;
        }
        assert.deepEqual(disagreements(program, rule, report), [], stderr);
        const page = readFileSync(`docs/findings/${rule}.md`, "utf8");
        const ofRule = [...report.findings, ...report.ignored].filter((finding) => finding.rule === rule);
        assert.deepEqual(missingOnPage(page, ofRule), [], `docs/findings/${rule}.md does not name these`);
      });
    };
    await Promise.all(paths.filter((path) => !isAlone(path)).map(start));
    for (const path of paths.filter(isAlone)) await start(path);
  });
}
