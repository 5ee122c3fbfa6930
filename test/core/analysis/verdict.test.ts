/** The judge of the programs of test/findings: it has to be able to say no. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Report, ReportFinding } from "../../../core/report/schema";
import { disagreements, missingOnPage, parseProgram, shownSource } from "../../findings/verdict";

const SOURCE = `# expect: over-release error count=2 resource.name=slots
# may: gil-bound, straggler
# run: --stop-after 1
# exit: 124
# since: 3.11
import threading

slots.release()  # here
`;

const FOUND: ReportFinding = {
  id: "over-release-1",
  rule: "over-release",
  severity: "error",
  certainty: "observed",
  message: "slots was released twice.",
  advice: "Do not.",
  count: 2,
  costNs: 0,
  locations: [{ file: "/p.py", line: 8, lane: 0, role: "release" }],
  stacks: [],
  data: { resource: { name: "slots" } },
};

const report = (findings: ReportFinding[], ignored: ReportFinding[] = []): Report =>
  ({ findings, ignored: ignored.map((each) => ({ ...each, reason: "known" })) }) as unknown as Report;
const judge = (source: string, given: Report): string[] => disagreements(parseProgram(source), "over-release", given);

test("the first lines of a program", () => {
  assert.deepEqual(parseProgram(SOURCE), {
    expected: [{ how: "must", rule: "over-release", words: ["error", "count=2", "resource.name=slots"] }],
    may: ["gil-bound", "straggler"],
    options: ["--stop-after", "1"],
    exitCode: 124,
    since: 11,
    retry: null,
    here: [8],
  });
  assert.equal(shownSource(SOURCE), "import threading\n\nslots.release()  # here");
  assert.equal(parseProgram("# expect: none\n# exit: any\n").exitCode, null);
});

test("first lines that mean nothing", () => {
  const meaningless = [
    "import threading\n",
    "# expect: nothing\n",
    "# expect: straggler badly\nx  # here\n",
    "# expect: straggler\n",
    "# expect: none\n# may: whatever\n",
    "# expect: none\n# exit: soon\n",
  ];
  for (const source of meaningless) assert.throws(() => parseProgram(source), Error, source);
});

test("what is as it should be", () => {
  assert.deepEqual(judge(SOURCE, report([FOUND])), []);
  const other = { ...FOUND, rule: "straggler" as const, severity: "warning" as const };
  assert.deepEqual(judge(SOURCE, report([FOUND, other])), [], "it may be there");
  assert.deepEqual(
    judge("# expect: none\n", report([{ ...other, severity: "info" }])),
    [],
    "information of another rule",
  );
  assert.deepEqual(judge("# expect: ignored over-release\n\n\n\n\n\n\nx  # here\n", report([], [FOUND])), []);
});

test("what is not as it should be", () => {
  const complaints = (...findings: ReportFinding[]) => judge(SOURCE, report(findings)).length;
  assert.equal(complaints(), 1, "missing");
  assert.equal(complaints({ ...FOUND, severity: "warning" }), 2, "not as grave; and what is there is not expected");
  assert.equal(complaints({ ...FOUND, count: 3 }), 2);
  assert.equal(complaints({ ...FOUND, locations: [{ ...FOUND.locations[0], line: 9 }] }), 2, "another line");
  assert.equal(complaints({ ...FOUND, data: {} }), 2);
  assert.equal(complaints(FOUND, { ...FOUND, rule: "deadlock" }), 1, "another error");
  assert.equal(judge("# expect: none\n", report([{ ...FOUND, severity: "info" }])).length, 1, "the rule of the folder");
  assert.equal(judge("# expect: ignored over-release\nx  # here\n", report([FOUND])).length, 2, "not ignored");
});

test("what a page does not name", () => {
  const page = "Severity: error. Certainty: observed. | `release` | `resource` |";
  assert.deepEqual(missingOnPage(page, [FOUND]), []);
  assert.deepEqual(missingOnPage(page, [{ ...FOUND, severity: "info", data: { timesNs: [] } }]), ["info", "`timesNs`"]);
});
