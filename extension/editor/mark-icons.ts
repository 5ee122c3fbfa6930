/**
 * The icons in the margin, drawn here because they are eight times the same. Kind is told by shape (hatch or hourglass), heat by
 * how many of three bars are filled, a changed file by thin lines and no bars: no colour is needed to read them.
 */
import { Uri } from "vscode";
import { HEATS, type Heat, type MarkKind } from "../../core/editor/heat";

export type Background = "light" | "dark";

/** At least 6 : 1 against white and black, so that they serve the high contrast themes as well. */
const INKS: Record<Background, Record<MarkKind | "faded", string>> = {
  light: { blocked: "#b3261e", waited: "#46536a", faded: "#6e7681" },
  dark: { blocked: "#ff8078", waited: "#b4bfcf", faded: "#8b949e" },
};

const SHAPES: Record<MarkKind, string> = {
  blocked:
    '<rect x="1.6" y="3.1" width="8.8" height="9.8" rx="1.6"/><path d="M1.6 8.6 7 3.1M1.8 12.7 10.4 4M6 12.9l4.4-4.4"/>',
  waited:
    '<path d="M1.8 2.6h8.4M1.8 13.4h8.4M3 2.6C3 6 5.4 6.4 5.4 8S3 10 3 13.4M9 2.6C9 6 6.6 6.4 6.6 8S9 10 9 13.4M4.6 12.6 6 10.8l1.4 1.8"/>',
};

/** @param heat null for a mark whose file has changed */
export function markIcon(kind: MarkKind, heat: Heat | null, background: Background): Uri {
  const ink = INKS[background][heat === null ? "faded" : kind];
  const width = heat === null ? 0.8 : 1.2;
  const bars = heat === null ? "" : HEATS.map((step) => bar(step, step <= heat ? 1 : 0.25)).join("");
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">` +
    `<g fill="none" stroke="${ink}" stroke-width="${width}">${SHAPES[kind]}</g><g fill="${ink}">${bars}</g></svg>`;
  return Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`);
}

/** From the bottom up. */
function bar(step: Heat, opacity: number): string {
  return `<rect x="12.2" y="${13.6 - step * 3.7}" width="2.6" height="2.9" opacity="${opacity}"/>`;
}
