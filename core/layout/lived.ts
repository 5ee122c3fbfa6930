/** What of the time is worth the width of the window: before the first lane begins and behind the last one nobody did anything. */
import type { Lane } from "../trace/types";
import type { Ns } from "../units";

/** Room on either side, as a share of that time: an edge that is seen is one. */
const ROOM = 0.01;
/** An edge with less to win, as a share of all time, stays where the trace begins or ends. */
const LEAST_GAP = 0.03;

/** [fromNs, toNs] within [0, endNs]: all of it where no lane is known, or where little would be won. */
export function livedBy({ lanes, endNs }: { lanes: readonly Lane[]; endNs: Ns }): { fromNs: Ns; toNs: Ns } {
  const own = lanes.filter(({ internal }) => !internal);
  if (own.length === 0) return { fromNs: 0, toNs: Math.max(1, endNs) };
  const firstNs = own.reduce((first, { startNs }) => Math.min(first, startNs), endNs);
  const lastNs = own.reduce((last, lane) => Math.max(last, lane.endNs), 0);
  const roomNs = Math.max(lastNs - firstNs, 1) * ROOM;
  const fromNs = firstNs > LEAST_GAP * endNs ? Math.max(0, firstNs - roomNs) : 0;
  const toNs = endNs - lastNs > LEAST_GAP * endNs ? lastNs + roomNs : endNs;
  return { fromNs, toNs: Math.max(1, toNs) };
}
