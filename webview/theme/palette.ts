/**
 * What the editor's theme may give to the colours of the states. A theme's chart colours were chosen for charts of a few lines:
 * some are too close to each other for colour-blind eyes, some can hardly be seen on the background, most are glaring on large
 * areas. So the theme gives the hue and we the lightness, on which much of the difference between states rests; the result is
 * measured, and what does not qualify stays ours.
 */
import { hcl, interpolateLab, lab, rgb } from "d3";
import { contrast, leastDifference } from "./sight";

/** The tones that fill a lane or a track and so may touch; diamonds lie on all of them. */
export const TOUCHING = ["running", "blocked", "gil", "io", "ready", "unknown", "held", "race"] as const;
export type TouchingTone = (typeof TOUCHING)[number];
export type Palette = Record<TouchingTone, string>;

/** As in test/webview/colours.test.ts, with room for rounding. */
const LEAST_DIFFERENCE = 15.5;
/** A filled bar against the ground. The palest of ours has 1.9. */
const LEAST_CONTRAST = 1.9;
/** Words inside a bar: no worse than ours, see test/webview/colours.test.ts. */
const LEAST_INK_CONTRAST = 3.9;
/** A colour with less chroma is a grey: its hue says nothing. */
const LEAST_CHROMA = 18;
/** No more vivid than ours by this factor. */
const MOST_VIVID = 1.15;
/** The most telling colours choose first. */
const ORDER: readonly TouchingTone[] = ["blocked", "running", "held", "io", "gil", "race"];
const DARK_INK = "#0b0d10";
const LIGHT_INK = "#ffffff";

/** `own`: ours for this kind of theme, which are apart from each other. `offered`: the theme's, where it has them. */
export function choosePalette(own: Palette, offered: Partial<Palette>, background: string): Palette {
  const chosen = { ...own };
  for (const tone of ORDER) {
    const color = offered[tone];
    if (color === undefined) continue;
    const candidate = withHueOf(color, own[tone]);
    if (candidate !== null && qualifies(candidate, tone, chosen, background)) chosen[tone] = candidate;
  }
  return chosen;
}

/** The theme's hue at our lightness; null for a grey. */
function withHueOf(color: string, own: string): string | null {
  const [theirs, ours] = [hcl(color), hcl(own)];
  if (!(theirs.c >= LEAST_CHROMA)) return null;
  return rgb(hcl(theirs.h, Math.min(theirs.c, ours.c * MOST_VIVID), ours.l)).formatHex();
}

function qualifies(candidate: string, tone: TouchingTone, chosen: Palette, background: string): boolean {
  return (
    contrast(candidate, background) >= LEAST_CONTRAST &&
    contrast(candidate, inkOn(candidate)) >= LEAST_INK_CONTRAST &&
    TOUCHING.every((other) => other === tone || leastDifference(candidate, chosen[other]) >= LEAST_DIFFERENCE)
  );
}

/** Black or white: what can be read on it. */
export function inkOn(color: string): string {
  return contrast(color, LIGHT_INK) >= contrast(color, DARK_INK) ? LIGHT_INK : DARK_INK;
}

/** The hatch or the dots on a colour: clearly lighter, on light colours clearly darker. */
export function markOn(color: string): string {
  return rgb(interpolateLab(color, lab(color).l < 62 ? "#ffffff" : "#101010")(0.34)).formatHex();
}
