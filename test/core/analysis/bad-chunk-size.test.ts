import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze } from "../../../core/analysis/analyze";
import { draw } from "../support/draw";

/** So many items in chunks by two workers; each chunk is handed over in `handOverUs`. */
function mapped(kind: string, items: number, size: number, itemUs: number, handOverUs: number) {
  const steps = [`0 Main creates ${kind} P 2 @3`];
  for (let worker = 0; worker < 2; worker++) steps.push(`1 Main starts W${worker}`, `2 W${worker} works-for P`);
  steps.push(`10 Main submits P 1 ${items} ${size} @7`);
  const free = [10, 10];
  for (let unit = 0; unit * size < items; unit++) {
    const worker = free[0] <= free[1] ? 0 : 1;
    free[worker] += handOverUs;
    for (let offset = 0; offset < Math.min(size, items - unit * size); offset++) {
      steps.push(`${free[worker]} W${worker} runs P 1 ${unit} ${offset} 1 @5`);
      free[worker] += itemUs;
      steps.push(`${free[worker]} W${worker} returns P`);
    }
  }
  return draw([...steps, "90000000 Main ends"].join("\n")).trace();
}
const found = (...args: Parameters<typeof mapped>) =>
  analyze(mapped(...args)).filter(({ rule }) => rule === "bad-chunk-size");

test("too large: three chunks for two workers", () => {
  const [finding, ...others] = found("thread-pool", 12, 4, 10_000, 0);
  assert.equal(others.length, 0);
  assert.equal(finding.severity, "info");
  assert.match(finding.message, /3 chunks of 4: at the end one worker still had a chunk for 40/);
  assert.deepEqual([finding.data.tookNs, finding.data.wouldNs], [80e6, 60e6]);
});

test("none where the chunks are even, or handing more of them over costs as much", () => {
  assert.deepEqual(found("thread-pool", 16, 4, 10_000, 0), []);
  assert.deepEqual(found("thread-pool", 12, 4, 10_000, 20_000), []);
});

test("too small: handing over takes longer than the work, in pools of processes", () => {
  const [finding] = found("process-pool", 400, 1, 10, 100);
  assert.match(finding.message, /400 chunks: handing them over took 39.8 ms, the work itself 4 ms/);
  assert.equal(finding.data.advised, 50);
  assert.deepEqual(found("process-pool", 400, 1, 1000, 100), []);
  assert.deepEqual(found("thread-pool", 400, 1, 10, 100), []);
});
