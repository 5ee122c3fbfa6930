/** Tasks: their step says who made them ready. */
import { type Lane, WaitOp, WaitResult } from "../../types";
import { EDGE_OF_WAIT } from "../../vocabulary";
import { type Links, wokenBy } from "./links";

/**
 * A task that awaited another one was let go on by its end; what else it awaited, by who made it ready. A wait that was given up was
 * ended by who cancelled it: that handed nothing on, so there is no edge. Before the rules of resources, which know less.
 */
export function wakeTaskWaits(links: Links): void {
  const { waits, lanes, readyLane, readySite } = links;
  for (let wait = 0; wait < waits.length; wait++) {
    if (lanes[waits.lane[wait]].kind !== "task" || waits.result[wait] === WaitResult.open) continue;
    const op = waits.op[wait];
    const target = op === WaitOp.task && waits.object[wait] >= 0 ? lanes[waits.object[wait]] : undefined;
    if (target !== undefined && endedWithin(links, wait, target))
      wokenBy(links, wait, EDGE_OF_WAIT[op], waits.object[wait], target.endNs, 0);
    const lane = readyLane[wait];
    if (lane < 0 || waits.wakerLane[wait] >= 0) continue;
    const isGiven = waits.result[wait] === WaitResult.got && EDGE_OF_WAIT[op] >= 0 && op !== WaitOp.task;
    if (isGiven) wokenBy(links, wait, EDGE_OF_WAIT[op], lane, waits.endNs[wait], readySite[wait]);
    else {
      waits.wakerLane[wait] = lane;
      waits.wakerNs[wait] = waits.endNs[wait];
      waits.wakerSite[wait] = readySite[wait];
    }
  }
}

const endedWithin = ({ waits }: Links, wait: number, { ended, endNs }: Lane): boolean =>
  ended && endNs <= waits.endNs[wait] && endNs >= waits.startNs[wait];
