/** never-awaited and unread-exception of tasks, of a drawn run with rows of what nobody kept. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Facts } from "../../../core/analysis/rule";
import { findNeverAwaited } from "../../../core/analysis/rules/never-awaited";
import { findUnreadTaskExceptions } from "../../../core/analysis/rules/unread-task-exception";
import { Mishap } from "../../../core/trace/mishaps";
import { draw } from "../support/draw";

/** Each row: what, the line of the definition, the line where the program stood, whether that is the call. */
function lost(...rows: [what: number, site: number, where: number, isCall: number][]): Facts {
  const trace = draw(`
    0    Main  creates lock L @3
    10   Main  creates lock M @8
    500  Main  ends
  `).trace();
  const at = (line: number) =>
    Math.max(
      0,
      trace.sites.findIndex((site) => site.line === line),
    );
  trace.mishaps = {
    length: rows.length,
    what: Uint8Array.from(rows, ([what]) => what),
    timeNs: Float64Array.from(rows, (_, row) => 100 + row),
    lane: new Uint32Array(rows.length),
    site: Uint32Array.from(rows, ([, line]) => at(line)),
    where: Uint32Array.from(rows, ([, , line]) => at(line)),
    isCall: Uint8Array.from(rows, ([, , , isCall]) => isCall),
  };
  return { trace } as Facts;
}

const rolesAndLines = (facts: Facts, find: typeof findNeverAwaited) =>
  find(facts).map(({ count, locations }) => [
    count,
    ...locations.map(({ role, site }) => `${role} ${facts.trace.sites[site].line}`),
  ]);

test("the call is told first where it is known; what it made twice is one finding", () => {
  const facts = lost([Mishap.unawaited, 3, 8, 1], [Mishap.unawaited, 3, 8, 1]);
  assert.deepEqual(rolesAndLines(facts, findNeverAwaited), [[2, "called 8", "function 3"]]);
  assert.deepEqual(findUnreadTaskExceptions(facts), []);
});

test("else the definition, and where the program stood", () => {
  const facts = lost([Mishap.unawaited, 3, 8, 0]);
  assert.deepEqual(rolesAndLines(facts, findNeverAwaited), [[1, "function 3", "found 8"]]);
  const nowhere = lost([Mishap.pending, 3, 0, 0]);
  assert.deepEqual(rolesAndLines(nowhere, findNeverAwaited), [[1, "function 3"]]);
});

test("exceptions of tasks: those that nobody read and those that gather lost are two findings", () => {
  const facts = lost([Mishap.neverRetrieved, 3, 0, 0], [Mishap.swallowed, 3, 0, 0], [Mishap.swallowed, 3, 0, 0]);
  assert.deepEqual(rolesAndLines(facts, findUnreadTaskExceptions), [
    [1, "function 3"],
    [2, "function 3"],
  ]);
  assert.deepEqual(findNeverAwaited(facts), []);
});

test("nothing was lost: nothing is told", () => {
  assert.deepEqual([...findNeverAwaited(lost()), ...findUnreadTaskExceptions(lost())], []);
});

test("a function that one Python names with its scope and another one without is called, and has the id, as in both", () => {
  const named = (name: string) => {
    const facts = lost([Mishap.unawaited, 3, 8, 1], [Mishap.neverRetrieved, 3, 0, 0]);
    const sites = facts.trace.sites.map((site) => ({ ...site, function: name }));
    const renamed = { trace: { ...facts.trace, sites } } as Facts;
    return [...findNeverAwaited(renamed), ...findUnreadTaskExceptions(renamed)];
  };
  assert.deepEqual(named("main.<locals>.boom"), named("boom"));
  assert.match(named("main.<locals>.boom")[0].advice, /await boom\(…\)/);
});
