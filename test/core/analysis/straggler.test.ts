import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze } from "../../../core/analysis/analyze";
import { draw } from "../support/draw";

/** Items of so many ms, all submitted at once, by two workers, in that order. */
function pool(lengthsMs: number[]) {
  const steps = ["0 Main creates thread-pool-executor P 2 @3"];
  for (let worker = 0; worker < 2; worker++) steps.push(`1 Main starts W${worker}`, `2 W${worker} works-for P`);
  for (const item of lengthsMs.keys()) steps.push(`10 Main submits P ${item + 1} 1 @7`);
  const free = [10, 10];
  lengthsMs.forEach((ms, item) => {
    const worker = free[0] <= free[1] ? 0 : 1;
    steps.push(`${free[worker]} W${worker} runs P ${item + 1} 0 @5`);
    free[worker] += ms * 1000;
    steps.push(`${free[worker]} W${worker} returns P`);
  });
  return draw([...steps, "900000 Main ends"].join("\n")).trace();
}
const found = (lengthsMs: number[]) => analyze(pool(lengthsMs)).filter(({ rule }) => rule === "straggler");

test("the longest item is begun last", () => {
  const [finding, ...others] = found([50, 50, 50, 50, 200]);
  assert.equal(others.length, 0);
  assert.equal(finding.severity, "info");
  // 50 + 50 + 200, or 200 beside four times 50.
  assert.deepEqual([finding.data.tookNs, finding.data.wouldNs, finding.data.aloneNs], [300e6, 200e6, 200e6]);
  assert.deepEqual(
    finding.locations.map(({ role }) => role),
    ["submitted", "function", "created"],
  );
});

test("none where the longest first would not be sooner, or all are as long", () => {
  assert.deepEqual(found([200, 50, 50, 50]), []);
  assert.deepEqual(found([50, 50, 50, 50, 50]), []);
});
