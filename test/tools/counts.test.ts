/** What `npm test` believes about a run: nothing that went wrong may count as success. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadTool } from "./load";

interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
}
type Count = (code: number, ...texts: string[]) => Outcome & { details: string };

const { countUnittest } = await loadTool<{ countUnittest: Count }>("python-tests");
const { countTap } = await loadTool<{ countTap: Count }>("node-tests");

const unittest = (code: number, output: string) => pick(countUnittest(code, output));
const tap = (code: number, report: string) => pick(countTap(code, report, ""));
const pick = ({ passed, failed, skipped }: Outcome) => ({ passed, failed, skipped });

test("unittest: all passed", () => {
  assert.deepEqual(unittest(0, "..\nRan 2 tests in 0.1s\n\nOK\n"), { passed: 2, failed: 0, skipped: 0 });
});

test("unittest: failures, errors and skipped tests are told apart", () => {
  const output = "Ran 10 tests in 1s\n\nFAILED (failures=1, errors=2, skipped=3)\n";
  assert.deepEqual(unittest(1, output), { passed: 4, failed: 3, skipped: 3 });
});

test("unittest: no test at all is a failure, on the versions that exit with 0 too", () => {
  assert.equal(unittest(0, "Ran 0 tests in 0.0s\n\nOK\n").failed, 1);
  assert.equal(unittest(5, "Ran 0 tests in 0.0s\n\nNO TESTS RAN\n").failed, 1);
});

test("unittest: an interpreter that died in the middle is a failure", () => {
  assert.deepEqual(unittest(1, "..\nFatal Python error: Segmentation fault\n"), { passed: 0, failed: 1, skipped: 0 });
});

test("Node: passed, failed, cancelled and skipped", () => {
  const report = "# tests 9\n# pass 4\n# fail 2\n# cancelled 1\n# skipped 1\n# todo 1\n";
  assert.deepEqual(tap(1, report), { passed: 4, failed: 3, skipped: 2 });
});

test("Node: a runner that ended badly after its tests is a failure", () => {
  assert.deepEqual(tap(1, "# pass 4\n# fail 0\n"), { passed: 4, failed: 1, skipped: 0 });
});

test("Node: no report is a failure", () => {
  assert.equal(tap(0, "").failed, 1);
});
