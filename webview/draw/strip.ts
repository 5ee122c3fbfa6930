/** One lane's bar as a picture of its own, to be put anywhere: above the veil, or at the edge of a window that its row is not in. */
import { LANE_BAR, type LaneRow } from "../../core/layout/rows";
import { finishLane, type LaneScratch, leastShapePx, paintLane } from "./lanes";
import { PixelPass } from "./pixels";
import type { Bar, Interval } from "./shapes";
import type { Stage } from "./stage";
import { type Canvas2d, context2d, makeCanvas } from "./tiles";

export class Strip {
  readonly #context: Canvas2d = context2d(makeCanvas(1, 1), { alpha: false });
  readonly #pass = new PixelPass();

  constructor(readonly scratch: LaneScratch) {}

  /** Draws the lane to where `bar` is; words keep clear of what is `taken`. */
  draw(stage: Stage, lane: number, bar: Bar, taken: readonly Interval[]): void {
    const context = this.#context;
    const { canvas } = context;
    if (canvas.width !== stage.widthPx) canvas.width = stage.widthPx;
    if (canvas.height !== bar.heightPx) canvas.height = bar.heightPx;
    context.font = stage.context.font;
    context.textBaseline = "middle";
    const row: LaneRow = { kind: "lane", lane, level: 0, itemsPx: 0, within: "", yPx: 0, heightPx: LANE_BAR.heightPx };
    const own: Stage = {
      ...stage,
      context,
      heightPx: bar.heightPx,
      stuckPx: 0,
      view: { ...stage.view, scrollPx: LANE_BAR.topPx },
      taken: new Map([[lane, taken]]),
    };
    this.#pass.begin(stage.widthPx, bar.heightPx, 1, stage.tiles.plain.background);
    const picture = paintLane(own, this.#pass, row, leastShapePx(own, [row]), this.scratch);
    this.#pass.end(context);
    finishLane(own, picture, 1, this.scratch);
    stage.context.drawImage(canvas, 0, bar.topY);
  }
}
