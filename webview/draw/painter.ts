/** One frame from top to bottom: pixels, shapes, tracks, what is chosen. */
import type { Selection } from "../../core/layout/facts";
import type { LitLanes } from "../../core/layout/lit-lanes";
import type { Model } from "../../core/layout/model";
import { type Overview, overview } from "../../core/layout/overview";
import type { LaneRow, Row, RowLayout } from "../../core/layout/rows";
import { stuckPx, visibleRows } from "../../core/layout/window-rows";
import type { FrameRequest, Surface } from "../worker/contract";
import { drawSelection } from "./chain";
import { drawDiamonds, type LossPicture, placeDiamonds, takenBy } from "./diamonds";
import { drawFindings } from "./findings";
import { drawItems, leastItemPx } from "./items";
import { finishLane, type LanePicture, LaneScratch, leastShapePx, paintLane } from "./lanes";
import { drawLoss } from "./loss";
import { drawOverview } from "./overview";
import { PixelPass } from "./pixels";
import { drawGil, drawGroup, drawPool } from "./pools";
import { drawChosenRace, drawRaces } from "./races";
import { type Stage, xOf } from "./stage";
import { Strip } from "./strip";
import type { Theme } from "./theme";
import { type Canvas2d, context2d, makeTiles, type Tiles } from "./tiles";
import { drawTrack } from "./tracks";
import type { SpanWords } from "./words";

const FONT_PX = 11.5;

interface Look {
  stage: Stage;
  rows: readonly Row[];
  pictures: readonly LanePicture[];
  losses: LossPicture;
  selection: Selection | null;
  columnPx: number;
  itemPx: number;
}

export class Painter {
  lit: LitLanes | null = null;
  readonly #lanes: Canvas2d;
  readonly #overview: Canvas2d;
  readonly #pass = new PixelPass();
  readonly #overviewPass = new PixelPass();
  readonly #scratch = new LaneScratch();
  readonly #strip = new Strip(this.#scratch);
  #tiles: { theme: Theme; ratio: number; tiles: Tiles } | null = null;
  #overviewData: Overview | null = null;
  /** What the minimap shows now: it is drawn again only when one of these changes. */
  #overviewKey: unknown[] = [];

  constructor(lanes: Surface, overviewSurface: Surface) {
    this.#lanes = context2d(lanes, { alpha: false });
    this.#overview = context2d(overviewSurface, { alpha: false });
  }

