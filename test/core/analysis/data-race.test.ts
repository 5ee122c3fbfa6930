/** data-race on drawn recordings: what each kind of synchronisation orders, and what nothing does. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { analyzeAll } from "../../../core/analysis/analyze";
import { type DrawnUse, withAccesses } from "../support/accesses";
import { draw } from "../support/draw";

const TWO_THREADS = `
  0    Main  creates lock L
  0    Main  creates semaphore S 1
  0    Main  creates semaphore S3 3
  0    Main  creates event E
  0    Main  creates queue Q
  1    Main  starts A
  2    Main  starts B
  3    A     sleeps 1
  3    B     sleeps 1
`;

/** A uses x at 20, B at 60. */
function found(between: string, lines: [a: Partial<DrawnUse>, b: Partial<DrawnUse>] = [{}, {}]) {
  const drawing = withAccesses(draw(`${TWO_THREADS}${between}\n 90 A ends\n 91 B ends\n`), "x", [
    { lane: "A", at: 20, line: 7, writes: true, ...lines[0] },
    { lane: "B", at: 60, line: 9, writes: true, ...lines[1] },
  ]);
  return analyzeAll(drawing.trace()).findings.filter(({ rule }) => rule === "data-race");
}

const racesOf = (between: string): string[] =>
  found(between).map(({ certainty, severity }) => `${certainty} ${severity}`);

const ORDERS: Record<string, string> = {
  "one lock": "10 A acquires L\n 30 A releases L\n 50 B acquires L\n 70 B releases L",
  "an event": "30 A sets E\n 50 B passes E",
  "an item of a queue": "30 A puts Q\n 50 B gets Q",
  "a semaphore of one": "10 A acquires S\n 30 A releases S\n 50 B acquires S\n 70 B releases S",
};
for (const [name, between] of Object.entries(ORDERS))
  test(`${name} orders two accesses`, () => assert.deepEqual(racesOf(between), []));

const DOES_NOT: Record<string, string> = {
  nothing: "",
  "a semaphore of three": "10 A acquires S3\n 30 A releases S3\n 50 B acquires S3\n 70 B releases S3",
  "an event that is set before": "10 A sets E\n 50 B passes E",
};
for (const [name, between] of Object.entries(DOES_NOT))
  test(`${name} does not`, () => assert.deepEqual(racesOf(between), ["race error"]));

test("that one section came first by luck is no order", () => {
  const between = "30 A acquires L\n 40 A releases L\n 50 B acquires L\n 55 B releases L";
  assert.deepEqual(racesOf(between), ["predicted warning"]);
});

test("two accesses at one line say so", () => {
  const [{ message }] = found("", [{}, { line: 7 }]);
  assert.match(message, /^app.py:7 writes x while another thread may write it at the same line: nothing/);
});

test("a write and a loop over it", () => {
  const [{ message, advice }] = found("", [{}, { writes: false, op: "iterate", flags: [] }]);
  assert.match(message, /^app.py:7 changes x while another thread may go through it at app.py:9: whoever/);
  assert.match(advice, /`list\(x\)`/);
});

/** `x += 1`. */
const COUNTS = { does: 1, op: "update", flags: ["luck"] };
const LOOKS = { writes: false, flags: ["one-op"] };

test("one thread that counts and another one that looks: nothing can be lost", () => {
  const [{ severity, message }] = found("", [COUNTS, LOOKS]);
  assert.equal(severity, "info");
  assert.match(message, /No two writes of it overlap/);
  assert.equal(found("", [COUNTS, COUNTS])[0].severity, "warning");
});

/** The lock that is named as the guard, where A uses x at 20 and 40, B at 60. */
function guardOf(between: string): unknown {
  const drawing = withAccesses(draw(`${TWO_THREADS}${between}\n 90 A ends\n 91 B ends\n`), "x", [
    { lane: "A", at: 20, line: 7, writes: true },
    { lane: "A", at: 40, line: 8, writes: true },
    { lane: "B", at: 60, line: 9, writes: true },
  ]);
  return analyzeAll(drawing.trace()).findings.find(({ rule }) => rule === "data-race")?.data.guard;
}

test("the lock that the other accesses hold is named", () =>
  assert.deepEqual(guardOf("10 A acquires L\n 50 A releases L"), { lock: "L", held: 2, of: 3 }));

test("a lock that one lane took for good guards nothing", () => assert.equal(guardOf("10 A acquires L"), null));
