/** Tables of the summary: where the lanes' time went, what became of the pools' items, which resources cost most waiting. */
import { formatCount, formatDuration, formatShare } from "../../core/l10n/format";
import type { Translate } from "../../core/l10n/index";
import type { Report, ReportLane } from "../../core/report/schema";
import type { Ns } from "../../core/units";
import { laneName, resourceName } from "./names";
import type { Colors } from "./summary";
import { clip, printable, table, widthOf } from "./text";

const MAX_LANES = 8;
const MAX_RESOURCES = 6;
const NAME_WIDTH = 26;
const KIND_WIDTH = 17;

const MAX_POOLS = 6;
const WIDTH = 80;

/** From left to right. */
const STATE_COLUMNS = ["running", "blocked", "waiting", "sleeping", "gil", "io", "ready", "idle", "unknown"] as const;
/** Shown in every run: that nobody was blocked is worth knowing too. */
const COMMON_STATES: readonly StateColumn[] = ["running", "blocked", "waiting", "sleeping"];
type StateColumn = (typeof STATE_COLUMNS)[number];
/** What has no column of its own in this run. */
const OTHER = "other" as const;

/** The lanes that were held up longest first; threads that the standard library has for itself are left out. */
export function laneTable(report: Report, say: Translate, colors: Colors): string[] {
  const lanes = report.lanes.filter(({ internal }) => !internal);
  const shown = [...lanes].sort((a, b) => heldUpNs(b) - heldUpNs(a) || a.startNs - b.startNs).slice(0, MAX_LANES);
  if (shown.length === 0) return [];
  const states = statesOf(shown, say);
  const heading = ["", ...states.map((state) => say(`report.lane.${state}`)), say("report.lane.lived")];
  const rows = shown.map((lane) => {
    const lifeNs = lane.endNs - lane.startNs;
    const shares = states.map((state) => formatShare(timeIn(lane, state, states) / Math.max(lifeNs, 1)));
    return [clip(laneName(report, lane.id), NAME_WIDTH), ...shares, formatDuration(lifeNs)];
  });
  const hidden = lanes.length - shown.length;
  return [
    colors.bold(say("report.lanes")),
    ...indent(table([heading, ...rows]), colors),
    ...(hidden > 0 ? [`  ${say("report.lanes.more", { count: formatCount(hidden) })}`] : []),
  ];
}

/**
 * As many columns as there is room for: those first in which a lane that is shown spent the largest share of its life. The rest is
 * folded into one, so that no time goes missing.
 */
function statesOf(shown: readonly ReportLane[], say: Translate): (StateColumn | typeof OTHER)[] {
  const largest = (state: StateColumn) =>
    Math.max(...shown.map(({ statesNs, startNs, endNs }) => (statesNs[state] ?? 0) / Math.max(endNs - startNs, 1)));
  const seen = STATE_COLUMNS.filter((state) => COMMON_STATES.includes(state) || largest(state) > 0);
  const nameWidth = Math.max(...shown.map(({ name }) => Math.min(widthOf(name), NAME_WIDTH)));
  // Two columns in, two between; a duration takes seven.
  const room = WIDTH - (2 + nameWidth + 9);
  const widthOfAll = (states: readonly (StateColumn | typeof OTHER)[]) =>
    states.reduce((sum, state) => sum + Math.max(widthOf(say(`report.lane.${state}`)), 5) + 2, 0);
  const kept = seen.sort((a, b) => rank(b, largest) - rank(a, largest));
  const folded: StateColumn[] = [];
  const rest = () => (folded.some((state) => largest(state) > 0) ? [OTHER] : ([] as const));
  while (kept.length > 1 && widthOfAll([...kept, ...rest()]) > room) folded.push(...kept.splice(-1));
  return [...STATE_COLUMNS.filter((state) => kept.includes(state)), ...rest()];
}

/** How much is to be seen of a state; what a lane did itself comes first in any run. */
function rank(state: StateColumn, largest: (state: StateColumn) => number): number {
  return state === "running" ? Number.POSITIVE_INFINITY : largest(state);
}

function timeIn({ statesNs }: ReportLane, column: StateColumn | typeof OTHER, columns: readonly string[]): Ns {
  if (column !== OTHER) return statesNs[column] ?? 0;
  return Object.entries(statesNs).reduce((sum, [state, ns]) => (columns.includes(state) ? sum : sum + ns), 0);
}

/** Those with most items first. */
export function poolTable({ pools }: Report, say: Translate, colors: Colors): string[] {
  if (pools.length === 0) return [];
  const shown = [...pools].sort((a, b) => b.tasks.submitted - a.tasks.submitted || a.id - b.id).slice(0, MAX_POOLS);
  const columns = ["workers", "items", "failed", "busy", "queued"] as const;
  const heading = ["", ...columns.map((each) => say(`report.pool.${each}`))];
  const rows = shown.map(({ name, workers, tasks, utilization, queueWaitNs }) => [
    clip(printable(name), NAME_WIDTH),
    formatCount(workers),
    formatCount(tasks.submitted),
    formatCount(tasks.failed + tasks.cancelled),
    formatShare(utilization),
    formatDuration(queueWaitNs / Math.max(tasks.completed + tasks.failed, 1)),
  ]);
  const hidden = pools.length - shown.length;
  return [
    colors.bold(say("report.pools")),
    ...indent(table([heading, ...rows]), colors),
    ...(hidden > 0 ? [`  ${say("report.lanes.more", { count: formatCount(hidden) })}`] : []),
  ];
}

/** By the time that was waited for them. Those that nobody waited for are left out. */
export function resourceTable(report: Report, say: Translate, colors: Colors): string[] {
  const shown = report.resources
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
    clip(resourceName(report, resource.id), NAME_WIDTH),
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
