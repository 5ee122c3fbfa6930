import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze } from "../../../core/analysis/analyze";
import { type LineLoss, lineLosses } from "../../../core/analysis/line-losses";
import { problemsOf } from "../../../core/analysis/problems";
import type { Trace } from "../../../core/trace/types";
import { draw } from "../support/draw";
import { type DrawnVariable, withLostUpdates } from "../support/lost-updates";

const THREADS = `
  0   Main  creates lock L @1
  1   Main  starts A
  1   Main  starts B
  2   A     sleeps 1
  2   B     sleeps 1
`;

/** A reads at line 5 and writes at `line`; in between B does both. */
const lossAt = (line: number, from = 10) => ({
  read: { lane: "A", at: from, line: 5, version: 0 },
  victimRead: { lane: "B", at: from + 10, line: 5, version: 0 },
  victim: { lane: "B", at: from + 20, line, version: 1 },
  write: { lane: "A", at: from + 30, line, version: 2 },
});

const lines = ({ others, perhaps }: LineLoss) => [others, perhaps].map((all) => all.map(({ line }) => line).join(" "));

/** One string a line and variable: number of the line, role, variable, count; then the other lines. */
function told(trace: Trace): string[] {
  return lineLosses(trace, analyze(trace)).flatMap(({ line, losses }) =>
    losses.map((loss) => {
      const [others, perhaps] = lines(loss);
      const count = `${loss.exact ? "" : ">="}${loss.count}`;
      const also = `${others && ` and ${others}`}${perhaps && ` perhaps ${perhaps}`}`;
      return `${line} ${loss.role} ${loss.name} ${count}${also}`;
    }),
  );
}
const traceOf = (...variables: DrawnVariable[]) => withLostUpdates(draw(THREADS), ...variables).trace();

test("one line wrote: all that is lost was lost there; where it read, what was written is named", () => {
  const trace = traceOf({ name: "value", count: 80, losses: [lossAt(7)] });
  assert.deepEqual(told(trace), ["5 read value 80 and 7", "7 write value 80"]);
});

test("several lines wrote: no line has a share of its own", () => {
  const trace = traceOf({ name: "value", count: 80, losses: [lossAt(7), lossAt(9, 50)] });
  assert.deepEqual(told(trace), ["5 read value 80 and 7 9", "7 write value 80 and 9", "9 write value 80 and 7"]);
});

/** Makes line 9 one where `value` is written as well, by a variable that the helper knows before. */
const WRITES_AT_9 = { name: "before", count: 0, losses: [lossAt(9)] };

test("where not every loss is known, a line that may have lost something is named with a perhaps", () => {
  const trace = traceOf(WRITES_AT_9, { name: "value", count: 80, exact: false, losses: [lossAt(7)] });
  assert.deepEqual(told(trace), ["5 read value >=80 and 7", "7 write value >=80 perhaps 9"]);
});

test("where every loss is known, no other line is suspected", () => {
  const trace = traceOf(WRITES_AT_9, { name: "value", count: 80, losses: [lossAt(7)] });
  assert.deepEqual(told(trace), ["5 read value 80 and 7", "7 write value 80"]);
});

test("where no loss is known, it was one of the lines that write", () => {
  const unknown = { name: "value", count: 3, exact: false };
  const before = { name: "before", count: 0, losses: [lossAt(7), lossAt(9, 50)] };
  const trace = traceOf(before, unknown);
  assert.deepEqual(told(trace), ["7 write value >=3 perhaps 9", "9 write value >=3 perhaps 7"]);
  const [{ losses }] = lineLosses(trace, analyze(trace));
  assert.deepEqual(losses[0].steps, []);
});

test("a line that reads and writes lost something: nothing is said of its reading", () => {
  const loss = lossAt(7);
  const trace = traceOf({ name: "value", count: 2, losses: [{ ...loss, read: { ...loss.read, line: 7 } }] });
  assert.deepEqual(told(trace), ["7 write value 2"]);
});

test("variables of one line: the one that lost most first", () => {
  const trace = traceOf(
    { name: "few", count: 2, losses: [lossAt(7)] },
    { name: "many", count: 80, losses: [lossAt(7)] },
  );
  assert.deepEqual(
    told(trace).filter((line) => line.startsWith("7")),
    ["7 write many 80", "7 write few 2"],
  );
});

test("objects of one name are one", () => {
  const box = { name: "Box.content", kind: "attribute", losses: [lossAt(7)] };
  const trace = traceOf({ ...box, count: 2 }, { ...box, count: 3, exact: false });
  assert.ok(told(trace).includes("7 write Box.content >=5"));
});

test("the steps of the first loss, in the order of time, with lanes and versions", () => {
  const trace = traceOf({ name: "value", count: 2, losses: [lossAt(7, 50), lossAt(7)] });
  const [, { losses }] = lineLosses(trace, analyze(trace));
  assert.deepEqual(
    losses[0].steps.map(({ role, laneName, line, version }) => `${role} ${laneName} ${line} v${version}`),
    ["read A 5 v0", "victimRead B 5 v0", "victim B 7 v1", "write A 7 v2"],
  );
});

test("an update in one step that was lost has no read", () => {
  const { victimRead: _, ...loss } = lossAt(7);
  const trace = traceOf({ name: "value", count: 1, losses: [loss] });
  const [, { losses }] = lineLosses(trace, analyze(trace));
  assert.deepEqual(
    losses[0].steps.map(({ role }) => role),
    ["read", "victim", "write"],
  );
});

test("a trace without races has no such lines", () => assert.deepEqual(told(draw(THREADS).trace()), []));

test("problems: errors and warnings with their places, the one to mend first; what is only costly is none", () => {
  const trace = withLostUpdates(
    draw(`${THREADS}
    100   A   acquires L   @20
    101   B   wants L      @30
    9000  A   releases L
    9000  B   gets L
    9001  B   releases L`),
    { name: "seats", count: 2, byValue: false, losses: [lossAt(7)] },
  ).trace();
  const findings = analyze(trace);
  assert.ok(findings.some(({ severity }) => severity === "info"));
  assert.deepEqual(
    problemsOf(trace, findings).map(({ rule, severity, places }) => [
      rule,
      severity,
      places.map(({ line, role, laneName }) => `${role} ${laneName} ${line}`),
    ]),
    [["lost-update", "warning", ["write A 7", "read A 5", "overwritten B 7"]]],
  );
});

test("a finding whose place to mend is not known is no problem of any line", () => {
  const trace = traceOf({ name: "value", count: 1, losses: [lossAt(7)] });
  const [finding] = analyze(trace);
  const nowhere = { ...finding, locations: [{ site: 0, lane: null, role: "write" }, ...finding.locations] };
  assert.deepEqual(problemsOf(trace, [nowhere]), []);
  assert.deepEqual(problemsOf(trace, [{ ...finding, locations: [] }]), []);
});