  draw(
    model: Model,
    layout: RowLayout,
    request: FrameRequest,
    theme: Theme,
    words: SpanWords,
    selection: Selection | null,
    columnPx: number,
  ): void {
    const { view } = request;
    const ratio = view.devicePixelRatio;
    const tiles = this.#tilesFor(theme, ratio);
    const context = this.#lanes;
    const widthPx = Math.max(1, Math.round(view.widthPx * ratio));
    const heightPx = Math.max(1, Math.round(view.heightPx * ratio));
    resize(context, widthPx, heightPx);
    const patternPx = Math.round(((-view.scale.t0Ns / view.scale.nsPerPx) * ratio) % tiles.sizePx);
    const { stuck, scrolled } = visibleRows(layout, view);
    const laneRows = lanesOf([...scrolled, ...stuck]);
    const bare = {
      ...{ context, model, layout, view, theme, tiles, words, widthPx, heightPx, ratio, patternPx },
      stuckPx: stuckPx(layout, view.heightPx),
      part: "all" as const,
      lit: this.lit,
    };
    const losses = placeDiamonds({ ...bare, taken: new Map() }, new Set(laneRows.map(({ lane }) => lane)));
    const stage: Stage = { ...bare, taken: takenBy(losses, ratio) };
    this.#pass.begin(widthPx, heightPx, columnPx, tiles.plain.background);
    const shapePx = leastShapePx(stage, laneRows);
    const paint = (rows: Row[], untilY: number) => {
      for (const tickNs of request.ticksNs) {
        const x = Math.round(xOf(stage, tickNs));
        this.#pass.fill(x, x + Math.max(1, Math.round(ratio)), 0, untilY, tiles.plain.grid);
      }
      return lanesOf(rows).map((row) => paintLane(stage, this.#pass, row, shapePx, this.#scratch));
    };
    const stuckY = Math.round(stage.stuckPx * ratio);
    const pictures = paint(scrolled, heightPx);
    this.#pass.fill(0, widthPx, 0, stuckY, tiles.plain.background);
    const stuckPictures = stuckY > 0 ? paint(stuck, stuckY) : [];
    this.#pass.end(context);
    context.font = `500 ${FONT_PX * ratio}px ${theme.font}`;
    context.textBaseline = "middle";
    const itemPx = leastItemPx(stage, laneRows);
    const draw = (part: Stage["part"], rows: Row[], own: LanePicture[], fromY: number, untilY: number) => {
      context.save();
      context.beginPath();
      context.rect(0, fromY, widthPx, untilY - fromY);
      context.clip();
      const look: Look = { stage: { ...stage, part }, rows, pictures: own, losses, selection, columnPx, itemPx };
      this.#drawRows(look);
      context.restore();
    };
    if (stuckY === 0) this.#drawRows({ stage, rows: scrolled, pictures, losses, selection, columnPx, itemPx });
    else {
      draw("scrolled", scrolled, pictures, stuckY, heightPx);
      draw("stuck", stuck, stuckPictures, 0, stuckY);
    }
    this.#drawOverview(model, request, ratio, tiles);
  }

  /** What stands on rows, and what is chosen: of the pinned ones and of the others, each within its part of the picture. */
  #drawRows({ stage, rows, pictures, losses, selection, columnPx, itemPx }: Look): void {
    const laneRows = lanesOf(rows);
    for (const picture of pictures) finishLane(stage, picture, columnPx, this.#scratch);
    for (const row of laneRows) drawItems(stage, row, itemPx);
    drawFindings(stage, laneRows);
    for (const row of rows) {
      if (row.kind === "track") drawTrack(stage, row);
      else if (row.kind === "pool") drawPool(stage, row);
      else if (row.kind === "gil") drawGil(stage, row);
      else if (row.kind === "group") drawGroup(stage, row);
    }
    const chosen = selection?.facts.kind === "loss" ? selection.facts.accesses : [];
    drawDiamonds(stage, losses, new Set(chosen.map(({ lane }) => lane)));
    drawRaces(stage);
    const drawTrackOf = (resource: number) => {
      for (const row of rows) if (row.kind === "track" && row.resource === resource) drawTrack(stage, row);
    };
    if (selection?.facts.kind === "loss") drawLoss(stage, selection.facts, this.#strip, drawTrackOf);
    else if (selection?.facts.kind === "race") drawChosenRace(stage, selection.facts, this.#strip);
    else if (selection) drawSelection(stage, selection, drawTrackOf);
  }

  #drawOverview(model: Model, { overviewWidthPx, overviewHeightPx }: FrameRequest, ratio: number, tiles: Tiles): void {
    const widthPx = Math.max(1, Math.round(overviewWidthPx * ratio));
    const heightPx = Math.max(1, Math.round(overviewHeightPx * ratio));
    const key = [model, tiles, widthPx, heightPx];
    if (key.every((part, i) => part === this.#overviewKey[i])) return;
    if (this.#overviewKey[0] !== model || this.#overviewData?.columns !== widthPx)
      this.#overviewData = overview(model, widthPx);
    this.#overviewKey = key;
    resize(this.#overview, widthPx, heightPx);
    drawOverview(this.#overview, this.#overviewPass, this.#overviewData!, heightPx, tiles);
  }

  #tilesFor(theme: Theme, ratio: number): Tiles {
    if (this.#tiles?.theme !== theme || this.#tiles.ratio !== ratio)
      this.#tiles = { theme, ratio, tiles: makeTiles(theme, ratio) };
    return this.#tiles.tiles;
  }
}

function lanesOf(rows: readonly Row[]): LaneRow[] {
  return rows.filter((row) => row.kind === "lane");
}

/** Setting a size clears a canvas, even to the same size. */
function resize({ canvas }: Canvas2d, widthPx: number, heightPx: number): void {
  if (canvas.width !== widthPx) canvas.width = widthPx;
  if (canvas.height !== heightPx) canvas.height = heightPx;
}
