/** What is not chosen steps back. */
import type { Stage } from "./stage";
import type { Theme } from "./theme";

/** How much of the background covers it. */
const VEIL = 0.62;
/** What is veiled must still be read: the chosen one has its outline and its number. */
const HIGH_CONTRAST_VEIL = 0.25;

export function veilOf({ highContrast }: Theme): number {
  return highContrast ? HIGH_CONTRAST_VEIL : VEIL;
}

export function drawVeil({ context, theme, widthPx, heightPx }: Stage): void {
  context.globalAlpha = veilOf(theme);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, widthPx, heightPx);
  context.globalAlpha = 1;
}
