import assert from "node:assert/strict";
import { test } from "node:test";
import { isNearTheTruth, whatIf } from "../../../core/analysis/what-if";
import { draw } from "../support/draw";

/** Drawings tell microseconds. */
const US = 1000;
const durations = (drawing: string) => {
  const [one] = whatIf(draw(drawing).trace());
  return { ...one, by: new Map(one.plays.map(({ workers, durationNs }) => [workers, durationNs / US])) };
};

/** Four items of 100 us by two workers, all submitted at 10. */
const TWO_WORKERS = `
  0    Main  creates thread-pool-executor P 2 @3
  1    Main  starts W1
  2    Main  starts W2
  3    W1    works-for P
  4    W2    works-for P
  10   Main  submits P 1 1 @7
  10   Main  submits P 2 1 @7
  10   Main  submits P 3 1 @7
  10   Main  submits P 4 1 @7
  10   W1    runs P 1 0
  10   W2    runs P 2 0
  110  W1    returns P
  110  W1    runs P 3 0
  110  W2    returns P
  110  W2    runs P 4 0
  210  W1    returns P
  210  W2    returns P
  300  W1    ends
  300  W2    ends
`;

test("the same items with 1, 2 and 4 workers", () => {
  const { by, measuredNs, units, reason, plays } = durations(TWO_WORKERS);
  assert.equal(reason, null);
  assert.equal(units, 4);
  assert.equal(measuredNs / US, 200);
  assert.deepEqual(
    [...by],
    [
      [1, 400],
      [2, 200],
      [4, 100],
    ],
  );
  assert.deepEqual(
    plays.map(({ utilization }) => utilization),
    [1, 1, 1],
  );
});

test("what was measured is near to the play with the pool's own workers", () => {
  const [one] = whatIf(draw(TWO_WORKERS).trace());
  assert.ok(isNearTheTruth(one));
  assert.deepEqual(one.assumes, ["sameRunTimes", "sameSubmits", "oneInterpreter", "notInTheWay"]);
});

test("who waits for a result before it submits the next one does so again", () => {
  const { by } = durations(`
    0    Main  creates thread-pool-executor P 2 @3
    1    Main  starts W1
    3    W1    works-for P
    10   Main  submits P 1 1 @7
    10   W1    runs P 1 0
    12   Main  needs-result P 1
    110  W1    returns P
    110  Main  goes-on P
    140  Main  submits P 2 1 @7
    140  W1    runs P 2 0
    240  W1    returns P
    300  W1    ends
  `);
  assert.deepEqual([...by.values()], [230, 230]);
});

test("items that wait for items of their own pool are not played again", () => {
  const { reason, by } = durations(`
    0    Main  creates thread-pool-executor P 2 @3
    1    Main  starts W1
    1    Main  starts W2
    3    W1    works-for P
    3    W2    works-for P
    10   Main  submits P 1 1 @7
    10   W1    runs P 1 0
    20   W1    submits P 2 1 @8
    20   W2    runs P 2 0
    25   W1    needs-result P 2
    90   W2    returns P
    90   W1    goes-on P
    100  W1    returns P
    300  W1    ends
    300  W2    ends
  `);
  assert.equal(reason, "items wait for items");
  assert.equal(by.size, 0);
});

test("nothing is told of a pool that ran nothing", () => {
  const { reason } = durations("0 Main creates thread-pool-executor P 2 @3");
  assert.equal(reason, "nothing ran");
});
