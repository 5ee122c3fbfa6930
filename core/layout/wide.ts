/** Finding the few spans that are wide enough for a shape of their own, without visiting the many that are not. */
import type { StateStore } from "./state-store";

/**
 * Calls `visit` for each span of at least `leastNs` that touches [fromNs, toNs), in order.
 *
 * After a narrow span that ends at e, a wide one that begins before e + leastNs contains that moment: so one look there
 * skips all narrow ones between. Cost: O((toNs − fromNs) / leastNs · log), whatever the number of spans.
 */
export function forEachWide(
  store: StateStore,
  fromNs: number,
  toNs: number,
  leastNs: number,
  visit: (span: number) => void,
): void {
  const endNs = Math.min(toNs, store.endNs);
  // A wide span that begins within the last thousandth of leastNs before the end would show less than a pixel.
  const lastLookNs = endNs - leastNs * 0.001;
  let span = 0;
  for (let timeNs = Math.max(fromNs, store.beginNs); timeNs < endNs; ) {
    span = store.spanAt(timeNs, span);
    const spanEndNs = store.spanEndNs(span);
    if (spanEndNs - store.startNsOf(span) >= leastNs) {
      visit(span);
      timeNs = spanEndNs;
    } else {
      timeNs = Math.min(spanEndNs + leastNs * 0.999, Math.max(spanEndNs, lastLookNs));
    }
  }
}
