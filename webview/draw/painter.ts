/** One frame from top to bottom: pixels, shapes, tracks, what is chosen. */
import type { Selection } from "../../core/layout/facts";
import type { LitLanes } from "../../core/layout/lit-lanes";
import type { Model } from "../../core/layout/model";
import { type Overview, overview } from "../../core/layout/overview";
import { type RowLayout, visibleRows } from "../../core/layout/rows";
import type { FrameRequest, Surface } from "../worker/contract";
import { drawSelection } from "./chain";
import { drawDiamonds, placeDiamonds, takenBy } from "./diamonds";
import { drawFindings } from "./findings";
import { drawItems, leastItemPx } from "./items";
import { finishLane, LaneScratch, leastShapePx, paintLane } from "./lanes";
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
    const rows = visibleRows(layout, view.scrollPx, view.heightPx);
    const laneRows = rows.filter((row) => row.kind === "lane");
    const bare = {
      context,
      model,
      layout,
      view,
      theme,
      tiles,
      words,
      widthPx,
      heightPx,
      ratio,
      patternPx,
      lit: this.lit,
    };
    const losses = placeDiamonds({ ...bare, taken: new Map() }, new Set(laneRows.map(({ lane }) => lane)));
    const stage: Stage = { ...bare, taken: takenBy(losses, ratio) };
    this.#pass.begin(widthPx, heightPx, columnPx, tiles.plain.background);
    for (const tickNs of request.ticksNs) {
      const x = Math.round(xOf(stage, tickNs));
      this.#pass.fill(x, x + Math.max(1, Math.round(ratio)), 0, heightPx, tiles.plain.grid);
    }
    const shapePx = leastShapePx(stage, laneRows);
    const pictures = laneRows.map((row) => paintLane(stage, this.#pass, row, shapePx, this.#scratch));
    this.#pass.end(context);
    context.font = `500 ${FONT_PX * ratio}px ${theme.font}`;
    context.textBaseline = "middle";
    for (const picture of pictures) finishLane(stage, picture, columnPx, this.#scratch);
    const itemPx = leastItemPx(stage, laneRows);
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
    this.#drawOverview(model, request, ratio, tiles);
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

/** Setting a size clears a canvas, even to the same size. */
function resize({ canvas }: Canvas2d, widthPx: number, heightPx: number): void {
  if (canvas.width !== widthPx) canvas.width = widthPx;
  if (canvas.height !== heightPx) canvas.height = heightPx;
}
