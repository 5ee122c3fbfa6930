/** Processes: awaited by whom. */
import { Edge, WaitOp } from "../../types";
import { type Links, succeeded, wokenBy } from "./links";

/** A process that was killed has no end in its own records; then the wait's end is the first that is known of it. */
export function wakeProcessJoins(links: Links): void {
  const { waits, lanes, processes, mainLanes } = links;
  for (let wait = 0; wait < waits.length; wait++) {
    if (waits.op[wait] !== WaitOp.processJoin || waits.object[wait] < 0 || !succeeded(links, wait)) continue;
    const main = mainLanes[waits.object[wait]];
    if (main < 0 || main === waits.lane[wait]) continue;
    const { ended, endNs } = lanes[main];
    const isOver = ended || processes[waits.object[wait]].exitCode !== null;
    if (isOver) wokenBy(links, wait, Edge.endJoin, main, ended ? endNs : waits.endNs[wait], 0);
  }
}
