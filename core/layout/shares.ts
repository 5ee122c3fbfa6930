/** Time in each state for each pixel column: differences of prefix sums, found with one galloping cursor. */
import type { StateStore } from "./state-store";

/** Up to so many spans a column are added one by one; beyond, the difference of two sums from the beginning is cheaper. */
const FEW_SPANS = 48;
/** What was before the column, and before the next one. */
let before = new Float64Array(0);
let after = new Float64Array(0);

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
  const { stateCount, length, endNs } = store;
  out.fill(0, 0, columns * stateCount);
  if (length === 0) return;
  let span = store.spanAt(t0Ns);
  let state = store.stateOf(span);
  let spanEndNs = store.spanEndNs(span);
  let fromNs = t0Ns;
  let knownNs = Number.NaN;
  if (before.length !== stateCount) [before, after] = [new Float64Array(stateCount), new Float64Array(stateCount)];
  for (let column = 0; column < columns; column++) {
    const toNs = Math.min(t0Ns + (column + 1) * columnNs, endNs);
    if (toNs <= fromNs) break;
    const offset = column * stateCount;
    // Zoomed in, nearly every column lies within one span (or, with span -1, before the first).
    const isWithin = toNs <= spanEndNs;
    if (isWithin && span >= 0) out[offset + state] = toNs - fromNs;
    if (!isWithin || (toNs === spanEndNs && span + 1 < length)) {
      const last = isWithin ? span + 1 : store.spanAt(toNs, span);
      if (last - span > FEW_SPANS) {
        if (knownNs !== fromNs) store.timeBefore(fromNs, span, before);
        store.timeBefore(toNs, last, after);
        for (let s = 0; s < stateCount; s++) out[offset + s] = after[s] - before[s];
        [before, after] = [after, before];
        knownNs = toNs;
      } else if (!isWithin) store.addTime(fromNs, span, toNs, last, out, offset);
      span = last;
      state = store.stateOf(span);
      spanEndNs = store.spanEndNs(span);
    }
    fromNs = toNs;
  }
}
