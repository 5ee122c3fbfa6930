/**
 * Memory that processes share has a lock that each single access of a `Value` or `Array` takes for itself: to have come first there
 * orders nothing. Such a hold begins after its access was noted, and ends before the next one is; `with value.get_lock():` has the
 * notes inside.
 */
import type { AccessColumns, SyncSources } from "./index";

/** @returns whether the hold is an access's own */
export function ownLocksOf(
  { holds, holdObject, things, order }: SyncSources,
  { length, timeNs, thread, variable, variables }: AccessColumns,
): (hold: number) => boolean {
  const lockOf = variables.map(({ lockKey }) => (lockKey === "" ? -1 : (things.byKey.get(lockKey) ?? -1)));
  if (lockOf.every((lock) => lock < 0)) return () => false;
  const rowsOf: number[][] = order.lanes.map(() => []);
  for (let row = 0; row < length; row++) rowsOf[thread[row]].push(row);
  const isOfValue = new Set(lockOf);
  return (hold) => {
    if (!isOfValue.has(holdObject[hold])) return false;
    const rows = rowsOf[holds.lane[hold]];
    const next = firstAfter(rows, timeNs, holds.startNs[hold]);
    const last = rows[next - 1];
    if (last === undefined || lockOf[variable[last]] !== holdObject[hold]) return false;
    return next === rows.length || timeNs[rows[next]] > holds.endNs[hold];
  };
}

/** How many of the rows are not later than this. */
function firstAfter(rows: readonly number[], timeNs: Float64Array, untilNs: number): number {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (timeNs[rows[middle]] <= untilNs) from = middle + 1;
    else to = middle;
  }
  return from;
}
