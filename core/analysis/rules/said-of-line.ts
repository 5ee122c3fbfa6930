/** What the source says of a line that waits or acquires. */
import type { SignalLines } from "../../trace/signal-lines";
import type { Trace } from "../../trace/types";
import type { SiteIndex } from "../../units";

/** False too where the source was not read. */
export function isSaid(
  { signalLines, sites }: Trace,
  site: SiteIndex,
  what: Exclude<keyof SignalLines, "bytes" | "underMutex" | "guardedAcquires" | "handlesSignals" | "coroutines">,
): boolean {
  if (site === 0 || !sites[site].program) return false;
  return signalLines?.get(sites[site].file)?.[what].includes(sites[site].line) ?? false;
}

/** Does the source say that no `await` can stand there: the function of that line is no coroutine? False where it was not read. */
export function isPlainFunction({ signalLines, sites }: Trace, site: SiteIndex): boolean {
  const { file, line } = sites[site];
  const said = signalLines?.get(file);
  if (site === 0 || said === undefined) return false;
  const { coroutines = [] } = said;
  return !coroutines.some((from, at) => at % 2 === 0 && from <= line && line <= coroutines[at + 1]);
}
