/** exec: a process that replaces itself by another Python goes on under its pid, in a recording of its own. */
import type { ProcessTables } from "../process-tables";
import type { Child } from "./children";

/**
 * A pid comes back also when its process has ended; who replaced itself had not come to its end, kept its parent, and nobody
 * started its successor.
 *
 * @returns process → the one that became it
 */
export function predecessors(
  tables: readonly ProcessTables[],
  childOf: ReadonlyMap<ProcessTables, Child>,
): Map<ProcessTables, ProcessTables> {
  const latest = new Map<number, ProcessTables>();
  const found = new Map<ProcessTables, ProcessTables>();
  for (const each of [...tables].sort((a, b) => a.startNs - b.startNs)) {
    if (each.row === null) continue;
    const before = latest.get(each.row.pid);
    latest.set(each.row.pid, each);
    if (before === undefined || childOf.has(each) || before.hasEnded) continue;
    if (before.row?.ppid === each.row.ppid) found.set(each, before);
  }
  return found;
}
