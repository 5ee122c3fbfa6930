/** Who waited for whom when the program was stopped: shown where it did not end by itself, or could not have. */
import { baseName, formatDuration } from "../../core/l10n/format";
import type { Translate } from "../../core/l10n/index";
import type { Report } from "../../core/report/schema";
import type { Colors } from "./summary";
import { printable, wrap } from "./text";

const WIDTH = 80;
const MAX_LANES = 12;

type StuckLane = Report["stuck"][number];

/** Nothing where the program ended by itself and nobody waited in a circle: a daemon thread may wait then, as it should. */
export function stuckLines(report: Report, say: Translate, colors: Colors): string[] {
  const { stuck, program } = report;
  const cycles = distinctCycles(stuck);
  const endedByItself = program.signal === null && program.exitCode !== null && program.stopAskedNs === null;
  if (stuck.length === 0 || (endedByItself && cycles.length === 0)) return [];
  const moreTelling = [...stuck].sort((a, b) => Number(b.cycle !== null) - Number(a.cycle !== null));
  const sentences = moreTelling.slice(0, MAX_LANES).map((each) => sentence(report, each, say));
  const hidden = stuck.length - sentences.length;
  return [
    colors.bold(say("report.stuck")),
    ...sentences.flatMap(indented),
    ...(hidden > 0 ? [`  ${say("report.lanes.more", { count: hidden })}`] : []),
    ...cycles.flatMap((cycle) => indented(circle(report, cycle, say))).map(colors.red),
  ];
}

/** `Thread-1 waited 2.9 s for B at app.py:12, held by Thread-2 since app.py:20`. */
function sentence(report: Report, stuck: StuckLane, say: Translate): string {
  const untilNs = report.program.stopAskedNs ?? report.lanes[stuck.lane].endNs;
  const line = say("report.stuck.line", {
    lane: laneName(report, stuck.lane),
    since: formatDuration(Math.max(untilNs - stuck.sinceNs, 0)),
    what: whatFor(report, stuck, say),
    where: where(stuck.site),
  });
  if (stuck.holder === null || stuck.resource === null) return line;
  const lane = laneName(report, stuck.holder);
  if (stuck.holderSite === null) return say("report.stuck.held", { line, lane });
  return say("report.stuck.heldSince", { line, lane, where: where(stuck.holderSite) });
}

function whatFor(report: Report, { resource, holder }: StuckLane, say: Translate): string {
  if (resource !== null) return printable(report.resources[resource].name);
  return holder === null ? say("report.stuck.lanes") : say("report.stuck.lane", { lane: laneName(report, holder) });
}

function circle(report: Report, cycle: readonly number[], say: Translate): string {
  const names = [...cycle, cycle[0]].map((lane) => laneName(report, lane));
  return say("report.stuck.cycle", { lanes: names.join(" → ") });
}

/** Each lane of a cycle carries it, beginning with itself. */
function distinctCycles(stuck: readonly StuckLane[]): number[][] {
  return stuck.flatMap(({ lane, cycle }) => (cycle !== null && lane === Math.min(...cycle) ? [cycle] : []));
}

function laneName({ lanes }: Report, lane: number): string {
  return printable(lanes[lane].name);
}

function where(site: StuckLane["site"]): string {
  return site === null ? "?" : printable(`${baseName(site.file)}:${site.line}`);
}

function indented(text: string): string[] {
  return wrap(text, WIDTH - 4).map((line, index) => (index === 0 ? `  ${line}` : `    ${line}`));
}
