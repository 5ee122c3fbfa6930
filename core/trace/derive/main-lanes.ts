/** The lane that stands for a process, and who started it. */
import { Edge, type Lane } from "../types";
import type { EdgeList } from "./edges";
import type { Order } from "./order";

/**
 * Index = process: its thread that began first, or of a process without threads its own lane; -1 = it has none. Lanes ascend by
 * start.
 */
export function mainLanesOf(lanes: readonly Lane[], processes: number): Int32Array {
  const mainLanes = new Int32Array(processes).fill(-1);
  lanes.forEach(({ kind, process }, lane) => {
    if (kind !== "task" && mainLanes[process] < 0) mainLanes[process] = lane;
  });
  return mainLanes;
}

/** From the lane that started a child to the child's main one, which gets that as its parent. */
export function addChildEdges(order: Order, lanes: Lane[], mainLanes: Int32Array, edges: EdgeList): void {
  order.processes.forEach(({ child }, process) => {
    const main = mainLanes[process];
    if (child === null || main < 0) return;
    const { parent, row } = child;
    const rawStarter = parent.knownLane(row.lane);
    const starter = rawStarter === undefined ? -1 : order.laneIndex[rawStarter];
    if (starter < 0 || starter === main) return;
    if (lanes[main].parent < 0) lanes[main].parent = starter;
    edges.add(Edge.startRun, starter, Math.max(0, row.timeNs - order.originNs), main, lanes[main].startNs, -1, -1);
  });
}
