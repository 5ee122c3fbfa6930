/** Who let whom go on. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { chainOf, waitOfHold } from "../../../core/layout/chain";
import { buildModel, longestWaits, type Model } from "../../../core/layout/model";
import { WaitOp, WaitResult } from "../../../core/trace/types";
import { Program, type Script } from "./program";
import { deadlock, handOver, office } from "./scenes";

/** `A ← B(released) ← C(released)`: the lanes of a chain and how each let go. */
function told(model: Model, wait: number): string {
  const { waits, lanes } = model.trace;
  const steps = chainOf(model, wait);
  const causes = steps.map(({ causeLane, released }) =>
    causeLane < 0 ? "nobody" : `${lanes[causeLane].name}(${released ? "released" : "holds"})`,
  );
  return [lanes[waits.lane[wait]].name, ...causes].join(" ← ");
}

function waitOf(model: Model, lane: string, op: number = WaitOp.lock): number {
  const { waits, lanes } = model.trace;
  for (let wait = 0; wait < waits.length; wait++)
    if (lanes[waits.lane[wait]].name === lane && waits.op[wait] === op) return wait;
  throw new Error(`${lane} never waits`);
}

test("a wait is followed through the wait of the one who ended it", () => {
  const model = buildModel(handOver(), []);
  assert.equal(told(model, waitOf(model, "A")), "A ← B(released) ← C(released)");
  assert.equal(told(model, waitOf(model, "B")), "B ← C(released)");
});

test("each step knows the hold that kept it waiting", () => {
  const model = buildModel(handOver(), []);
  const { holds, lanes } = model.trace;
  const kept = chainOf(model, waitOf(model, "A")).map(({ hold }) => [
    lanes[holds.lane[hold]].name,
    holds.startNs[hold] / 1e6,
    holds.endNs[hold] / 1e6,
  ]);
  assert.deepEqual(kept, [
    ["B", 30, 60],
    ["C", 0, 30],
  ]);
  assert.equal(waitOfHold(model, chainOf(model, waitOf(model, "A"))[0].hold), waitOf(model, "B"));
});

test("a deadlock comes back to where it began, once", () => {
  const model = buildModel(deadlock(), []);
  assert.equal(told(model, waitOf(model, "T1")), "T1 ← T2(holds) ← T1(holds)");
});

test("a join that a Ctrl-C broke leads to the thread, what it waits for, and round the circle", () => {
  const program = new Program();
  const [left, right] = [program.resource("lock", "left", 1), program.resource("lock", "right", 2)];
  function* take(first: number, second: number): Script {
    yield { do: "acquire", on: first, line: 3 };
    yield { do: "run", ns: 10 };
    yield { do: "acquire", on: second, line: 4 };
  }
  function* main(): Script {
    yield { do: "join", lane: 1, line: 9 };
  }
  program.thread("Main", main());
  program.thread("T1", take(left, right));
  program.thread("T2", take(right, left));
  const trace = program.run(1000);
  const model = buildModel(trace, []);
  const join = waitOf(model, "Main", WaitOp.threadJoin);
  trace.program.stopAskedNs = 500;
  trace.waits.result[join] = WaitResult.exception;
  trace.waits.endNs[join] = 600;
  assert.equal(told(model, join), "Main ← T1(holds) ← T2(holds) ← T1(holds)");
  assert.ok(longestWaits(model, 3).includes(join), "a join is a wait like any other");
  const steps = chainOf(model, join);
  assert.deepEqual(
    steps.map(({ causeNs, backTo, causeSite }) => [causeNs, backTo, trace.sites[causeSite].line]),
    [
      [500, -1, 0],
      [500, -1, 3],
      [500, 1, 3],
    ],
  );
});

test("a wait that nobody ended waited for who held the lock last, not for who held it first", () => {
  const program = new Program();
  const lock = program.resource("lock", "lock", 1);
  function* hold(afterNs: number, heldNs: number): Script {
    yield { do: "run", ns: afterNs };
    yield { do: "acquire", on: lock, line: 2 };
    yield { do: "run", ns: heldNs };
    yield { do: "release", on: lock, line: 4 };
  }
  program.thread("first", hold(0, 100));
  program.thread("second", hold(10, 100_000));
  program.thread("waiter", hold(20, 10));
  const trace = program.run();
  const model = buildModel(trace, []);
  const wait = waitOf(model, "waiter");
  trace.waits.wakerLane[wait] = -1;
  trace.waits.result[wait] = WaitResult.exception;
  trace.waits.endNs[wait] = 5000;
  assert.equal(told(model, wait), "waiter ← second(holds)");
});

test("a holder who sleeps is the end of the chain", () => {
  const program = new Program();
  const lock = program.resource("lock", "lock", 1);
  function* sleeper(): Script {
    yield { do: "acquire", on: lock, line: 2 };
    yield { do: "sleep", ns: 50 };
    yield { do: "release", on: lock, line: 4 };
  }
  function* waiter(): Script {
    yield { do: "run", ns: 10 };
    yield { do: "acquire", on: lock, line: 2 };
  }
  program.thread("sleeper", sleeper());
  program.thread("waiter", waiter());
  const model = buildModel(program.run(), []);
  assert.equal(told(model, waitOf(model, "waiter")), "waiter ← sleeper(released) ← nobody");
});

test("what ended before the first wait began is not part of its chain", () => {
  const model = buildModel(office(), []);
  const { waits } = model.trace;
  for (let wait = 0; wait < waits.length; wait++) {
    const steps = chainOf(model, wait);
    for (const step of steps.slice(1)) assert.ok(waits.endNs[step.wait] > waits.startNs[wait], `wait ${wait}`);
    assert.equal(new Set(steps.map((step) => step.wait)).size, steps.length, "no wait twice");
    for (let i = 1; i < steps.length; i++) {
      assert.equal(waits.lane[steps[i].wait], steps[i - 1].causeLane);
      assert.ok(waits.endNs[steps[i].wait] <= steps[i - 1].causeNs);
    }
  }
});
