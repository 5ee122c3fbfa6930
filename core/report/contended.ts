/** Acquisitions of a lock that had to wait first. */
import { countBelow } from "../trace/column";
import { type Trace, WaitOp, WaitResult } from "../trace/types";

/**
 * Not what a condition's wait took back: nobody asked for that anew. The hold that a wait got tells; where it was only counted, that the
 * lane's wait before this one was the condition's, at the same place.
 *
 * @param waits rows of trace.waits for this resource
 * @param holds rows of trace.holds of this resource
 */
export function contendedAcquires(trace: Trace, waits: Uint32Array, holds: Uint32Array): number {
  const { op, result, lane, endNs, site } = trace.waits;
  const holdsOf = byLane(trace, holds);
  let contended = 0;
  for (const wait of waits) {
    if (op[wait] !== WaitOp.lock || result[wait] !== WaitResult.got) continue;
    const own = holdsOf.get(lane[wait]);
    const at = own === undefined ? 0 : countBelow(own.startNs, own.startNs.length, endNs[wait]);
    const before = wait - 1;
    const regained =
      own !== undefined && at < own.startNs.length
        ? own.again[at]
        : before >= 0 && lane[before] === lane[wait] && op[before] === WaitOp.condition && site[before] === site[wait];
    if (!regained) contended++;
  }
  return contended;
}

interface LaneHolds {
  startNs: number[];
  again: boolean[];
}

function byLane({ holds }: Trace, rows: Uint32Array): Map<number, LaneHolds> {
  const found = new Map<number, LaneHolds>();
  for (const hold of [...rows].sort((a, b) => holds.startNs[a] - holds.startNs[b])) {
    const own = found.get(holds.lane[hold]) ?? { startNs: [], again: [] };
    own.startNs.push(holds.startNs[hold]);
    own.again.push(holds.again[hold] === 1);
    found.set(holds.lane[hold], own);
  }
  return found;
}
