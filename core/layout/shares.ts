/** Time in each state for each pixel column: differences of prefix sums, found with one galloping cursor. */
import type { StateStore } from "./state-store";

/** Up to so many spans a column are added one by one; beyond, two prefix sums (at most 2 · 31 spans) are cheaper. */
const FEW_SPANS = 48;

/**
 * Fills out[column · stateCount + state] with nanoseconds. Column c covers [t0Ns + c · columnNs, t0Ns + (c + 1) · columnNs); time
 * outside the store belongs to no state, so a column's sum may be less than columnNs. Cost: O(columns + log spans).
 */
export function columnShares(
  store: StateStore,
  t0Ns: number,
  columnNs: number,
  columns: number,
  out: Float64Array,
): void {
  const { startNs, state, stateCount, length, endNs } = store;
  out.fill(0, 0, columns * stateCount);
  if (length === 0) return;
  let span = store.spanAt(t0Ns);
  let fromNs = t0Ns;
  for (let column = 0; column < columns; column++) {
    const toNs = Math.min(t0Ns + (column + 1) * columnNs, endNs);
    if (toNs <= fromNs) break;
    const offset = column * stateCount;
    const spanEnds = span + 1 < length ? startNs[span + 1] : endNs;
    if (toNs <= spanEnds) {
      // Zoomed in, nearly every column lies within one span (or, with span -1, before the first).
      if (span >= 0) out[offset + state[span]] = toNs - fromNs;
      if (toNs === spanEnds && span + 1 < length) span++;
    } else {
      const last = store.spanAt(toNs, span);
      if (last - span <= FEW_SPANS) {
        if (span >= 0) out[offset + state[span]] += spanEnds - fromNs;
        for (let i = span + 1; i < last; i++) out[offset + state[i]] += startNs[i + 1] - startNs[i];
        out[offset + state[last]] += toNs - startNs[last];
      } else {
        store.addTimeBefore(toNs, last, 1, out, offset);
        store.addTimeBefore(fromNs, span, -1, out, offset);
      }
      span = last;
    }
    fromNs = toNs;
  }
}
