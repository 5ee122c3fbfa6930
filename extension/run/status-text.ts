/** What the status bar says of a run. Pure: tested without an editor. */
import { formatBytes, formatCount, formatDuration } from "../../core/l10n/format";
import type { Translate } from "../../core/l10n/index";
import type { RunStatus } from "../../core/protocol/host-view";

/** A view behind by less than this follows as closely as anybody can see. */
const LAG_WORTH_A_WORD_MS = 3000;

/** One line, with a codicon in front. */
export function statusLine(name: string, status: RunStatus, say: Translate): string {
  const { lanes, records, phase } = status;
  const time = clock(status.elapsedMs);
  const numbers = { time, lanes, records: formatCount(records), recordCount: records };
  switch (phase) {
    case "starting":
      return `$(loading~spin) ${say("editor.status.starting", { name })}`;
    case "stopping":
      return `$(loading~spin) ${say("editor.status.stopping", { name, time })}`;
    case "reading":
      return `$(loading~spin) ${say("editor.status.reading", { name })}`;
    case "running":
      return isBehind(status)
        ? `$(pulse) ${say("editor.status.lagging", { ...numbers, lag: seconds(status.lagMs) })}`
        : `$(pulse) ${say("editor.status.running", numbers)}`;
    case "ended":
    case "saved":
      return `$(${status.exitCode === 0 ? "pass" : "circle-slash"}) ${say("editor.status.running", numbers)}`;
  }
}

/** The lines of the tooltip. */
export function statusDetails(name: string, status: RunStatus, say: Translate): string[] {
  const { phase, bytes, dropped, lagMs } = status;
  const hasEnded = phase === "ended" || phase === "saved";
  return [
    hasEnded
      ? say("editor.status.tooltip.ended", { name, outcome: outcomeOf(status, say) })
      : say("editor.status.tooltip", { name }),
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

const isBehind = ({ lagMs, phase }: RunStatus): boolean => phase === "running" && lagMs >= LAG_WORTH_A_WORD_MS;

/** Tenths of a second, as long as anybody reads them: `12.3 s`, `4:05`. */
function clock(elapsedMs: number): string {
  const wholeSeconds = Math.floor(elapsedMs / 1000);
  if (wholeSeconds < 100) return `${(Math.floor(elapsedMs / 100) / 10).toFixed(1)} s`;
  return `${Math.floor(wholeSeconds / 60)}:${String(wholeSeconds % 60).padStart(2, "0")}`;
}

const seconds = (ms: number): string => formatDuration(Math.round(ms / 1000) * 1e9);
