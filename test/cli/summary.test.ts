/** The summary for people, as text, in both languages. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { resultsOf } from "../../cli/results";
import { renderSummary } from "../../cli/summary/summary";
import { clip, printable, table, widthOf, wrap } from "../../cli/summary/text";
import { translator } from "../../core/l10n/index";
import type { Trace } from "../../core/trace/types";
import { draw } from "../core/support/draw";

const DRAWING = `
  0      Main  creates lock counter_lock           @1
  0      Main  creates bounded-semaphore slots 1   @2
  10     Main  starts Worker-1
  10     Main  starts Worker-2
  100    Worker-1  acquires counter_lock           @20
  200    Worker-2  wants counter_lock              @20
  300    Main  over-releases slots                 @30
  500    Main  joins Worker-1
  500000 Worker-1  releases counter_lock
  500000 Worker-2  gets counter_lock
  500100 Worker-2  releases counter_lock
  500200 Worker-1  ends
  500200 Main  joined Worker-1
  1000000 Worker-2  ends
  1000000 Main  ends
`;

const FILE = { color: false, terminal: false };

function summary(locale: string, change: (input: ReturnType<typeof resultsOf>) => void = () => {}): string {
  const trace = draw(DRAWING).trace();
  Object.assign(trace.program, { argv: ["/home/me/app.py"], python: "3.13.0", implementation: "cpython", exitCode: 0 });
  trace.program.durationNs = 1_240_000_000;
  const results = resultsOf(trace);
  change(results);
  return renderSummary({ ...results, written: ["/tmp/out.json"], recordingFolder: null }, translator(locale), FILE);
}

test("the whole summary in English", () => {
  assert.equal(
    summary("en_GB.UTF-8"),
    `raceway · app.py · 1.24 s · exit code 0 · CPython 3.13.0

Findings
  error · over-release · /project/app.py:30
    slots was released at app.py:30 more often than it was acquired: it would
    have passed its bound of 1.
    → Give back only a permit that was taken, and only once: use \`with\`, or put
      release() into the \`finally\` of the try that follows acquire().
  info · lock-contention · /project/app.py:20
    counter_lock made 1 lane wait 1 time: 500 ms in all, 500 ms at worst.
    → Hold it shorter: take out of the block at app.py:20 what needs no
      protection, or use a lock for each part of the data.

Critical path: faster here, and the run is shorter
  50 % running at app.py:20 · 50 % running at app.py:9

Lanes
            running  blocked  waiting  sleeping   lived
  Worker-2     50 %     50 %        –         –     1 s
  Main         50 %        –     50 %         –     1 s
  Worker-1    100 %        –        –         –  500 ms

Most contended
                      uses  waits  waited   worst
  counter_lock  lock     2      1  500 ms  500 ms

Written: /tmp/out.json
`,
  );
});

test("in Chinese: the same facts, within the same width", () => {
  const text = summary("zh_CN.UTF-8");
  assert.match(text, /^raceway · app\.py · 1\.24 s · 退出码 0 · CPython 3\.13\.0\n/);
  assert.match(text, /错误 · over-release · \/project\/app\.py:30\n {4}slots 在 app\.py:30 的释放次数多于获取次数/);
  for (const line of text.split("\n")) assert.ok(widthOf(line) <= 80, line);
});

test("who waits for whom is shown where the program did not end by itself", () => {
  const killed = (signal: string | null, exitCode: number | null) =>
    summary("en", ({ report, trace }) => {
      Object.assign(report.program, { signal, exitCode });
      report.stuck.push({
        lane: 1,
        op: "lock",
        resource: 0,
        pool: null,
        pid: null,
        sinceNs: 500_000_000,
        site: { file: "/project/app.py", line: 20 },
        holder: 2,
        holderSite: { file: "/project/app.py", line: 21 },
        cycle: null,
      });
      assert.equal(trace.lanes[1].name, "Worker-1");
    });
  assert.match(
    killed("SIGKILL", null),
    /Waiting when it ended\n {2}Worker-1 had waited .* for counter_lock at app\.py:20, held by/,
  );
  assert.doesNotMatch(killed(null, 0), /Waiting when it ended/);
});

test("of a program that was saved while it ran, that is said, and not who waited for something then", () => {
  const trace = draw("0 Main creates event go\n0 Main starts Idle\n1 Idle awaits go").trace();
  const rendered = () =>
    renderSummary({ ...resultsOf(trace), written: [], recordingFolder: null }, translator("en"), FILE);
  Object.assign(trace.program, { exitCode: null, signal: null, stopAskedNs: null });
  assert.match(rendered(), /Waiting when it ended\n {2}Idle had waited/);
  trace.program.stillRunning = true;
  assert.match(rendered(), / · still running when saved/);
  assert.doesNotMatch(rendered(), /Waiting when|Idle had waited/);
});

/** The lines about waiting of a drawing that was asked to stop at this time. */
function waitingIn(text: string, stopAtUs: number, change: (trace: Trace) => void = () => {}): string {
  const trace = draw(text).trace();
  change(trace);
  trace.program.stopAskedNs = stopAtUs * 1000;
  const rendered = renderSummary({ ...resultsOf(trace), written: [], recordingFolder: null }, translator("en"), FILE);
  return rendered.split("\n\n").find((section) => section.startsWith("Waiting when")) ?? "";
}

