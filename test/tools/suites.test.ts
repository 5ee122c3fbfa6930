/** Tests of others, untraced and traced: what counts as broken, and that nothing that went wrong passes unseen. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { loadTool } from "./load";

interface Result {
  outcome: "pass" | "fail" | "skip" | "xfail" | "upass" | "crash" | "hang";
  why?: string;
}
type Results = Record<string, Result>;
interface Alone {
  untraced: Result[];
  traced: Result[];
}
type Way = keyof Alone;

const { suspects, nextRun, verdict } = await loadTool<{
  suspects(untraced: Results | null, traced: Results): string[];
  nextRun(alone: Alone): Way | null;
  verdict(alone: Alone): string;
}>("suites/compare");
const { outcomesIn, runTests } = await loadTool<{
  outcomesIn(text: string, end: object): { tests: string[]; results: Results; isDone: boolean; altered: boolean };
  runTests(suite: object, options: object): Promise<{ results: Results; problem: string | null }>;
}>("suites/job");
const { EXCEPTIONS, isExcepted } = await loadTool<{
  EXCEPTIONS: { id: string; pythons?: string[]; reason: string }[];
  isExcepted(id: string, python: string, exceptions?: object[]): boolean;
}>("suites/exceptions");
const { errorsIn } = await loadTool<{ errorsIn(text: string): string[] }>("suites/traced");

const results = (outcomes: Record<string, Result["outcome"]>): Results =>
  Object.fromEntries(Object.entries(outcomes).map(([id, outcome]) => [id, { outcome }]));

test("a test is suspect that did well untraced and not traced", () => {
  const untraced = results({ a: "pass", b: "pass", c: "skip", d: "pass", e: "xfail", f: "fail", g: "pass", h: "skip" });
  const traced = results({ a: "pass", b: "fail", c: "hang", d: "skip", e: "upass", f: "fail", h: "pass", i: "crash" });
  assert.deepEqual(suspects(untraced, traced), ["b", "c", "d", "e", "g", "i"]);
});

test("without untraced results, what went wrong is suspect", () => {
  assert.deepEqual(suspects(null, results({ a: "pass", b: "skip", c: "fail", d: "crash" })), ["c", "d"]);
});

/** What a test does each time that it runs alone. The last word goes on for ever. */
function judge(untraced: Result["outcome"][], traced: Result["outcome"][]): { verdict: string; runs: number } {
  const scripts = { untraced: [...untraced], traced: [...traced] };
  const alone: Alone = { untraced: [], traced: [] };
  for (let way = nextRun(alone); way !== null; way = nextRun(alone)) {
    const outcome = scripts[way].length > 1 ? scripts[way].shift()! : scripts[way][0];
    alone[way].push({ outcome });
    assert.ok(alone[way].length <= 3, "three times are enough");
  }
  return { verdict: verdict(alone), runs: alone.untraced.length + alone.traced.length };
}

test("broken is what passes untraced 3 of 3 and fails traced 3 of 3", () => {
  assert.deepEqual(judge(["pass"], ["fail"]), { verdict: "broken", runs: 6 });
  assert.deepEqual(judge(["pass"], ["hang"]), { verdict: "broken", runs: 6 });
  assert.deepEqual(judge(["pass"], ["skip"]), { verdict: "broken", runs: 6 });
  assert.deepEqual(judge(["skip"], ["fail"]), { verdict: "broken", runs: 6 });
});

test("what passes once traced, or fails once untraced, is not broken", () => {
  assert.deepEqual(judge(["pass"], ["pass"]), { verdict: "unsteady", runs: 2 });
  assert.deepEqual(judge(["pass"], ["fail", "fail", "pass"]), { verdict: "unsteady", runs: 4 });
  assert.deepEqual(judge(["fail"], ["fail"]), { verdict: "unsteady", runs: 1 });
  assert.deepEqual(judge(["pass", "pass", "crash"], ["fail"]), { verdict: "unsteady", runs: 6 });
});

