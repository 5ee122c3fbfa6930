import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze } from "../../../core/analysis/analyze";
import { draw } from "../support/draw";

const MS = 1000;

/** `items` of 50 ms by this many workers, all submitted at once; samples say how much they compute. */
function pool(workers: number, items: number, cpuMs: number) {
  const steps: [number, string][] = [[0, `Main creates thread-pool-executor P ${workers} @3`]];
  for (let worker = 0; worker < workers; worker++)
    steps.push([1, `Main starts W${worker}`], [2, `W${worker} works-for P`]);
  for (let item = 0; item < items; item++) {
    const from = 10 + Math.floor(item / workers) * 50 * MS;
    const name = `W${item % workers}`;
    steps.push([10, `Main submits P ${item + 1} 1 @7`], [from, `${name} runs P ${item + 1} 0 @5`]);
    steps.push([from + 50 * MS, `${name} returns P`]);
  }
  const end = 10 + Math.ceil(items / workers) * 50 * MS;
  for (let worker = 0; worker < workers; worker++) {
    steps.push([5, `sampler samples W${worker} 1`]);
    steps.push(
      [end + 1, `sampler samples W${worker} ${1 + (cpuMs * MS * items) / workers}`],
      [end + 2, `W${worker} ends`],
    );
  }
  steps.push([end + 3, "Main ends"]);
  // Ends before begins at the same time.
  const rank = (text: string) => (/returns/.test(text) ? 0 : 1);
  steps.sort(([a, one], [b, two]) => a - b || rank(one) - rank(two));
  return draw(steps.map(([at, text]) => `${at} ${text}`).join("\n")).trace();
}
const found = (...args: Parameters<typeof pool>) =>
  analyze(pool(...args)).filter(({ rule }) => rule === "pool-starved");

test("eight items that wait, two workers: eight would be done in a quarter of the time", () => {
  const [finding, ...others] = found(2, 8, 0);
  assert.equal(others.length, 0);
  assert.equal(finding.severity, "info");
  assert.deepEqual([finding.data.workers, finding.data.moreWorkers], [2, 8]);
  assert.deepEqual([finding.data.tookNs, finding.data.wouldNs], [200e6, 50e6]);
  assert.equal(finding.costNs, 150e6);
  assert.equal(finding.count, 6);
});

test("none where the items compute: one interpreter for all", () => {
  assert.deepEqual(found(2, 8, 25), []);
});

test("none where there are workers enough, or just one", () => {
  assert.deepEqual(found(8, 8, 0), []);
  assert.deepEqual(found(1, 8, 0), []);
});
