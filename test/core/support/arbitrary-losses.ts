/** What the race observer might have written of a process, with more imagination than sense. */
import fc from "fast-check";

/** More than processes of arbitrary recordings have: some losses name a lane that nothing else tells of. */
const LANES = 5;
const ACCESSES = 3;

const moment = fc.tuple(
  fc.integer({ min: 1, max: ACCESSES }),
  fc.integer({ min: 1, max: LANES }),
  fc.nat(600),
  fc.nat(20),
);
const NOT_SEEN = [0, 0, 0, 0] as const;

const variable = fc.record({
  kind: fc.constantFrom("global", "attribute", "item"),
  name: fc.constantFrom("value", "Box.content", "seats[]"),
  count: fc.nat(4),
  undrawn: fc.nat(2),
  byValue: fc.boolean(),
  exact: fc.boolean(),
  losses: fc.array(
    fc.record({
      read: moment,
      victimRead: fc.oneof(moment, fc.constant(NOT_SEEN)),
      victim: moment,
      write: moment,
    }),
    { maxLength: 5 },
  ),
  touches: fc.array(moment, { maxLength: 2 }),
});

/** Lines of `meta.jsonl`, as they would follow each other. */
export const arbitraryLosses: fc.Arbitrary<string[]> = fc
  .array(variable, { maxLength: 3 })
  .map((variables) => (variables.length === 0 ? [] : linesOf(variables).map((row) => JSON.stringify(row))));

type Variable = typeof variable extends fc.Arbitrary<infer T> ? T : never;

function linesOf(variables: Variable[]): object[] {
  const rows: object[] = [{ k: "races", tier: "on" }];
  for (let id = 1; id <= ACCESSES; id++)
    rows.push({ k: "access", id, does: 2, file: "/project/shared.py", line: 10 * id, column: 5, function: "work" });
  variables.forEach(({ kind, name, count, undrawn, byValue, exact, losses, touches }, index) => {
    const id = index + 1;
    const lost = { k: "lost", variable: id, updates: 30, resetLost: 0, byValue, exact, hits: [[1, 10]] };
    rows.push({ k: "variable", id, kind, scope: "app", name });
    // Told of the first loss, and again at the end.
    rows.push({ ...lost, count: Math.min(1, count), stale: 1 });
    for (const loss of losses) rows.push({ k: "loss", variable: id, ...loss });
    for (const at of touches) rows.push({ k: "touch", variable: id, at });
    rows.push({ ...lost, count, stale: losses.length + undrawn });
  });
  return rows;
}
