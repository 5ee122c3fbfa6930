/** What orders two accesses beyond locks and queues, drawn: conditions, barriers, pools, tasks, processes, hand-overs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { analyzeAll } from "../../../core/analysis/analyze";
import { type DrawnUse, withAccesses } from "../support/accesses";
import { draw } from "../support/draw";

/** A writes x at 20, B at 60, unless said otherwise. */
function racesOf(text: string, uses: readonly [DrawnUse, DrawnUse] = [at("A", 20), at("B", 60)]): number {
  const drawing = withAccesses(draw(text), "x", uses);
  return analyzeAll(drawing.trace()).findings.filter(
    ({ rule, certainty }) => rule === "data-race" && certainty === "race",
  ).length;
}

const at = (lane: string, us: number): DrawnUse => ({ lane, at: us, line: us, writes: true });

const THREADS = `
  1 Main starts A
  2 Main starts B
  3 A    sleeps 1
  3 B    sleeps 1
`;

function orders(name: string, text: string, uses?: readonly [DrawnUse, DrawnUse]): void {
  test(`${name} orders two accesses`, () => assert.equal(racesOf(text, uses), 0));
}

function doesNot(name: string, text: string, uses?: readonly [DrawnUse, DrawnUse]): void {
  test(`${name} does not`, () => assert.equal(racesOf(text, uses), 1));
}

orders(
  "who notifies and who is woken",
  `0 Main creates condition C${THREADS} 10 B awaits C\n 30 A notifies C\n 40 B wakes C`,
);
doesNot(
  "a notice before the access",
  `0 Main creates condition C${THREADS} 10 B awaits C\n 15 A notifies C\n 40 B wakes C`,
);
orders("a round of a barrier", `0 Main creates barrier W 2${THREADS} 30 A awaits W\n 40 B passes W\n 41 A passes W`);
doesNot("a barrier behind both", `0 Main creates barrier W 2${THREADS} 70 A awaits W\n 80 B passes W\n 81 A passes W`);

const POOL = `
  0  Main creates thread-pool P 2
  1  Main submits P 1 1
  2  Main starts A
  3  Main starts B
  4  A    works-for P
  5  B    sleeps 1
  10 A    hands P 1 0
  11 A    runs P 1 0
  30 A    returns P
`;
orders("the result of an item", `${POOL} 40 B needs-result P 1\n 50 B goes-on P`);
doesNot("an item of which nobody asks the result", POOL);
orders("to submit before the item runs", POOL, [at("Main", 0.5), at("A", 20)]);

orders("a join", `${THREADS} 30 A ends\n 40 B joins A\n 50 B joined A`);

// The runtime tells who takes a lock over only where each hold is but counted: kind 39.
test("a lock that changes hands while it is only counted orders two accesses", () => {
  const text = `0 Main creates lock L${THREADS} 10 A acquires L\n 30 A counts L 1\n`;
  const drawn = draw(text);
  assert.equal(typeof drawn.processes[0], "object");
  assert.equal(racesOf(text), 1);
  const taken = draw(text);
  const process = taken.processes[0];
  const row = process.meta.map((line) => JSON.parse(line)).find(({ k, name }) => k === "lane" && name === "B");
  process.lanes.get(row.id)!.instant(39, 50_000, 0, 1, 2, { code: 0, lasti: 0 });
  const { findings } = analyzeAll(withAccesses(taken, "x", [at("A", 20), at("B", 60)]).trace());
  assert.deepEqual(
    findings.filter(({ rule }) => rule === "data-race"),
    [],
  );
});

const SIGNAL = `0 Main creates lock L${THREADS} 5 B acquires L @3\n`;
orders("a lock that another lane lets go", `${SIGNAL} 10 B wants L @4\n 30 B releases L\n 40 B gets L @4`);

test("of accesses with the stamp of what orders them none is a race", () => {
  const text = `0 Main creates lock L${THREADS} 10 A acquires L\n 20 A releases L\n 20 B acquires L\n 60 B releases L`;
  assert.equal(racesOf(text, [at("A", 20), at("B", 20)]), 0);
});

test("two lines that race in two ways are one finding", () => {
  const uses = [at("A", 20), at("B", 60)] as const;
  const drawing = withAccesses(draw(THREADS), "x", [...uses, { ...uses[0], at: 61 }, { ...uses[1], at: 70 }]);
  const races = analyzeAll(drawing.trace()).findings.filter(({ rule }) => rule === "data-race");
  assert.deepEqual(
    races.map(({ locations }) => locations.length),
    [2],
  );
  assert.deepEqual(races[0].data.objects, []);
});
