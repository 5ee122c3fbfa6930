/** Where findings are: a bracket above the span of the lane that each is about. */
import { LANE_BAR, type LaneRow } from "../../core/layout/rows";
import { type Stage, snappedX, yOf } from "./stage";

const LINE_PX = 2;
const ABOVE_BAR_PX = 3.5;
/** A moment still gets a mark that can be seen. */
const LEAST_PX = 6;

export function drawFindings(stage: Stage, rows: LaneRow[]): void {
  const { context, model, theme, ratio } = stage;
  for (const { focus, severity, rule, racing } of model.findings) {
    // Lost updates and data races have their diamonds.
    if (rule === "lost-update" || racing !== undefined) continue;
    const row = focus ? rows.find(({ lane }) => lane === focus.lane) : undefined;
    if (!focus || !row) continue;
    const middleX = (snappedX(stage, focus.startNs) + snappedX(stage, focus.endNs)) / 2;
    const halfPx = Math.max(snappedX(stage, focus.endNs) - snappedX(stage, focus.startNs), LEAST_PX * ratio) / 2;
    const y = yOf(stage, row.yPx + LANE_BAR.topPx - ABOVE_BAR_PX);
    // The chip of a note is pale; a line two pixels thin in its colour would not be seen.
    context.fillStyle = severity === "info" ? theme.muted : theme.severities[severity];
    context.beginPath();
    context.roundRect(middleX - halfPx, y, 2 * halfPx, LINE_PX * ratio, ratio);
    context.fill();
  }
}
