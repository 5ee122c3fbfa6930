import assert from "node:assert/strict";
import { test } from "node:test";
import { analyze } from "../../../core/analysis/analyze";
import type { Finding } from "../../../core/analysis/finding";
import type { Trace } from "../../../core/trace/types";
import { draw } from "../support/draw";
import { type DrawnVariable, withLostUpdates, withLostUpdatesIn } from "../support/lost-updates";

/** A reads at 10 and writes at 40, B does both in between. */
const ONE_LOSS = {
  read: { lane: "A", at: 10, line: 5, version: 0 },
  victimRead: { lane: "B", at: 20, line: 5, version: 0 },
  victim: { lane: "B", at: 30, line: 7, version: 1 },
  write: { lane: "A", at: 40, line: 7, version: 2 },
};

const THREADS = `
  0   Main  creates lock L @1
  1   Main  starts A
  1   Main  starts B
  2   A     sleeps 1
  2   B     sleeps 1
`;

function lost(...variables: DrawnVariable[]): { trace: Trace; findings: Finding[] } {
  return lostWith(THREADS, ...variables);
}

function lostWith(program: string, ...variables: DrawnVariable[]) {
  const trace = withLostUpdates(draw(program), ...variables).trace();
  return { trace, findings: analyze(trace).filter(({ rule }) => rule === "lost-update") };
}

test("who wrote, from what, over whom; an error at the write", () => {
  const { trace, findings } = lost({ name: "value", count: 80, losses: [ONE_LOSS] });
  const [finding, ...others] = findings;
  assert.equal(others.length, 0);
  assert.equal(finding.severity, "error");
  assert.equal(finding.count, 80);
  assert.equal(
    finding.message,
    "80 updates of value were lost: app.py:7 wrote what had been computed from a value that another thread had changed meanwhile.",
  );
  assert.deepEqual(
    finding.locations.map(
      ({ site, lane, role }) => `${role} ${trace.lanes[lane ?? -1].name} ${trace.sites[site].line}`,
    ),
    ["write A 7", "read A 5", "overwritten B 7"],
  );
  assert.deepEqual(finding.focus, { lane: finding.locations[0].lane, startNs: 10_000, endNs: 40_000 });
  assert.equal(finding.data.exact, true);
});

test("the losses stand in data, in time order, with versions", () => {
  const later = {
    read: { lane: "B", at: 50, line: 5, version: 2 },
    victim: { lane: "A", at: 55, line: 7, version: 3 },
    write: { lane: "B", at: 60, line: 7, version: 4 },
  };
  const { findings } = lost({ name: "value", count: 2, losses: [later, ONE_LOSS] });
  const losses = findings[0].data.losses as { write: { version: number }; overwrittenRead: object | null }[];
  assert.deepEqual(
    losses.map(({ write }) => write.version),
    [2, 4],
  );
  assert.notEqual(losses[0].overwrittenRead, null);
  assert.equal(losses[1].overwrittenRead, null, "an update in one step has no read of its own");
});

test("by control it is a warning and speaks of what was seen", () => {
  const { findings } = lost({ name: "seats[]", kind: "item", count: 2, byValue: false, losses: [ONE_LOSS] });
  assert.equal(findings[0].severity, "warning");
  assert.match(
    findings[0].message,
    /^2 writes of seats\[\] were overwritten: app\.py:7 acted on what app\.py:5 had seen/,
  );
  assert.equal(findings[0].data.dependence, "control");
});

test("at least: what was not noted, a killed process, another Python", () => {
  const atLeast = (variable: Partial<DrawnVariable>, program = THREADS) => {
    const [finding] = lostWith(program, { name: "value", count: 3, losses: [ONE_LOSS], ...variable }).findings;
    return finding.data.exact === false && finding.message.startsWith("at least 3 updates");
  };
  assert.equal(atLeast({}), false);
  assert.equal(atLeast({ exact: false }), true);
  assert.equal(atLeast({ killed: true }), true);
  const [finding] = lost({ name: "value", count: 3, losses: [ONE_LOSS], exact: false, hits: 2000 }).findings;
  assert.match(finding.message, /meanwhile\. Busy lines were not watched all the time: --exact/);
  assert.equal(
    atLeast({}, `${THREADS}\n3 A acquires L @other.py:9\n4 A releases L`),
    true,
    "a file that nobody observed",
  );
});

test("nothing lost is no finding", () => {
  assert.deepEqual(lost({ name: "value", count: 0, resetLost: 1 }).findings, []);
});

test("objects of one name fold, variables of other names do not", () => {
  const box = { name: "Box.content", kind: "attribute", losses: [ONE_LOSS] };
  const { findings } = lost({ ...box, count: 2 }, { ...box, count: 3, exact: false }, { name: "other", count: 1 });
  assert.deepEqual(
    findings.map(({ count, data }) => `${(data.variable as { name: string }).name} ${count} ${data.exact}`).sort(),
    ["Box.content 5 false", "other 1 true"],
  );
});

test("what several processes have of a variable is one finding; a spawned one calls the main module by another name", () => {
  const drawing = draw(`${THREADS}
    5  child/Main  starts A
    5  child/Main  starts B
    6  child/A     sleeps 1
    6  child/B     sleeps 1
  `);
  withLostUpdatesIn(drawing, 0, { name: "value", scope: "__main__", count: 2, losses: [ONE_LOSS] });
  withLostUpdatesIn(
    drawing,
    1,
    { name: "value", scope: "__mp_main__", count: 3, exact: false, losses: [ONE_LOSS] },
    { name: "value", scope: "helper", count: 4 },
  );
  const trace = drawing.trace();
  const findings = analyze(trace).filter(({ rule }) => rule === "lost-update");
  assert.deepEqual(
    findings.map(({ count, data }) => `${(data.variable as { scope: string }).scope} ${count} ${data.exact}`).sort(),
    ["__main__ 5 false", "helper 4 true"],
  );
  const [main] = findings.filter(({ count }) => count === 5);
  assert.deepEqual(main.data.objects, [
    { lost: 2, exact: true },
    { lost: 3, exact: false },
  ]);
  assert.deepEqual(
    main.variables?.map((variable) => trace.races[variable].scope),
    ["__main__", "__mp_main__"],
  );
});