test("any order of runs gives the verdict of its definition", () => {
  const outcome = fc.constantFrom<Result["outcome"]>("pass", "fail", "crash", "hang");
  const three = fc.array(outcome, { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(three, three, (untraced, traced) => {
      const isBroken = untraced.every((one) => one === "pass") && traced.every((one) => one !== "pass");
      assert.equal(judge(untraced, traced).verdict, isBroken ? "broken" : "unsteady");
    }),
  );
});

const lines = (...rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const LIST = { tests: ["m.A.one", "m.A.two"] };

test("the test in which an interpreter died has crashed, or hung where it was ended", () => {
  const text = `${lines(LIST, { start: "m.A.one" }, { end: "m.A.one", outcome: "pass" }, { start: "m.A.two" })}{"end": "m.`;
  const end = { hung: false, output: "Segmentation fault" };
  const read = outcomesIn(text, end);
  assert.deepEqual(read.results["m.A.two"], { outcome: "crash", why: "Segmentation fault" });
  assert.equal(read.isDone, false);
  assert.equal(outcomesIn(text, { ...end, hung: true }).results["m.A.two"].outcome, "hang");
});

test("an interpreter that dies between two tests is not unseen", () => {
  const read = outcomesIn(lines(LIST, { start: "m.A.one" }, { end: "m.A.one", outcome: "pass" }), {
    hung: false,
    output: "",
  });
  assert.equal(read.results["between two tests"].outcome, "crash");
});

test("of two tests of one name the worse one counts", () => {
  const end = (outcome: string) => ({ end: "m.A.one", outcome });
  const read = outcomesIn(lines(LIST, end("fail"), end("pass"), { done: true, altered: true }), {});
  assert.equal(read.results["m.A.one"].outcome, "fail");
  assert.deepEqual([read.isDone, read.altered], [true, true]);
});

/** Stands for an interpreter: dies in each test whose name says so, in the way that it says. */
const ACTOR = `
const { appendFileSync, readFileSync } = require("node:fs");
const [results, only] = process.argv.slice(1);
const say = (row) => appendFileSync(results, JSON.stringify(row) + "\\n");
const tests = only ? JSON.parse(readFileSync(only)) : ["passes", "dies", "passes too", "hangs", "skips"];
say({ tests });
const next = () => {
  const id = tests.shift();
  if (id === undefined) return say({ done: true, altered: false });
  say({ start: id });
  if (id === "dies") process.exit(1);
  if (id === "hangs") return setInterval(() => {}, 1000);
  say({ end: id, outcome: id === "skips" ? "skip" : "pass" });
  next();
};
next();
`;
const actor = {
  executable: process.execPath,
  prefix: "/nowhere",
  env: process.env,
  command: (files: { results: string; only: string | null }) => ({
    args: ["-e", ACTOR, files.results, ...(files.only ? [files.only] : [])],
  }),
};

test("what dies or hangs is stepped over, and all others run", async () => {
  const { results, problem } = await runTests(actor, { isTraced: false, testLimitMs: 4000 });
  const outcomes = Object.fromEntries(Object.entries(results).map(([id, { outcome }]) => [id, outcome]));
  assert.deepEqual(outcomes, { passes: "pass", dies: "crash", "passes too": "pass", hangs: "hang", skips: "skip" });
  assert.equal(problem, null);
});

test("a traced run that recorded nothing is no result", async () => {
  const { problem } = await runTests(actor, { isTraced: true, only: ["passes"] });
  assert.match(problem ?? "", /nothing was recorded/);
});

test("what the tracer says of its own errors is not lost", () => {
  const note = '{"k":"note","level":"error","about":"locks","text":"switched off"}\n';
  assert.deepEqual(errorsIn(`{"k":"ready","ns":1}\n${note}{"k":"note","level":"warning"}\n{"k":"note","le`), [
    "locks: switched off",
  ]);
});

test("each exception has a reason, and docs/limits.md names it", () => {
  const limits = readFileSync("docs/limits.md", "utf8");
  for (const { id, reason } of EXCEPTIONS) {
    assert.ok(reason.length > 20, id);
    assert.ok(limits.includes(`\`${id}\``), `docs/limits.md says nothing of ${id}`);
  }
});

test("an exception is for the end of an id, and for the Pythons that it names", () => {
  const exceptions = [{ id: "LockTests.test_a", pythons: ["3.12"], reason: "" }];
  assert.equal(isExcepted("test.test_x.LockTests.test_a", "3.12", exceptions), true);
  assert.equal(isExcepted("test.test_x.LockTests.test_a", "3.13", exceptions), false);
  assert.equal(isExcepted("test.test_x.RLockTests.test_a", "3.12", exceptions), false);
});
