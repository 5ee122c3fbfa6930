/**
 * The trace in the Trace Event Format, for Perfetto, chrome://tracing and whatever else reads that: processes, lanes with their
 * states, items, locks with their owners, counters, arrows, findings. In English, as everything that is written for tools.
 *
 *   { "otherData": what ran, what is missing,
 *     "traceEvents": [ one event a line … ] }
 */
import type { Finding } from "../analysis/finding";
import { laneNames } from "../layout/lane-names";
import { resourceNames } from "../layout/resource-names";
import type { Trace } from "../trace/types";
import { instant, named } from "./chrome-events";
import { flowEvents, laneEvents, type Plan } from "./chrome-lanes";
import { resourceEvents } from "./chrome-resources";

/** Of so many characters or a little more is each part that is written. */
const PART_LENGTH = 1 << 16;

/** The file in parts, each some 64 KiB: that of a long run is too long for one string. `version`: Raceway's own. */
export function* renderChrome(trace: Trace, findings: readonly Finding[], version: string): Generator<string> {
  let part = `{"displayTimeUnit":"ns","otherData":${JSON.stringify(otherData(trace, findings, version))},\n"traceEvents":[\n`;
  let isFirst = true;
  for (const event of events(trace, findings)) {
    part += isFirst ? event : `,\n${event}`;
    isFirst = false;
    if (part.length < PART_LENGTH) continue;
    yield part;
    part = "";
  }
  yield `${part}\n]}\n`;
}

function otherData({ program, lanes, losses }: Trace, findings: readonly Finding[], version: string) {
  return {
    "written by": `Raceway ${version}`,
    program: program.argv.join(" "),
    python: `${program.implementation} ${program.python}`,
    "GIL waits": "estimated from samples of the processor's time",
    "lost records": lanes.reduce((sum, { dropped }) => sum + dropped, 0),
    losses,
    findings: findings.map(({ rule, severity, message }) => ({ rule, severity, message })),
  };
}

/** Lanes first: an arrow binds to slices that are there already. */
function* events(trace: Trace, findings: readonly Finding[]): Generator<string> {
  const plan = planOf(trace);
  for (const [process, { name, pid }] of trace.processes.entries())
    yield* named("process", { pid: pidOf(process), tid: 0 }, `${name} (pid ${pid})`, process);
  yield* laneEvents(trace, plan);
  yield* resourceEvents(trace, plan, pidOf(trace.processes.length));
  yield* flowEvents(trace, plan);
  yield* lossEvents(trace, plan);
  yield* findingEvents(findings, plan);
}

/** Of a process that has executed another program there are two rows with one pid: numbers of our own tell them apart. */
const pidOf = (process: number): number => process + 1;

function planOf(trace: Trace): Plan {
  const all = (rows: readonly unknown[]) => rows.map((_, index) => index);
  // Workers stand beside each other, behind the lanes that are no pool's; the items of each below it.
  const order = all(trace.lanes).sort((a, b) => (trace.lanes[a].pool ?? -1) - (trace.lanes[b].pool ?? -1) || a - b);
  const places = new Map(order.map((lane, place) => [lane, 2 * place + 1]));
  const track = (lane: number, by: number) => ({
    pid: pidOf(trace.lanes[lane].process),
    tid: (places.get(lane) ?? 0) + by,
  });
  return {
    laneNames: laneNames(trace),
    resourceNames: resourceNames(trace.resources, all(trace.resources)),
    poolNames: resourceNames(trace.pools, all(trace.pools)),
    trackOf: (lane) => track(lane, 0),
    itemTrackOf: (lane) => track(lane, 1),
  };
}

function* lossEvents({ races }: Trace, plan: Plan): Generator<string> {
  for (const { name, losses } of races)
    for (const { write, victim } of losses) {
      const args = { overwrote: `${plan.laneNames[victim.lane]}'s version ${victim.version}` };
      yield instant(plan.trackOf(write.lane), `lost update of ${name}`, "lost-update", write.timeNs, args);
    }
}

function* findingEvents(findings: readonly Finding[], plan: Plan): Generator<string> {
  for (const { rule, severity, message, advice, focus, racing } of findings) {
    const args = { severity, message, advice };
    if (focus && racing === undefined) yield instant(plan.trackOf(focus.lane), rule, "finding", focus.startNs, args);
    for (const access of racing ?? [])
      yield instant(
        plan.trackOf(access.lane),
        access.writes ? `${rule}: write` : `${rule}: read`,
        "finding",
        access.timeNs,
        args,
      );
  }
}
