/** Children, as their parents started them: which recording is whose, which made none, and how they ended. */
import type { ChildEndRow, ChildRow } from "../meta";
import type { ProcessTables } from "../process-tables";

type Timed<T> = T & { timeNs: number };

export interface Child {
  parent: ProcessTables;
  row: Timed<ChildRow>;
  /** Null while its parent has not learned of its end. */
  end: Timed<ChildEndRow> | null;
  /** What it recorded itself; null = nothing. */
  tables: ProcessTables | null;
  /** It recorded nothing, and nothing is to come. */
  isUntraced: boolean;
}

/** A child's clock may have been read a little before its parent's, which reads it after the fork. */
const EARLIER_NS = 1e9;
/** Python takes some tens of milliseconds to begin its recording: before so long nobody says that a child has none. */
const PATIENCE_NS = 2e9;

/** By parent, then in the order in which they were started. */
export function childrenOf(tables: readonly ProcessTables[]): Child[] {
  const byPid = new Map<number, ProcessTables[]>();
  for (const each of [...tables].sort((a, b) => a.startNs - b.startNs)) {
    if (each.row === null) continue;
    byPid.set(each.row.pid, [...(byPid.get(each.row.pid) ?? []), each]);
  }
  const children = tables.flatMap((parent) => {
    const ends = [...parent.childEnds].sort((a, b) => a.timeNs - b.timeNs);
    return [...parent.children]
      .sort((a, b) => a.timeNs - b.timeNs)
      .map((row): Child => ({ parent, row, end: takeEnd(ends, row), tables: null, isUntraced: false }));
  });
  // A pid comes back only after its process has ended: the earliest start has the earliest recording.
  for (const child of [...children].sort((a, b) => a.row.timeNs - b.row.timeNs)) {
    const candidates = byPid.get(child.row.pid) ?? [];
    const at = candidates.findIndex(({ startNs }) => startNs >= child.row.timeNs - EARLIER_NS);
    if (at >= 0) [child.tables] = candidates.splice(at, 1);
    child.isUntraced = child.tables === null && isSettled(child);
  }
  return children;
}

function takeEnd(ends: Timed<ChildEndRow>[], { pid, timeNs }: Timed<ChildRow>): Timed<ChildEndRow> | null {
  const at = ends.findIndex((end) => end.pid === pid && end.timeNs >= timeNs);
  return at < 0 ? null : ends.splice(at, 1)[0];
}

function isSettled({ parent, row, end }: Child): boolean {
  return row.notTraced !== null || end !== null || parent.hasEnded || parent.lastNs > row.timeNs + PATIENCE_NS;
}
