/**
 * Wheel, drag and pinch through d3-zoom. d3's own transform is used for one gesture only: each event gives what changed
 * since the last one, which is applied to the time scale (core/layout/time-scale.ts), the only truth.
 */
import { type D3ZoomEvent, select, type ZoomTransform, zoom, zoomIdentity, zoomTransform } from "d3";

export interface GestureHandler {
  /** Everything moves right by `deltaPx`. */
  pan(deltaPx: number): void;
  scroll(deltaPx: number): void;
  /** `factor` > 1: closer. */
  zoom(factor: number, anchorPx: number): void;
  busy(active: boolean): void;
}

export function listenForGestures(element: HTMLElement, handler: GestureHandler): void {
  let last: ZoomTransform = zoomIdentity;
  const behaviour = zoom<HTMLElement, unknown>()
    // Shift + drag chooses a stretch of time (range-drag.ts).
    .filter(
      (event: MouseEvent | WheelEvent) =>
        !(event instanceof WheelEvent ? isScroll(event) : event.button !== 0 || event.shiftKey),
    )
    .clickDistance(4)
    .on("start", () => {
      last = zoomTransform(element);
      handler.busy(true);
    })
    .on("zoom", ({ transform, sourceEvent }: D3ZoomEvent<HTMLElement, unknown>) => {
      const factor = transform.k / last.k;
      // x' = factor · x + shift takes the picture before this event to the one after it.
      const shiftPx = transform.x - factor * last.x;
      if (Math.abs(factor - 1) > 1e-9) handler.zoom(factor, shiftPx / (1 - factor));
      else if (shiftPx !== 0) handler.pan(shiftPx);
      if (sourceEvent instanceof MouseEvent && !(sourceEvent instanceof WheelEvent))
        handler.scroll(last.y - transform.y);
      last = transform;
    })
    .on("end", () => {
      // The next gesture starts from nothing. (d3 keeps the transform in this property, see d3-zoom's README.)
      (element as HTMLElement & { __zoom: ZoomTransform }).__zoom = zoomIdentity;
      last = zoomIdentity;
      handler.busy(false);
    });
  select(element).call(behaviour).on("dblclick.zoom", null);
  element.addEventListener(
    "wheel",
    (event) => {
      if (!isScroll(event)) return;
      event.preventDefault();
      const pxPerUnit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      if (event.shiftKey) handler.scroll((event.deltaY || event.deltaX) * pxPerUnit);
      else handler.pan(-event.deltaX * pxPerUnit);
    },
    { passive: false },
  );
}

/** Shift + wheel scrolls the lanes, a sideways swipe pans; all else zooms. */
function isScroll(event: WheelEvent): boolean {
  return event.shiftKey || (!event.ctrlKey && Math.abs(event.deltaX) > Math.abs(event.deltaY));
}
