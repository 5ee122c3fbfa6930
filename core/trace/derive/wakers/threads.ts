/** Threads: started by whom, awaited by whom. */
import { Edge, type Lane, RecordKind, WaitOp } from "../../types";
import { type Links, succeeded, wokenBy } from "./links";

export function addStartEdges({ events, edges, lanes }: Links): void {
  for (let event = 0; event < events.length; event++) {
    if (events.kind[event] !== RecordKind.threadStart) continue;
    const child = events.arg[event];
    if (child < 0) continue;
    edges.add(Edge.startRun, events.lane[event], events.timeNs[event], child, lanes[child].startNs, -1, -1);
  }
}

export function wakeThreadJoins(links: Links): void {
  const { waits, lanes } = links;
  let byEnd: number[] | null = null;
  for (let wait = 0; wait < waits.length; wait++) {
    if (waits.op[wait] !== WaitOp.threadJoin || !succeeded(links, wait)) continue;
    let target = waits.object[wait];
    if (target < 0) {
      byEnd ??= lanesByEnd(lanes);
      target = lastToEnd(links, wait, byEnd);
    }
    if (target >= 0 && lanes[target].ended) wokenBy(links, wait, Edge.endJoin, target, lanes[target].endNs, 0);
  }
}

const lanesByEnd = (lanes: readonly Lane[]): number[] =>
  lanes
    .map((_, lane) => lane)
    .filter((lane) => lanes[lane].ended)
    .sort((a, b) => lanes[b].endNs - lanes[a].endNs);

/** The wait at the interpreter's exit is for all non-daemon threads of the process: the last one to end within it. */
function lastToEnd({ waits, lanes }: Links, wait: number, byEnd: readonly number[]): number {
  const waiter = lanes[waits.lane[wait]];
  for (const lane of byEnd) {
    const { endNs, process, daemon } = lanes[lane];
    if (endNs < waits.startNs[wait]) break;
    if (endNs <= waits.endNs[wait] && process === waiter.process && !daemon && lane !== waits.lane[wait]) return lane;
  }
  return -1;
}
