/**
 * The icons in the margin, drawn here because they are many times the same. Kind is told by shape (hatch, hourglass, half of a
 * diamond for what was lost, an empty one for the read that it came from, a crossed octagon for another error, a triangle for a warning), heat by how many of three bars are filled, a changed
 * file by thin lines and no bars: no colour is needed to read them.
 */
import { Uri } from "vscode";
import { HEATS, type Heat } from "../../core/editor/heat";
import type { IconShape, MarkIcon } from "../../core/editor/line-mark";

export type Background = "light" | "dark";

/** At least 6 : 1 against white and black, so that they serve the high contrast themes as well. */
const INKS: Record<Background, Record<IconShape | "faded", string>> = {
  light: {
    blocked: "#b3261e",
    waited: "#46536a",
    lost: "#7e0a70",
    read: "#7e0a70",
    error: "#a01d1d",
    warning: "#6b4e00",
    faded: "#6e7681",
  },
  dark: {
    blocked: "#ff8078",
    waited: "#b4bfcf",
    lost: "#ee81bf",
    read: "#ee81bf",
    error: "#ff9089",
    warning: "#e9c46a",
    faded: "#8b949e",
  },
};

/** Outlines, within the 12 units that bars leave. */
const OUTLINES: Record<IconShape, string> = {
  blocked:
    '<rect x="1.6" y="3.1" width="8.8" height="9.8" rx="1.6"/><path d="M1.6 8.6 7 3.1M1.8 12.7 10.4 4M6 12.9l4.4-4.4"/>',
  waited:
    '<path d="M1.8 2.6h8.4M1.8 13.4h8.4M3 2.6C3 6 5.4 6.4 5.4 8S3 10 3 13.4M9 2.6C9 6 6.6 6.4 6.6 8S9 10 9 13.4M4.6 12.6 6 10.8l1.4 1.8"/>',
  lost: '<path d="M6 2.4 11.2 8 6 13.6.8 8Z"/>',
  read: '<path d="M6 4.9 8.9 8 6 11.1 3.1 8Z"/>',
  error: '<path d="M3.8 3 8.2 3 11 5.8 11 10.2 8.2 13 3.8 13 1 10.2 1 5.8ZM4 6l4 4M8 6l-4 4"/>',
  warning: '<path d="M6 3 11.3 12.6H.7ZM6 6.4v3M6 10.6v.8"/>',
};
const FILLED: Partial<Record<IconShape, string>> = { lost: '<path d="M6 2.4V13.6L.8 8Z"/>' };

export function markIcon({ shape, heat, faded }: MarkIcon, background: Background): Uri {
  const ink = INKS[background][faded ? "faded" : shape];
  const width = faded ? 0.8 : 1.2;
  const filled = faded ? "" : (FILLED[shape] ?? "");
  const bars = heat === null ? "" : HEATS.map((step) => bar(step, step <= heat ? 1 : 0.25)).join("");
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">` +
    `<g fill="none" stroke="${ink}" stroke-width="${width}" stroke-linejoin="round">${OUTLINES[shape]}</g>` +
    `<g fill="${ink}">${filled}${bars}</g></svg>`;
  return Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`);
}

/** From the bottom up. */
function bar(step: Heat, opacity: number): string {
  return `<rect x="12.2" y="${13.6 - step * 3.7}" width="2.6" height="2.9" opacity="${opacity}"/>`;
}
