/** Reading the timeline's pixels as a person would: where is this lane's bar, which colour is there. */
import { rgb } from "d3";
import type { Page } from "playwright-core";

export type Rgb = [red: number, green: number, blue: number];

export interface Picture {
  widthPx: number;
  heightPx: number;
  at(x: number, y: number): Rgb;
}

/** A part of the page as pixels: a screenshot, so that it is what is shown, whoever drew it. */
export async function pictureOf(
  page: Page,
  clip: { x: number; y: number; width: number; height: number },
): Promise<Picture> {
  const png = await page.screenshot({ clip });
  // The browser decodes its own PNG: no decoder of ours between the page and the test.
  const { width, height, data } = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d")!;
    context.drawImage(bitmap, 0, 0);
    const image = context.getImageData(0, 0, bitmap.width, bitmap.height);
    return { width: image.width, height: image.height, data: Array.from(image.data) };
  }, png.toString("base64"));
  return {
    widthPx: width,
    heightPx: height,
    at: (x, y) => {
      const offset = 4 * (y * width + x);
      return [data[offset], data[offset + 1], data[offset + 2]];
    },
  };
}

/** The bar of a lane: the row's box without the room above and below (LANE_BAR in core/layout/rows.ts). */
export async function barOf(
  page: Page,
  laneName: string,
): Promise<{ x: number; y: number; width: number; height: number }> {
  const row = await page
    .locator(".labels li.lane", { has: page.locator(".name", { hasText: new RegExp(`^${laneName}$`) }) })
    .boundingBox();
  const plot = await page.locator("canvas.lanes").boundingBox();
  if (!row || !plot) throw new Error(`No lane ${laneName} in view.`);
  return { x: plot.x, y: row.y + 5, width: plot.width, height: 24 };
}

/** The colours of a tone: its own and that of its pattern, between which every pixel of it lies. */
export async function colorsOf(page: Page, tone: string): Promise<[Rgb, Rgb]> {
  const values = await page.evaluate((name) => {
    const style = getComputedStyle(document.documentElement);
    const context = document.createElement("canvas").getContext("2d")!;
    return [`--${name}`, `--${name}-mark`].map((variable) => {
      context.fillStyle = style.getPropertyValue(variable) || style.getPropertyValue(`--${name}`);
      return String(context.fillStyle);
    });
  }, tone);
  return values.map((value) => {
    const { r, g, b } = rgb(value);
    return [r, g, b];
  }) as [Rgb, Rgb];
}

/** True for a colour on the way from one to the other, less a little rounding. */
export function between(color: Rgb, [from, to]: [Rgb, Rgb], tolerance = 6): boolean {
  const along = to.map((part, i) => part - from[i]);
  const squared = along.reduce((sum, part) => sum + part * part, 0);
  const at =
    squared === 0
      ? 0
      : Math.min(1, Math.max(0, along.reduce((sum, part, i) => sum + part * (color[i] - from[i]), 0) / squared));
  return color.every((part, i) => Math.abs(part - (from[i] + at * along[i])) <= tolerance);
}

/** How many of a column's pixels show a tone. */
export function countInColumn(picture: Picture, x: number, tone: [Rgb, Rgb]): number {
  let count = 0;
  for (let y = 0; y < picture.heightPx; y++) if (between(picture.at(x, y), tone)) count++;
  return count;
}
