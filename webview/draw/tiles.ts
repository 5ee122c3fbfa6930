/**
 * The pattern of each tone, as a square of device pixels that repeats. The pixel pass copies from it and the vector pass fills
 * with it, so that a span looks the same whether it is one pixel wide or a thousand.
 *
 *   blocked ╱╱╱   condition ╲╲╲   gil ∙∙∙   ready ╎╎╎   io ───   unknown ┊   the others plain
 */
import { TONE_COUNT, TONES, Tone } from "../../core/layout/tones";
import type { Theme } from "./theme";

/** One period of every pattern, in CSS pixels. */
const PERIOD_PX = 8;

export type Canvas2d = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export interface Tile {
  canvas: CanvasImageSource;
  /** sizePx × sizePx, as ImageData stores them. */
  pixels: Uint32Array;
}

export interface Tiles {
  sizePx: number;
  tones: Tile[];
  /** One pixel of an idle lane's outline. */
  idleEdge: Uint32Array;
  plain: { background: number; band: number; grid: number; held: number };
}

export function makeCanvas(widthPx: number, heightPx: number): OffscreenCanvas | HTMLCanvasElement {
  if (typeof OffscreenCanvas !== "undefined") return new OffscreenCanvas(widthPx, heightPx);
  return Object.assign(document.createElement("canvas"), { width: widthPx, height: heightPx });
}

export function context2d(
  canvas: OffscreenCanvas | HTMLCanvasElement,
  options?: CanvasRenderingContext2DSettings,
): Canvas2d {
  const context = canvas.getContext("2d", options) as Canvas2d | null;
  if (!context) throw new Error("This browser gives no 2D canvas.");
  return context;
}

export function makeTiles(theme: Theme, devicePixelRatio: number): Tiles {
  const sizePx = Math.max(4, Math.round(PERIOD_PX * devicePixelRatio));
  const tones = Array.from({ length: TONE_COUNT }, (_, tone) => makeTile(theme, tone, sizePx));
  const plain = {
    background: packed(theme.background),
    band: packed(theme.band),
    grid: packed(theme.grid),
    held: packed(theme.held),
  };
  return { sizePx, tones, idleEdge: Uint32Array.of(packed(theme.marks.idle)), plain };
}

function makeTile(theme: Theme, tone: number, sizePx: number): Tile {
  const canvas = makeCanvas(sizePx, sizePx);
  const context = context2d(canvas, { willReadFrequently: true });
  const name = TONES[tone];
  context.fillStyle = theme.background;
  context.fillRect(0, 0, sizePx, sizePx);
  context.fillStyle = theme.tones[name];
  context.fillRect(0, 0, sizePx, sizePx);
  context.fillStyle = context.strokeStyle = theme.marks[name];
  if (tone === Tone.blocked) hatch(context, sizePx, 1);
  else if (tone === Tone.condition) hatch(context, sizePx, -1);
  else if (tone === Tone.gil) dots(context, sizePx);
  else if (tone === Tone.ready) dashes(context, sizePx);
  else if (tone === Tone.io)
    context.fillRect(0, Math.round(sizePx * 0.75), sizePx, Math.max(1, Math.round(sizePx / 8)));
  else if (tone === Tone.unknown) context.fillRect(0, 0, Math.max(1, sizePx / 8), sizePx);
  const { data } = context.getImageData(0, 0, sizePx, sizePx);
  return { canvas, pixels: new Uint32Array(data.buffer) };
}

/** Diagonals that meet at the tile's edges: one through the middle, two through the corners. */
function hatch(context: Canvas2d, sizePx: number, direction: 1 | -1): void {
  context.lineWidth = sizePx * 0.2;
  for (const shift of [-sizePx, 0, sizePx]) {
    context.beginPath();
    context.moveTo(shift - sizePx, direction > 0 ? 2 * sizePx : -sizePx);
    context.lineTo(shift + 2 * sizePx, direction > 0 ? -sizePx : 2 * sizePx);
    context.stroke();
  }
}

function dots(context: Canvas2d, sizePx: number): void {
  for (const [x, y] of [
    [0.25, 0.25],
    [0.75, 0.75],
  ]) {
    context.beginPath();
    context.arc(x * sizePx, y * sizePx, sizePx * 0.13, 0, 2 * Math.PI);
    context.fill();
  }
}

/** Upright, every second one half a period lower. */
function dashes(context: Canvas2d, sizePx: number): void {
  const widthPx = Math.max(1, Math.round(sizePx / 8));
  const half = sizePx / 2;
  context.fillRect(Math.round(sizePx / 8), 0, widthPx, Math.round(half));
  context.fillRect(Math.round(sizePx / 8 + half), Math.round(half), widthPx, Math.round(half));
}

/** The 32 bits that ImageData stores for a colour. */
function packed(color: string): number {
  const context = context2d(makeCanvas(1, 1), { willReadFrequently: true });
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  return new Uint32Array(context.getImageData(0, 0, 1, 1).data.buffer)[0];
}

/** A repeating fill whose origin lies at (xPx, yPx): patterns move with what they cover. */
export function patternAt(context: Canvas2d, tile: Tile, xPx: number, yPx: number): CanvasPattern {
  const pattern = context.createPattern(tile.canvas, "repeat");
  if (!pattern) throw new Error("This browser gives no canvas pattern.");
  pattern.setTransform(new DOMMatrix([1, 0, 0, 1, xPx, yPx]));
  return pattern;
}
