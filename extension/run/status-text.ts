/** What the status bar says of a run. Pure: tested without an editor. */
import { formatBytes, formatCount, formatDuration, formatElapsed } from "../../core/l10n/format";
import type { Translate } from "../../core/l10n/index";
import { NOTABLE_LAG_MS, type RunStatus } from "../../core/protocol/host-view";

/** One line, with a codicon in front. */
export function statusLine(name: string, status: RunStatus, say: Translate): string {
  const { lanes, records, phase, elapsedMs } = status;
  const time = isOver(status) ? formatDuration(elapsedMs * 1e6) : formatElapsed(elapsedMs);
  // A name could hold what VS Code draws as an icon.
  const numbers = {
    name: name.replaceAll("$(", "$ ("),
    time,
    lanes,
    records: formatCount(records),
    recordCount: records,
  };
  switch (phase) {
    case "starting":
      return `$(loading~spin) ${say("editor.status.starting", numbers)}`;
    case "stopping":
      return `$(loading~spin) ${say("editor.status.stopping", numbers)}`;
    case "reading":
      return `$(loading~spin) ${say("editor.status.reading", numbers)}`;
    case "running":
      return isBehind(status)
        ? `$(pulse) ${say("editor.status.lagging", { ...numbers, lag: seconds(status.lagMs) })}`
        : `$(pulse) ${say("editor.status.running", numbers)}`;
    case "ended":
    case "saved":
      if (status.exitCode === 0) return `$(pass) ${say("editor.status.running", numbers)}`;
      return `$(circle-slash) ${say(failure(status), { ...numbers, outcome: outcomeOf(status, say) })}`;
  }
}

/** Of a program that failed before it did anything that a timeline shows, only its terminal can tell. */
const failure = ({ exitCode, lanes }: RunStatus) =>
  exitCode !== null && lanes <= 1 ? "editor.status.failedEarly" : "editor.status.failed";

/**
 * The lines of the tooltip. What the text says already is not said again.
 *
 * @param durationMs from the start of the program's process to its end; null while it runs
 */
export function statusDetails(name: string, status: RunStatus, durationMs: number | null, say: Translate): string[] {
  const { bytes, dropped, lagMs } = status;
  const head = !isOver(status)
    ? "editor.status.tooltip"
    : status.exitCode === 0
      ? "editor.status.tooltip.succeeded"
      : "editor.status.tooltip.failed";
  return [
    say(head, { name }),
    ...(durationMs === null ? [] : [say("editor.status.wall", { time: formatDuration(durationMs * 1e6) })]),
    say("editor.status.size", { size: formatBytes(bytes) }),
    ...(dropped > 0 ? [say("editor.status.dropped", { dropped: formatCount(dropped), droppedCount: dropped })] : []),
    ...(isBehind(status) ? [say("editor.status.lag", { lag: seconds(lagMs) })] : []),
    say("editor.status.click"),
  ];
}

/** How the program ended, in a few words. */
export function outcomeOf({ exitCode, signal }: Pick<RunStatus, "exitCode" | "signal">, say: Translate): string {
  if (signal !== null) return say("editor.outcome.signal", { signal });
  return exitCode === null ? say("editor.outcome.unknown") : say("editor.outcome.code", { code: exitCode });
}

const isOver = ({ phase }: RunStatus): boolean => phase === "ended" || phase === "saved";

const isBehind = ({ lagMs, phase }: RunStatus): boolean => phase === "running" && lagMs >= NOTABLE_LAG_MS;

const seconds = (ms: number): string => formatDuration(Math.round(ms / 1000) * 1e9);
