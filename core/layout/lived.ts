/** What of the time is worth the width of the window: before the first lane begins and behind the last one nobody did anything. */
import type { Lane } from "../trace/types";
import type { Ns } from "../units";

/** Room on either side, as a share of that time: an edge that is seen is one. */
const ROOM = 0.01;

/** [fromNs, toNs] within [0, endNs]: all of it where no lane is known, or where little would be won. */
export function livedBy({ lanes, endNs }: { lanes: readonly Lane[]; endNs: Ns }): { fromNs: Ns; toNs: Ns } {
  const own = lanes.filter(({ internal }) => !internal);
  if (own.length === 0) return { fromNs: 0, toNs: Math.max(1, endNs) };
  const firstNs = own.reduce((first, { startNs }) => Math.min(first, startNs), endNs);
  const lastNs = own.reduce((last, lane) => Math.max(last, lane.endNs), 0);
  const roomNs = Math.max(lastNs - firstNs, 1) * ROOM;
  return { fromNs: Math.max(0, firstNs - roomNs), toNs: Math.max(1, Math.min(endNs, lastNs + roomNs)) };
}