test("each kind of wait says what it is for, and how long it had lasted at that moment", () => {
  const text = waitingIn(
    `
    0    Main  creates queue items 2
    0    Main  creates condition ready
    0    Main  creates event go
    0    Main  creates semaphore slots 0
    0    Main  creates barrier gate 2
    0    Main  starts Getter
    0    Main  starts Joiner
    0    Main  starts Notified
    0    Main  starts Listener
    0    Main  starts Taker
    0    Main  starts Party
    0    Main  starts Putter
    100  Getter    awaits items        @1
    100  Joiner    joins items         @2
    100  Notified  awaits ready        @3
    100  Listener  awaits go           @4
    100  Taker     wants slots         @5
    100  Party     awaits gate         @6
    100  Putter    stalls items        @7
    100  Main      joins Getter        @8
    9000 Main      interrupted Getter
  `,
    5100,
  );
  assert.match(text, /^Waiting when it was asked to stop \(times until then\)\n/);
  for (const line of [
    "Getter had waited 5 ms for an item in items at app.py:1",
    "Joiner had waited 5 ms for items to be worked off at app.py:2",
    "Notified had waited 5 ms for a notify of ready at app.py:3",
    "Listener had waited 5 ms for go to be set at app.py:4",
    "Taker had waited 5 ms for a permit of slots at app.py:5",
    "Party had waited 5 ms for the other parties of gate at app.py:6",
    "Putter had waited 5 ms for room in items (2 of 2) at app.py:7",
    "Main had waited 5 ms for the end of Getter at app.py:8",
  ]) {
    assert.ok(text.includes(`  ${line}`), `${line}\n${text}`);
  }
});

test("a holder that has ended is told to have", () => {
  const text = waitingIn(
    `
    0    Main    creates lock L
    0    Main    starts crasher
    100  crasher acquires L    @10
    200  crasher ends
    300  Main    wants L       @20
    9000 Main    interrupted L
  `,
    5300,
  );
  assert.match(text, /Main had waited 5 ms for L at app\.py:20, held by crasher \(ended\) since\s+app\.py:10/);
});

test("each lane's columns account for all of its life: what has no room is folded into one", () => {
  const text = summary("en", ({ report }) => {
    for (const lane of report.lanes) Object.assign(lane, { startNs: 0, endNs: 1e9, statesNs: { running: 1e9 } });
    report.lanes[0].statesNs = { gil: 40e6, unknown: 260e6, ready: 300e6, io: 400e6 };
    report.lanes[1].statesNs = { running: 100e6, sleeping: 500e6, waiting: 150e6, idle: 250e6 };
    report.lanes[1].name = "a thread of a long name that is cut";
  });
  const lines = text.split("\n");
  const heading = lines.findIndex((line) => line.startsWith("Lanes")) + 1;
  assert.match(lines[heading], /^ +running .* other +lived$/);
  for (const line of lines.slice(heading + 1, heading + 4)) {
    const shares = [...line.matchAll(/(\d+) %/g)].map(([, share]) => Number(share));
    assert.equal(
      shares.reduce((sum, share) => sum + share, 0),
      100,
      line,
    );
  }
  assert.ok(lines[heading].length <= 80);
});

test("a state that no lane was in is no reason for a column of the rest", () => {
  const text = summary("en", ({ report }) => {
    report.lanes[0].statesNs = { io: 400e6, unknown: 300e6, ready: 200e6, idle: 100e6 };
    report.lanes[0].name = "a thread of a long name that is cut";
    for (const lane of report.lanes.slice(1)) lane.statesNs = { running: lane.endNs - lane.startNs };
  });
  const [heading] = text.split("\n").filter((line) => line.includes("running"));
  assert.doesNotMatch(heading, /other/);
});

test("lanes of the same name in several processes are told apart", () => {
  const text = summary("en", ({ report }) => {
    for (const lane of report.lanes) lane.name = "MainThread";
    report.processes.push({ ...report.processes[0], pid: 77, name: "ForkPoolWorker-1" });
    report.lanes[1].pid = 77;
    Object.assign(report.lanes[2], { name: "logger", pid: 77 });
  });
  for (const name of ["MainThread", "ForkPoolWorker-1", "logger (ForkPoolWorker-1)"]) {
    assert.ok(text.includes(`\n  ${name}  `), `${name}\n${text}`);
  }
});

