/** Who let whom go on: fills the waker's columns of the waits and collects the edges. One file a kind of waiting. */
import { allRows, groupOf, groupRows, sortRows } from "../../column";
import { WaitOp } from "../../types";
import { wakeBarrierWaits } from "./barrier";
import { wakeConditionWaits } from "./condition";
import { wakeEventWaits } from "./event";
import type { Links } from "./links";
import { wakeLockWaits } from "./lock";
import { wakeQueueWaits } from "./queue";
import { wakeSemaphoreWaits } from "./semaphore";
import { addStartEdges, wakeThreadJoins } from "./threads";

/**
 * @param waitObject raw object of each wait, -1 = none
 * @param resourceIndex index = raw object
 */
export function deriveWakers(links: Links, waitObject: Int32Array, resourceIndex: Int32Array): void {
  const { waits, resources } = links;
  addStartEdges(links);
  wakeThreadJoins(links);
  const byStart = sortRows(allRows(waits.length), waits.startNs);
  const waitsOfObject = groupRows(waitObject, waits.length, resourceIndex.length, byStart);
  for (let object = 0; object < resourceIndex.length; object++) {
    const rows = groupOf(waitsOfObject, object);
    const { kind, parameter } = resources[resourceIndex[object]];
    const withOp = (op: number) => ofOp(rows, waits.op, op);
    if (rows.length > 0) {
      wakeLockWaits(links, withOp(WaitOp.lock));
      wakeConditionWaits(links, object, withOp(WaitOp.condition));
      wakeEventWaits(links, object, withOp(WaitOp.event));
      wakeSemaphoreWaits(links, object, withOp(WaitOp.semaphore), parameter);
      wakeBarrierWaits(links, object, withOp(WaitOp.barrier));
    }
    // Items are handed on without waiting too, so a queue is looked at in any case.
    if (rows.length > 0 || isQueue(kind))
      wakeQueueWaits(links, object, rows, kind === "queue" || kind === "simple-queue", parameter);
  }
}

/** A lock is only ever waited for as a lock: mostly these are all rows or none. */
function ofOp(rows: Uint32Array, ops: Uint8Array, op: number): Uint32Array {
  let count = 0;
  for (let i = 0; i < rows.length; i++) if (ops[rows[i]] === op) count++;
  return count === rows.length ? rows : rows.filter((wait) => count > 0 && ops[wait] === op);
}

const isQueue = (kind: string): boolean => kind.endsWith("queue");
