/** How long others waited during each hold of a lock. */
import type { Ns } from "../units";

/**
 *   waits   ├─────────┤            a
 *               ├──────────┤       b
 *   hold           ├───────────┤       during it a waited 3, b 6: 9
 *
 * A sweep in O(n log n): how many wait changes at starts and ends of waits only, and between two such moments the time waited
 * is that number times the time gone by.
 *
 * @param startNs, endNs of the waits, in any order; sorted in place
 * @param holdStartNs, holdEndNs of the holds, ascending, none over another
 * @returns nanoseconds that all these waits together lasted during each hold
 */
export function waitedDuring(
  startNs: Float64Array,
  endNs: Float64Array,
  holdStartNs: ArrayLike<Ns>,
  holdEndNs: ArrayLike<Ns>,
): Float64Array {
  startNs.sort();
  endNs.sort();
  const waitedNs = new Float64Array(holdStartNs.length);
  let [started, ended, nowNs] = [0, 0, 0];
  /** Goes on to a later moment; gives what was waited on the way. */
  const goTo = (untilNs: Ns): Ns => {
    let sumNs = 0;
    while (nowNs < untilNs) {
      while (started < startNs.length && startNs[started] <= nowNs) started++;
      while (ended < endNs.length && endNs[ended] <= nowNs) ended++;
      const nextNs = Math.min(startNs[started] ?? untilNs, endNs[ended] ?? untilNs, untilNs);
      sumNs += (started - ended) * (nextNs - nowNs);
      nowNs = nextNs;
    }
    return sumNs;
  };
  for (let hold = 0; hold < holdStartNs.length; hold++) {
    goTo(holdStartNs[hold]);
    waitedNs[hold] = goTo(holdEndNs[hold]);
  }
  return waitedNs;
}
