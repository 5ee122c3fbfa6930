import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze } from "../../../core/analysis/analyze";
import { draw } from "../support/draw";

/** Four items submitted at line 7; the first takes 100 ms, the others 10; each result keeps Main busy for `ownMs`. */
function taken(ownMs: number, inOrder = true) {
  const steps: [number, string][] = [[0, "Main creates thread-pool-executor P 4 @3"]];
  const lengths = [100_000, 10_000, 10_000, 10_000];
  lengths.forEach((us, item) => {
    steps.push([1, `Main starts W${item}`], [2, `W${item} works-for P`]);
    steps.push([10, `Main submits P ${item + 1} 1 @7`], [10, `W${item} runs P ${item + 1} 0 @5`]);
    steps.push([10 + us, `W${item} returns P`]);
  });
  const order = inOrder ? [0, 1, 2, 3] : [1, 2, 3, 0];
  let now = 20;
  for (const item of order) {
    const ready = 10 + lengths[item];
    if (ready > now) steps.push([now, `Main needs-result P ${item + 1} @9`], [ready, "Main goes-on P"]);
    now = Math.max(now, ready);
    steps.push([now, `Main reads-result P ${item + 1} @9`]);
    now += ownMs * 1000;
  }
  steps.push([900_000, "Main ends"]);
  steps.sort(([a], [b]) => a - b);
  return draw(steps.map(([at, text]) => `${at} ${text}`).join("\n")).trace();
}
const found = (...args: Parameters<typeof taken>) =>
  analyze(taken(...args)).filter(({ rule }) => rule === "head-of-line-blocking");

test("three results are ready and wait for the first: what dealing with them meanwhile would save", () => {
  const [finding, ...others] = found(30);
  assert.equal(others.length, 0);
  assert.equal(finding.severity, "info");
  assert.equal(finding.count, 3);
  // 100 ms and three times 30, or the three from 10 on and the first when it is there; of the last one nobody knows how long.
  assert.equal(finding.data.tookNs, 189_990_000);
  assert.equal(finding.data.wouldNs, 129_990_000);
  assert.deepEqual(
    finding.locations.map(({ role }) => role),
    ["waiter", "submitted", "created"],
  );
});

test("none where nothing is done with the results, or where they are taken as they come", () => {
  assert.deepEqual(found(0), []);
  assert.deepEqual(found(30, false), []);
});
