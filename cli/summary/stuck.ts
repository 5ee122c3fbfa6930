/** Who waited for whom when the program was stopped: shown where it did not end by itself, or could not have. */
import { momentOfStop } from "../../core/analysis/who-waits";
import { baseName, formatDuration } from "../../core/l10n/format";
import type { MessageKey, Translate } from "../../core/l10n/index";
import type { Report } from "../../core/report/schema";
import type { Trace } from "../../core/trace/types";
import type { Ns } from "../../core/units";
import { laneName, resourceName } from "./names";
import type { Colors } from "./summary";
import { printable, wrap } from "./text";

const WIDTH = 80;
const MAX_LANES = 12;

type StuckLane = Report["stuck"][number];

/** What a wait of this kind is for. Missing: a lock is named as it is. */
const WHAT_FOR: Partial<Record<StuckLane["op"], MessageKey>> = {
  condition: "report.stuck.notify",
  event: "report.stuck.set",
  semaphore: "report.stuck.permit",
  barrier: "report.stuck.parties",
  get: "report.stuck.item",
  put: "report.stuck.room",
  queueJoin: "report.stuck.workedOff",
};

/** A report, and what it does not say. */
interface Stuck {
  report: Report;
  trace: Trace;
  /** The moment that is shown. */
  untilNs: Ns;
  say: Translate;
}

/**
 * Nothing where the program ended by itself and nobody waited in a circle: a daemon thread may wait then, as it should. While a
 * program runs everybody waits now and then: of one that was saved so, only a circle is told.
 */
export function stuckLines(trace: Trace, report: Report, say: Translate, colors: Colors): string[] {
  const { program } = report;
  const stuck = program.stillRunning ? report.stuck.filter(({ cycle }) => cycle !== null) : report.stuck;
  const cycles = distinctCycles(stuck);
  const endedByItself = program.signal === null && program.exitCode !== null && program.stopAskedNs === null;
  if (stuck.length === 0 || (endedByItself && cycles.length === 0)) return [];
  const shown: Stuck = { report, trace, untilNs: momentOfStop(trace), say };
  const moreTelling = [...stuck].sort((a, b) => Number(b.cycle !== null) - Number(a.cycle !== null));
  const sentences = moreTelling.slice(0, MAX_LANES).map((each) => sentence(shown, each));
  const hidden = stuck.length - sentences.length;
  return [
    colors.bold(say(headingOf(program))),
    ...sentences.flatMap(indented),
    ...(hidden > 0 ? [`  ${say("report.lanes.more", { count: hidden })}`] : []),
    ...cycles.flatMap((cycle) => indented(circle(report, cycle, say))).map(colors.red),
  ];
}

function headingOf({ stopAskedNs, stillRunning }: Report["program"]): MessageKey {
  if (stopAskedNs !== null) return "report.stuck.asked";
  return stillRunning ? "report.stuck.saved" : "report.stuck.ended";
}

/** `Thread-1 had waited 2.9 s for B at app.py:12, held by Thread-2 since app.py:20`. */
function sentence(shown: Stuck, stuck: StuckLane): string {
  const { report, untilNs, say } = shown;
  const line = say("report.stuck.line", {
    lane: laneName(report, stuck.lane),
    since: formatDuration(Math.max(Math.min(untilNs, report.lanes[stuck.lane].endNs) - stuck.sinceNs, 0)),
    what: whatFor(shown, stuck),
    where: where(stuck.site),
  });
  if (stuck.holder === null || stuck.resource === null) return line;
  const lane = holderName(shown, stuck.holder);
  if (stuck.holderSite === null) return say("report.stuck.held", { line, lane });
  return say("report.stuck.heldSince", { line, lane, where: where(stuck.holderSite) });
}

function whatFor({ report, trace, say }: Stuck, { op, resource, pool, pid, holder }: StuckLane): string {
  if (pool !== null) {
    const name = printable(report.pools[pool].name);
    return say(op === "poolJoin" ? "report.stuck.workers" : "report.stuck.result", { name });
  }
  if (op === "processJoin") return pid === null ? say("report.stuck.process") : say("report.stuck.pid", { pid });
  if (op === "future") return say("report.stuck.future");
  if (op === "io") return say("report.stuck.io");
  if (op === "tasks") return say("report.stuck.tasks");
  if (resource === null) {
    return holder === null ? say("report.stuck.lanes") : say("report.stuck.lane", { lane: laneName(report, holder) });
  }
  const name = resourceName(report, resource);
  const size = trace.resources[resource].parameter;
  // Whoever waits for room waits because the queue is full.
  if (op === "put" && size > 0) return say("report.stuck.roomOf", { name, size });
  const key = WHAT_FOR[op];
  return key === undefined ? name : say(key, { name });
}

/** A thread that ended cannot give back what it holds: that is worth a word. */
function holderName({ report, untilNs, say }: Stuck, holder: number): string {
  const { ended, endNs } = report.lanes[holder];
  const lane = laneName(report, holder);
  return ended && endNs <= untilNs ? say("report.stuck.endedLane", { lane }) : lane;
}

function circle(report: Report, cycle: readonly number[], say: Translate): string {
  // Of one that waits for itself the name is enough.
  const round = cycle.length > 1 ? [...cycle, cycle[0]] : cycle;
  const names = round.map((lane) => laneName(report, lane));
  return say("report.stuck.deadlock", { lanes: names.join(" → "), one: cycle.length });
}

/** Each lane of a cycle carries it, beginning with itself. */
function distinctCycles(stuck: readonly StuckLane[]): number[][] {
  return stuck.flatMap(({ lane, cycle }) => (cycle !== null && lane === Math.min(...cycle) ? [cycle] : []));
}

function where(site: StuckLane["site"]): string {
  return site === null ? "?" : printable(`${baseName(site.file)}:${site.line}`);
}

function indented(text: string): string[] {
  return wrap(text, WIDTH - 4).map((line, index) => (index === 0 ? `  ${line}` : `    ${line}`));
}
