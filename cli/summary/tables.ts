/** Two tables of the summary: where the lanes' time went, and which resources cost most waiting. */
import { formatCount, formatDuration, formatShare } from "../../core/l10n/format";
import type { Translate } from "../../core/l10n/index";
import type { Report, ReportLane } from "../../core/report/schema";
import { laneName } from "./names";
import type { Colors } from "./summary";
import { clip, printable, table } from "./text";

const MAX_LANES = 8;
const MAX_RESOURCES = 6;
const NAME_WIDTH = 26;
const KIND_WIDTH = 17;

const SHOWN_STATES = ["running", "blocked", "waiting", "sleeping"] as const;

/** The lanes that were held up longest first. */
export function laneTable(report: Report, say: Translate, colors: Colors): string[] {
  const { lanes } = report;
  const shown = [...lanes].sort((a, b) => heldUpNs(b) - heldUpNs(a) || a.startNs - b.startNs).slice(0, MAX_LANES);
  if (shown.length === 0) return [];
  const heading = ["", ...SHOWN_STATES.map((state) => say(`report.lane.${state}`)), say("report.lane.lived")];
  const rows = shown.map((lane) => {
    const lifeNs = lane.endNs - lane.startNs;
    const shares = SHOWN_STATES.map((state) => formatShare((lane.statesNs[state] ?? 0) / Math.max(lifeNs, 1)));
    return [clip(laneName(report, lane.id), NAME_WIDTH), ...shares, formatDuration(lifeNs)];
  });
  const hidden = lanes.length - shown.length;
  return [
    colors.bold(say("report.lanes")),
    ...indent(table([heading, ...rows]), colors),
    ...(hidden > 0 ? [`  ${say("report.lanes.more", { count: formatCount(hidden) })}`] : []),
  ];
}

/** By the time that was waited for them. Those that nobody waited for are left out. */
export function resourceTable({ resources }: Report, say: Translate, colors: Colors): string[] {
  const shown = resources
    .filter(({ blockedNs }) => blockedNs > 0)
    .sort((a, b) => b.blockedNs - a.blockedNs)
    .slice(0, MAX_RESOURCES);
  if (shown.length === 0) return [say("report.resources.none")];
  const heading = [
    "",
    "",
    ...(["uses", "waits", "blocked", "worst"] as const).map((each) => say(`report.resource.${each}`)),
  ];
  const rows = shown.map((resource) => [
    clip(printable(resource.name), NAME_WIDTH),
    clip(resource.kind, KIND_WIDTH),
    formatCount(resource.acquisitions + (resource.puts ?? 0)),
    formatCount(Math.max(resource.contended, resource.waits ?? 0)),
    formatDuration(resource.blockedNs),
    formatDuration(resource.maxBlockedNs),
  ]);
  return [colors.bold(say("report.resources")), ...indent(table([heading, ...rows]), colors)];
}

function heldUpNs({ statesNs }: ReportLane): number {
  return (statesNs.blocked ?? 0) + (statesNs.waiting ?? 0);
}

/** The heading in a quiet colour, everything two columns in. */
function indent([heading, ...rows]: string[], colors: Colors): string[] {
  return [colors.dim(`  ${heading}`), ...rows.map((row) => `  ${row}`)];
}
