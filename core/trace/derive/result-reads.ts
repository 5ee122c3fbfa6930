/** Who was given the results of items, and the exceptions of those that failed. */
import { allRows, sortRows } from "../column";
import type { ResultReads } from "../pool-types";
import type { RawTables } from "../raw";
import { RecordKind, WaitOp } from "../types";
import type { Order } from "./order";

/**
 * Of the records ERROR_READ, and LEARNED of results that were there already. What a lane waited for is in the waits.
 * @param poolIndex index = raw object
 */
export function deriveResultReads(raw: RawTables, order: Order, poolIndex: Int32Array): ResultReads | undefined {
  const { errorReads, learned } = raw;
  const rows: { lane: number; timeNs: number; object: number; job: number; error: number }[] = [];
  for (let row = 0; row < errorReads.length; row++)
    rows.push({
      lane: errorReads.lane[row],
      timeNs: errorReads.timeNs[row],
      object: errorReads.object[row],
      job: errorReads.job[row],
      error: row,
    });
  for (let row = 0; row < learned.length; row++) {
    const isResult = learned.kind[row] === RecordKind.learned && learned.op[row] === WaitOp.future;
    if (!isResult || learned.object[row] < 0) continue;
    const [lane, timeNs, object] = [learned.lane[row], learned.timeNs[row], learned.object[row]];
    rows.push({ lane, timeNs, object, job: learned.told[row], error: -1 });
  }
  const kept = rows.filter(({ lane, object }) => poolIndex[object] >= 0 && order.laneIndex[lane] >= 0);
  if (kept.length === 0) return undefined;
  const times = Float64Array.from(kept, ({ timeNs }) => Math.max(0, timeNs - order.originNs));
  const sorted = [...sortRows(allRows(kept.length), times)];
  const inOrder = sorted.map((row) => kept[row]);
  const errorOf = (column: Uint32Array) => Uint32Array.from(inOrder, ({ error }) => (error < 0 ? 0 : column[error]));
  return {
    length: kept.length,
    lane: Uint32Array.from(inOrder, ({ lane }) => order.laneIndex[lane]),
    timeNs: Float64Array.from(sorted, (row) => times[row]),
    pool: Uint32Array.from(inOrder, ({ object }) => poolIndex[object]),
    job: Float64Array.from(inOrder, ({ job }) => job),
    failed: Uint8Array.from(inOrder, ({ error }) => (error < 0 ? 0 : 1)),
    index: errorOf(errorReads.index),
    count: errorOf(errorReads.items),
  };
}
