import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze } from "../../../core/analysis/analyze";
import { draw } from "../support/draw";

/** Eight items of 10 ms, one every `everyMs`, by four workers; `asks`: the submitter waits for each. */
function pool(everyMs: number, asks: boolean) {
  const steps = ["0 Main creates thread-pool P 4 @3"];
  for (let worker = 0; worker < 4; worker++) steps.push(`1 Main starts W${worker}`, `2 W${worker} works-for P`);
  for (let item = 0; item < 8; item++) {
    const at = 10 + item * everyMs * 1000;
    const worker = `W${item % 4}`;
    steps.push(`${at} Main submits P ${item + 1} 1 @7`, `${at} ${worker} runs P ${item + 1} 0 @5`);
    if (asks) steps.push(`${at + 1} Main needs-result P ${item + 1} @8`);
    steps.push(`${at + 10_000} ${worker} returns P`);
    if (asks) steps.push(`${at + 10_000} Main goes-on P`);
  }
  return draw([...steps, "900000 Main ends"].join("\n")).trace();
}
const found = (...args: Parameters<typeof pool>) => analyze(pool(...args)).filter(({ rule }) => rule === "pool-idle");

test("one at a time: each item is submitted when the one before is done, and it was waited for", () => {
  const [finding, ...others] = found(11, true);
  assert.equal(others.length, 0);
  assert.equal(finding.severity, "info");
  assert.equal(finding.data.oneAtATime, true);
  assert.equal(finding.locations[0].role, "waiter");
});

test("too many: items that come now and then keep one worker busy", () => {
  const [finding] = found(20, false);
  assert.equal(finding.data.oneAtATime, false);
  assert.equal(finding.data.enough, 1);
  assert.equal(finding.locations[0].role, "created");
});

test("none where several items run at once", () => {
  const steps = ["0 Main creates thread-pool P 2 @3"];
  for (let worker = 0; worker < 2; worker++) steps.push(`1 Main starts W${worker}`, `2 W${worker} works-for P`);
  for (let item = 0; item < 8; item++) steps.push(`10 Main submits P ${item + 1} 1 @7`);
  for (let item = 0; item < 8; item++) {
    const at = 10 + Math.floor(item / 2) * 10_000;
    steps.push(`${at} W${item % 2} runs P ${item + 1} 0 @5`, `${at + 10_000} W${item % 2} returns P`);
  }
  const trace = draw([...steps, "900000 Main ends"].join("\n")).trace();
  assert.deepEqual(
    analyze(trace).filter(({ rule }) => rule === "pool-idle"),
    [],
  );
});
