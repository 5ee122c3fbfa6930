/** What the source says of a line that waits or acquires. */
import type { SignalLines } from "../../trace/signal-lines";
import type { Trace } from "../../trace/types";
import type { SiteIndex } from "../../units";

/** False too where the source was not read. */
export function isSaid(
  { signalLines, sites }: Trace,
  site: SiteIndex,
  what: Exclude<keyof SignalLines, "bytes" | "underMutex" | "guardedAcquires" | "handlesSignals">,
): boolean {
  if (site === 0 || !sites[site].program) return false;
  return signalLines?.get(sites[site].file)?.[what].includes(sites[site].line) ?? false;
}
