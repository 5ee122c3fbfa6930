/** Coroutines and tasks that were thrown away, by time. */
import { allRows, gather, sortRows } from "../column";
import { Mishap, type Mishaps } from "../mishaps";
import type { RawTables } from "../raw";
import type { Lane } from "../types";
import type { Order } from "./order";

/** A task that no lane of the trace stands for, or whose coroutine nobody knows, is left out. */
export function deriveMishaps(
  { mishaps }: RawTables,
  { laneIndex, originNs }: Order,
  lanes: readonly Lane[],
  siteIndex: Uint32Array,
): Mishaps | undefined {
  const sorted = sortRows(allRows(mishaps.length), mishaps.timeNs);
  const siteOf = (row: number): number =>
    mishaps.what[row] === Mishap.unawaited
      ? siteIndex[mishaps.site[row]]
      : (lanes[laneIndex[mishaps.lane[row]]]?.coroutineSite ?? 0);
  const rows = sorted.filter((row) => laneIndex[mishaps.lane[row]] >= 0 && siteOf(row) > 0);
  if (rows.length === 0) return undefined;
  return {
    length: rows.length,
    what: gather(mishaps.what, rows),
    timeNs: Float64Array.from(rows, (row) => Math.max(0, mishaps.timeNs[row] - originNs)),
    lane: Uint32Array.from(rows, (row) => laneIndex[mishaps.lane[row]]),
    site: Uint32Array.from(rows, siteOf),
    where: Uint32Array.from(rows, (row) => siteIndex[mishaps.where[row]]),
    isCall: gather(mishaps.isCall, rows),
  };
}
