/**
 * Choosing a stretch of time by hand: Shift + drag on the lanes, drag on the axis, or a click of either kind for each end.
 * All else over the lanes is gestures.ts' and pointer.ts'.
 */

/** A place of the plot; `yPx` is null on the axis, where no lane is pointed at. */
export interface Place {
  xPx: number;
  yPx: number | null;
  /** Wants the nearest edge, however far. */
  far: boolean;
}

export interface RangeDragHandler {
  drag(from: Place, to: Place): void;
  /** The button was let go: after a drag, or where it had been pressed. */
  end(from: Place, to: Place, dragged: boolean): void;
}

/** A hand shakes so much when it only clicks. */
const SHAKE_PX = 4;

export function listenForRanges(
  plot: HTMLElement,
  canvas: HTMLElement,
  axis: Element,
  handler: RangeDragHandler,
): void {
  listen(canvas, (event) => event.shiftKey, true, handler);
  listen(axis, () => true, false, handler);
  // What ended here is no click on a span.
  plot.addEventListener(
    "click",
    (event) => {
      if (event.shiftKey && event.target === canvas) event.stopPropagation();
    },
    true,
  );
}

function listen(
  element: Element,
  isMeant: (event: PointerEvent) => boolean,
  hasLanes: boolean,
  handler: RangeDragHandler,
): void {
  let from: Place | null = null;
  let dragged = false;
  const placeOf = (event: PointerEvent): Place => {
    const box = element.getBoundingClientRect();
    return {
      xPx: event.clientX - box.left,
      yPx: hasLanes ? event.clientY - box.top : null,
      far: event.ctrlKey || event.metaKey,
    };
  };
  element.addEventListener("pointerdown", (each) => {
    const event = each as PointerEvent;
    if (event.button !== 0 || !isMeant(event)) return;
    // No text is marked, and nothing else takes it for the beginning of a gesture.
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    from = placeOf(event);
    dragged = false;
  });
  element.addEventListener("pointermove", (each) => {
    if (!from) return;
    const to = placeOf(each as PointerEvent);
    dragged ||= Math.abs(to.xPx - from.xPx) >= SHAKE_PX;
    if (dragged) handler.drag(from, to);
  });
  element.addEventListener("pointerup", (each) => {
    if (from) handler.end(from, placeOf(each as PointerEvent), dragged);
    from = null;
  });
  element.addEventListener("pointercancel", () => {
    from = null;
  });
}
