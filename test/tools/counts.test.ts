/** What `npm test` believes about a run: nothing that went wrong may count as success. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadTool } from "./load";

interface Outcome {
  passed: number;
  failed: number;
  skips: string[];
}
type Count = (code: number, ...texts: string[]) => Outcome & { details: string };

const { countUnittest } = await loadTool<{ countUnittest: Count }>("python-tests");
const { countTap } = await loadTool<{ countTap: Count }>("node-tests");

const unittest = (code: number, output: string) => pick(countUnittest(code, output));
const tap = (code: number, report: string) => pick(countTap(code, report, ""));
const pick = ({ passed, failed, skips }: Outcome) => ({ passed, failed, skips });

test("unittest: all passed", () => {
  assert.deepEqual(unittest(0, "..\nRan 2 tests in 0.1s\n\nOK\n"), { passed: 2, failed: 0, skips: [] });
});

test("unittest: failures, errors and skipped tests are told apart", () => {
  const list =
    "test_a (m.C) ... ok\ntest_b (m.C)\nWhat it shows. ... skipped 'from 3.12 on'\ntest_c (m.C) ... skipped \"can't\"\n";
  const output = `${list}Ran 10 tests in 1s\n\nFAILED (failures=1, errors=2, skipped=2)\n`;
  assert.deepEqual(unittest(1, output), { passed: 5, failed: 3, skips: ["from 3.12 on", "can't"] });
});

test("unittest: no test at all is a failure, on the versions that exit with 0 too", () => {
  assert.equal(unittest(0, "Ran 0 tests in 0.0s\n\nOK\n").failed, 1);
  assert.equal(unittest(5, "Ran 0 tests in 0.0s\n\nNO TESTS RAN\n").failed, 1);
});

test("unittest: an interpreter that died in the middle is a failure", () => {
  assert.deepEqual(unittest(1, "..\nFatal Python error: Segmentation fault\n"), { passed: 0, failed: 1, skips: [] });
});

test("Node: passed, failed, cancelled and skipped", () => {
  const list = "ok 1 - a\n    ok 1 - b # SKIP no Windows\nnot ok 2 - c\n";
  const report = `${list}# tests 8\n# pass 4\n# fail 2\n# cancelled 1\n# skipped 1\n# todo 0\n`;
  assert.deepEqual(tap(1, report), { passed: 4, failed: 3, skips: ["no Windows"] });
});

test("Node: a runner that ended badly after its tests is a failure", () => {
  assert.deepEqual(tap(1, "# pass 4\n# fail 0\n"), { passed: 4, failed: 1, skips: [] });
});

test("Node: no report is a failure", () => {
  assert.equal(tap(0, "").failed, 1);
});
