import assert from "node:assert/strict";
import { test } from "node:test";
import { reportResources } from "../../../core/report/resources";
import type { ReportResource } from "../../../core/report/schema";
import { draw } from "../support/draw";

/** The named fields of resource `name` in this drawing. */
function fields<Key extends keyof ReportResource>(text: string, name: string, keys: Key[]): Pick<ReportResource, Key> {
  const resource = reportResources(draw(text).trace()).find((each) => each.name === name);
  assert.ok(resource, `no resource ${name}`);
  return Object.fromEntries(keys.map((key) => [key, resource[key]])) as Pick<ReportResource, Key>;
}

const MICROSECOND = 1000;

test("lock: acquisitions are holds, contended are those that waited, timed-out waiting counts as blocked", () => {
  const text = `
    0     Main  creates lock L       @1
    10    Main  starts T1
    100   T1    acquires L
    200   Main  wants L
    250   Main  gives-up L
    300   Main  wants L
    400   T1    releases L
    400   Main  gets L
    450   Main  releases L
    500   Main  misses L
  `;
  const counted = fields(text, "L", [
    "acquisitions",
    "contended",
    "timeouts",
    "blockedNs",
    "maxBlockedNs",
    "heldNs",
    "maxHeldNs",
    "heldExact",
    "unrecordedHolds",
    "maxWaiters",
    "reentries",
    "puts",
    "waits",
    "notifies",
    "maxDepth",
  ]);
  assert.deepEqual(counted, {
    acquisitions: 2,
    contended: 1,
    timeouts: 1,
    blockedNs: 150 * MICROSECOND,
    maxBlockedNs: 100 * MICROSECOND,
    heldNs: 350 * MICROSECOND,
    maxHeldNs: 300 * MICROSECOND,
    heldExact: true,
    unrecordedHolds: 0,
    maxWaiters: 1,
    reentries: null,
    puts: null,
    waits: null,
    notifies: null,
    maxDepth: null,
  });
});

test("a hundred lanes before a held lock are a hundred contended acquires and a hundred waiters", () => {
  const lanes = Array.from({ length: 100 }, (_, index) => `T${index}`);
  const text = [
    "0 Main creates lock L",
    "1 Main acquires L",
    ...lanes.map((lane) => `2 Main starts ${lane}`),
    ...lanes.map((lane, index) => `${10 + index} ${lane} wants L`),
    "1000 Main releases L",
    ...lanes.flatMap((lane, index) => [`${1000 + 2 * index} ${lane} gets L`, `${1001 + 2 * index} ${lane} releases L`]),
  ].join("\n");
  assert.deepEqual(fields(text, "L", ["acquisitions", "contended", "maxWaiters"]), {
    acquisitions: 101,
    contended: 100,
    maxWaiters: 100,
  });
});

test("rlock: outermost acquires, re-entries apart", () => {
  const text = `
    0     Main  creates rlock R
    100   Main  acquires R
    110   Main  re-enters R
    120   Main  re-enters R
    130   Main  leaves R
    140   Main  leaves R
    200   Main  releases R
  `;
  assert.deepEqual(fields(text, "R", ["acquisitions", "reentries", "heldNs"]), {
    acquisitions: 1,
    reentries: 2,
    heldNs: 100 * MICROSECOND,
  });
});

test("semaphore: permits, and held is the time at value 0", () => {
  const text = `
    0     Main  creates semaphore S 2
    10    Main  starts T1
    100   Main  acquires S
    200   T1    acquires S
    300   Main  wants S
    500   T1    releases S
    501   Main  gets S
    700   Main  releases S
    800   Main  releases S
  `;
  // At 0 from 200 to 500 and from 501 to 700.
  assert.deepEqual(fields(text, "S", ["acquisitions", "contended", "heldNs", "maxHeldNs", "blockedNs"]), {
    acquisitions: 3,
    contended: 1,
    heldNs: 499 * MICROSECOND,
    maxHeldNs: 300 * MICROSECOND,
    blockedNs: 201 * MICROSECOND,
  });
});

test("a semaphore that begins at 0 is held from the start, and one that ends there to the end", () => {
  const text = `
    0     Main  creates semaphore S 0
    300   Main  releases S
    400   Main  acquires S
    900   Main  ends
  `;
  assert.deepEqual(fields(text, "S", ["heldNs", "maxHeldNs"]), {
    heldNs: 800 * MICROSECOND,
    maxHeldNs: 500 * MICROSECOND,
  });
});

test("condition over its own lock: that lock's holds less the waits, each regained hold counted once", () => {
  const text = `
    0     Main  creates condition C
    10    Main  starts T1
    100   Main  acquires C
    200   Main  awaits C
    300   T1    acquires C
    350   T1    notifies C
    400   T1    releases C
    400   Main  wakes C
    500   Main  releases C
  `;
  const counted = fields(text, "C", ["acquisitions", "contended", "waits", "notifies", "heldNs", "blockedNs"]);
  assert.deepEqual(counted, {
    acquisitions: 2,
    contended: 0,
    waits: 1,
    notifies: 1,
    heldNs: 300 * MICROSECOND,
    blockedNs: 200 * MICROSECOND,
  });
});

