/**
 * The pixel pass: every column of every visible lane as a stacked bar of exact shares, written into one array.
 *
 * A column may be several device pixels wide (`columnPx`): the picture is then painted smaller and stretched, which halves
 * the work while something moves. Heights always are device pixels.
 */
import { newHeights, STACK_ORDER, stackHeights, thinTone } from "../../core/layout/stack";
import { TONE_COUNT, Tone } from "../../core/layout/tones";
import { type Canvas2d, context2d, makeCanvas, type Tiles } from "./tiles";

/** Height of the line of each thin tone, as a part of the bar's height. */
export function lineShare(tone: number): number {
  return tone === Tone.condition ? 0.29 : tone === Tone.waiting ? 0.2 : 0.1;
}

export class PixelPass {
  columns = 0;
  rows = 0;
  columnPx = 1;
  #pixels = new Uint32Array(0);
  #image: ImageData | null = null;
  readonly #stretch = makeCanvas(1, 1);

  /** Starts a frame: everything background. */
  begin(widthPx: number, heightPx: number, columnPx: number, background: number): void {
    const columns = Math.ceil(widthPx / columnPx);
    if (!this.#image || columns !== this.columns || heightPx !== this.rows) {
      this.#image = new ImageData(columns, heightPx);
      this.#pixels = new Uint32Array(this.#image.data.buffer);
    }
    this.columns = columns;
    this.rows = heightPx;
    this.columnPx = columnPx;
    this.#pixels.fill(background);
  }

  end(context: Canvas2d): void {
    if (!this.#image) return;
    if (this.columnPx === 1) {
      context.putImageData(this.#image, 0, 0);
      return;
    }
    this.#stretch.width = this.columns;
    this.#stretch.height = this.rows;
    context2d(this.#stretch).putImageData(this.#image, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#stretch, 0, 0, this.columns * this.columnPx, this.rows);
  }

  /** A plain rectangle; x in device pixels, cut at the edges. */
  fill(fromX: number, toX: number, fromY: number, toY: number, color: number): void {
    const left = Math.max(0, Math.round(fromX / this.columnPx));
    const right = Math.min(this.columns, Math.round(toX / this.columnPx));
    if (right <= left) return;
    for (let y = Math.max(0, fromY); y < Math.min(this.rows, toY); y++) {
      this.#pixels.fill(color, y * this.columns + left, y * this.columns + right);
    }
  }

  /**
   * One lane's bar: `timesNs` as columnShares gives them. Columns whose `covered` is 1 are left alone: a shape of the vector
   * pass covers them.
   */
  bar(
    timesNs: Float64Array,
    columnNs: number,
    topY: number,
    heightPx: number,
    covered: Uint8Array,
    tiles: Tiles,
    patternPx: number,
  ): void {
    const heights = newHeights();
    const { sizePx, tones } = tiles;
    const shift = ((-patternPx % sizePx) + sizePx) % sizePx;
    for (let column = 0; column < this.columns; column++) {
      if (covered[column]) continue;
      const offset = column * TONE_COUNT;
      const patternX = (column * this.columnPx + shift) % sizePx;
      stackHeights(timesNs, offset, columnNs, heightPx, heights);
      const thin = thinTone(timesNs, offset);
      if (thin >= 0) {
        const linePx = Math.max(1, Math.round(heightPx * lineShare(thin)));
        const lineY = (heightPx - linePx) >> 1;
        this.#strip(column, topY, lineY, lineY + linePx, tones[thin].pixels, sizePx, patternX);
      }
      // An idle worker is an empty outline: its upper and lower edge, where nothing else is.
      if (timesNs[offset + Tone.idle] > 0) {
        this.#strip(column, topY, 0, 1, tiles.idleEdge, 1, 0);
        this.#strip(column, topY, heightPx - 1, heightPx, tiles.idleEdge, 1, 0);
      }
      let bottom = heightPx;
      for (const tone of STACK_ORDER) {
        if (heights[tone] === 0) continue;
        this.#strip(column, topY, bottom - heights[tone], bottom, tones[tone].pixels, sizePx, patternX);
        bottom -= heights[tone];
      }
      if (heights[Tone.blocked] > 0)
        this.#strip(column, topY, 0, heights[Tone.blocked], tones[Tone.blocked].pixels, sizePx, patternX);
    }
  }

  /** Shares stacked from the bottom in a given order, patterns included: the minimap. */
  stack(
    timesNs: Float64Array,
    fullNs: number,
    order: readonly number[],
    topY: number,
    heightPx: number,
    tiles: Tiles,
  ): void {
    for (let column = 0; column < this.columns; column++) {
      let exactPx = 0;
      let edge = 0;
      for (const tone of order) {
        exactPx += (timesNs[column * TONE_COUNT + tone] / fullNs) * heightPx;
        const next = Math.round(exactPx);
        const patternX = column % tiles.sizePx;
        this.#strip(column, topY, heightPx - next, heightPx - edge, tiles.tones[tone].pixels, tiles.sizePx, patternX);
        edge = next;
      }
    }
  }

  /** Rows [from, to) below `topY` of one column, from a tile whose pattern also begins at `topY`. */
  #strip(
    column: number,
    topY: number,
    from: number,
    to: number,
    tile: Uint32Array,
    sizePx: number,
    patternX: number,
  ): void {
    const first = Math.max(from, -topY);
    const end = Math.min(to, this.rows - topY);
    const pixels = this.#pixels;
    let at = (topY + first) * this.columns + column;
    for (let y = first; y < end; y++) {
      pixels[at] = tile[(y % sizePx) * sizePx + patternX];
      at += this.columns;
    }
  }
}
