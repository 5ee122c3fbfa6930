/** The time of a lane in which no wait is recorded, cut where its samples are. */
import { type Lane, type LaneSpans, State } from "../types";
import type { DerivedSamples } from "./samples";

/** Ascending pieces, each within one sample interval and one span. */
export interface Uncovered {
  /** The lane's first sample interval, and one behind its last. */
  from: number;
  to: number;
  /** Sample interval, start and end of each piece. */
  row: number[];
  startNs: number[];
  endNs: number[];
  /** All pieces of each interval together; index = interval − from. */
  sumNs: Float64Array;
}

export function uncoveredBy(
  lane: Lane,
  spans: LaneSpans,
  { samples: { startNs, endNs } }: DerivedSamples,
  from: number,
  to: number,
): Uncovered {
  const pieces: Uncovered = { from, to, row: [], startNs: [], endNs: [], sumNs: new Float64Array(to - from) };
  let row = from;
  for (let span = 0; span < spans.length; span++) {
    if (spans.state[span] !== State.running) continue;
    const spanEndNs = span + 1 < spans.length ? spans.startNs[span + 1] : lane.endNs;
    for (; row < to && startNs[row] < spanEndNs; row++) {
      const fromNs = Math.max(spans.startNs[span], startNs[row]);
      const toNs = Math.min(spanEndNs, endNs[row]);
      if (toNs > fromNs) {
        pieces.row.push(row);
        pieces.startNs.push(fromNs);
        pieces.endNs.push(toNs);
        pieces.sumNs[row - from] += toNs - fromNs;
      }
      if (endNs[row] > spanEndNs) break;
    }
  }
  return pieces;
}
