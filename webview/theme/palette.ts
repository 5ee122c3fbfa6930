/**
 * What the editor's theme may give to the colours of the states. A theme's chart colours were chosen for charts of a few lines:
 * some are too close to each other for colour-blind eyes, some can hardly be seen on the background. So each is asked for, is
 * toned down towards the background where that helps, and is measured; what does not qualify stays ours.
 */
import { interpolateLab, lab, rgb } from "d3";
import { contrast, leastDifference } from "./sight";

/** The tones that fill a lane or a track and so may touch. */
export const TOUCHING = ["running", "blocked", "gil", "io", "unknown", "held"] as const;
export type TouchingTone = (typeof TOUCHING)[number];
export type Palette = Record<TouchingTone, string>;

/** As in test/webview/colours.test.ts, with room for rounding. */
const LEAST_DIFFERENCE = 15.5;
/** A filled bar against the ground. The palest of ours has 1.9. */
const LEAST_CONTRAST = 1.9;
/** Words inside a bar. */
const LEAST_INK_CONTRAST = 4.5;
/** How much of the theme's colour is left: large areas of a chart's colour are glaring. */
const STRENGTHS = [0.78, 0.9, 1];
/** The most telling colours choose first. */
const ORDER: readonly TouchingTone[] = ["blocked", "running", "held", "io", "gil"];
const DARK_INK = "#0b0d10";
const LIGHT_INK = "#ffffff";

/** `own`: ours for this kind of theme, which are apart from each other. `offered`: the theme's, where it has them. */
export function choosePalette(own: Palette, offered: Partial<Palette>, background: string): Palette {
  const chosen = { ...own };
  for (const tone of ORDER) {
    const color = offered[tone];
    if (color === undefined) continue;
    const candidates = STRENGTHS.map((strength) => rgb(interpolateLab(background, color)(strength)).formatHex());
    const good = candidates.find((candidate) => qualifies(candidate, tone, chosen, background));
    if (good !== undefined) chosen[tone] = good;
  }
  return chosen;
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
