/**
 * Where the diamonds of lost updates stand. Each moment has a column of a few pixels, anchored to time, so that nothing jumps
 * while one pans; what falls into one column is one diamond a lane, with a count. Painter and pointer ask the same functions.
 *
 *   marks    ·  ··   ·         ···· ·          in time order, whole trace
 *   columns  |  2 |  1 |    |   4  |  1 |      those of the window only, found by binary search
 */
import type { LossMarks } from "./losses";
import { type TimeScale, toNs, toPx } from "./time-scale";

/** Room for a diamond with two digits. */
export const COLUMN_PX = 26;
/** How far beside a diamond's middle it can still be hit. */
const HIT_PX = 12;

/** Marks `first` … `end - 1`, at one place. */
export interface LossCluster {
  first: number;
  end: number;
  timeNs: number;
}

/** What a lane has to do with the losses of a cluster. */
export interface LaneLosses {
  /** It overwrote so many … */
  wrote: number;
  /** … and so many of its own were overwritten. */
  lost: number;
  /** All of them, in time order. */
  marks: number[];
}

/** The clusters that [0, widthPx) shows, and one column on each side. */
export function lossClusters(losses: LossMarks, scale: TimeScale, widthPx: number): LossCluster[] {
  const columnNs = COLUMN_PX * scale.nsPerPx;
  const firstColumn = Math.floor(scale.t0Ns / columnNs) - 1;
  const clusters: LossCluster[] = [];
  const untilNs = toNs(scale, widthPx + COLUMN_PX);
  const { timeNs } = losses;
  for (let first = firstAt(timeNs, firstColumn * columnNs); first < timeNs.length && timeNs[first] < untilNs; ) {
    const column = Math.floor(timeNs[first] / columnNs);
    const end = Math.max(firstAt(timeNs, (column + 1) * columnNs, first), first + 1);
    // One alone stands where it is; several in the middle of their column, apart from those beside them.
    clusters.push({ first, end, timeNs: end - first === 1 ? timeNs[first] : (column + 0.5) * columnNs });
    first = end;
  }
  return clusters;
}

/** By lane. A loss concerns two lanes. */
export function lanesOf({ marks }: LossMarks, { first, end }: LossCluster): Map<number, LaneLosses> {
  const lanes = new Map<number, LaneLosses>();
  for (let mark = first; mark < end; mark++) {
    marks[mark].lanes.forEach((lane, i) => {
      const own = lanes.get(lane) ?? { wrote: 0, lost: 0, marks: [] };
      own[i === 0 ? "wrote" : "lost"]++;
      own.marks.push(mark);
      lanes.set(lane, own);
    });
  }
  return lanes;
}

/** The marks of the diamond on a lane that is nearest to a place, if it is near enough to be meant; else none. */
export function diamondAt(losses: LossMarks, scale: TimeScale, lane: number, xPx: number): readonly number[] {
  let best: readonly number[] = [];
  let bestPx = HIT_PX;
  const around = { t0Ns: toNs(scale, xPx - COLUMN_PX), nsPerPx: scale.nsPerPx };
  for (const cluster of lossClusters(losses, around, 2 * COLUMN_PX)) {
    const awayPx = Math.abs(toPx(scale, cluster.timeNs) - xPx);
    const own = awayPx <= bestPx && lanesOf(losses, cluster).get(lane);
    if (!own) continue;
    best = own.marks;
    bestPx = awayPx;
  }
  return best;
}

/** The first mark at or after a moment. */
function firstAt(timeNs: Float64Array, atNs: number, from = 0): number {
  let low = from;
  let high = timeNs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeNs[middle] < atNs) low = middle + 1;
    else high = middle;
  }
  return low;
}
