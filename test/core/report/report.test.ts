import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { analyze } from "../../../core/analysis/analyze";
import { buildReport } from "../../../core/report/report";
import { reportSchema } from "../../../core/report/schema";
import { TraceBuilder } from "../../../core/trace/builder";
import { parseMeta } from "../../../core/trace/meta";
import type { Trace } from "../../../core/trace/types";
import { draw } from "../support/draw";

/** The report of a trace, held to the schema and to what it says in words. */
function checked(trace: Trace) {
  const report = buildReport(trace, analyze(trace));
  v.parse(reportSchema, JSON.parse(JSON.stringify(report)));
  for (const lane of report.lanes) {
    const total = Object.values(lane.statesNs).reduce((sum, ns) => sum + ns, 0);
    assert.equal(total, lane.endNs - lane.startNs, `the states of ${lane.name}`);
  }
  assert.equal(new Set(report.findings.map(({ id }) => id)).size, report.findings.length);
  return report;
}

const BUSY = `
  0     Main  creates lock L              @1
  0     Main  creates bounded-semaphore S 1
  0     Main  creates condition C
  0     Main  creates event E
  0     Main  creates barrier B 2
  0     Main  creates queue Q
  10    Main  starts T1
  20    Main  starts T2
  100   T1    acquires L                  @10
  200   T2    wants L                     @20
  300   Main  sleeps 500
  4000  T1    releases L
  4000  T2    gets L
  4100  T2    releases L
  4200  T1    awaits E
  4300  T2    awaits Q
  4400  Main  sets E
  4400  T1    passes E
  4500  Main  puts Q
  4500  T2    gets Q
  4600  Main  over-releases S             @30
  5000  T1    ends
  6000  T2    loses 7
`;

test("every field is there, states add up, ids are unique", () => {
  const report = checked(draw(BUSY).trace());
  assert.deepEqual(
    report.findings.map(({ rule }) => rule),
    ["over-release", "lock-contention"],
  );
  assert.equal(report.findings[0].locations[0].line, 30);
  assert.equal(report.findings[0].locations[0].file, "/project/app.py");
  assert.equal(report.dropped.records, 7);
  // What T2 lost may have been of any of them.
  for (const { countsExact, heldExact } of report.resources) {
    assert.equal(countsExact, false);
    assert.notEqual(heldExact, true);
  }
  assert.match(report.findings[1].message, /^L made at least 1 lane wait at least 1 time: /);
  assert.equal(report.findings[1].data.exact, false);
  assert.equal(report.lanes.find(({ name }) => name === "T2")?.dropped, 7);
  assert.equal(report.lanes.find(({ name }) => name === "T1")?.statesNs.waiting, 200_000);
  assert.equal(report.lanes.find(({ name }) => name === "T2")?.statesNs.blocked, 3_800_000);
});

test("counts are exact unless something was lost: in a process that used the object, or in reading", () => {
  const exact = (trace: Trace) => checked(trace).resources.map(({ countsExact }) => countsExact);
  const twoProcesses = (loss: string) => `
    0    Main        creates lock L
    0    child/Main  creates lock M
    10   Main        acquires L
    10   child/Main  acquires M
    ${loss}
  `;
  assert.deepEqual(exact(draw(twoProcesses("")).trace()), [true, true]);
  assert.deepEqual(exact(draw(twoProcesses("20 child/Main loses 1")).trace()).toSorted(), [false, true]);
  const unread = draw(twoProcesses("")).trace();
  unread.losses.push("a segment is missing");
  assert.deepEqual(exact(unread), [false, false]);
});

test("ids are indexes: a finding's lane and a stuck lane's resource can be looked up", () => {
  const report = checked(
    draw(`
      0    Main  creates lock A
      10   Main  starts T1
      100  T1    acquires A   @10
      200  Main  wants A      @20
    `).trace(),
  );
  assert.deepEqual(
    report.lanes.map(({ id }) => id),
    report.lanes.map((_, index) => index),
  );
  const [stuck] = report.stuck;
  assert.equal(report.lanes[stuck.lane].name, "Main");
  assert.equal(report.resources[stuck.resource ?? -1].name, "A");
  assert.deepEqual(stuck.site, { file: "/project/app.py", line: 20 });
  assert.deepEqual(stuck.holderSite, { file: "/project/app.py", line: 10 });
});

test("`stuck` shows the moment at which the program was asked to stop", () => {
  const trace = draw(`
    0    Main  creates lock A
    10   Main  starts T1
    100  T1    acquires A
    200  Main  wants A
    5000 Main  interrupted A
    5100 Main  ends
  `).trace();
  trace.program.stopAskedNs = 4_000_000;
  assert.deepEqual(
    checked(trace).stuck.map(({ op }) => op),
    ["lock"],
  );
  trace.program.stopAskedNs = null;
  assert.deepEqual(checked(trace).stuck, []);
});

test("a program that was not traced has a report too", () => {
  const builder = new TraceBuilder();
  builder.host = { ...builder.host, argv: ["app.py"], exitCode: 3, notTracedReason: "because" };
  const report = checked(builder.snapshot());
  assert.equal(report.program.traced, false);
  assert.equal(report.program.notTracedReason, "because");
  assert.equal(report.program.exitCode, 3);
  assert.deepEqual(report.lanes, []);
});

test("a process that found no room to record says so, and is not traced", () => {
  const builder = new TraceBuilder();
  const tables = builder.process("process-5-0");
  for (const line of [
    '{"k":"process","v":1,"pid":5,"ppid":4,"argv":["app.py"],"python":"3.13.0","implementation":"cpython","startNs":1000}',
    '{"k":"note","level":"error","about":"not traced","text":"no recording: no room"}',
  ]) {
    const row = parseMeta(line);
    assert.ok(row);
    tables.meta(row);
  }
  const { program, processes, lanes } = checked(builder.snapshot());
  assert.deepEqual([program.traced, program.notTracedReason], [false, "no recording: no room"]);
  assert.deepEqual([processes[0].traced, processes[0].notTracedReason], [false, "no recording: no room"]);
  assert.deepEqual([lanes, processes[0].notes], [[], []]);
});

test("a Python that is untested, or traced with a limit, is labelled", () => {
  const notesFor = (python: string, gil = true) => {
    const trace = draw(BUSY).trace();
    Object.assign(trace.program, { python, gil });
    return checked(trace).processes[0].notes.join(" ");
  };
  for (const version of ["3.10.13", "3.13.0"]) assert.equal(notesFor(version), "");
  assert.match(notesFor("3.8.18"), /Python 3\.8\.18 is traced with a known limit/);
  assert.match(notesFor("3.14.1"), /Python 3\.14\.1 is newer than 3\.13/);
  assert.match(notesFor("3.13.0", false), /without its GIL/);
});

test("the overhead is an estimate that grows with what was recorded and counted", () => {
  const overhead = (text: string) => checked(draw(text).trace()).tracing.overheadNs;
  const one = overhead("0 Main creates lock L\n10 Main acquires L\n20 Main releases L");
  const two = overhead(
    "0 Main creates lock L\n10 Main acquires L\n20 Main releases L\n30 Main acquires L\n40 Main releases L",
  );
  const counted = overhead(
    "0 Main creates lock L\n10 Main acquires L\n20 Main releases L\n30 Main counts L 1001 0 0 0 0 0 0",
  );
  const rlock = overhead("0 Main creates rlock L\n10 Main acquires L\n20 Main releases L");
  assert.equal(two - one, 1000);
  assert.equal(counted - one, 1000 * 350);
  assert.equal(rlock - one, 300);
});