test("condition over the user's lock: acquisitions are that lock's", () => {
  const text = `
    0     Main  creates lock L
    0     Main  creates condition C L
    10    Main  starts T1
    100   T1    awaits C
    200   Main  acquires L
    250   Main  notifies C all
    300   Main  releases L
    300   T1    wakes C
  `;
  assert.deepEqual(fields(text, "C", ["acquisitions", "contended", "heldNs", "waits", "notifies"]), {
    acquisitions: 0,
    contended: 0,
    heldNs: 0,
    waits: 1,
    notifies: 1,
  });
  assert.equal(fields(text, "L", ["acquisitions"]).acquisitions, 1);
});

test("what a condition's wait has to wait for when it takes the lock back is no contended acquire", () => {
  const text = `
    0     Main  creates lock L
    0     Main  creates condition C L
    10    Main  starts T1
    100   T1    awaits C         @5
    200   Main  acquires L
    250   Main  notifies C
    250   T1    wakes C
    251   T1    wants L          @5
    300   Main  releases L
    300   T1    gets L
    350   T1    releases L
    360   Main  acquires L
    370   T1    wants L          @5
    380   Main  releases L
    380   T1    gets L
    390   T1    releases L
  `;
  const trace = draw(text).trace();
  const lock = reportResources(trace)[0];
  assert.equal(lock.kind, "lock");
  // The first one follows the wait, at its place: in the counted tier nothing else tells.
  const counted = { ...trace, holds: { ...trace.holds, length: 0 } };
  assert.equal(reportResources(counted)[0].contended, 1);
  const again = trace.holds.again.slice();
  assert.equal(lock.contended, 2);
  again[1] = 1;
  assert.equal(reportResources({ ...trace, holds: { ...trace.holds, again } })[0].contended, 1);
});

test("event: waits that were let through, those that had to wait, sets", () => {
  const text = `
    0     Main  creates event E
    10    Main  starts T1
    10    Main  starts T2
    100   T1    awaits E
    100   T2    awaits E
    150   T2    gives-up E
    200   Main  sets E
    200   T1    passes E
    300   T2    passes E
    400   Main  clears E
  `;
  assert.deepEqual(
    fields(text, "E", ["acquisitions", "contended", "timeouts", "waits", "notifies", "heldNs", "maxWaiters"]),
    {
      acquisitions: 2,
      contended: 1,
      timeouts: 1,
      waits: 3,
      notifies: 1,
      heldNs: null,
      maxWaiters: 2,
    },
  );
});

test("barrier: all parties pass, the last one without waiting", () => {
  const text = `
    0     Main  creates barrier B 2
    10    Main  starts T1
    100   T1    awaits B
    300   Main  passes B
    300   T1    passes B
  `;
  assert.deepEqual(fields(text, "B", ["acquisitions", "contended", "waits", "blockedNs", "notifies"]), {
    acquisitions: 2,
    contended: 1,
    waits: 2,
    blockedNs: 200 * MICROSECOND,
    notifies: null,
  });
});

test("queue: gets and puts apart, both kinds of waiting, the greatest depth", () => {
  const text = `
    0     Main  creates queue Q 2
    10    Main  starts T1
    100   T1    awaits Q
    200   Main  puts Q
    200   T1    gets Q
    300   Main  puts Q
    310   Main  puts Q
    320   Main  stalls Q
    400   T1    gets Q
    400   Main  puts Q
    500   Main  joins Q
    600   T1    gives-up Q
  `;
  assert.deepEqual(fields(text, "Q", ["acquisitions", "puts", "contended", "maxDepth", "heldNs", "waits"]), {
    acquisitions: 2,
    puts: 4,
    contended: 2,
    maxDepth: 2,
    heldNs: null,
    waits: null,
  });
});

test("in the counted tier the totals count, and the report says how many holds have no duration", () => {
  // The totals: acquisitions, re-entries, puts, missed, notifies or sets, releases, task_done.
  const text = `
    0     Main  creates lock L
    100   Main  acquires L
    150   Main  releases L
    200   Main  counts L 5000 0 0 0 0 0 0
    300   Main  ends
  `;
  assert.deepEqual(fields(text, "L", ["acquisitions", "heldNs", "heldExact", "unrecordedHolds"]), {
    acquisitions: 5000,
    heldNs: 50 * MICROSECOND,
    heldExact: false,
    unrecordedHolds: 4999,
  });
});

test("a semaphore that is only counted is not thought to stay at its last recorded value", () => {
  const text = `
    0     Main  creates semaphore S 1
    100   Main  acquires S
    200   Main  counts S 5000 0 0 0 0 5000 0
    900   Main  ends
  `;
  assert.deepEqual(fields(text, "S", ["acquisitions", "heldNs", "heldExact"]), {
    acquisitions: 5000,
    heldNs: 0,
    heldExact: false,
  });
});