test("no lock: put one around both", () => {
  const { findings } = lost({ name: "value", count: 1, losses: [ONE_LOSS] });
  assert.match(findings[0].advice, /^No lock is held from the read at app\.py:5 to the write/);
  assert.deepEqual(findings[0].locking, { advice: "noLock", lock: null, bare: 0 });
});

test("a lock that the other accesses hold and these do not is named", () => {
  const { trace, findings } = lostWith(
    `${THREADS}
    60  A     acquires L @20
    80  A     releases L`,
    { name: "value", count: 1, losses: [ONE_LOSS], touches: [{ lane: "A", at: 70, line: 21 }] },
  );
  assert.equal(
    findings[0].advice,
    "Other accesses hold L; app.py:5 does not. Take L there too, from the read to the write.",
  );
  const { advice, lock, bare } = findings[0].locking!;
  assert.deepEqual([advice, trace.resources[lock!].name, trace.sites[bare].line], ["oneBare", "L", 5]);
});

test("locks that are made at one place, one for each object, are one lock in the advice", () => {
  const box = { name: "Box.content", kind: "attribute", count: 1, losses: [ONE_LOSS] };
  const { findings } = lostWith(
    `
    0   Main  creates lock first @1
    0   Main  creates lock second @1
    1   Main  starts A
    1   Main  starts B
    60  A     acquires first @20
    80  A     releases first
    81  A     acquires second @20
    90  A     releases second`,
    { ...box, touches: [{ lane: "A", at: 70, line: 21 }] },
    { ...box, losses: [], touches: [{ lane: "A", at: 85, line: 21 }] },
  );
  assert.match(findings[0].advice, /^Other accesses hold \w+; app\.py:5 does not\./);
});

test("a lock that is let go between the read and the write is named", () => {
  const { findings } = lostWith(
    `
    0   Main  creates lock L @1
    1   Main  starts A
    1   Main  starts B
    9   A     acquires L @4
    11  A     releases L
    19  B     acquires L @4
    21  B     releases L
    29  B     acquires L @6
    31  B     releases L
    39  A     acquires L @6
    41  A     releases L`,
    { name: "value", count: 1, losses: [ONE_LOSS] },
  );
  assert.equal(
    findings[0].advice,
    "L is held at the read and at the write, but let go in between. Keep it: put both into one `with L:` block.",
  );
});

test("the id is that of the lines, not of lanes and counts", () => {
  const swapped = { ...ONE_LOSS, read: { ...ONE_LOSS.read, lane: "B" }, write: { ...ONE_LOSS.write, lane: "B" } };
  const first = lost({ name: "value", count: 1, losses: [ONE_LOSS] }).findings[0];
  const second = lost({ name: "value", count: 7, losses: [swapped] }).findings[0];
  assert.equal(first.id, second.id);
});

test("two lines with two locks, and threads with a lock each: they keep nobody out", () => {
  const holding = (first: string, second: string) => `
    0   Main  creates lock ${first}
    0   Main  creates lock ${second}
    1   Main  starts A
    1   Main  starts B
    5   A     acquires ${first.split(" ")[0]} @4
    15  B     acquires ${second.split(" ")[0]} @4
    32  B     releases ${second.split(" ")[0]}
    45  A     releases ${first.split(" ")[0]}`;
  const two = lostWith(holding("one @1", "two @2"), { name: "value", count: 1, losses: [ONE_LOSS] });
  assert.match(two.findings[0].advice, /^one is held at app\.py:7, but two at app\.py:7: two locks/);
  assert.equal(two.findings[0].locking?.advice, "differentLocks");

  const own = withLostUpdates(draw(holding("one @1", "two @1")), {
    name: "value",
    count: 1,
    losses: [ONE_LOSS],
  }).trace();
  for (const resource of own.resources) resource.name = "Worker.lock";
  const [finding] = analyze(own).filter(({ rule }) => rule === "lost-update");
  assert.match(finding.advice, /^Each thread holds a lock of its own, all called Worker\.lock/);
});

test("all lines that overwrote are named, and what lost most comes first", () => {
  const elsewhere = { ...ONE_LOSS, write: { ...ONE_LOSS.write, line: 9 } };
  const { findings } = lost(
    { name: "few", count: 2, losses: [ONE_LOSS] },
    { name: "many", count: 30, losses: [ONE_LOSS, elsewhere] },
  );
  assert.match(findings[0].message, /^30 updates of many were lost: app\.py:7, app\.py:9 wrote/);
  assert.match(findings[1].message, /^2 updates of few were lost: app\.py:7 wrote/);
});

test("at least: threads of a killed child ran the same file, even where it told of nothing", () => {
  const isExact = (childLives: string) => {
    const drawing = draw(`${THREADS}${childLives}`);
    withLostUpdatesIn(drawing, 0, { name: "value", count: 4, losses: [ONE_LOSS] });
    withLostUpdatesIn(drawing, 1, { name: "unused", count: 0, killed: true });
    return analyze(drawing.trace()).find(({ rule }) => rule === "lost-update")?.data.exact;
  };
  assert.equal(isExact("\n5  child/Main  starts X\n6  child/X  sleeps 1"), false);
  assert.equal(isExact("\n5  child/Main  sleeps 1"), true, "one thread alone loses nothing");
});
