/** Who let whom go on: fills the waker's columns of the waits and collects the edges. One file a kind of waiting. */
import { allRows, groupOf, groupRows, sortRows } from "../../column";
import { type Resource, WaitOp } from "../../types";
import { wakeBarrierWaits } from "./barrier";
import { wakeConditionWaits } from "./condition";
import { wakeEventWaits } from "./event";
import type { Links } from "./links";
import { wakeLockWaits } from "./lock";
import { wakePoolWaits } from "./pools";
import { wakeProcessJoins } from "./processes";
import { wakeQueueWaits } from "./queue";
import { wakeSemaphoreWaits } from "./semaphore";
import { wakeTaskWaits } from "./tasks";
import { addStartEdges, wakeThreadJoins } from "./threads";

/**
 * @param waitObject raw object of each wait, -1 = none
 * @param resourceIndex index = raw object
 */
export function deriveWakers(links: Links, waitObject: Int32Array, resourceIndex: Int32Array): void {
  const { waits, resources } = links;
  addStartEdges(links);
  wakeThreadJoins(links);
  wakeProcessJoins(links);
  wakePoolWaits(links);
  wakeTaskWaits(links);
  const byStart = sortRows(allRows(waits.length), waits.startNs);
  const waitsOfObject = groupRows(waitObject, waits.length, resourceIndex.length, byStart);
  for (let object = 0; object < resourceIndex.length; object++) {
    // Of a pool, or of a thing that another object stands for, there is nothing here.
    if (resourceIndex[object] < 0) continue;
    const rows = groupOf(waitsOfObject, object);
    const resource = resources[resourceIndex[object]];
    const ops = opsOf(rows, waits.op);
    const withOp = (op: number) => ofOp(rows, waits.op, op, ops);
    if (rows.length > 0) {
      wakeLockWaits(links, withOp(WaitOp.lock));
      wakeConditionWaits(links, object, withOp(WaitOp.condition));
      wakeEventWaits(links, object, withOp(WaitOp.event));
      wakeSemaphoreWaits(links, object, withOp(WaitOp.semaphore), resource.parameter);
      wakeBarrierWaits(links, object, withOp(WaitOp.barrier), partiesOf(resource));
    }
    // Items are handed on without waiting too, so a queue is looked at in any case.
    if (rows.length > 0 || isQueue(resource.kind)) wakeQueueWaits(links, object, rows, resource);
  }
}

/** 0 = not known: barriers that were folded into one entry need not have the same number. */
const partiesOf = ({ instances, parameter }: Resource): number => (instances > 1 ? 0 : parameter);

/** One bit for each op that occurs. */
function opsOf(rows: Uint32Array, op: Uint8Array): number {
  let bits = 0;
  for (let i = 0; i < rows.length; i++) bits |= 1 << op[rows[i]];
  return bits;
}

/** A lock is only ever waited for as a lock: mostly these are all rows or none. */
function ofOp(rows: Uint32Array, ops: Uint8Array, op: number, occurring: number): Uint32Array {
  if (occurring === 1 << op) return rows;
  return (occurring & (1 << op)) === 0 ? rows.subarray(0, 0) : rows.filter((wait) => ops[wait] === op);
}

const isQueue = (kind: string): boolean => kind.endsWith("queue") || kind === "pipe";
