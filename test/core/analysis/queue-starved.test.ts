import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze } from "../../../core/analysis/analyze";
import { draw } from "../support/draw";

/** 20 items, one every 10 ms, go in turn to so many consumers, each of which is busy with it for `busyMs`. */
function consumed(consumers: number, busyMs: number) {
  const steps: [number, string][] = [[0, "Main creates queue Q @3"]];
  const freeUs = new Array<number>(consumers).fill(100);
  for (let consumer = 0; consumer < consumers; consumer++) steps.push([10, `Main starts T${consumer}`]);
  for (let item = 0; item < 20; item++) {
    const at = 1000 + item * 10_000;
    const consumer = item % consumers;
    steps.push([at, "Main puts Q @7"]);
    const takes = Math.max(at, freeUs[consumer]);
    if (freeUs[consumer] < at) steps.push([freeUs[consumer], `T${consumer} awaits Q @5`]);
    steps.push([takes + 1, `T${consumer} gets Q @5`]);
    freeUs[consumer] = takes + 1 + busyMs * 1000;
  }
  for (let consumer = 0; consumer < consumers; consumer++) steps.push([2_000_000, `T${consumer} ends`]);
  steps.push([2_000_000, "Main ends"]);
  steps.sort(([a], [b]) => a - b);
  return draw(steps.map(([at, text]) => `${at} ${text}`).join("\n")).trace();
}
const found = (...args: Parameters<typeof consumed>) =>
  analyze(consumed(...args)).filter(({ rule }) => rule === "queue-starved");

test("four consumers for what one could do", () => {
  const [finding, ...others] = found(4, 2);
  assert.equal(others.length, 0);
  assert.equal(finding.severity, "info");
  assert.deepEqual([finding.data.consumers, finding.data.enough], [4, 1]);
  assert.deepEqual(
    finding.locations.map(({ role }) => role),
    ["put", "get", "created"],
  );
});

test("none of one consumer, nor where they are busy", () => {
  assert.deepEqual(found(1, 2), []);
  assert.deepEqual(found(2, 15), []);
});
