/**
 * The one truth of time ↔ pixels: which moment stands at the left edge and how long a CSS pixel lasts. d3's transform is
 * never kept: its scale would reach 10^9 and its translation would lose the nanosecond.
 */

export interface TimeScale {
  /** Trace time at the left edge; may be a fraction, and negative. */
  t0Ns: number;
  nsPerPx: number;
}

/** Deepest zoom: ten pixels a nanosecond. Records are no finer than that. */
const MIN_NS_PER_PX = 0.1;

export function toPx(scale: TimeScale, timeNs: number): number {
  return (timeNs - scale.t0Ns) / scale.nsPerPx;
}

export function toNs(scale: TimeScale, px: number): number {
  return scale.t0Ns + px * scale.nsPerPx;
}

/** The scale that shows [fromNs, toNs] over widthPx. */
export function fit(fromNs: number, toNs: number, widthPx: number): TimeScale {
  const nsPerPx = (toNs - fromNs) / Math.max(widthPx, 1);
  if (nsPerPx >= MIN_NS_PER_PX) return { t0Ns: fromNs, nsPerPx };
  const middleNs = (fromNs + toNs) / 2;
  return { t0Ns: middleNs - (MIN_NS_PER_PX * widthPx) / 2, nsPerPx: MIN_NS_PER_PX };
}

/** `factor` > 1 shows more detail; what is under `anchorPx` stays there. */
export function zoomAt(scale: TimeScale, factor: number, anchorPx: number): TimeScale {
  const nsPerPx = Math.max(scale.nsPerPx / factor, MIN_NS_PER_PX);
  return { t0Ns: toNs(scale, anchorPx) - anchorPx * nsPerPx, nsPerPx };
}

/** The picture moves right by `deltaPx`: the view goes back in time. */
export function panBy(scale: TimeScale, deltaPx: number): TimeScale {
  return { t0Ns: scale.t0Ns - deltaPx * scale.nsPerPx, nsPerPx: scale.nsPerPx };
}

/** Never farther out than the whole trace, never beyond its ends. */
export function clampTo(scale: TimeScale, endNs: number, widthPx: number): TimeScale {
  const whole = fit(0, endNs, widthPx);
  if (scale.nsPerPx >= whole.nsPerPx) return whole;
  const lastT0Ns = endNs - scale.nsPerPx * widthPx;
  return { t0Ns: Math.min(Math.max(scale.t0Ns, 0), lastT0Ns), nsPerPx: scale.nsPerPx };
}

/** Brings [fromNs, toNs] into view with room around it: it takes `share` of the width. */
export function focusOn(fromNs: number, toNs: number, endNs: number, widthPx: number, share = 0.4): TimeScale {
  // An instant shows one thousandth of the trace, at least a microsecond: enough to see what is around.
  const spanNs = Math.max(toNs - fromNs, Math.min(1000, endNs), endNs / 1000);
  const middleNs = (fromNs + toNs) / 2;
  return clampTo(fit(middleNs - spanNs / share / 2, middleNs + spanNs / share / 2, widthPx), endNs, widthPx);
}

/** Moves as little as possible so that [fromNs, toNs] is seen; keeps the zoom where it fits. */
export function reveal(scale: TimeScale, fromNs: number, toNs: number, endNs: number, widthPx: number): TimeScale {
  const marginNs = Math.min(40, widthPx / 10) * scale.nsPerPx;
  const viewNs = scale.nsPerPx * widthPx;
  if (toNs - fromNs + 2 * marginNs > viewNs) return focusOn(fromNs, toNs, endNs, widthPx, 0.7);
  let { t0Ns } = scale;
  if (toNs + marginNs > t0Ns + viewNs) t0Ns = toNs + marginNs - viewNs;
  if (fromNs - marginNs < t0Ns) t0Ns = fromNs - marginNs;
  return clampTo({ t0Ns, nsPerPx: scale.nsPerPx }, endNs, widthPx);
}