test("a deadlock is called so, and its locks of one name are told apart as on the timeline", () => {
  const text = waitingIn(
    `
    0    Main creates lock Account.lock  @1
    0    Main creates lock other         @2
    0    Main starts one
    0    Main starts two
    100  one  acquires Account.lock      @10
    100  two  acquires other             @20
    200  one  wants other                @11
    200  two  wants Account.lock         @21
    9000 Main ends
  `,
    5200,
    ({ resources }) => {
      for (const each of resources) each.name = "Account.lock";
    },
  );
  assert.match(text, /one had waited 5 ms for Account\.lock #2 at app\.py:11, held by two/);
  assert.match(text, /two had waited 5 ms for Account\.lock #1 at app\.py:21, held by one/);
  assert.match(text, /Deadlock\. None of these can go on: one → two → one/);
});

test("the title is cut on a terminal only; a module goes by its own name", () => {
  const titleOf = (argv: string[], terminal: boolean) => {
    const trace = draw(DRAWING).trace();
    Object.assign(trace.program, { argv, python: "3.13.0", implementation: "cpython", exitCode: 0 });
    const input = { ...resultsOf(trace), written: [], recordingFolder: null };
    return renderSummary(input, translator("en"), { color: false, terminal }).split("\n")[0];
  };
  const long = `/home/me/${"long".repeat(30)}.py`;
  assert.ok(titleOf([long], false).includes(`${"long".repeat(30)}.py`));
  assert.equal(widthOf(titleOf([long], true)), 80);
  assert.match(titleOf(["/home/me/pkg/__main__.py", "x"], false), /^raceway · pkg · /);
  assert.match(titleOf(["-m", "json.tool", "x"], false), /^raceway · python -m json\.tool · /);
});

test("tracing that took a visible part of the run is owned up to", () => {
  const costing = (overheadNs: number) => summary("en", ({ report }) => Object.assign(report.tracing, { overheadNs }));
  assert.doesNotMatch(costing(200_000_000), /Tracing itself/);
  assert.match(
    costing(310_000_000),
    /Tracing itself took about 310 ms \(an estimate\), 25 % of the run's\s+duration\./,
  );
});

test("losses and notes are told", () => {
  const text = summary("en", ({ report, trace }) => {
    report.dropped.records = 12;
    report.dropped.losses.push("The trace file is cut off.");
    report.lanes[1].dropped = 12;
    report.resources[0].countsExact = false;
    trace.processes[0].notes.push("the queue instrument switched itself off");
  });
  assert.match(
    text,
    /To know of this trace\n {2}12 records that found no room \(Worker-1\)\n {2}The trace file is cut off\.\n {2}Records were lost: counts and durations are at least what is said here\.\n/,
  );
  assert.match(text, /the queue instrument switched itself off/);
});

test("names from a trace cannot move the cursor or paint", () => {
  assert.equal(printable("a\u001b[31mb\nc\u009b"), "a�[31mb�c�");
  // Turned round, isolated, zero width, a line of its own, half a character.
  assert.equal(printable("a\u202eb\u2066c\u200bd\u2028e\ud800"), "a�b�c�d�e�");
  const text = summary("en", ({ report }) => {
    report.lanes[0].name = "\u001b[2J";
    report.resources[0].name = "\u0007";
  });
  assert.ok(![...text].some((char) => char < " " && char !== "\n"));
});

test("colours only where they are wanted", () => {
  const { trace, findings, report } = resultsOf(draw(DRAWING).trace());
  const input = { trace, findings, report, written: [], recordingFolder: null };
  assert.ok(renderSummary(input, translator("en"), { color: true, terminal: true }).includes("\u001b[31m"));
  assert.ok(!renderSummary(input, translator("en"), FILE).includes("\u001b"));
});

test("a Chinese character takes two columns", () => {
  assert.equal(widthOf("泳道 a"), 6);
  assert.equal(clip("泳道泳道", 6), "泳道…");
  assert.equal(clip("short", 6), "short");
  assert.deepEqual(
    table([
      ["", "数"],
      ["泳", "12"],
    ]),
    ["    数", "泳  12"],
  );
});

test("wrapping keeps all words, in order, and every line within the width or one word long", () => {
  const words = fc.array(fc.stringMatching(/^[a-z泳道，。]{1,12}$/), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(words, fc.integer({ min: 6, max: 40 }), (parts, width) => {
      const text = parts.join(" ");
      const lines = wrap(text, width);
      const bare = (value: string) => value.replace(/\s/g, "");
      assert.equal(bare(lines.join("")), bare(text));
      for (const line of lines) {
        const isOneWord = !/\s|[泳道]./u.test(line);
        assert.ok(
          widthOf(line) <= width || isOneWord || /^.[，。]+$/u.test(line),
          `${JSON.stringify(line)} of ${width}`,
        );
      }
    }),
  );
});
